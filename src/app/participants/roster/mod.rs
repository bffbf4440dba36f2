//! A class list, or another list of people, becomes participants with sign-in codes.
//!
//! What a form would refuse is refused here too, by row and column; the other rows are taken. The list
//! stands for consents that the organiser holds: what is needed to take part is recorded as held by him,
//! and nothing that a person may choose freely (to publish the name, to get news).

mod error;
mod print;
mod reading;
mod units;

pub use error::RosterError;

use self::reading::{Read, Reader};
use crate::app::contests::Known;
use crate::app::imports::{FileToRead, OwnField};
use crate::app::staff::allowed;
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, Language};
use crate::auth::{Action, Actor};
use crate::domain::import::Remark;
use crate::domain::{Contest, RosterFile};
use crate::store::{NewParticipant, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// People written in one transaction: others get their turn between two.
const AT_ONCE: usize = 500;

/// A list to be taken.
#[derive(Debug, Clone)]
pub struct TakingRoster {
    /// The file.
    pub file: FileToRead,
    /// Code of the list of eligible people that they are put on, too.
    pub list: Option<String>,
    /// Code of the unit of those whose row names none.
    pub unit: Option<String>,
    /// Only tell what would be taken.
    pub dry_run: bool,
    /// Where people come back to the contest, printed on their slips.
    pub link: String,
}

/// What a person is given on paper; it holds a code and has no form for logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Number of the person in the contest.
    pub number: i64,
    /// Full name.
    pub full_name: String,
    /// Name of the unit.
    pub unit: Option<String>,
    /// By what the person signs in beside the code: a telephone number, a code of the school, …
    pub identity: String,
    /// The sign-in code; stored as a MAC and never shown again.
    pub sign_in_code: String,
    /// Where the person comes back to the contest.
    pub link: String,
}

/// What became of a list.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RosterTaken {
    /// Rows of the list.
    pub rows: usize,
    /// People who were added, or would be.
    pub added: usize,
    /// People who are in the contest already; they are not changed, and warnings name their rows.
    pub existing: usize,
    /// Why rows were not taken.
    pub refused: Vec<Remark>,
    /// What a person should look at, though the row was taken.
    pub warnings: Vec<Remark>,
    /// A slip for everybody who was added; shown once.
    pub slips: Vec<Slip>,
}

impl App {
    /// Takes a list of people into a contest of the actor's, published or not.
    pub async fn take_roster(
        &self,
        actor: Actor,
        slug: &str,
        taking: TakingRoster,
        language: Language,
    ) -> Result<RosterTaken, RosterError> {
        allowed(actor, Action::CorrectParticipants)?;
        let mut read = self.store.read().await?;
        let contest = contest_of(&mut *read, actor, slug).await?;
        drop(read);
        if let Some(list) = &taking.list
            && !contest.file.rosters().any(|roster| roster == list)
        {
            return Err(RosterError::List);
        }
        let known = self.known_contest(contest.id).await?;
        let file = self
            .files
            .read_roster(taking.file.clone(), own_fields(&contest))
            .await?;
        let read = self.look_through(&known, &taking, file, language).await?;
        if taking.dry_run {
            return Ok(read.told);
        }
        self.write_roster(actor, &contest, &taking, read).await
    }

    /// What the rows are worth, with nothing written.
    async fn look_through(
        &self,
        known: &Known,
        taking: &TakingRoster,
        file: RosterFile,
        language: Language,
    ) -> Result<Read, RosterError> {
        let mut work = self.store.read().await?;
        let mut reader = Reader::new(self, &mut *work, known, taking, language).await?;
        let rows = file.rows.len();
        for row in file.rows {
            reader.row(&mut *work, row).await?;
        }
        let mut read = reader.finish(&mut *work, rows).await?;
        let told = &mut read.told;
        told.refused.splice(0..0, file.refused);
        told.warnings.splice(0..0, file.warnings);
        Ok(read)
    }

    async fn write_roster(
        &self,
        actor: Actor,
        contest: &Contest,
        taking: &TakingRoster,
        read: Read,
    ) -> Result<RosterTaken, RosterError> {
        let mut told = read.told;
        told.added = 0;
        let people: Vec<NewParticipant> = read
            .fresh
            .iter()
            .map(|fresh| fresh.person.clone())
            .collect();
        let mut numbers = HashMap::with_capacity(people.len());
        let mut chunks = people.chunks(AT_ONCE).peekable();
        let mut listed = read.identities.chunks(AT_ONCE);
        // The first transaction is made even where nobody is new: the list of eligible people may grow.
        loop {
            let chunk = chunks.next().unwrap_or_default();
            let mut work = self.store.begin().await?;
            numbers.extend(work.add_participants(contest.id, chunk).await?);
            let is_last = chunks.peek().is_none();
            if let Some(list) = &taking.list {
                let rest = listed.by_ref();
                let most = if is_last { usize::MAX } else { 1 };
                for identities in rest.take(most) {
                    work.extend_list(contest.id, list, identities).await?;
                }
            }
            if is_last {
                let detail = serde_json::json!({
                    "rows": told.rows, "added": numbers.len(), "refused": told.refused.len(),
                    "list": taking.list, "consents": "held_by_organiser",
                });
                let subject = format!("contest:{}", contest.id);
                let action = "contest.roster_taken";
                self.audit(&mut *work, &actor.to_string(), action, subject, &detail)
                    .await?;
            }
            work.commit().await?;
            if is_last {
                break;
            }
        }
        for fresh in read.fresh {
            let Some(number) = numbers.get(&fresh.person.participant.id) else {
                // Somebody registered him between the look and the writing.
                told.existing += 1;
                continue;
            };
            told.added += 1;
            told.slips.push(Slip {
                number: *number,
                full_name: fresh.person.participant.full_name,
                unit: fresh.unit_name,
                identity: fresh.identity_shown,
                sign_in_code: fresh.sign_in_code,
                link: taking.link.clone(),
            });
        }
        Ok(told)
    }
}

/// The fields that lists name by labels of the contest's own.
fn own_fields(contest: &Contest) -> Vec<OwnField> {
    let fields = contest.file.registration.fields.iter();
    let own = fields.filter_map(|field| {
        Some(OwnField {
            key: field.key.clone(),
            label: field.label.clone()?,
        })
    });
    own.collect()
}

impl From<StoreError> for RosterError {
    fn from(error: StoreError) -> Self {
        Self::Absent(Absent::Store(error))
    }
}
