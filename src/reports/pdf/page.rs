//! A document and its pages, placed by millimetres from the left and the top.

use super::{Face, Modules};
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;

/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// A4, in millimetres.
const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;
/// Light modules around a QR code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// Why a document could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document can't be made: {0}")]
pub struct Unprintable(pub String);

/// A place on a page, in millimetres from its left and its upper edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// From the left.
    pub x: f32,
    /// From above.
    pub y: f32,
}

/// A document of A4 pages.
pub struct Document {
    inner: krilla::Document,
}

impl Document {
    /// Without pages. The title is what a reader shows in place of a file name.
    pub fn new(title: &str, language: &str) -> Self {
        let mut inner = krilla::Document::new();
        let metadata = Metadata::new()
            .title(title.to_owned())
            .language(language.to_owned());
        inner.set_metadata(metadata);
        Self { inner }
    }

    /// A further page, drawn by `draw`.
    pub fn page(&mut self, draw: impl FnOnce(&mut Page<'_, '_>)) -> Result<(), Unprintable> {
        let settings = PageSettings::from_wh(WIDTH * POINTS, HEIGHT * POINTS)
            .ok_or_else(|| Unprintable("A4 is no size".into()))?;
        let mut page = self.inner.start_page_with(settings);
        let mut surface = page.surface();
        draw(&mut Page {
            surface: &mut surface,
        });
        surface.finish();
        page.finish();
        Ok(())
    }

    /// The file.
    pub fn finish(self) -> Result<Vec<u8>, Unprintable> {
        let made = self.inner.finish();
        made.map_err(|error| Unprintable(format!("{error:?}")))
    }
}

/// A page that is being drawn.
pub struct Page<'a, 's> {
    surface: &'a mut Surface<'s>,
}

impl Page<'_, '_> {
    /// Writes one line; `at` is where its base line begins. The size is in points.
    pub fn text(&mut self, at: Place, face: Face, size: f32, text: &str) {
        let text = face.printable(text);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(black()));
        let start = Point::from_xy(at.x * POINTS, at.y * POINTS);
        let direction = TextDirection::LeftToRight;
        self.surface
            .draw_text(start, face.font(), size, &text, false, direction);
    }

    /// Draws a thin dashed line, for scissors.
    pub fn cut(&mut self, from: Place, to: Place) {
        let mut path = PathBuilder::new();
        path.move_to(from.x * POINTS, from.y * POINTS);
        path.line_to(to.x * POINTS, to.y * POINTS);
        let Some(path) = path.finish() else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: luma::Color::new(140).into(),
            width: 0.5,
            dash: Some(StrokeDash {
                array: vec![3.0, 3.0],
                offset: 0.0,
            }),
            ..Stroke::default()
        }));
        self.surface.draw_path(&path);
    }

    /// Draws a QR code in a square of that side; the quiet zone lies within it.
    pub fn qr(&mut self, at: Place, side: f32, modules: &Modules) {
        let count = |modules: usize| u16::try_from(modules).map_or(0.0, f32::from);
        let module = side * POINTS / count(modules.side + 2 * QUIET);
        let mut path = PathBuilder::new();
        for (column, row, length) in &modules.runs {
            let left = at.x * POINTS + count(column + QUIET) * module;
            let top = at.y * POINTS + count(row + QUIET) * module;
            if let Some(run) = Rect::from_xywh(left, top, count(*length) * module, module) {
                path.push_rect(run);
            }
        }
        let Some(path) = path.finish() else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(black()));
        self.surface.draw_path(&path);
    }
}

fn black() -> Fill {
    Fill {
        paint: luma::Color::black().into(),
        ..Fill::default()
    }
}
