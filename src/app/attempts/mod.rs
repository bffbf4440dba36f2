//! Attempts: starting, resuming, saving, handing in, reviewing.

mod deadlines;
mod essays;
mod facts;
mod media;
mod parts;
mod receipts;
mod rehearsal;
mod review;
mod save;
mod start;
mod submit;
mod view;

pub(super) use deadlines::Deadlines;
pub use essays::{BadMark, EssayError, EssayList, EssayView};
pub use facts::Facts;
pub(super) use facts::FactsCache;
pub use parts::{EssayAsked, Pace, SectionView};
pub use receipts::{ContestName, PublicKey, PublicReceipt, RoundName};
pub use rehearsal::RehearsalMarks;
pub(in crate::app) use rehearsal::{rehearsed_marks, rehearsed_paper};
pub use review::{Review, ReviewError, ReviewedAttempt, ReviewedOption, ReviewedQuestion};
pub use save::{Ack, NewAnswer, SaveError, Saved};
pub use start::{StartError, StartRequest, Started};
pub use submit::{LastSent, Receipt, Scored, Submission, SubmitError, SubmitRequest, Submitted};
pub(in crate::app) use view::latest;
pub use view::{AttemptHead, AttemptView, NotASlot, SavedAnswer, SlotName};
