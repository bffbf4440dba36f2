//! `thiluat-draw/1`: papers derived from a committed seed (algorithms.md 1).
//!
//! A [`Manifest`] says what may be drawn and is committed to; a [`Drawer`] is the same in a form
//! that draws fast; an [`EpochKey`] is the secret; [`Drawer::paper`] gives the [`Paper`] of one
//! person and ordinal. Papers are never stored (ADR 0003). The test vectors stand in
//! `docs/draw-vectors.md`.

mod drawer;
mod epoch;
mod layout;
mod manifest;
mod parts;
mod picks;
mod question;
mod shuffle;
mod stream;
mod table;
#[cfg(test)]
mod tests;

pub use drawer::{Drawer, DrawnQuestion, NotDrawable, Paper, PaperQuestion};
pub use epoch::{EpochKey, commitment};
pub use manifest::{Manifest, ManifestQuestion};
pub use question::{content_value, key_text, question_digest};
