//! Statistics of items by classical test theory (algorithms.md 6), over those who drew the item.
//!
//! Sums are kept, not answers: they can be added over rounds and nodes. Nothing here ranks anybody, so
//! that floating point may be used; the sums of the same attempts in the same order are the same.

mod alarm;
mod matrix;
mod scale;
mod sums;
#[cfg(test)]
mod tests;

pub use alarm::{Evidence, alarm};
pub use matrix::{BadMark, EffectiveWeight, ItemFigures, MarkMatrix, TestFigures};
pub use scale::{Scale, Third};
pub use sums::{ItemSums, OptionSums, Sat};
