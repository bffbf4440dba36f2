//! From a handed-in attempt to a row of the live board.

use crate::app::attempts::Facts;
use crate::app::rounds::Material;
use crate::app::{Absent, App, Person};
use crate::domain::contest::{Recognised, RoundRules, ScoreboardMode};
use crate::domain::{Attempt, Timestamp};
use crate::engine::ranking::{Entry, Ranking, recognised};
use crate::live::{BoardEntry, BoardRow, Replace};

/// What ranking looks at; none for an attempt that has no outcome.
pub(in crate::app) fn ranked(number: i64, attempt: &Attempt) -> Option<Entry> {
    let outcome = attempt.outcome.as_ref()?;
    Some(Entry {
        participant: attempt.participant,
        number,
        attempt: attempt.id,
        ordinal: attempt.ordinal,
        correct: outcome.correct,
        questions: outcome.questions,
        score: outcome.score,
        duration_ms: outcome.duration_ms,
        submitted_at: outcome.submitted_at,
        prediction: outcome.prediction,
        attempts_used: attempt.ordinal,
        essay: None,
        failed: outcome.failed,
    })
}

/// Whether the board of a round that is not over shows a hand-in: a frozen one shows what was handed
/// in up to its cut-off, whoever looks and from wherever.
pub(super) fn is_shown(rules: &RoundRules, entry: &Entry) -> bool {
    let publish = &rules.publish;
    publish.scoreboard != ScoreboardMode::Frozen
        || publish.freeze_at.is_none_or(|at| entry.submitted_at <= at)
}

/// What the public sees of it.
pub(super) fn row(
    material: &Material,
    person: &Person,
    score: (i64, i64),
    duration_ms: i64,
    now: Timestamp,
) -> BoardRow {
    BoardRow {
        name: person.public_name(material.round.rules.publish.names, now),
        unit: person.unit,
        unit_name: person.unit_name.clone(),
        group: person.group.clone(),
        score: score.0,
        max_score: score.1,
        duration_ms: Some(duration_ms),
    }
}

/// A person's recognised result as the live board takes it.
pub(super) fn live_entry(
    material: &Material,
    ranking: &Ranking,
    person: &Person,
    (entry, max_score): (&Entry, i64),
    attempts: i64,
    now: Timestamp,
) -> BoardEntry {
    BoardEntry {
        participant: entry.participant,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        listed: person.is_complete && ranking.admits_live(entry),
        key: ranking.live_key(entry),
        row: row(
            material,
            person,
            (entry.score, max_score),
            entry.duration_ms,
            now,
        ),
    }
}

impl App {
    /// What the board shows of the person after that hand-in, and whether it takes the place of what
    /// is there; none where the round has no live board.
    pub(super) async fn board_entry(
        &self,
        facts: &Facts,
        attempt: &Attempt,
    ) -> Result<Option<(BoardEntry, Replace)>, Absent> {
        let material = &facts.material;
        let Ok(ranking) = Ranking::new(&material.round.rules.ranking) else {
            return Ok(None);
        };
        let number = facts.person.number;
        let Some(mut entry) = ranked(number, attempt) else {
            return Ok(None);
        };
        let rules = &material.round.rules;
        if !is_shown(rules, &entry) {
            return Ok(None);
        }
        let mut attempts = attempt.ordinal;
        let replace = match rules.attempts.recognised {
            Recognised::First if attempt.ordinal == 1 => Replace::Always,
            Recognised::First => Replace::IfAbsent,
            Recognised::Last => Replace::Newest,
            // The board's own order is the order of recognition.
            Recognised::Best if rules.ranking.recognised_by.is_none() => Replace::IfBetter,
            Recognised::Best => {
                let mut work = self.store.read().await?;
                let own: Vec<Entry> = work
                    .attempts_of(entry.participant)
                    .await?
                    .iter()
                    .filter(|attempt| attempt.round == material.round.id)
                    .filter_map(|attempt| ranked(number, attempt))
                    .filter(|entry| is_shown(rules, entry))
                    .collect();
                attempts = own.iter().map(|own| own.ordinal).fold(attempts, i64::max);
                if let Some(best) = recognised(&own, &ranking, Recognised::Best) {
                    entry = *best;
                }
                Replace::Newest
            }
        };
        let max_score = attempt.outcome.as_ref().map_or(0, |o| o.max_score);
        let result = (&entry, max_score);
        // He may have given what was missing, or been corrected, since the attempt began.
        let person = self.person(entry.participant).await?;
        let now = self.now();
        Ok(Some((
            live_entry(material, &ranking, &person, result, attempts, now),
            replace,
        )))
    }
}
