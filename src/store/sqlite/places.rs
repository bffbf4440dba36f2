//! The answers of running attempts, as the response log holds them.

use super::lane::SaveRow;
use super::lines::{Line, Lines};
use crate::domain::{AttemptId, Timestamp};
use crate::store::StoreError;
use std::collections::{HashMap, VecDeque};
use uuid::Uuid;

/// How long after its sheet the lines of an attempt stay: far longer than any reading transaction,
/// whose snapshot may be older than the sheet.
const KEPT_US: i64 = 60_000_000;
/// Lines removed at a time, at most: a few milliseconds.
const REMOVED_AT_ONCE: i64 = 4_000;

/// What is known of one attempt.
#[derive(Default)]
struct Known {
    lines: Lines,
    /// The greatest epoch and sequence among them.
    newest: (i64, i64),
    /// Since when its answers are on a sheet.
    put_away: Option<Timestamp>,
}

/// All lines that may still be asked for.
#[derive(Default)]
pub(super) struct Places {
    /// The last line that is known; none before the log was read.
    pub(super) seen: Option<i64>,
    /// Lines up to here are removed.
    pub(super) removed: i64,
    attempts: HashMap<AttemptId, Known>,
    /// First line of every attempt, rising.
    firsts: VecDeque<(i64, AttemptId)>,
}

impl Places {
    /// Learns lines of the form `id attempt epoch seq slot saved_at answer`; gives their attempts.
    pub(super) fn learn(&mut self, lines: &str) -> Result<Vec<Uuid>, StoreError> {
        let mut attempts = Vec::new();
        for text in lines.lines() {
            let (id, attempt, line) =
                read(text).ok_or_else(|| StoreError::corrupt("answer_log", "id", text))?;
            if self.seen.is_none() {
                self.removed = id - 1;
            }
            self.add(id, AttemptId(attempt), &line);
            attempts.push(attempt);
        }
        attempts.sort_unstable();
        attempts.dedup();
        Ok(attempts)
    }

    /// Takes note of a line; one that is known already is passed over.
    pub(super) fn add<A: AsRef<str>>(&mut self, id: i64, attempt: AttemptId, line: &Line<A>) {
        if self.seen.is_some_and(|seen| id <= seen) {
            return;
        }
        self.seen = Some(id);
        let known = self.attempts.entry(attempt).or_default();
        if known.lines.is_empty() {
            self.firsts.push_back((id, attempt));
        }
        known.newest = known.newest.max((line.epoch, line.seq));
        known.lines.push(line);
    }

    /// Takes note that the answers of an attempt are on a sheet.
    pub(super) fn put_away(&mut self, attempt: AttemptId, now: Timestamp) {
        if let Some(known) = self.attempts.get_mut(&attempt) {
            known.put_away.get_or_insert(now);
        }
    }

    /// The last line that is known, and which rows no stored line stands against.
    pub(super) fn new_among(&self, rows: &[SaveRow<'_>]) -> (i64, Vec<usize>) {
        let is_new = |row: &SaveRow<'_>| {
            self.attempts.get(&row.attempt).is_none_or(|known| {
                // Turns and numbers rise, so the usual row is above all that is stored.
                known.newest < (row.epoch, row.seq)
                    || !known.lines.iter().any(|line| {
                        line.epoch == row.epoch
                            && (line.seq == row.seq || line.seq > row.seq && line.slot == row.slot)
                    })
            })
        };
        let new = rows.iter().enumerate().filter(|(_, row)| is_new(row));
        (self.seen.unwrap_or(0), new.map(|(at, _)| at).collect())
    }

    /// The lines of an attempt; of one that was handed in some may be removed already.
    pub(super) fn of(&self, attempt: AttemptId) -> impl Iterator<Item = Line<&str>> {
        let known = self.attempts.get(&attempt);
        known.into_iter().flat_map(|known| known.lines.iter())
    }

    /// The last line that may be removed now; the places of attempts before it are forgotten. The
    /// newest line always stays, so that ids go on rising after a restart.
    pub(super) fn removable(&mut self, now: Timestamp) -> Option<i64> {
        while let Some((_, attempt)) = self.firsts.front() {
            let since = self.attempts.get(attempt).and_then(|known| known.put_away);
            if since.is_none_or(|since| since.micros() + KEPT_US > now.micros()) {
                break;
            }
            self.attempts.remove(attempt);
            self.firsts.pop_front();
        }
        let kept = self.firsts.front().map_or(i64::MAX, |(first, _)| *first);
        let seen = self.seen?;
        let last = kept.min(seen).min(self.removed + REMOVED_AT_ONCE + 1) - 1;
        (last > self.removed).then_some(last)
    }
}

fn read(text: &str) -> Option<(i64, Uuid, Line<&str>)> {
    let mut words = text.splitn(7, ' ');
    let id = words.next()?.parse().ok()?;
    let attempt = words.next()?.parse().ok()?;
    let line = Line {
        epoch: words.next()?.parse().ok()?,
        seq: words.next()?.parse().ok()?,
        slot: words.next()?.parse().ok()?,
        saved_at: words.next()?.parse().ok()?,
        answer: words.next()?,
    };
    Some((id, attempt, line))
}
