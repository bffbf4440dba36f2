//! Telling people and other systems what happened.
//!
//! A use case tells its [`Event`] in its own transaction: what is to be said, shown and sent is kept with
//! what happened, or neither is. A job sends what waits ([`App::deliver_due`](crate::app::App::deliver_due)),
//! and the [`Post`] takes it out of the house. Letters hold links that open accounts, so what waits is
//! sealed and names its reader by id.

mod content;
mod deliver;
mod event;
mod inbox;
mod letter;
mod notify;
mod post;
mod settings;
mod texts;

pub use deliver::Delivered;
pub use event::Event;
pub use inbox::{NoticeItem, NoticeList, ReadWhich, Unread};
pub use post::{HookCall, HookRefused, Letter, NoPost, Post, Undelivered};
pub use settings::{KindChoice, KindSetting, NoticeSettings};

pub(in crate::app) use deliver::noted;
