//! A contest as it runs: its people, what is watched, given and said.

use super::Object::{Announcement, Contest, Participant, Round};
use super::{Access, anyone, staff};
use crate::auth::Action::{
    Announce, CorrectParticipants, ExportPeople, ReadMonitor, ReadParticipants, ReadResults,
    ReissueCodes, RunRounds,
};

pub(super) const ROWS: &[Access] = &[
    staff(
        "GET",
        "/api/v1/contests/{slug}/participants",
        &[ReadParticipants],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/participants/export",
        &[ExportPeople],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/participants/{id}",
        &[ReadParticipants],
        Participant,
    ),
    staff(
        "PATCH",
        "/api/v1/contests/{slug}/participants/{id}",
        &[CorrectParticipants],
        Participant,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/participants/{id}/exclusion",
        &[CorrectParticipants],
        Participant,
    ),
    staff(
        "DELETE",
        "/api/v1/contests/{slug}/participants/{id}/exclusion",
        &[CorrectParticipants],
        Participant,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/participants/{id}/code",
        &[ReissueCodes],
        Participant,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/rosters",
        &[CorrectParticipants],
        Contest,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/slips.pdf",
        &[CorrectParticipants],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/monitor",
        &[ReadMonitor],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/incidents",
        &[ReadMonitor],
        Contest,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/incidents",
        &[Announce],
        Contest,
    ),
    anyone("GET", "/api/v1/contests/{slug}/announcements", Contest),
    staff(
        "POST",
        "/api/v1/contests/{slug}/announcements",
        &[Announce],
        Contest,
    ),
    staff(
        "DELETE",
        "/api/v1/contests/{slug}/announcements/{id}",
        &[Announce],
        Announcement,
    ),
    staff(
        "POST",
        "/api/v1/rounds/{id}/extensions",
        &[RunRounds],
        Round,
    ),
    staff(
        "POST",
        "/api/v1/rounds/{id}/give-backs",
        &[RunRounds],
        Round,
    ),
    staff(
        "GET",
        "/api/v1/rounds/{id}/grants",
        &[ReadParticipants],
        Round,
    ),
    // After the close for whoever may take people out, before it for whoever may read results early.
    staff(
        "GET",
        "/api/v1/rounds/{id}/matrix",
        &[ExportPeople, ReadResults],
        Round,
    ),
];
