//! The faces that pages are set in, embedded in the program.

use crate::domain::text;
use krilla::text::Font;
use rustybuzz::UnicodeBuffer;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A face of Liberation Serif 2.1.5: the metrics of Times New Roman that forms of the State expect, and
/// all Vietnamese letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Upright.
    Regular,
    /// Upright and bold.
    Bold,
}

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/LiberationSerif-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/LiberationSerif-Bold.ttf");

/// A face as the shaper and as the writer of the file read it.
struct Loaded {
    shaper: rustybuzz::Face<'static>,
    font: Font,
}

static LOADED: LazyLock<[Loaded; 2]> = LazyLock::new(|| {
    [REGULAR, BOLD].map(|bytes| Loaded {
        shaper: rustybuzz::Face::from_slice(bytes, 0).expect("an embedded font is whole"),
        font: Font::new(bytes.into(), 0).expect("an embedded font is whole"),
    })
});

/// Stands for a character that the face has no glyph for.
const MISSING: char = '?';

impl Face {
    fn loaded(self) -> &'static Loaded {
        match self {
            Self::Regular => &LOADED[0],
            Self::Bold => &LOADED[1],
        }
    }

    pub(super) fn font(self) -> Font {
        self.loaded().font.clone()
    }

    /// Whether the face has a glyph for that character.
    pub fn has(self, c: char) -> bool {
        self.loaded().shaper.glyph_index(c).is_some()
    }

    /// The text as it can be printed: in NFC, in which Vietnamese letters have glyphs of their own, and
    /// with a question mark for what has none.
    pub fn printable(self, written: &str) -> Cow<'_, str> {
        let nfc = text::nfc(written);
        if nfc.chars().all(|c| self.has(c)) {
            return nfc;
        }
        let shown = nfc.chars().map(|c| if self.has(c) { c } else { MISSING });
        Cow::Owned(shown.collect())
    }

    /// How wide a text is, in points at a size in points.
    pub fn width(self, text: &str, size: f32) -> f32 {
        let shaper = &self.loaded().shaper;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let glyphs = rustybuzz::shape(shaper, &[], buffer);
        let advances = glyphs.glyph_positions().iter().map(|glyph| glyph.x_advance);
        let units: i32 = advances.sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a line has fewer units than a float holds exactly"
        )]
        let units = units as f32;
        // An em of these fonts has 2,048 units; the shaper gives it as a whole number.
        let em: f32 = u16::try_from(shaper.units_per_em()).map_or(2048.0, f32::from);
        units * size / em
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter of Vietnamese, small and capital, with its five tones, and the signs of slips.
    #[test]
    fn every_vietnamese_letter_has_a_glyph() {
        const VOWELS: &str = "aăâeêioôơuưy";
        const TONES: [&str; 6] = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let mut letters = String::from("đĐ—·…«»“”0123456789/:.-₫");
        for vowel in VOWELS.chars() {
            for tone in TONES {
                let small = text::normal(&format!("{vowel}{tone}"));
                assert_eq!(small.chars().count(), 1, "{small} is one letter in NFC");
                letters.push_str(&small.to_uppercase());
                letters.push_str(&small);
            }
        }
        assert_eq!(letters.chars().filter(|c| c.is_alphabetic()).count(), 146);
        for face in [Face::Regular, Face::Bold] {
            let missing: String = letters.chars().filter(|c| !face.has(*c)).collect();
            assert_eq!(missing, "", "{face:?}");
        }
    }

    #[test]
    fn what_has_no_glyph_is_a_question_mark() {
        assert_eq!(
            Face::Regular.printable("Nguye\u{302}\u{303}n 中"),
            "Nguyễn ?"
        );
        assert!(matches!(
            Face::Bold.printable("Nguyễn"),
            Cow::Borrowed("Nguyễn")
        ));
    }

    #[test]
    fn widths_are_those_of_times() {
        // A digit of Times is half an em, a space a quarter.
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        assert!(near(Face::Regular.width("0", 10.0), 5.0));
        assert!(near(Face::Regular.width("0 0", 10.0), 12.5));
        assert!(near(Face::Bold.width("00", 12.0), 12.0));
    }
}
