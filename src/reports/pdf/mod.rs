//! Pages of PDF: text with our own fonts, lines, and QR codes, placed by millimetres.
//!
//! krilla writes the file and embeds the glyphs that are used; it lays nothing out, and neither does it
//! look for another font where a glyph is missing. Both is done here (docs/adr/0012-pdf-by-krilla.md).

mod face;
mod page;
mod qr;
#[cfg(test)]
mod read_back;
mod wrap;

pub use face::Face;
pub use page::{Document, Page, Place, Unprintable};
pub use qr::Modules;
#[cfg(test)]
pub(in crate::reports) use read_back::text_of;
pub use wrap::{fitted, wrapped};
