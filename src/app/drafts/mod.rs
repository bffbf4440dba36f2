//! Contests that are still being written: kept as they are typed, looked at by the checks that
//! applying makes, tried out as a participant would see them, published.

mod checklist;
mod error;
mod file;
mod keep;
mod list;
mod look;
mod make;
mod publish;
mod rehearse;
mod view;

pub use checklist::CheckItem;
pub use error::DraftError;
pub(in crate::app) use keep::title_of;
pub use make::DraftFrom;
pub(in crate::app) use make::NewDraft;
pub use publish::{Published, PublishedRound, PublishedWarning};
pub use rehearse::{RehearsalAnswers, RehearsalOf, Rehearsed};
pub use view::{CellLine, DraftFinding, DraftLine, DraftView, Severity};
