//! Rounds: sitting them, boards and proofs, what staff do by hand, essays, the desk.

use super::Object::{Attempt, Participant, Proposal, Round, Void};
use super::{Access, anyone, participant, staff};
use crate::auth::Action::{self, ApproveResults, MarkEssays, RunRounds, WorkDesk};

const RUN: &[Action] = &[RunRounds];
const DESK: &[Action] = &[WorkDesk];
const MARK: &[Action] = &[MarkEssays];

pub(super) const ROWS: &[Access] = &[
    participant("POST", "/api/v1/rounds/{id}/attempts", Round),
    anyone("GET", "/api/v1/rounds/{id}/scoreboard", Round),
    anyone("GET", "/api/v1/rounds/{id}/commitments", Round),
    anyone("GET", "/api/v1/rounds/{id}/proof", Round),
    // Staff of the contest's unit who read results see more of them.
    anyone("GET", "/api/v1/rounds/{id}/results", Round),
    anyone("GET", "/api/v1/rounds/{id}/results/{version}", Round),
    staff("POST", "/api/v1/rounds/{id}/open", RUN, Round),
    staff("POST", "/api/v1/rounds/{id}/close", RUN, Round),
    staff("POST", "/api/v1/rounds/{id}/reopen", RUN, Round),
    staff("POST", "/api/v1/rounds/{id}/outages", RUN, Round),
    staff("POST", "/api/v1/rounds/{id}/results", RUN, Round),
    staff("GET", "/api/v1/rounds/{id}/essays", MARK, Round),
    staff("PUT", "/api/v1/rounds/{id}/essays/{attempt}", MARK, Attempt),
    staff("GET", "/api/v1/rounds/{id}/prizes", DESK, Round),
    staff(
        "GET",
        "/api/v1/rounds/{id}/people/{person}",
        DESK,
        Participant,
    ),
    staff("GET", "/api/v1/rounds/{id}/voids", DESK, Round),
    staff("POST", "/api/v1/rounds/{id}/voids", DESK, Round),
    staff(
        "POST",
        "/api/v1/rounds/{id}/voids/{void}/appeal",
        DESK,
        Void,
    ),
    staff(
        "POST",
        "/api/v1/rounds/{id}/voids/{void}/decision",
        DESK,
        Void,
    ),
    staff("GET", "/api/v1/rounds/{id}/proposals", DESK, Round),
    staff("POST", "/api/v1/rounds/{id}/proposals", DESK, Round),
    staff(
        "GET",
        "/api/v1/rounds/{id}/proposals/{proposal}/preview",
        DESK,
        Proposal,
    ),
    staff(
        "POST",
        "/api/v1/rounds/{id}/proposals/{proposal}/approval",
        &[ApproveResults],
        Proposal,
    ),
    // Refusing another's proposal takes who approves, taking back an own one who made it.
    staff(
        "POST",
        "/api/v1/rounds/{id}/proposals/{proposal}/refusal",
        DESK,
        Proposal,
    ),
];
