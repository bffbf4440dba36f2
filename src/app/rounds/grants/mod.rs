//! Time and attempts that staff give in a round: to a person, to a unit with all below it, to everybody.
//!
//! Time comes on top of the time limit as personal extra time does (algorithms.md 5): the hard end of a
//! round still cuts it, an outage that is given back comes on top. Neither enters a paper, a receipt or a
//! proof, which tell when an attempt began and ended and not why it could last so long.

mod ends;
mod give;
mod list;
mod resolved;

pub(in crate::app) use ends::{Ends, running_of};
pub use give::{GaveAttempts, GaveTime, GrantError, GrantRequest, GrantTarget};
pub use list::{GrantKind, GrantLine, GrantList, GrantToView};
pub(in crate::app) use resolved::Grants;
