//! Rounds: what they draw from, how they open, run and close.

mod advance;
mod again;
mod by_hand;
mod close;
mod material;
mod secrets;

pub use advance::Advanced;
pub use by_hand::RoundError;
pub use close::CloseError;
pub use material::{Material, QuestionMaterial};
