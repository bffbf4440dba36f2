//! What follows from the result of a round: who comes on to later rounds, predictions over the whole
//! contest, rankings over rounds and of units. All of it is written with the result.

use super::close::CloseError;
use super::result::{Made, field, told};
use crate::app::App;
use crate::app::boards::winners;
use crate::app::desk::published_version;
use crate::auth::Actor;
use crate::domain::contest::{
    Collective, Overall, PredictionScope, RankingRules, RoundKind, RoundRules,
};
use crate::domain::{Contest, ParticipantId, Round, RoundId, RoundState, Unit, UnitId};
use crate::engine::collective::{UnitEntry, UnitReason, UnitTally, unit_standings};
use crate::engine::overall::{RoundEntry, overall};
use crate::engine::promotion::promoted;
use crate::engine::ranking::{Entry, NotRankable, Ranking, standings};
use crate::store::{Admission, RankingHead, RankingRow, StoreError, UnitOfWork};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The rules by which the points of a ranking over rounds are compared.
pub(in crate::app) fn rules_of(overall: &Overall) -> RankingRules {
    RankingRules {
        individual: overall.by.clone(),
        duration_unit: overall.duration_unit,
        recognised_by: None,
        filter: None,
        least: None,
    }
}

impl App {
    /// Writes a result and all that follows from it. The round is over in the store by now.
    pub(super) async fn put_made(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        made: &Made,
        actor: Actor,
    ) -> Result<(), CloseError> {
        self.fix_lot(work, round, &made.places).await?;
        work.put_result(&made.row, &made.places).await?;
        let rounds = work.rounds_of(contest.id).await?;
        promote(work, round, &rounds, made).await?;
        // Predictions over the contest that waited for this round.
        for other in &rounds {
            if other.id == round.id || !counts(other) || !is_over(other) || !asks_for_all(other) {
                continue;
            }
            let made = self
                .result(work, contest, other, actor, &HashMap::new())
                .await?;
            if made.row.actual_prediction.is_none() {
                continue;
            }
            self.fix_lot(work, other, &made.places).await?;
            work.put_result(&made.row, &made.places).await?;
            promote(work, other, &rounds, &made).await?;
        }
        self.put_rankings(work, contest, &rounds, actor).await?;
        Ok(unpublish(work, &rounds).await?)
    }

    /// The next version of every ranking over rounds whose rounds are all over.
    async fn put_rankings(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        rounds: &[Round],
        actor: Actor,
    ) -> Result<(), CloseError> {
        for rules in &contest.file.overall {
            let counted = counted(rounds, &rules.rounds);
            if counted.iter().all(|round| is_over(round)) {
                let rows = overall_rows(work, contest, &counted, rules).await?;
                let text = json!(rules).to_string();
                self.put_next(work, contest, &rules.code, text, &counted, rows, actor)
                    .await?;
            }
        }
        for rules in &contest.file.collectives {
            let counted = counted(rounds, &rules.rounds);
            if counted.iter().all(|round| is_over(round)) {
                let rows = unit_rows(work, contest, &counted, rules).await?;
                let text = json!(rules).to_string();
                self.put_next(work, contest, &rules.code, text, &counted, rows, actor)
                    .await?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one row, written in one place")]
    async fn put_next(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        code: &str,
        rules: String,
        counted: &[&Round],
        rows: Vec<RankingRow>,
        actor: Actor,
    ) -> Result<(), StoreError> {
        let before = work.latest_ranking(contest.id, code).await?;
        let mut results = BTreeMap::new();
        for round in counted {
            let version = work
                .latest_result(round.id)
                .await?
                .map(|result| result.version);
            results.insert(round.rules.code.clone(), version);
        }
        let head = RankingHead {
            contest: contest.id,
            code: code.to_owned(),
            version: before.map_or(1, |before| before.version + 1),
            created_at: self.now(),
            made_by: actor.to_string(),
            rules,
            results: json!(results).to_string(),
        };
        work.put_ranking(&head, &rows).await
    }
}

/// A round whose newest result nobody has published is not published any more.
async fn unpublish(work: &mut dyn UnitOfWork, rounds: &[Round]) -> Result<(), StoreError> {
    for round in rounds {
        if round.state != RoundState::Published {
            continue;
        }
        let newest = work.latest_result(round.id).await?;
        if newest.map(|result| result.version) > published_version(work, round.id).await? {
            let mut round = round.clone();
            round.state = RoundState::Closed;
            work.put_round(&round).await?;
        }
    }
    Ok(())
}

fn counts(round: &Round) -> bool {
    round.rules.kind.counts() && round.state != RoundState::Void
}

fn is_over(round: &Round) -> bool {
    round.state.is_over()
}

fn asks_for_all(round: &Round) -> bool {
    let asked = round.rules.prediction.as_ref();
    asked.is_some_and(|asked| asked.scope == PredictionScope::Contest)
}

/// The rounds that a ranking counts: the named ones, or all but practice.
fn counted<'a>(rounds: &'a [Round], named: &[String]) -> Vec<&'a Round> {
    let is_named = |rules: &RoundRules| named.is_empty() || named.contains(&rules.code);
    rounds
        .iter()
        .filter(|round| counts(round) && is_named(&round.rules))
        .collect()
}

/// Records who comes on to the rounds that take people from this one. People who have begun there
/// stay, whatever a later result says.
async fn promote(
    work: &mut dyn UnitOfWork,
    from: &Round,
    rounds: &[Round],
    made: &Made,
) -> Result<(), StoreError> {
    for to in rounds {
        let Some(rules) = to.rules.promotion.as_ref() else {
            continue;
        };
        if rules.from != from.rules.code {
            continue;
        }
        let admission = |(participant, place)| Admission {
            participant,
            from_round: from.id,
            from_version: made.row.version,
            place,
        };
        let mut admitted: Vec<Admission> =
            promoted(&made.standings, &made.field.candidates(), rules)
                .into_iter()
                .map(admission)
                .collect();
        if work.has_attempts(to.id).await? {
            let known: BTreeSet<ParticipantId> = admitted.iter().map(|a| a.participant).collect();
            let before = work.admissions(to.id).await?;
            admitted.extend(
                before
                    .into_iter()
                    .filter(|a| !known.contains(&a.participant)),
            );
        }
        work.put_admissions(to.id, &admitted).await?;
    }
    Ok(())
}

async fn overall_rows(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    counted: &[&Round],
    rules: &Overall,
) -> Result<Vec<RankingRow>, CloseError> {
    let mut entries = Vec::new();
    let mut groups: HashMap<ParticipantId, String> = HashMap::new();
    for round in counted {
        let places = places_of(work, round.id).await?;
        for entry in field(work, round, &HashMap::new(), None).await?.recognised {
            let place = places.get(&entry.participant);
            if let Some((_, Some(group))) = place {
                groups.insert(entry.participant, group.clone());
            }
            entries.push(RoundEntry {
                entry: Entry {
                    score: entry.total(),
                    ..entry
                },
                place: place.map(|(place, _)| *place),
                is_final: round.rules.kind == RoundKind::Final,
            });
        }
    }
    let people = overall(&entries, rules.rule, &rules.points);
    let ranking = Ranking::new(&rules_of(rules))?;
    let mut rows = Vec::with_capacity(people.len());
    if !rules.per_group {
        rows_of("", &people, &ranking, &mut rows);
        return Ok(rows);
    }
    for group in &contest.file.contest.groups {
        let of_group = |entry: &&Entry| groups.get(&entry.participant) == Some(&group.code);
        let people: Vec<Entry> = people.iter().filter(of_group).copied().collect();
        rows_of(&group.code, &people, &ranking, &mut rows);
    }
    Ok(rows)
}

fn rows_of(group: &str, people: &[Entry], ranking: &Ranking, rows: &mut Vec<RankingRow>) {
    rows.extend(
        standings(people, ranking, None)
            .iter()
            .map(|standing| RankingRow {
                group: group.to_owned(),
                place: standing.place,
                subject: standing.participant.0,
                values: ranking.values(&standing.key).to_vec(),
                reason: told(standing.reason.as_ref()),
            }),
    );
}

/// Place and group of everybody in the newest result of a round.
async fn places_of(
    work: &mut dyn UnitOfWork,
    round: RoundId,
) -> Result<HashMap<ParticipantId, (i64, Option<String>)>, StoreError> {
    let Some(result) = work.latest_result(round).await? else {
        return Ok(HashMap::new());
    };
    let rows = work.standings(round, result.version).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.participant, (row.place, row.group.map(|at| at.group))))
        .collect())
}

async fn unit_rows(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    counted: &[&Round],
    rules: &Collective,
) -> Result<Vec<RankingRow>, CloseError> {
    let units: HashMap<UnitId, Unit> = work
        .all_units()
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit))
        .collect();
    let by_code: HashMap<&str, UnitId> = units
        .values()
        .map(|unit| (unit.draft.code.as_str(), unit.id))
        .collect();
    let home = |unit: UnitId| in_block(&units, &by_code, unit, rules);
    let mut tallies: HashMap<UnitId, UnitTally> = HashMap::new();
    let mut people: HashMap<UnitId, BTreeSet<ParticipantId>> = HashMap::new();
    for round in counted {
        let field = field(work, round, &HashMap::new(), None).await?;
        for entry in &field.valid {
            if let Some(unit) = field.unit(entry.participant).and_then(home) {
                tallies.entry(unit).or_default().attempts += 1;
                people.entry(unit).or_default().insert(entry.participant);
            }
        }
        for entry in field.recognised.iter().filter(|entry| !entry.failed) {
            if let Some(unit) = field.unit(entry.participant).and_then(home) {
                tallies.entry(unit).or_default().points += entry.total();
            }
        }
    }
    let ids: Vec<RoundId> = counted.iter().map(|round| round.id).collect();
    for (unit, count) in winners(work, contest, &ids).await? {
        if let Some(unit) = home(unit) {
            tallies.entry(unit).or_default().winners += count;
        }
    }
    let entries: Vec<UnitEntry> = tallies
        .into_iter()
        .filter_map(|(id, tally)| {
            let unit = units.get(&id)?;
            let count = people.get(&id).map_or(0, BTreeSet::len);
            let tally = UnitTally {
                people: i64::try_from(count).unwrap_or(i64::MAX),
                headcount: unit.draft.headcount,
                ..tally
            };
            Some(UnitEntry {
                unit: id,
                code: unit.draft.code.clone(),
                tally,
            })
        })
        .collect();
    Ok(unit_standings(&entries, rules)
        .into_iter()
        .map(|standing| RankingRow {
            group: String::new(),
            place: standing.place,
            subject: standing.unit.0,
            values: standing.values,
            reason: standing
                .reason
                .as_ref()
                .map_or(Value::Null, told_of_units)
                .to_string(),
        })
        .collect())
}

fn told_of_units(reason: &UnitReason) -> Value {
    json!({ "vi": reason.vietnamese(), "en": reason.english() })
}

/// The nearest unit of the block at or above a unit.
fn in_block(
    units: &HashMap<UnitId, Unit>,
    by_code: &HashMap<&str, UnitId>,
    from: UnitId,
    rules: &Collective,
) -> Option<UnitId> {
    let mut at = Some(from);
    // A tree that an import has made is not deeper than its number of units.
    for _ in 0..=units.len() {
        let unit = units.get(&at?)?;
        if rules.block.contains(&unit.draft.kind) {
            return Some(unit.id);
        }
        let parent = unit.draft.parent.as_ref()?;
        at = by_code.get(parent.as_str()).copied();
    }
    None
}

/// Whether the comparators of a ranking over rounds can be ranked by.
pub(in crate::app) fn not_rankable(rules: &Overall) -> Option<NotRankable> {
    Ranking::new(&rules_of(rules)).err()
}
