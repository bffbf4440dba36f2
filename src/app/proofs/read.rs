//! A closed round read from the store, row by row, in the form of a bundle.

use super::archive::Writer;
use super::error::ProofError;
use crate::app::App;
use crate::app::attempts::latest;
use crate::app::rounds::Material;
use crate::domain::{Answer, AttemptId, AttemptState, Outcome, Response, Slot};
use crate::engine::draw::Paper;
use crate::engine::proof::{AttemptRow, ResponseRow};
use crate::store::{HandedIn, ResultRow};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io;

/// Attempts read with one statement.
const PAGE: i64 = 2_000;

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    /// Rows that are not in a file yet, a line each.
    pub lines: String,
    /// How many they are.
    pub rows: usize,
    /// The archive, where there are more rows than one file holds.
    pub archive: Option<Box<Writer>>,
    /// Number and alias of everybody with an attempt.
    pub people: Vec<(i64, String)>,
    /// Indices of the questions that were drawn.
    pub drawn: BTreeSet<u32>,
    /// Number, ordinal and group by attempt.
    pub places: HashMap<AttemptId, (i64, i64, Option<String>)>,
    /// Points of essays that all judges have marked.
    essays: HashMap<AttemptId, i64>,
    /// Attempts that do not count.
    pub voided: Vec<(i64, i64, AttemptId)>,
}

impl App {
    /// Reads all handed-in attempts of a closed round; `file` gives the file for an archive, should one
    /// be needed.
    pub(super) async fn read_round(
        &self,
        result: &ResultRow,
        material: &Material,
        rows_per_file: usize,
        file: impl Fn() -> io::Result<File>,
    ) -> Result<Read, ProofError> {
        let mut read = Read {
            essays: self.essay_points_in(&material.round, result).await?,
            ..Read::default()
        };
        let mut after = (0, 0);
        loop {
            let mut work = self.store.read().await?;
            let page = work.handed_in(result.round, after, PAGE).await?;
            if page.is_empty() {
                return Ok(read);
            }
            let ids: Vec<AttemptId> = page.iter().map(|row| row.attempt.id).collect();
            let mut logs = work.logs_of(&ids).await?;
            drop(work);
            for row in &page {
                if read.rows == rows_per_file {
                    read = flushed(read, &file).await?;
                }
                after = (row.number, row.attempt.ordinal);
                let log = logs.remove(&row.attempt.id).unwrap_or_default();
                read.add(material, row, &log);
            }
        }
    }
}

/// Puts the rows that were gathered into a file of the archive.
pub(super) async fn flushed(
    mut read: Read,
    file: &impl Fn() -> io::Result<File>,
) -> Result<Read, ProofError> {
    let mut writer = match read.archive.take() {
        Some(writer) => writer,
        None => Box::new(Writer::new(file()?)),
    };
    tokio::task::spawn_blocking(move || {
        writer.add(read.rows, &read.lines)?;
        read.lines.clear();
        read.rows = 0;
        read.archive = Some(writer);
        Ok(read)
    })
    .await
    .map_err(io::Error::other)?
}

impl Read {
    fn add(&mut self, material: &Material, row: &HandedIn, log: &[Response]) {
        let HandedIn {
            attempt, number, ..
        } = row;
        let Some(outcome) = &attempt.outcome else {
            return;
        };
        let paper = material.paper(*number, attempt.ordinal, row.group.as_deref());
        self.drawn
            .extend(paper.questions.iter().map(|asked| asked.question));
        self.places
            .insert(attempt.id, (*number, attempt.ordinal, row.group.clone()));
        if self.people.last().is_none_or(|(last, _)| last != number) {
            self.people.push((*number, row.alias.clone()));
        }
        if attempt.state == AttemptState::Void {
            self.voided.push((*number, attempt.ordinal, attempt.id));
        }
        let essay = self.essays.get(&attempt.id).copied();
        let line = line(material, row, (outcome, essay), &paper, log);
        self.lines.push_str(&line);
        self.lines.push('\n');
        self.rows += 1;
    }
}

/// A row in canonical JSON.
fn line(
    material: &Material,
    row: &HandedIn,
    (outcome, essay): (&Outcome, Option<i64>),
    paper: &Paper,
    log: &[Response],
) -> String {
    let answers = latest(log);
    let responses = (1_u16..)
        .zip(&paper.questions)
        .map(|(slot, asked)| {
            let drawn = material.drawer.question(asked);
            let mut response = ResponseRow {
                number: None,
                options: None,
                question_id: &drawn.id,
                slot: usize::from(slot),
                text: None,
                version: drawn.version,
            };
            match answers.get(&Slot(slot)).map(|response| &response.answer) {
                Some(Answer::Number(number)) => response.number = Some(*number),
                Some(Answer::Text(text)) if !text.is_empty() => {
                    response.text = Some(Cow::Borrowed(text));
                }
                Some(Answer::Options(ids)) => {
                    response.options = Some(ids.iter().map(String::as_str).collect());
                }
                Some(Answer::Text(_)) | None => response.options = Some(SmallVec::new()),
            }
            response
        })
        .collect();
    let line = AttemptRow {
        correct: outcome.correct,
        duration_ms: outcome.duration_ms,
        essay,
        forced: outcome.forced,
        number: row.number,
        ordinal: row.attempt.ordinal,
        paper_hash: Cow::Borrowed(&row.attempt.paper_hash),
        prediction: outcome.prediction,
        responses,
        score: outcome.score,
        started_at: row.attempt.started_at,
        state: Cow::Borrowed(row.attempt.state.word()),
        submitted_at: outcome.submitted_at,
    };
    serde_json::to_string(&line).expect("plain data has a JSON form")
}
