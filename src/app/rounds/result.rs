//! A result of a round: the standings of its recognised attempts, numbered and immutable.

use super::close::CloseError;
use super::lot::ends_in_lot;
use crate::app::App;
use crate::app::boards::ranked;
use crate::app::proofs::receipts_root;
use crate::auth::Actor;
use crate::domain::contest::{PredictionScope, RoundRules};
use crate::domain::{AttemptId, Contest, ParticipantId, Round, RoundState, Timestamp, UnitId};
use crate::engine::prediction::actual;
use crate::engine::promotion::Candidate;
use crate::engine::ranking::{Entry, Ranking, Reason, Standing, recognise, standings};
use crate::store::{EssayMark, GroupPlace, Marks, ResultRow, StandingRow, StoreError, UnitOfWork};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// Who took part in a round, as it stands in the store.
pub(super) struct Field {
    /// All valid attempts.
    pub valid: Vec<Entry>,
    /// The recognised one of each person.
    pub recognised: Vec<Entry>,
    /// Group and unit of people.
    people: HashMap<ParticipantId, (Option<String>, Option<UnitId>)>,
}

impl Field {
    /// Code of a person's group.
    fn group(&self, person: ParticipantId) -> Option<&str> {
        self.people.get(&person)?.0.as_deref()
    }

    /// A person's unit.
    pub fn unit(&self, person: ParticipantId) -> Option<UnitId> {
        self.people.get(&person)?.1
    }

    /// The recognised attempts of a group.
    fn of_group(&self, group: &str) -> Vec<Entry> {
        let all = self.recognised.iter().copied();
        all.filter(|entry| self.group(entry.participant) == Some(group))
            .collect()
    }

    /// What promotion looks at, by recognised attempt.
    pub fn candidates(&self) -> BTreeMap<AttemptId, Candidate> {
        let candidate = |entry: &Entry| {
            let candidate = Candidate {
                entry: *entry,
                group: self.group(entry.participant).map(str::to_owned),
                unit: self.unit(entry.participant),
            };
            (entry.attempt, candidate)
        };
        self.recognised.iter().map(candidate).collect()
    }
}

/// A result before it is written.
pub(super) struct Made {
    pub row: ResultRow,
    pub places: Vec<StandingRow>,
    pub standings: Vec<Standing>,
    pub field: Field,
}

/// Reads who took part in a round, with the marks of essays that all judges have marked.
/// `instead` takes the place of marks; of essays those marks count that were given until that instant.
pub(super) async fn field(
    work: &mut dyn UnitOfWork,
    round: &Round,
    instead: &HashMap<AttemptId, Marks>,
    until: Option<Timestamp>,
) -> Result<Field, CloseError> {
    let ranking = Ranking::new(&round.rules.ranking)?;
    let finished = work.finished_in(round.id).await?;
    let essays = essays(work, round, until).await?;
    let mut people = HashMap::new();
    let mut valid = Vec::with_capacity(finished.len());
    for found in finished {
        let Some(entry) = ranked(found.number, &found.attempt) else {
            continue;
        };
        let entry = Entry {
            essay: essays.get(&entry.attempt).copied(),
            ..entry
        };
        valid.push(match instead.get(&entry.attempt) {
            None => entry,
            Some(marks) => Entry {
                correct: marks.correct,
                questions: marks.questions,
                score: marks.score,
                failed: marks.failed,
                ..entry
            },
        });
        people
            .entry(entry.participant)
            .or_insert((found.group, found.unit));
    }
    let recognised = recognise(&valid, &ranking, round.rules.attempts.recognised);
    Ok(Field {
        valid,
        recognised,
        people,
    })
}

/// The recognised attempt of everybody in a round, by number.
pub(in crate::app) async fn recognised_in(
    work: &mut dyn UnitOfWork,
    round: &Round,
) -> Result<Vec<Entry>, CloseError> {
    Ok(field(work, round, &HashMap::new(), None).await?.recognised)
}

/// The points of the essays of a round, by attempt.
async fn essays(
    work: &mut dyn UnitOfWork,
    round: &Round,
    until: Option<Timestamp>,
) -> Result<HashMap<AttemptId, i64>, StoreError> {
    Ok(match &round.rules.essay {
        Some(_) => essay_points(&work.essay_marks(round.id, until).await?, &round.rules),
        None => HashMap::new(),
    })
}

/// The points of all judges together, of every essay that all of them have marked.
fn essay_points(marks: &[EssayMark], rules: &RoundRules) -> HashMap<AttemptId, i64> {
    let judges = rules
        .essay
        .as_ref()
        .map_or(1, |essay| essay.judges as usize);
    marks
        .chunk_by(|a, b| a.attempt == b.attempt)
        .filter(|of_essay| of_essay.len() >= judges)
        .map(|of_essay| {
            (
                of_essay[0].attempt,
                of_essay.iter().map(|mark| mark.points).sum(),
            )
        })
        .collect()
}

impl App {
    /// The points of the essays of a round, by attempt, where all judges had marked them when that
    /// result was made.
    pub(in crate::app) async fn essay_points_in(
        &self,
        round: &Round,
        result: &ResultRow,
    ) -> Result<HashMap<AttemptId, i64>, StoreError> {
        essays(
            &mut *self.store.read().await?,
            round,
            Some(result.created_at),
        )
        .await
    }

    /// The next result of a round, from its handed-in attempts; `instead` takes the place of marks.
    pub(super) async fn result(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        actor: Actor,
        instead: &HashMap<AttemptId, Marks>,
    ) -> Result<Made, CloseError> {
        let ranking = Ranking::new(&round.rules.ranking)?;
        let now = self.now();
        let field = field(work, round, instead, Some(now)).await?;
        let actual = self.actual_value(work, contest, round, &field).await?;
        let version = work
            .latest_result(round.id)
            .await?
            .map_or(1, |result| result.version + 1);
        let standings_of_all = standings(&field.recognised, &ranking, actual);
        let mut in_group: HashMap<ParticipantId, GroupPlace> = HashMap::new();
        for group in &contest.file.contest.groups {
            for standing in standings(&field.of_group(&group.code), &ranking, actual) {
                let place = GroupPlace {
                    group: group.code.clone(),
                    place: standing.place,
                    reason: told(standing.reason.as_ref()),
                };
                in_group.insert(standing.participant, place);
            }
        }
        let mut places: Vec<StandingRow> = standings_of_all
            .iter()
            .map(|standing| StandingRow {
                place: standing.place,
                participant: standing.participant,
                attempt: standing.attempt,
                values: ranking.values(&standing.key).to_vec(),
                reason: told(standing.reason.as_ref()),
                group: in_group.remove(&standing.participant),
            })
            .collect();
        if ends_in_lot(&round.rules.ranking) {
            places = self.by_lot(work, round, places).await?;
        }
        let count = |len: usize| i64::try_from(len).unwrap_or(i64::MAX);
        let asked = round.rules.prediction.as_ref().map(|asked| {
            json!({ "target": asked.target, "scope": asked.scope, "counted": asked.counted })
        });
        let row = ResultRow {
            round: round.id,
            version,
            created_at: now,
            actual_prediction: actual,
            people: count(field.recognised.len()),
            attempts: count(field.valid.len()),
            made_by: actor.to_string(),
            prediction_asked: asked.map(|asked| asked.to_string()),
            receipts_root: Some(receipts_root(work, round).await?),
        };
        Ok(Made {
            row,
            places,
            standings: standings_of_all,
            field,
        })
    }

    /// What the prediction asked for; none while another round that it counts is not over.
    async fn actual_value(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        own: &Field,
    ) -> Result<Option<i64>, CloseError> {
        let Some(question) = &round.rules.prediction else {
            return Ok(None);
        };
        if question.scope == PredictionScope::Round {
            return Ok(Some(actual(question, &own.valid, &own.recognised)));
        }
        let (mut valid, mut recognised) = (own.valid.clone(), own.recognised.clone());
        for other in work.rounds_of(contest.id).await? {
            let counts = other.rules.kind.counts() && other.state != RoundState::Void;
            if other.id == round.id || !counts {
                continue;
            }
            if !other.state.is_over() {
                return Ok(None);
            }
            let more = self::field(work, &other, &HashMap::new(), None).await?;
            recognised.extend(more.recognised);
            valid.extend(more.valid);
        }
        Ok(Some(actual(question, &valid, &recognised)))
    }
}

/// A reason as people read it, in both languages.
pub(super) fn told(reason: Option<&Reason>) -> String {
    reason.map_or_else(
        || "null".to_owned(),
        |reason| json!({ "vi": reason.vietnamese(), "en": reason.english() }).to_string(),
    )
}

impl From<StoreError> for CloseError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}
