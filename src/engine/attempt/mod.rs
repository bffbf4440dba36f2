//! The attempt as a state machine: when it begins, until when it takes answers, how it ends.
//!
//! `active → submitted` by the person, `active → expired` by the clock, and any of them to `void` by
//! staff. Takeover by another device raises the epoch and changes nothing else.

mod deadline;
mod slots;
mod start;

pub use deadline::{Allowance, Finish, GRACE, Timeliness, finish, moved, remaining, with_outages};
pub use slots::{Pacing, SlotTime};
pub use start::{Extra, FIRST_EPOCH, PastAttempt, StartDecision, StartRefusal, decide_start};
