//! Rounds: what they draw from, how they open, run and close.

mod advance;
mod again;
mod by_hand;
mod close;
mod further;
mod grants;
mod incomplete;
mod lot;
mod material;
mod measure;
mod outage;
mod result;
mod secrets;

pub use advance::Advanced;
pub use by_hand::RoundError;
pub use close::CloseError;
pub(in crate::app) use further::not_rankable;
pub(in crate::app) use grants::{Ends, Grants, running_of};
pub use grants::{
    GaveAttempts, GaveTime, GrantError, GrantKind, GrantLine, GrantList, GrantRequest, GrantTarget,
    GrantToView,
};
pub(in crate::app) use lot::ends_in_lot;
pub use material::{Material, QuestionMaterial};
pub(in crate::app) use measure::brought;
pub use outage::GivenBack;
pub(in crate::app) use result::recognised_in;
