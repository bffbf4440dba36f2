//! What other sites show of a contest: the widget, shares and feeds, and whom links brought.

mod allowed_sites;
mod error;
mod feed;
mod link;
mod question;
mod referrals;
mod share;
mod visits;
mod widget;

pub use allowed_sites::{SiteItem, SiteList};
pub use error::SiteError;
pub use feed::{FeedEvent, FeedItem};
pub use link::LinkTarget;
pub use question::{DayOption, DayQuestion};
pub use referrals::{ReferralItem, ReferralList};
pub use share::{Share, ShareUnit};
pub use widget::{Countdown, CountdownTo, NamedRound, Widget, WidgetParts, WidgetTop};

use crate::domain::{ContestId, Origin};
use dashmap::DashMap;
use std::sync::Arc;

/// What a node remembers for other sites.
#[derive(Default)]
pub(super) struct Memory {
    /// Origins that may show a contest.
    allowed: DashMap<ContestId, Arc<[Origin]>>,
    questions: question::Kept,
    feed: feed::Kept,
    /// Visits that wait to be written.
    visits: visits::Waiting,
}

impl Memory {
    /// Forgets what can be read again; visits are not among it.
    pub(super) fn forget(&self) {
        self.allowed.clear();
        self.questions.forget();
        self.feed.forget();
    }
}
