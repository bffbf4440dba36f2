//! Announcements to those inside: stored, listed for everybody, pushed to who follows them.

mod announce;
mod in_force;

pub use announce::{AnnounceError, NewAnnouncement};
pub(in crate::app) use in_force::Kept;
pub use in_force::{AnnouncementList, AnnouncementView, announcements_topic, slug_of_topic};
