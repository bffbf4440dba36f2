//! Banks, questions, question files, pictures, reviews, laws.

use super::Object::{Bank, Import, Medium, Platform, Question, Reach};
use super::{Access, staff};
use crate::auth::Action::{self, ApproveQuestions, ImportQuestions, ReadQuestions};

const READ: &[Action] = &[ReadQuestions];
const WRITE: &[Action] = &[ImportQuestions];
const APPROVE: &[Action] = &[ApproveQuestions];
/// A title takes who writes, the number of approvals who approves.
const WRITE_OR_APPROVE: &[Action] = &[ImportQuestions, ApproveQuestions];

pub(super) const ROWS: &[Access] = &[
    staff("GET", "/api/v1/banks", READ, Reach),
    staff("POST", "/api/v1/banks", WRITE, Reach),
    staff("PATCH", "/api/v1/banks/{code}", WRITE_OR_APPROVE, Bank),
    staff("POST", "/api/v1/banks/{code}/bulk", WRITE, Bank),
    staff("GET", "/api/v1/banks/{code}/export", READ, Bank),
    staff("GET", "/api/v1/banks/{code}/export-losses", READ, Bank),
    staff("GET", "/api/v1/banks/{code}/facets", READ, Bank),
    staff("POST", "/api/v1/banks/{code}/feasibility", READ, Bank),
    staff("GET", "/api/v1/banks/{code}/quality", READ, Bank),
    staff("GET", "/api/v1/banks/{code}/questions", READ, Bank),
    staff("POST", "/api/v1/banks/{code}/questions", WRITE, Bank),
    staff("GET", "/api/v1/banks/{code}/supply", READ, Bank),
    staff("GET", "/api/v1/questions/{id}", READ, Question),
    staff("POST", "/api/v1/questions/{id}/comments", READ, Question),
    staff("GET", "/api/v1/questions/{id}/difference", READ, Question),
    staff("POST", "/api/v1/questions/{id}/restore", APPROVE, Question),
    staff("POST", "/api/v1/questions/{id}/retire", APPROVE, Question),
    staff("POST", "/api/v1/questions/{id}/reviews", APPROVE, Question),
    staff("POST", "/api/v1/questions/{id}/versions", WRITE, Question),
    staff(
        "GET",
        "/api/v1/questions/{id}/versions/{version}",
        READ,
        Question,
    ),
    staff("GET", "/api/v1/reviews", READ, Reach),
    staff("GET", "/api/v1/imports", WRITE, Reach),
    staff("POST", "/api/v1/imports", WRITE, Reach),
    staff("GET", "/api/v1/imports/{id}", WRITE, Import),
    staff("DELETE", "/api/v1/imports/{id}", WRITE, Import),
    staff("POST", "/api/v1/imports/{id}/commit", WRITE, Import),
    staff("GET", "/api/v1/imports/{id}/items", WRITE, Import),
    staff(
        "PATCH",
        "/api/v1/imports/{id}/items/{position}",
        WRITE,
        Import,
    ),
    staff("GET", "/api/v1/media/{digest}", READ, Medium),
    staff("GET", "/api/v1/laws", READ, Platform),
    staff("POST", "/api/v1/laws/import", WRITE, Platform),
    staff("PUT", "/api/v1/laws/{number}", WRITE, Platform),
    staff("DELETE", "/api/v1/laws/{number}", WRITE, Platform),
];
