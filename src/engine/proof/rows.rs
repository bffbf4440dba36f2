//! Attempts, each checked by itself: its paper, its answers, its marks, its receipt.

use super::bundle::{AttemptRow, ResponseRow};
use super::spot::{Difference, Spot};
use super::verifier::{InGroup, Verifier};
use crate::domain::contest::Multiple;
use crate::domain::{Answer, AttemptId, ParticipantId};
use crate::engine::digest::{Digest, hex};
use crate::engine::draw::Paper;
use crate::engine::marking::{Marking, Score, mark_paper};
use crate::engine::merkle::leaf;
use crate::engine::ranking::Entry;
use crate::engine::receipt::{Answered, Payload, answers_root, code};
use serde_json::Value;
use std::borrow::Cow;
use uuid::Uuid;

/// What rows came to.
#[derive(Debug, Default)]
pub struct Rows {
    /// What ranking looks at, voided attempts too.
    pub(super) entries: Vec<Entry>,
    /// Leaves of the tree of receipts.
    pub(super) leaves: Vec<Digest>,
    /// Which receipts from outside were found, by index.
    pub(super) found: Vec<usize>,
}

/// The papers of the person whose rows are being read.
#[derive(Default)]
struct Person {
    number: i64,
    group: Option<String>,
    papers: Vec<Paper>,
}

impl Verifier<'_, '_> {
    /// Checks rows that stand one after another in a bundle.
    pub fn rows(&self, rows: &[AttemptRow<'_>]) -> Result<Rows, Difference> {
        let mut checked = Rows::default();
        let mut person = Person::default();
        let mut before = None;
        for row in rows {
            if let Some(before) = before {
                self.follows(before, (row.number, row.ordinal))?;
            }
            before = Some((row.number, row.ordinal));
            self.row(row, &mut person, &mut checked)?;
        }
        Ok(checked)
    }

    /// Whether a row may come after another: by number, then ordinal, without a gap that no voided
    /// attempt explains.
    pub(super) fn follows(&self, before: (i64, i64), this: (i64, i64)) -> Result<(), Difference> {
        if this <= before {
            let found = format!("it stands behind number {}, ordinal {}", before.0, before.1);
            return Err(differs(this, "order", "", found));
        }
        let from = if this.0 == before.0 { before.1 + 1 } else { 1 };
        self.unbroken(this.0, from, this.1)
    }

    /// Whether all ordinals from one up to another, which is there, were voided without being handed in.
    pub(super) fn unbroken(&self, number: i64, from: i64, to: i64) -> Result<(), Difference> {
        match (from..to).find(|ordinal| !self.is_voided(number, *ordinal)) {
            Some(gone) => Err(differs(
                (number, gone),
                "missing",
                "",
                "the attempt is missing",
            )),
            None => Ok(()),
        }
    }

    fn row(
        &self,
        row: &AttemptRow<'_>,
        person: &mut Person,
        out: &mut Rows,
    ) -> Result<(), Difference> {
        let at = (row.number, row.ordinal);
        if !self.is_participant(row.number) {
            return Err(differs(
                at,
                "number",
                row.number,
                "nobody of the participants",
            ));
        }
        let paper = self.paper(row, person)?;
        let answers = self.answers(row, &paper)?;
        let duration = row.submitted_at.since(row.started_at).0;
        if duration != row.duration_ms {
            return Err(differs(at, "duration_ms", row.duration_ms, duration));
        }
        let voided = self.is_voided(row.number, row.ordinal);
        let expected = match (voided, row.forced) {
            (true, _) => "void",
            (false, true) => "expired",
            (false, false) => "submitted",
        };
        if row.state != expected {
            return Err(differs(at, "state", &row.state, expected));
        }
        let score = self.score(&paper, &answers);
        if score.correct != row.correct {
            return Err(differs(at, "correct", row.correct, score.correct));
        }
        if score.score != row.score {
            return Err(differs(at, "score", row.score, score.score));
        }
        out.leaves
            .push(self.receipt(row, &paper, &answers, &mut out.found)?);
        out.entries.push(Entry {
            participant: ParticipantId(Uuid::from_u128(u128::from(row.number.unsigned_abs()))),
            number: row.number,
            attempt: AttemptId(Uuid::nil()),
            ordinal: row.ordinal,
            correct: row.correct,
            questions: score.questions,
            score: row.score,
            duration_ms: row.duration_ms,
            submitted_at: row.submitted_at,
            prediction: row.prediction,
            attempts_used: row.ordinal,
            essay: row.essay,
            failed: score.failed,
        });
        person.papers.push(paper);
        Ok(())
    }

    /// The paper of a row, drawn again. Where cells are meant for groups, a person's group is that of
    /// the standings, or else the one whose paper this is: the hash fits one only.
    fn paper(&self, row: &AttemptRow<'_>, person: &mut Person) -> Result<Paper, Difference> {
        let at = (row.number, row.ordinal);
        let material = &self.material;
        let follows = person.number == row.number && person.papers.len() + 1 == ordinal(row);
        let draw = |group: Option<&str>| {
            if follows && person.group.as_deref() == group {
                let (key, earlier) = (&material.epoch, &person.papers);
                return material
                    .drawer
                    .draw(key, row.number, row.ordinal, group, earlier);
            }
            material
                .drawer
                .paper(&material.epoch, row.number, row.ordinal, group)
        };
        let ranked = self.group_of(row.number);
        let expected = ranked.and_then(|InGroup(group)| group);
        let paper = draw(expected);
        let mut group = expected;
        let mut fitting = (hex(&paper.hash) == row.paper_hash).then_some(paper.clone());
        for other in material.groups.iter().map(Option::as_deref) {
            if fitting.is_none() && other != expected {
                let drawn = draw(other);
                if hex(&drawn.hash) == row.paper_hash {
                    group = other;
                    fitting = Some(drawn);
                }
            }
        }
        let Some(drawn) = fitting else {
            return Err(differs(at, "paper_hash", &row.paper_hash, hex(&paper.hash)));
        };
        if ranked.is_some() && group != expected {
            let (said, found) = (expected.unwrap_or("null"), group.unwrap_or("null"));
            return Err(differs(at, "group", said, found));
        }
        let group = group.map(str::to_owned);
        if !follows || person.group != group {
            *person = Person {
                number: row.number,
                group,
                papers: Vec::new(),
            };
        }
        Ok(drawn)
    }

    /// The answers of a row, each to the question that its paper has there.
    fn answers<'r>(
        &self,
        row: &'r AttemptRow<'_>,
        paper: &Paper,
    ) -> Result<Vec<Given<'r>>, Difference> {
        let mut answers = Vec::with_capacity(paper.questions.len());
        for (slot, asked) in (1..).zip(&paper.questions) {
            let wrong = |said: String, found: String| {
                let (number, ordinal) = (row.number, row.ordinal);
                Err(Difference::new(
                    Spot::Slot {
                        number,
                        ordinal,
                        slot,
                    },
                    said,
                    found,
                ))
            };
            let drawn = self.material.drawer.question(asked);
            let name = || format!("{} version {}", drawn.id, drawn.version);
            let Some(given) = row.responses.get(slot - 1) else {
                return wrong(String::new(), "the response is missing".to_owned());
            };
            if (given.slot, given.question_id, given.version)
                != (slot, drawn.id.as_str(), drawn.version)
            {
                let said = format!(
                    "{} version {} in slot {}",
                    given.question_id, given.version, given.slot
                );
                return wrong(said, name());
            }
            if self.material.questions[asked.question as usize].is_none() {
                return wrong(
                    String::new(),
                    format!("{} is not among the questions", name()),
                );
            }
            let Some(answer) = Given::of(given) else {
                return wrong(String::new(), "not one of options, number, text".to_owned());
            };
            if let Given::Options(chosen) = &answer
                && let Some(foreign) = chosen
                    .iter()
                    .find(|id| !drawn.options.iter().any(|o| o == *id))
            {
                return wrong(
                    (*foreign).to_owned(),
                    "no option of this question".to_owned(),
                );
            }
            answers.push(answer);
        }
        if row.responses.len() > answers.len() {
            let (number, ordinal, slot) = (row.number, row.ordinal, answers.len() + 1);
            let spot = Spot::Slot {
                number,
                ordinal,
                slot,
            };
            return Err(Difference::new(spot, "", "the paper has no such question"));
        }
        Ok(answers)
    }

    fn score(&self, paper: &Paper, answers: &[Given<'_>]) -> Score {
        let rules = &self.material.rules;
        let owned: Vec<Answer> = answers.iter().map(Given::answer).collect();
        let asked = paper
            .questions
            .iter()
            .zip(&owned)
            .filter_map(|(asked, answer)| {
                let question = self.material.questions[asked.question as usize].as_ref()?;
                let cell = rules.blueprint.get(usize::from(asked.cell));
                let of_cell = cell.map_or(1, |cell| cell.points);
                Some(Marking {
                    kind: question.content.kind,
                    key: &question.key,
                    answer: Some(answer),
                    points: rules.paper.points(of_cell, question.content.level),
                    voided: question.voided,
                    disqualifying: cell.is_some_and(|cell| cell.disqualifying),
                })
            });
        let mut score = mark_paper(asked, rules.paper.multiple == Multiple::Partial);
        let is_blank = |answer: &Answer| answer.as_text().is_empty();
        score.failed |= rules.paper.require_all && owned.iter().any(is_blank);
        score
    }

    /// The leaf of a row's receipt; receipts from outside are held against it.
    fn receipt(
        &self,
        row: &AttemptRow<'_>,
        paper: &Paper,
        answers: &[Given<'_>],
        found: &mut Vec<usize>,
    ) -> Result<Digest, Difference> {
        let texts: Vec<Cow<'_, str>> = answers.iter().map(Given::text).collect();
        let root = hex(&answers_root(paper.questions.iter().zip(&texts).map(
            |(asked, answer)| {
                let drawn = self.material.drawer.question(asked);
                Answered {
                    question: &drawn.id,
                    version: drawn.version,
                    answer,
                }
            },
        )));
        let payload = Payload {
            round: &self.bundle.round_id,
            commitment: &self.bundle.commitment,
            number: row.number,
            ordinal: row.ordinal,
            paper_hash: &row.paper_hash,
            answers_root: &root,
            prediction: row.prediction,
            submitted_at: row.submitted_at,
            forced: row.forced,
        };
        let text = payload.canonical().map_err(Difference::form)?;
        for (index, given) in self.outside.receipts.iter().enumerate() {
            match (&given.payload, given.attempt()) {
                (Some(theirs), Some(at)) if at == (row.number, row.ordinal) => {
                    let ours: Value = serde_json::from_str(&text).map_err(Difference::form)?;
                    if let Some(part) = first_difference(theirs, &ours) {
                        let receipt = &theirs[part];
                        return Err(differs(
                            at,
                            part,
                            &ours[part],
                            format!("{receipt} (receipt)"),
                        ));
                    }
                    found.push(index);
                }
                (None, _) if code(&text) == given.code => found.push(index),
                _ => {}
            }
        }
        Ok(leaf(text.as_bytes()))
    }
}

/// An answer as a row holds it.
enum Given<'r> {
    Blank,
    Options(&'r [&'r str]),
    Number(i64),
    Text(&'r str),
}

impl<'r> Given<'r> {
    /// None: it is not one of the three.
    fn of(row: &'r ResponseRow<'_>) -> Option<Self> {
        match (&row.options, row.number, &row.text) {
            (Some(ids), None, None) if ids.is_empty() => Some(Self::Blank),
            (Some(ids), None, None) => Some(Self::Options(ids)),
            (None, Some(number), None) => Some(Self::Number(number)),
            (None, None, Some(text)) => Some(Self::Text(text)),
            _ => None,
        }
    }

    fn answer(&self) -> Answer {
        match self {
            Self::Blank => Answer::Options(Vec::new()),
            Self::Options(ids) => Answer::Options(ids.iter().map(|id| (*id).to_owned()).collect()),
            Self::Number(number) => Answer::Number(*number),
            Self::Text(text) => Answer::Text((*text).to_owned()),
        }
    }

    /// [`Answer::as_text`], without making one where there is but one option.
    fn text(&self) -> Cow<'r, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Options([only]) => Cow::Borrowed(only),
            Self::Text(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.answer().as_text()),
        }
    }
}

/// The parts of a payload in the order in which they are compared.
const PARTS: [&str; 10] = [
    "format",
    "round",
    "commitment",
    "paper_hash",
    "answers_root",
    "prediction",
    "submitted_at",
    "forced",
    "number",
    "ordinal",
];

fn first_difference(theirs: &Value, ours: &Value) -> Option<&'static str> {
    PARTS
        .into_iter()
        .find(|part| theirs.get(part) != ours.get(part))
}

fn ordinal(row: &AttemptRow<'_>) -> usize {
    usize::try_from(row.ordinal).unwrap_or(0)
}

pub(super) fn differs(
    (number, ordinal): (i64, i64),
    part: &'static str,
    said: impl std::fmt::Display,
    found: impl std::fmt::Display,
) -> Difference {
    Difference::new(
        Spot::Attempt {
            number,
            ordinal,
            part,
        },
        said,
        found,
    )
}
