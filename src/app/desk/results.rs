//! All results of a round: the newest one counts, the ones before stay readable.

use super::change::published_version;
use super::error::DeskError;
use super::rulings::ListedRuling;
use super::view::PersonCard;
use crate::app::boards::UnitName;
use crate::app::staff::{Asker, fresh};
use crate::app::tenancy::reaches;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::contest::ScoreboardMode;
use crate::domain::{Round, RoundId, RoundState, Timestamp, UnitId};
use crate::store::{ResultRow, UnitOfWork};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Most places of a reply.
const MOST: i64 = 200;

/// A result without its places.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResultSummary {
    /// 1, 2, …
    pub version: i64,
    /// When it was made.
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    /// What the prediction question turned out to be.
    pub actual_prediction: Option<i64>,
    /// People ranked.
    pub people: i64,
    /// Attempts counted.
    pub attempts: i64,
    /// When two people published it; null: they did not.
    #[schema(value_type = Option<String>)]
    pub published_at: Option<Timestamp>,
    /// Whether it is the newest.
    pub newest: bool,
}

/// All results of a round.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResultList {
    /// closed or published.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// The first first.
    pub items: Vec<ResultSummary>,
    /// What people ruled on questions of the round, in the order of approval.
    pub rulings: Vec<ListedRuling>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// A place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResultEntry {
    /// 1, 2, 2, 4, …
    pub place: i64,
    /// Name for the public, as the contest publishes names.
    pub name: String,
    /// Name of the unit.
    pub unit: Option<String>,
    /// Values in the order of the comparators.
    pub values: Vec<Option<i64>>,
    /// What separates the place from the next, `{vi, en}`.
    #[schema(value_type = Object)]
    pub reason: serde_json::Value,
    /// The person, for staff only.
    pub person: Option<PersonCard>,
}

/// A result with places.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResultVersion {
    /// What it is.
    pub result: ResultSummary,
    /// The comparators, such as `correct desc`.
    pub comparators: Vec<String>,
    /// The places.
    pub entries: Vec<ResultEntry>,
    /// Gives the next places; null: there are none.
    pub next_cursor: Option<String>,
}

impl App {
    /// All results of a round that is over. The public sees them where the scoreboard is shown after
    /// the close, or once one was published.
    pub async fn results(
        &self,
        id: RoundId,
        staff: Option<Actor>,
    ) -> Result<ResultList, DeskError> {
        let mut work = self.store.read().await?;
        let (round, reads_more) = visible(&mut *work, id, staff).await?;
        let mut items = Vec::new();
        for version in work.result_versions(id).await? {
            if let Some(result) = work.result_of(id, version).await? {
                items.push(summary(&mut *work, &result).await?);
            }
        }
        if let Some(last) = items.last_mut() {
            last.newest = true;
        }
        Ok(ResultList {
            state: round.state,
            items,
            // A new key is a key: it goes to the public with the proof bundle.
            rulings: if reads_more {
                ListedRuling::of(&work.proposals_of(id).await?)
            } else {
                Vec::new()
            },
            next_cursor: None,
        })
    }

    /// A result with the next places after a cursor; at most 200. Staff who read what the public does not
    /// see yet prove who they are first, and it is written down (api.md 2, security.md 1, row 21).
    pub async fn result_version(
        &self,
        id: RoundId,
        version: i64,
        (after, limit): (i64, i64),
        staff: Option<impl Into<Asker> + Send>,
    ) -> Result<ResultVersion, DeskError> {
        let asker: Option<Asker> = staff.map(Into::into);
        let staff = asker.map(Asker::actor);
        let mut work = self.store.read().await?;
        let (round, reads_more) = visible(&mut *work, id, staff).await?;
        let early = if is_public(&mut *work, &round).await? {
            None
        } else {
            asker.map(|asker| fresh(asker, self.now())).transpose()?
        };
        let result = work.result_of(id, version).await?.ok_or(NotFound)?;
        let newest = work.result_versions(id).await?.last().copied();
        let mut head = summary(&mut *work, &result).await?;
        head.newest = newest == Some(version);
        let limit = limit.clamp(1, MOST);
        let rows = work
            .standings_page(id, version, after.max(0), limit)
            .await?;
        let is_full = i64::try_from(rows.len()) == Ok(limit);
        let units: HashMap<UnitId, String> = if reads_more {
            let units = work.all_units().await?.into_iter();
            units.map(|unit| (unit.id, unit.draft.code)).collect()
        } else {
            HashMap::new()
        };
        drop(work);
        let now = self.now();
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let person = self.person(row.participant).await?;
            let card = reads_more.then(|| PersonCard {
                id: row.participant,
                number: person.number,
                alias: person.alias.clone(),
                full_name: person.full_name.clone(),
                group: person.group.clone(),
                unit: person.unit.and_then(|unit| {
                    Some(UnitName {
                        code: units.get(&unit)?.clone(),
                        name: person.unit_name.clone()?,
                    })
                }),
            });
            entries.push(ResultEntry {
                place: row.place,
                name: person.public_name(round.rules.publish.names, now),
                unit: person.unit_name.clone(),
                values: row.values,
                reason: serde_json::from_str(&row.reason).unwrap_or_default(),
                person: card,
            });
        }
        if let Some(actor) = early {
            let mut work = self.store.begin().await?;
            let detail = serde_json::json!({ "result": version, "after": after });
            let (actor, subject) = (actor.to_string(), format!("round:{id}"));
            self.audit(&mut *work, &actor, "result.read_early", subject, &detail)
                .await?;
            work.commit().await?;
        }
        let comparators = round.rules.ranking.individual.iter();
        Ok(ResultVersion {
            result: head,
            comparators: comparators.map(ToString::to_string).collect(),
            entries,
            next_cursor: is_full.then(|| (after.max(0) + limit).to_string()),
        })
    }
}

/// The round, if that reader may see its results, and whether he sees more of it than the public: staff
/// who may, of the unit whose contest it is or of one above.
async fn visible(
    work: &mut dyn UnitOfWork,
    id: RoundId,
    staff: Option<Actor>,
) -> Result<(Round, bool), DeskError> {
    let round = work.round(id).await?.ok_or(NotFound)?;
    let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
    if let Some(actor) = staff.filter(|actor| actor.may(Action::ReadResults))
        && reaches(work, actor, contest.owner).await?
    {
        Ok((round, true))
    } else if is_public(work, &round).await? {
        Ok((round, false))
    } else {
        Err(NotFound.into())
    }
}

/// Whether the public sees the results of a round.
async fn is_public(work: &mut dyn UnitOfWork, round: &Round) -> Result<bool, DeskError> {
    let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
    let is_shown = round.rules.publish.scoreboard != ScoreboardMode::Off
        || published_version(work, round.id).await?.is_some();
    Ok(contest.published && round.state.is_over() && is_shown)
}

async fn summary(
    work: &mut dyn UnitOfWork,
    result: &ResultRow,
) -> Result<ResultSummary, DeskError> {
    let proposals = work.proposals_of(result.round).await?;
    let published_at = proposals
        .iter()
        .filter(|proposal| proposal.awards.is_some() && proposal.is_approved())
        .filter_map(|proposal| proposal.closing.as_ref())
        .find(|closing| closing.result_version == Some(result.version))
        .map(|closing| closing.at);
    Ok(ResultSummary {
        version: result.version,
        created_at: result.created_at,
        actual_prediction: result.actual_prediction,
        people: result.people,
        attempts: result.attempts,
        published_at,
        newest: false,
    })
}
