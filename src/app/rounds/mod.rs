//! Rounds: what they draw from, how they open, run and close.

mod material;
mod secrets;

pub use material::{Material, QuestionMaterial};
