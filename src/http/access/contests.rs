//! Contests as the public sees them, those who take part, and what staff do to a contest.

use super::Object::{Attempt, Caller, Contest, Platform};
use super::{Access, anyone, participant, staff};
use crate::auth::Action::{RunRounds, WorkDesk};

pub(super) const ROWS: &[Access] = &[
    anyone("GET", "/api/v1/contests", Platform),
    anyone("GET", "/api/v1/contests/{slug}", Contest),
    anyone("GET", "/api/v1/contests/{slug}/rules", Contest),
    anyone("GET", "/api/v1/contests/{slug}/units", Contest),
    anyone("GET", "/api/v1/contests/{slug}/rankings", Contest),
    anyone("GET", "/api/v1/contests/{slug}/rankings/{code}", Contest),
    anyone("GET", "/api/v1/contests/{slug}/scoreboards/units", Contest),
    anyone("POST", "/api/v1/contests/{slug}/participants", Contest),
    anyone("POST", "/api/v1/contests/{slug}/sessions", Contest),
    // Ends what the request brought, if it brought a session.
    anyone("DELETE", "/api/v1/contests/{slug}/sessions", Caller),
    participant("GET", "/api/v1/contests/{slug}/participants/me", Caller),
    participant("PATCH", "/api/v1/contests/{slug}/participants/me", Caller),
    participant("GET", "/api/v1/attempts/{id}", Attempt),
    participant("PUT", "/api/v1/attempts/{id}/answers", Attempt),
    participant("PUT", "/api/v1/attempts/{id}/answers/{slot}", Attempt),
    participant("GET", "/api/v1/attempts/{id}/media/{digest}", Attempt),
    participant("GET", "/api/v1/attempts/{id}/review", Attempt),
    participant("POST", "/api/v1/attempts/{id}/submission", Attempt),
    staff(
        "POST",
        "/api/v1/contests/{slug}/extra-time",
        &[RunRounds],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/prizes",
        &[WorkDesk],
        Contest,
    ),
    // By its code, which stands on the receipt alone.
    anyone("GET", "/api/v1/receipts/{code}", Platform),
    anyone("GET", "/api/v1/keys", Platform),
];
