//! Rounds: what they draw from, how they open, run and close.

mod advance;
mod by_hand;
mod close;
mod further;
mod material;
mod outage;
mod result;
mod secrets;

pub use advance::Advanced;
pub use by_hand::RoundError;
pub use close::CloseError;
pub(in crate::app) use further::not_rankable;
pub use material::{Material, QuestionMaterial};
pub use outage::GivenBack;
pub(in crate::app) use result::recognised_in;
