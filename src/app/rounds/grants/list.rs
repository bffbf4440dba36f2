//! What was given in a round, by whom and why.

use super::GrantError;
use crate::app::running::{By, round_in_reach};
use crate::app::staff::allowed;
use crate::app::{App, participants::UnitName};
use crate::auth::{Action, Actor};
use crate::domain::running::{Given, Grant, GrantTo};
use crate::domain::{ParticipantId, RoundId, Timestamp};
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use utoipa::ToSchema;

/// Kind of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantKind {
    /// Time.
    Extension,
    /// Attempts.
    GiveBack,
}

/// To whom; one of the three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantToView {
    /// A person.
    Participant {
        /// His id.
        #[schema(value_type = String)]
        id: ParticipantId,
        /// His number.
        number: i64,
        /// His name.
        name: String,
    },
    /// A unit and all below it.
    Unit(UnitName),
    /// Everybody: `true`.
    All(bool),
}

/// Time or attempts that were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GrantLine {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom; null: by command.
    pub by: Option<By>,
    /// Time or attempts.
    pub kind: GrantKind,
    /// To whom.
    pub to: GrantToView,
    /// How many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// How many attempts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// Why.
    pub reason: String,
    /// People who had registered among those whom it is for.
    pub people: i64,
}

/// All that was given in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GrantList {
    /// The newest first.
    pub items: Vec<GrantLine>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

impl App {
    /// All that was given in a round.
    pub async fn grants(&self, actor: Actor, round: RoundId) -> Result<GrantList, GrantError> {
        allowed(actor, Action::ReadParticipants)?;
        let mut work = self.store.read().await?;
        round_in_reach(&mut *work, actor, round).await?;
        let mut grants = work.grants_of(round).await?;
        grants.reverse();
        let mut items = Vec::with_capacity(grants.len());
        for grant in grants {
            items.push(line(&mut *work, grant).await?);
        }
        Ok(GrantList {
            items,
            next_cursor: None,
        })
    }
}

async fn line(work: &mut dyn UnitOfWork, grant: Grant) -> Result<GrantLine, StoreError> {
    let to = match grant.to {
        GrantTo::All => GrantToView::All(true),
        GrantTo::Person(id) => {
            let person = work.participant(id).await?;
            let (number, name) = person.map_or((0, String::new()), |person| {
                (person.number, person.full_name)
            });
            GrantToView::Participant { id, number, name }
        }
        GrantTo::Unit(id) => {
            let unit = work.unit(id).await?.map(|unit| unit.draft);
            GrantToView::Unit(unit.map_or_else(
                || UnitName {
                    code: String::new(),
                    name: String::new(),
                },
                |unit| UnitName {
                    code: unit.code,
                    name: unit.name,
                },
            ))
        }
    };
    let (kind, seconds, attempts) = match grant.given {
        Given::Seconds(seconds) => (GrantKind::Extension, Some(seconds), None),
        Given::Attempts(attempts) => (GrantKind::GiveBack, None, Some(attempts)),
    };
    Ok(GrantLine {
        at: grant.at,
        by: By::read(work, &grant.made_by).await?,
        kind,
        to,
        seconds,
        attempts,
        reason: grant.reason,
        people: grant.people,
    })
}
