//! Contests that are being written, handed on and begun from templates.

use super::Object::{Contest, Draft, Reach, Template};
use super::{Access, staff};
use crate::auth::Action::{ApplyContests, ManageTemplates, ReadContests, ReadQuestions};

pub(super) const ROWS: &[Access] = &[
    staff("GET", "/api/v1/contests/managed", &[ReadContests], Reach),
    staff(
        "GET",
        "/api/v1/contests/{slug}/file",
        &[ReadContests],
        Contest,
    ),
    staff(
        "GET",
        "/api/v1/contests/{slug}/package",
        &[ReadQuestions],
        Contest,
    ),
    staff(
        "POST",
        "/api/v1/contests/{slug}/package",
        &[ReadQuestions],
        Contest,
    ),
    staff("POST", "/api/v1/packages", &[ApplyContests], Reach),
    staff("GET", "/api/v1/contest-drafts", &[ApplyContests], Reach),
    staff("POST", "/api/v1/contest-drafts", &[ApplyContests], Reach),
    staff(
        "GET",
        "/api/v1/contest-drafts/{id}",
        &[ApplyContests],
        Draft,
    ),
    staff(
        "PUT",
        "/api/v1/contest-drafts/{id}",
        &[ApplyContests],
        Draft,
    ),
    staff(
        "DELETE",
        "/api/v1/contest-drafts/{id}",
        &[ApplyContests],
        Draft,
    ),
    staff(
        "GET",
        "/api/v1/contest-drafts/{id}/file",
        &[ApplyContests],
        Draft,
    ),
    staff(
        "PUT",
        "/api/v1/contest-drafts/{id}/file",
        &[ApplyContests],
        Draft,
    ),
    staff(
        "POST",
        "/api/v1/contest-drafts/{id}/publication",
        &[ApplyContests],
        Draft,
    ),
    // Papers show questions, so that who rehearses has to be one who may read them, too.
    staff(
        "POST",
        "/api/v1/contest-drafts/{id}/dry-run",
        &[ApplyContests],
        Draft,
    ),
    staff(
        "POST",
        "/api/v1/contest-drafts/{id}/dry-run/marks",
        &[ApplyContests],
        Draft,
    ),
    staff("GET", "/api/v1/templates", &[ApplyContests], Reach),
    staff("POST", "/api/v1/templates", &[ManageTemplates], Reach),
    staff(
        "DELETE",
        "/api/v1/templates/{id}",
        &[ManageTemplates],
        Template,
    ),
];
