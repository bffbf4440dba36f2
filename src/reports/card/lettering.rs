//! Letters on a picture: outlines of Liberation Sans, filled.

use super::ink;
use crate::domain::text;
use std::sync::LazyLock;
use tiny_skia::{FillRule, PathBuilder, Pixmap, Transform};
use ttf_parser::{GlyphId, OutlineBuilder};

static REGULAR: LazyLock<ttf_parser::Face<'static>> = LazyLock::new(|| {
    read(include_bytes!(
        "../../../assets/fonts/LiberationSans-Regular.ttf"
    ))
});
static BOLD: LazyLock<ttf_parser::Face<'static>> = LazyLock::new(|| {
    read(include_bytes!(
        "../../../assets/fonts/LiberationSans-Bold.ttf"
    ))
});

fn read(bytes: &'static [u8]) -> ttf_parser::Face<'static> {
    ttf_parser::Face::parse(bytes, 0).expect("the fonts are part of this program")
}

/// A weight of Liberation Sans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

impl Face {
    fn font(self) -> &'static ttf_parser::Face<'static> {
        match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        }
    }

    /// Pixels of an em of the font's own units.
    fn scale(self, size: f32) -> f32 {
        size / f32::from(self.font().units_per_em())
    }

    /// The glyphs of a line, with what each advances, in the font's own units.
    fn glyphs(self, line: &str) -> Vec<(GlyphId, u16)> {
        let font = self.font();
        text::nfc(line)
            .chars()
            .filter_map(|c| font.glyph_index(c))
            .map(|glyph| (glyph, font.glyph_hor_advance(glyph).unwrap_or(0)))
            .collect()
    }

    /// Width of a line in pixels.
    pub(super) fn width(self, size: f32, line: &str) -> f32 {
        let advances = self.glyphs(line).into_iter();
        advances.map(|(_, advance)| f32::from(advance)).sum::<f32>() * self.scale(size)
    }
}

/// Writes on a picture.
pub(super) struct Pen<'a>(&'a mut Pixmap);

impl<'a> Pen<'a> {
    pub(super) fn new(page: &'a mut Pixmap) -> Self {
        Self(page)
    }

    /// Writes a line from a point on its base line.
    pub(super) fn line(&mut self, face: Face, size: f32, rgb: u32, line: &str, at: (f32, f32)) {
        let scale = face.scale(size);
        let (mut x, y) = at;
        let mut outline = Outline(PathBuilder::new(), Transform::identity());
        for (glyph, advance) in face.glyphs(line) {
            outline.1 = Transform::from_row(scale, 0.0, 0.0, -scale, x, y);
            face.font().outline_glyph(glyph, &mut outline);
            x += f32::from(advance) * scale;
        }
        if let Some(path) = outline.0.finish() {
            let stay = Transform::identity();
            self.0
                .fill_path(&path, &ink(rgb), FillRule::Winding, stay, None);
        }
    }
}

/// The outline of a line: that of each glyph, moved to its place. The font's y axis points up.
struct Outline(PathBuilder, Transform);

impl Outline {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let mut point = tiny_skia::Point::from_xy(x, y);
        self.1.map_point(&mut point);
        (point.x, point.y)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) =
            (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_have_every_letter_of_vietnamese() {
        let bases = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY";
        let tones = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
        let toned = bases
            .chars()
            .flat_map(|base| tones.map(|tone| format!("{base}{tone}")));
        let rest = "đĐbcdghklmnpqrstvx0123456789.,:;–-()«»“”…/%"
            .chars()
            .map(String::from);
        for letter in toned.chain(rest) {
            for face in [Face::Regular, Face::Bold] {
                let glyphs = face.glyphs(&letter);
                assert_eq!(glyphs.len(), 1, "{letter}");
                assert!(glyphs[0].1 > 0, "{letter}");
            }
        }
    }

    #[test]
    fn what_the_face_lacks_takes_no_room() {
        assert!(Face::Bold.width(40.0, "Luật").round() > 60.0);
        let (bare, with) = (Face::Bold.width(40.0, "ab"), Face::Bold.width(40.0, "a😀b"));
        assert!((bare - with).abs() < f32::EPSILON);
    }
}
