//! The audit log as staff read it.

use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Fault, Forbidden, allowed};
use crate::app::{App, Refusal};
use crate::auth::{Action, Actor};
use crate::domain::{StaffId, Timestamp};
use crate::store::{AuditFilter, AuditRow, StoreError};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Entries of a page.
const PAGE: usize = 50;

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Id of a member of staff, or `command`, `job`, `participant:ID`.
    pub actor: Option<String>,
    /// An action, or how it begins: `round.`.
    pub action: Option<String>,
    /// Such as `round:ID`.
    pub subject: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AuditActor {
    /// A member of staff.
    Staff {
        /// Opaque.
        #[schema(value_type = String)]
        id: StaffId,
        /// Name for people; empty if the account is gone.
        name: String,
    },
    /// Somebody else: `command`, `job`, `participant:ID`.
    Other {
        /// The word.
        word: String,
    },
}

/// An entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditItem {
    /// Its place in the log.
    pub seq: i64,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Who.
    pub actor: AuditActor,
    /// What, dotted: `round.closed`.
    pub action: String,
    /// To what: `round:ID`.
    pub subject: String,
    /// What else was written down; ids and numbers, no names.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// A page of the audit log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditList {
    /// The newest first.
    pub items: Vec<AuditItem>,
    /// Gives the next page; null: there is none.
    pub next_cursor: Option<String>,
}

/// Why the log is not shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditListError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A field can't be taken.
    #[error(transparent)]
    Field(#[from] Fault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AuditListError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Field(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(AuditListError);

impl App {
    /// The newest entries that fit. Somebody who acts for a unit sees what the staff of it, and of those
    /// below it, did.
    pub async fn list_audit(
        &self,
        actor: Actor,
        query: &AuditQuery,
    ) -> Result<AuditList, AuditListError> {
        allowed(actor, Action::ReadAudit)?;
        let before = query
            .cursor
            .as_deref()
            .map(|cursor| cursor.parse().map_err(|_| Fault::CURSOR));
        let by = query.actor.as_deref().map(|word| {
            let id: Result<StaffId, _> = word.parse();
            id.map_or_else(|_| word.to_owned(), |id| format!("staff:{id}"))
        });
        let mut work = self.store.read().await?;
        let actors = match actor.unit() {
            Some(top) => {
                let within = work.staff_within(top).await?;
                Some(within.iter().map(|id| format!("staff:{id}")).collect())
            }
            None => None,
        };
        let filter = AuditFilter {
            actor: by,
            actors,
            action: query.action.clone().unwrap_or_default(),
            subject: query.subject.clone(),
            before: before.transpose()?,
            limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        };
        let mut rows = work.find_audit(&filter).await?;
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next_cursor = rows
            .last()
            .filter(|_| has_more)
            .map(|row| row.seq.to_string());
        let mut names = HashMap::new();
        for id in rows.iter().filter_map(staff_of) {
            if let std::collections::hash_map::Entry::Vacant(place) = names.entry(id) {
                let staff = work.staff_member(id).await?;
                place.insert(staff.map(|staff| staff.name).unwrap_or_default());
            }
        }
        let items = rows.into_iter().map(|row| {
            let actor = match staff_of(&row) {
                Some(id) => AuditActor::Staff {
                    id,
                    name: names.get(&id).cloned().unwrap_or_default(),
                },
                None => AuditActor::Other {
                    word: row.entry.actor,
                },
            };
            AuditItem {
                seq: row.seq,
                at: row.entry.at,
                actor,
                action: row.entry.action,
                subject: row.entry.subject,
                detail: serde_json::from_str(&row.entry.detail).unwrap_or_default(),
            }
        });
        Ok(AuditList {
            items: items.collect(),
            next_cursor,
        })
    }
}

/// The member of staff who did it, if it was one.
fn staff_of(row: &AuditRow) -> Option<StaffId> {
    row.entry.actor.strip_prefix("staff:")?.parse().ok()
}
