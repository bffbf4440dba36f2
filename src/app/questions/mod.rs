//! Questions as people work on them: writing, reviewing, comparing, talking about them, taking them out
//! of use, and what waits for somebody.

mod comment;
mod difference;
mod draft;
mod error;
mod findings;
mod law_state;
mod names;
mod retire;
mod review;
mod tasks;
mod view;
mod write;

pub use comment::CommentView;
pub use difference::{ChangedField, ChangedPart, DifferenceView};
pub use draft::{DraftView, NumberView, OptionView};
pub use error::QuestionError;
pub(in crate::app) use error::{optional_line, passage};
pub use findings::FindingView;
pub use law_state::{LawState, SOON_DAYS};
pub(in crate::app) use law_state::{Standing, Today};
pub use names::StaffName;
pub use review::NewReview;
pub(in crate::app) use tasks::tasks_of;
pub use tasks::{TaskList, TaskQuery, TaskQuestion, TaskReason, TaskView};
pub use view::{QuestionView, ReviewView, VersionView, WholeVersionView};
pub use write::{Changed, VersionOf};
