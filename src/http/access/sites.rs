//! What other sites show, links that count, and feeds.

use super::Object::{Contest, Platform};
use super::{Access, anyone, staff};
use crate::auth::Action::{ManageSites, ReadMonitor};

pub(super) const ROWS: &[Access] = &[
    staff(
        "GET",
        "/api/v1/contests/{slug}/sites",
        &[ManageSites],
        Contest,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/sites",
        &[ManageSites],
        Contest,
    ),
    staff(
        "DELETE",
        "/api/v1/contests/{slug}/sites",
        &[ManageSites],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/referrals",
        &[ReadMonitor],
        Contest,
    ),
    anyone("GET", "/api/v1/contests/{slug}/widget", Contest),
    anyone("GET", "/api/v1/contests/{slug}/share.png", Contest),
    anyone("GET", "/api/v1/contests/{slug}/poster.pdf", Contest),
    anyone("GET", "/nhung/{slug}", Contest),
    anyone("GET", "/d/{slug}/{unit}", Contest),
    anyone("GET", "/feed.json", Platform),
    anyone("GET", "/feed.xml", Platform),
];
