//! Who may call which route, and what the route is about: the one table that the server, its tests and
//! docs/permissions.md share (security.md 1, rows 22 and 23).
//!
//! The extractor [`Organiser`](super::signed_in::Organiser) asks it before a handler runs, so that a route
//! of staff without a row here is nobody's; use cases ask for the role again, and for the unit, in the
//! transaction in which they work. `tests/it/api/access` calls every route in the name of every role and of
//! another unit. A new route gets its row in the file of its resource.

mod contests;
mod drafts;
mod questions;
mod rounds;
mod running;
mod sites;
mod staff;
mod system;
mod units;

use super::ApiError;
use super::problem::EdgeFault;
use crate::app::staff::Forbidden;
use crate::auth::{Action, may};
use crate::domain::Role;
use axum::extract::MatchedPath;
use hyper::Method;
use hyper::http::request::Parts;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Anyone; who is signed in may see more.
    Anyone,
    /// A participant of a contest.
    Participant,
    /// A member of staff whose role allows one of these, or any member where the list is empty.
    Staff(&'static [Action]),
}

/// What a route is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Everybody's: the register of laws, published contests, the platform itself.
    Platform,
    /// Who asks, himself: his session.
    Caller,
    /// The things of the own unit and those below it: lists, and what is added.
    Reach,
    /// A bank.
    Bank,
    /// A question.
    Question,
    /// A question file that is looked through.
    Import,
    /// A picture of a question.
    Medium,
    /// A contest.
    Contest,
    /// A round.
    Round,
    /// A proposal about a round.
    Proposal,
    /// A void in a round.
    Void,
    /// A participant of a contest.
    Participant,
    /// What those inside a contest are told.
    Announcement,
    /// A contest that is still being written.
    Draft,
    /// A template that a unit shares.
    Template,
    /// A unit.
    Unit,
    /// A unit that asks to stand in the tree.
    Registration,
    /// A member of staff.
    Member,
    /// An invitation of a member of staff.
    Invitation,
    /// Another system that is told what happens.
    Webhook,
    /// An attempt.
    Attempt,
}

/// A route with who may call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// The path as the OpenAPI document writes it.
    pub path: &'static str,
    /// Who may call it.
    pub caller: Caller,
    /// What it is about.
    pub object: Object,
}

const fn anyone(method: &'static str, path: &'static str, object: Object) -> Access {
    Access {
        method,
        path,
        caller: Caller::Anyone,
        object,
    }
}

const fn participant(method: &'static str, path: &'static str, object: Object) -> Access {
    Access {
        method,
        path,
        caller: Caller::Participant,
        object,
    }
}

const fn staff(
    method: &'static str,
    path: &'static str,
    one_of: &'static [Action],
    object: Object,
) -> Access {
    Access {
        method,
        path,
        caller: Caller::Staff(one_of),
        object,
    }
}

/// Every route of the contract.
pub fn rows() -> impl Iterator<Item = &'static Access> {
    [
        questions::ROWS,
        contests::ROWS,
        rounds::ROWS,
        running::ROWS,
        drafts::ROWS,
        sites::ROWS,
        staff::ROWS,
        units::ROWS,
        system::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// The row of a route; `path` as the router or as the OpenAPI document writes it.
pub fn of(method: &str, path: &str) -> Option<&'static Access> {
    rows().find(|row| row.method == method && is_same(row.path, path))
}

/// The router writes `{*number}` where the document writes `{number}`.
fn is_same(documented: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    documented.split('/').all(|own| match segments.next() {
        Some(other) if own == other => true,
        Some(other) => other
            .strip_prefix("{*")
            .is_some_and(|name| own.strip_prefix('{') == Some(name)),
        None => false,
    }) && segments.next().is_none()
}

impl Access {
    /// Refuses a member of staff whose role does not open the route.
    pub fn admit(&self, role: Role) -> Result<(), ApiError> {
        match self.caller {
            Caller::Staff([]) => Ok(()),
            Caller::Staff(actions) if actions.iter().any(|action| may(role, *action)) => Ok(()),
            Caller::Staff([first, ..]) => Err(Forbidden(*first).into()),
            Caller::Anyone | Caller::Participant => Err(EdgeFault::Forbidden.into()),
        }
    }
}

/// Refuses a member of staff whose role does not open the route that was matched. A route without a row
/// is opened by no role.
pub fn admit(parts: &Parts, role: Role) -> Result<(), ApiError> {
    let method = match &parts.method {
        // The router lets a `GET` route answer it.
        &Method::HEAD => Method::GET.as_str(),
        other => other.as_str(),
    };
    let path = parts.extensions.get::<MatchedPath>();
    let row = path.and_then(|path| of(method, path.as_str()));
    row.ok_or(EdgeFault::Forbidden)?.admit(role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_both_spellings_of_its_path() {
        let put = of("PUT", "/api/v1/laws/{number}").unwrap();
        assert_eq!(of("PUT", "/api/v1/laws/{*number}"), Some(put));
        assert_eq!(of("PUT", "/api/v1/laws"), None);
        assert_eq!(of("PUT", "/api/v1/laws/{number}/more"), None);
        assert_eq!(of("GET", "/api/v1/laws/{number}"), None);
        assert_eq!(of("PUT", "/api/v1/banks/{*code}"), None);
        for row in rows() {
            assert_eq!(of(row.method, row.path), Some(row));
        }
        assert_eq!(of("GET", "/api/v1/banks/{code}/secrets"), None);
    }

    #[test]
    fn a_role_opens_what_one_of_its_actions_opens() {
        let change = of("PATCH", "/api/v1/banks/{code}").unwrap();
        for role in [Role::Author, Role::Reviewer, Role::Administrator] {
            assert!(change.admit(role).is_ok(), "{role:?}");
        }
        let refused = change.admit(Role::Judge).unwrap_err();
        assert_eq!(refused.refusal().code(), "auth.forbidden");
        // A role of staff opens nothing of participants.
        let sit = of("POST", "/api/v1/rounds/{id}/attempts").unwrap();
        assert!(sit.admit(Role::Administrator).is_err());
        let own = of("GET", "/api/v1/staff/session").unwrap();
        assert!(own.admit(Role::Viewer).is_ok());
    }
}
