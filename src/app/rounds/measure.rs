//! What a closed round tells about each of its questions (algorithms.md 6).

use super::Material;
use crate::app::attempts::latest;
use crate::app::{Absent, App};
use crate::domain::{Answer, AttemptId, AttemptState, QuestionId, RoundId, Slot};
use crate::engine::marking::{Marking, Voiding, mark};
use crate::engine::statistics::{ItemSums, Sat, Scale};
use crate::store::{self, HandedIn, StoreError};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Attempts read with one statement.
const PAGE: i64 = 1_000;

/// Totals mean something among those who had the same blueprint: by group, where cells have groups.
struct Scales(HashMap<Option<String>, Scale>);

impl Scales {
    async fn read(app: &App, material: &Material) -> Result<Self, StoreError> {
        let mut totals: HashMap<Option<String>, Vec<f64>> = HashMap::new();
        let mut work = app.store.read().await?;
        for finished in work.finished_in(material.round.id).await? {
            if let (Some(outcome), false) = (
                &finished.attempt.outcome,
                finished.attempt.state == AttemptState::Void,
            ) {
                let blueprint = blueprint(material, finished.group.as_deref());
                totals
                    .entry(blueprint)
                    .or_default()
                    .push(number(outcome.score));
            }
        }
        let scale = |(blueprint, totals)| Some((blueprint, Scale::of(totals)?));
        Ok(Self(totals.into_iter().filter_map(scale).collect()))
    }
}

/// What tells the blueprint of a person: the group, where any cell is for one only.
fn blueprint(material: &Material, group: Option<&str>) -> Option<String> {
    let cells = &material.round.rules.blueprint;
    let divided = cells.iter().any(|cell| cell.group.is_some());
    group.filter(|_| divided).map(str::to_owned)
}

impl App {
    /// Measures the questions of every round that is over and has a result that was not measured yet.
    /// Gives how many rounds that was. A round that can't be measured keeps no other one from it; the
    /// first such error is told at the end.
    pub async fn measure_items(&self) -> Result<usize, Absent> {
        let due = self.store.read().await?.rounds_to_measure().await?;
        let (mut measured, mut failed) = (0, None);
        for (round, version) in due {
            match self.measure_round(round, version).await {
                Ok(()) => measured += 1,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(measured), Err)
    }

    async fn measure_round(&self, id: RoundId, result_version: i64) -> Result<(), Absent> {
        let material = self.fresh_material(id).await?;
        let scales = Scales::read(self, &material).await?;
        let mut items: BTreeMap<u32, ItemSums> = BTreeMap::new();
        let mut after = (0, 0);
        loop {
            let mut work = self.store.read().await?;
            let page = work.handed_in(id, after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            let ids: Vec<AttemptId> = page.iter().map(|row| row.attempt.id).collect();
            let mut logs = work.logs_of(&ids).await?;
            drop(work);
            for row in &page {
                after = (row.number, row.attempt.ordinal);
                let log = logs.remove(&row.attempt.id).unwrap_or_default();
                add(&material, &scales, row, &latest(&log), &mut items);
            }
        }
        let drawn = material.drawer.questions();
        let mut sums = Vec::with_capacity(items.len());
        for (at, item) in items {
            let question = &drawn[at as usize];
            let missing = |error| StoreError::corrupt("manifests", "document", error);
            let question_id: QuestionId = question.id.parse().map_err(missing)?;
            sums.push(store::ItemSums {
                question: question_id,
                version: question.version,
                round: id,
                sums: serde_json::to_string(&item).expect("sums are numbers"),
            });
        }
        let now = self.now();
        let mut work = self.store.begin().await?;
        let banks: BTreeSet<&str> = material
            .round
            .rules
            .blueprint
            .iter()
            .map(|cell| cell.bank.as_str())
            .collect();
        for code in banks {
            if let Some(bank) = work.bank_by_code(code).await? {
                work.touch_bank(bank.id, now).await?;
            }
        }
        work.put_item_sums(id, result_version, &sums, now).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Adds what one attempt tells.
fn add(
    material: &Material,
    scales: &Scales,
    row: &HandedIn,
    answers: &BTreeMap<Slot, &crate::domain::Response>,
    items: &mut BTreeMap<u32, ItemSums>,
) {
    let (Some(outcome), false) = (
        &row.attempt.outcome,
        row.attempt.state == AttemptState::Void,
    ) else {
        return;
    };
    let blueprint = blueprint(material, row.group.as_deref());
    let Some(scale) = scales.0.get(&blueprint) else {
        return;
    };
    let paper = material.paper(row.number, row.attempt.ordinal, row.group.as_deref());
    let total = number(outcome.score);
    for (slot, asked) in (1..).map(Slot).zip(&paper.questions) {
        let question = &material.questions[asked.question as usize];
        let marking = material.marking(asked, answers, slot, &material.rulings);
        // The key of the version is what is looked at, also where a ruling took its place.
        let points = marking.points.max(1);
        let partial = material.is_partial();
        let own = mark(marking.kind, &question.key, marking.answer, points, partial);
        let chosen = match marking.answer {
            Some(Answer::Options(ids)) => ids.as_slice(),
            _ => &[],
        };
        items.entry(asked.question).or_default().add(&Sat {
            mark: number(own.points),
            greatest: f64::from(points),
            rest: scale.standard(total - number(brought(&marking, partial))),
            third: scale.third(total),
            answered: marking
                .answer
                .is_some_and(|answer| !answer.as_text().is_empty()),
            correct: own.correct,
            chosen,
        });
    }
}

/// What the question brought to the total, after rulings.
pub(in crate::app) fn brought(marking: &Marking, partial: bool) -> i64 {
    match marking.voided {
        Some(Voiding::LeftOut) => 0,
        Some(Voiding::Full) => i64::from(marking.points),
        None => {
            mark(
                marking.kind,
                marking.key,
                marking.answer,
                marking.points,
                partial,
            )
            .points
        }
    }
}

/// Points as a number to compute with: exact, they are small.
#[expect(
    clippy::cast_precision_loss,
    reason = "points of a paper lie far below 2^53"
)]
fn number(points: i64) -> f64 {
    points as f64
}
