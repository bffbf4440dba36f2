//! Rankings over rounds and of units, as the public sees them: from the day all their rounds are over.

use crate::app::contests::Known;
use crate::app::{Absent, App, NotFound};
use crate::domain::contest::{Names, RoundRules, ScoreboardMode};
use crate::domain::{ParticipantId, Timestamp, UnitId};
use crate::store::{RankingHead, RankingRow, StoreError};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Last place in an answer, and the one where none is asked for.
const MOST: usize = 200;
const SHOWN: usize = 50;

/// A ranking of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankingName {
    /// Its code.
    pub code: String,
    /// Its name.
    pub title: String,
    /// `people` or `units`.
    pub of: &'static str,
    /// The newest version; none while a round of it is not over.
    pub version: Option<i64>,
    /// When that was made.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub created_at: Option<Timestamp>,
}

/// The rankings of a contest, in the order of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankingList {
    /// The rankings.
    pub items: Vec<RankingName>,
    /// Always null: a contest has few.
    pub next_cursor: Option<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankingPlace {
    /// 1, 2, 2, 4, …
    pub place: i64,
    /// Code of the group that is ranked by itself; null: all together.
    pub group: Option<String>,
    /// The public name of the person, or the name of the unit.
    pub name: String,
    /// Name of the person's unit, or code of the unit.
    pub unit: Option<String>,
    /// Values in the order of `by`: shares in parts of ten thousand, means in hundredths, time used in
    /// the unit of the ranking, instants in milliseconds of Unix time.
    pub values: Vec<Option<i64>>,
    /// What separates this place from the next, `{vi, en}`; null for the last one.
    #[schema(value_type = Option<Object>)]
    pub reason: Value,
}

/// A ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankingView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub title: String,
    /// `people` or `units`.
    pub of: &'static str,
    /// 1, 2, …
    pub version: i64,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The results it was made from: code of the round and version of the result.
    #[schema(value_type = Object)]
    pub results: Value,
    /// The comparators, first one first.
    pub by: Vec<String>,
    /// The places.
    pub entries: Vec<RankingPlace>,
}

/// What a contest file says of a ranking.
struct Rules<'a> {
    code: &'a str,
    title: &'a str,
    of_people: bool,
    rounds: &'a [String],
    by: Vec<String>,
}

impl Rules<'_> {
    fn of(&self) -> &'static str {
        if self.of_people { "people" } else { "units" }
    }

    /// The rounds it counts, by their rules.
    fn counted<'a>(&self, known: &'a Known) -> impl Iterator<Item = &'a RoundRules> {
        let named = self.rounds.to_vec();
        let rounds = known.rounds.iter().map(|round| &round.rules);
        rounds.filter(move |rules| {
            rules.kind.counts() && (named.is_empty() || named.contains(&rules.code))
        })
    }
}

fn rules(known: &Known) -> impl Iterator<Item = Rules<'_>> {
    let file = &known.contest.file;
    let people = file.overall.iter().map(|overall| Rules {
        code: &overall.code,
        title: &overall.title,
        of_people: true,
        rounds: &overall.rounds,
        by: overall.by.iter().map(ToString::to_string).collect(),
    });
    let units = file.collectives.iter().map(|collective| Rules {
        code: &collective.code,
        title: &collective.title,
        of_people: false,
        rounds: &collective.rounds,
        by: collective.keys.iter().map(ToString::to_string).collect(),
    });
    people.chain(units)
}

impl App {
    /// The rankings of a published contest.
    pub async fn rankings(&self, slug: &str) -> Result<RankingList, Absent> {
        let known = self.published(slug).await?;
        let mut work = self.store.read().await?;
        let mut items = Vec::new();
        for rules in rules(&known) {
            let newest = work.latest_ranking(known.contest.id, rules.code).await?;
            items.push(RankingName {
                code: rules.code.to_owned(),
                title: rules.title.to_owned(),
                of: rules.of(),
                version: newest.as_ref().map(|head| head.version),
                created_at: newest.map(|head| head.created_at),
            });
        }
        Ok(RankingList {
            items,
            next_cursor: None,
        })
    }

    /// The newest version of a ranking. One that counts a round without a board has none in public.
    pub async fn ranking(
        &self,
        slug: &str,
        code: &str,
        limit: Option<usize>,
    ) -> Result<RankingView, Absent> {
        let known = self.published(slug).await?;
        let rules = rules(&known)
            .find(|rules| rules.code == code)
            .ok_or(NotFound)?;
        let is_off = |rules: &RoundRules| rules.publish.scoreboard == ScoreboardMode::Off;
        if rules.of_people && rules.counted(&known).any(is_off) {
            return Err(NotFound.into());
        }
        let most = i64::try_from(limit.unwrap_or(SHOWN).min(MOST)).unwrap_or(0);
        let mut work = self.store.read().await?;
        let head = work.latest_ranking(known.contest.id, code).await?;
        let head = head.ok_or(NotFound)?;
        let rows = work
            .ranking_rows(known.contest.id, code, head.version, most)
            .await?;
        let units: HashMap<UnitId, (String, String)> = if rules.of_people {
            HashMap::new()
        } else {
            let all = work.all_units().await?.into_iter();
            all.map(|unit| (unit.id, (unit.draft.name, unit.draft.code)))
                .collect()
        };
        drop(work);
        let names = strictest(rules.counted(&known));
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let (name, unit) = if rules.of_people {
                let person = self.person(ParticipantId(row.subject)).await?;
                let name = person.public_name(names, self.now());
                (name, person.unit_name.clone())
            } else {
                let unit = units.get(&UnitId(row.subject)).cloned();
                let (name, code) = unit.unwrap_or_default();
                (name, Some(code))
            };
            entries.push(place(row, name, unit)?);
        }
        view(&rules, &head, entries)
    }
}

fn place(row: RankingRow, name: String, unit: Option<String>) -> Result<RankingPlace, Absent> {
    Ok(RankingPlace {
        place: row.place,
        group: Some(row.group).filter(|group| !group.is_empty()),
        name,
        unit,
        values: row.values,
        reason: read("reason", &row.reason)?,
    })
}

fn view(
    rules: &Rules<'_>,
    head: &RankingHead,
    entries: Vec<RankingPlace>,
) -> Result<RankingView, Absent> {
    Ok(RankingView {
        code: rules.code.to_owned(),
        title: rules.title.to_owned(),
        of: rules.of(),
        version: head.version,
        created_at: head.created_at,
        results: read("results", &head.results)?,
        by: rules.by.clone(),
        entries,
    })
}

fn read(column: &'static str, text: &str) -> Result<Value, Absent> {
    let read = serde_json::from_str(text);
    Ok(read.map_err(|error| StoreError::corrupt("rankings", column, error))?)
}

/// How people are named who stand in several rounds: as the most careful of them does.
fn strictest<'a>(rounds: impl Iterator<Item = &'a RoundRules>) -> Names {
    let care = |names: &Names| match names {
        Names::Full => 0,
        Names::Masked => 1,
        Names::Alias => 2,
    };
    let all = rounds.map(|rules| rules.publish.names);
    all.max_by_key(care).unwrap_or_default()
}
