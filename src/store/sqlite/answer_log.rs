//! The response log of the unit profile: a table without any key but its place, and what it holds
//! about attempts that run.
//!
//! A keyed table takes one page of the write-ahead log for every attempt in a batch; the end of a log
//! takes one for the whole batch (docs/adr/0006-answer-log.md). The price is that the log can't be
//! searched. So its lines are kept in memory too, by attempt, and read from the log once after a
//! restart. At hand-in the answers of an attempt are put away in one row, its sheet, and its lines
//! are removed some time later.

use super::db;
use super::lane::{Evidence, SaveRow};
use super::lines::Line;
use super::places::Places;
use super::row::{document, instant, json};
use crate::domain::{Answer, AttemptId, Response, Slot, Timestamp};
use crate::store::StoreError;
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// Lines read at a time after a restart.
const READ_AT_ONCE: i64 = 8_192;

/// What a batch wrote and will be known once it is committed.
#[derive(Default)]
pub(super) struct Unsettled {
    appended: Vec<NewLine>,
    put_away: Vec<AttemptId>,
}

/// A line that a batch appended.
struct NewLine {
    /// Which row of the batch it was.
    at: usize,
    id: i64,
    attempt: AttemptId,
    line: Line<Box<str>>,
}

/// The log and its lines.
#[derive(Default)]
pub(super) struct AnswerLog {
    places: Mutex<Places>,
    /// Held by whoever reads the whole log after a restart; the others wait instead of reading too.
    first_reading: tokio::sync::Mutex<()>,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    id: Uuid,
    epoch: i64,
    state: String,
    deadline_at: i64,
}

/// A line of a sheet: epoch, sequence, slot, answer, instant of the commit.
type SheetLine<A> = (i64, i64, u16, A, i64);

impl AnswerLog {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().expect("no holder of this lock panics")
    }

    /// Whether memory holds the log up to that line.
    pub(super) fn knows(&self, last: i64) -> bool {
        self.places().seen.is_some_and(|seen| last <= seen)
    }

    /// Learns the lines that were written since: all after a restart, else those of another process.
    pub(super) async fn catch_up(&self, conn: &mut SqliteConnection) -> Result<(), StoreError> {
        let is_read = self.places().seen.is_some();
        let _alone = if is_read {
            None
        } else {
            Some(self.first_reading.lock().await)
        };
        let mut after = self.places().seen.unwrap_or(0);
        loop {
            // One text for thousands of lines: a row of its own for each would take three times
            // as long, and after a restart people wait for it.
            // A limit that is bound would have SQLite prepare the statement anew each time.
            let sql = sqlx::AssertSqlSafe(format!(
                "select max(id), group_concat(id || ' ' || hex(attempt_id) || ' ' || epoch || ' ' || seq || ' ' \
                 || slot || ' ' || saved_at || ' ' || answer, char(10)) \
                 from (select * from answer_log where id > $1 order by id limit {READ_AT_ONCE})"
            ));
            let (last, lines): (Option<i64>, Option<String>) = sqlx::query_as(sql)
                .bind(after)
                .fetch_one(&mut *conn)
                .await?;
            let (Some(last), Some(lines)) = (last, lines) else {
                break;
            };
            let attempts = self.places().learn(&lines)?;
            after = last;
            let sql = sqlx::AssertSqlSafe(format!(
                "select attempt_id from answer_sheets where {}",
                db::ids_in("attempt_id", "$1")
            ));
            let ended: Vec<(Uuid,)> = sqlx::query_as(sql)
                .bind(db::ids(&attempts))
                .fetch_all(&mut *conn)
                .await?;
            let mut places = self.places();
            for (attempt,) in ended {
                places.put_away(AttemptId(attempt), Timestamp::default());
            }
        }
        self.places().seen.get_or_insert(0);
        Ok(())
    }

    /// Appends the rows that are new: the attempt is active, the epoch in force, the deadline with
    /// its grace not past, neither these numbers nor a newer answer to the same question stored.
    /// Appends nothing if another process wrote to the log meanwhile.
    pub(super) async fn append(
        &self,
        conn: &mut SqliteConnection,
        rows: &[SaveRow<'_>],
        now: Timestamp,
        grace_us: i64,
    ) -> Result<Unsettled, StoreError> {
        let is_read = self.places().seen.is_some();
        if !is_read {
            self.catch_up(conn).await?;
        }
        let (seen, new) = self.places().new_among(rows);
        let mut unsettled = Unsettled::default();
        if new.is_empty() {
            return Ok(unsettled);
        }
        let ids: Vec<u8> = new
            .iter()
            .flat_map(|at| *rows[*at].attempt.0.as_bytes())
            .collect();
        let answers: Vec<Box<str>> = new
            .iter()
            .map(|at| json(rows[*at].answer).into_boxed_str())
            .collect();
        let rest: Vec<_> = new
            .iter()
            .map(|at| &rows[*at])
            .zip(&answers)
            .map(|(row, answer)| (row.epoch, row.seq, row.slot, answer))
            .collect();
        #[cfg(feature = "sabotage")]
        let grace_us = crate::store::sabotage::grace(grace_us);
        // `id` is named so that memory knows it without asking; the last condition holds unless
        // another process has written since.
        let sql = "insert into answer_log (id, attempt_id, epoch, seq, slot, answer, saved_at) \
             select $4 + 1 + v.key, a.id, v.value ->> 0, v.value ->> 1, v.value ->> 2, \
                 v.value ->> 3, $1 \
             from json_each($3) as v \
             cross join attempts as a on a.id = substr($2, v.key * 16 + 1, 16) \
             where a.state = 'active' and a.epoch = v.value ->> 0 and a.deadline_at + $5 >= $1 \
             and (select coalesce(max(id), 0) from answer_log) <= $4";
        #[cfg(feature = "sabotage")]
        let sql = crate::store::sabotage::unchecked(sqlx::AssertSqlSafe(sql));
        let appended = sqlx::query(sql)
            .bind(now.micros())
            .bind(ids)
            .bind(json(&rest))
            .bind(seen)
            .bind(grace_us)
            .execute(&mut *conn)
            .await?
            .rows_affected();
        let taken: Option<BTreeSet<i64>> = if appended == new.len() as u64 {
            None
        } else {
            let written: Vec<(i64,)> = if appended == 0 {
                Vec::new()
            } else {
                sqlx::query_as("select id from answer_log where id > $1")
                    .bind(seen)
                    .fetch_all(conn)
                    .await?
            };
            Some(written.into_iter().map(|(id,)| id).collect())
        };
        unsettled.appended = (seen + 1..)
            .zip(new.into_iter().zip(answers))
            .filter(|(id, _)| taken.as_ref().is_none_or(|taken| taken.contains(id)))
            .map(|(id, (at, answer))| {
                let row = &rows[at];
                let line = Line {
                    epoch: row.epoch,
                    seq: row.seq,
                    saved_at: now.micros(),
                    answer,
                    slot: row.slot,
                };
                NewLine {
                    at,
                    id,
                    attempt: row.attempt,
                    line,
                }
            })
            .collect();
        Ok(unsettled)
    }

    /// What stands against the rows that were not appended.
    pub(super) async fn evidence(
        &self,
        conn: &mut SqliteConnection,
        rows: &[SaveRow<'_>],
        unsettled: &Unsettled,
    ) -> Result<Vec<Evidence>, StoreError> {
        let appended: BTreeSet<usize> = unsettled.appended.iter().map(|new| new.at).collect();
        let unusual = || {
            let rows = rows.iter().enumerate();
            rows.filter(|(at, _)| !appended.contains(at))
        };
        let mut ids: Vec<Uuid> = unusual().map(|(_, row)| row.attempt.0).collect();
        ids.sort_unstable();
        ids.dedup();
        let sql = sqlx::AssertSqlSafe(format!(
            "select id, epoch, state, deadline_at from attempts where {}",
            db::ids_in("id", "$1")
        ));
        let standings: Vec<StandingRow> = sqlx::query_as(sql)
            .bind(db::ids(&ids))
            .fetch_all(&mut *conn)
            .await?;
        let standings: HashMap<Uuid, StandingRow> =
            standings.into_iter().map(|row| (row.id, row)).collect();
        let logs = self.read(conn, &ids, unsettled).await?;
        Ok(unusual()
            .map(|(at, row)| {
                let log = logs.get(&row.attempt).map_or(&[][..], Vec::as_slice);
                let same = |line: &&Response| (line.epoch, line.seq) == (row.epoch, row.seq);
                let newer = |line: &&Response| {
                    line.epoch == row.epoch && line.slot.0 == row.slot && line.seq > row.seq
                };
                let standing = standings.get(&row.attempt.0);
                let stored = log.iter().find(same);
                Evidence {
                    at: i64::try_from(at).unwrap_or(i64::MAX),
                    epoch: standing.map(|standing| standing.epoch),
                    state: standing.map(|standing| standing.state.clone()),
                    deadline_at: standing.map(|standing| standing.deadline_at),
                    slot: stored.map(|line| i64::from(line.slot.0)),
                    answer: stored.map(|line| json(&line.answer)),
                    saved_at: stored.map(|line| line.saved_at.micros()),
                    newer: log.iter().filter(newer).map(|line| line.seq).max(),
                }
            })
            .collect())
    }

    /// The answers of attempts that run, each by epoch and sequence, with those that a transaction
    /// under way appended. Needs no look into the file.
    pub(super) fn running(
        &self,
        attempts: &[Uuid],
        unsettled: &Unsettled,
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let mut logs: HashMap<AttemptId, Vec<Response>> = HashMap::with_capacity(attempts.len());
        let places = self.places();
        for attempt in attempts.iter().map(|attempt| AttemptId(*attempt)) {
            let lines = places.of(attempt).map(|line| line.response());
            logs.insert(attempt, lines.collect::<Result<_, _>>()?);
        }
        drop(places);
        for new in &unsettled.appended {
            if let Some(log) = logs.get_mut(&new.attempt) {
                log.push(new.line.response()?);
            }
        }
        for log in logs.values_mut() {
            log.sort_unstable_by_key(|line| (line.epoch, line.seq));
        }
        Ok(logs)
    }

    /// The answers of attempts, each by epoch and sequence: of one that was handed in from its sheet,
    /// because some of its lines may be removed.
    pub(super) async fn read(
        &self,
        conn: &mut SqliteConnection,
        attempts: &[Uuid],
        unsettled: &Unsettled,
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let mut logs = self.running(attempts, unsettled)?;
        let sql = sqlx::AssertSqlSafe(format!(
            "select attempt_id, lines from answer_sheets where {}",
            db::ids_in("attempt_id", "$1")
        ));
        let sheets: Vec<(Uuid, String)> = sqlx::query_as(sql)
            .bind(db::ids(attempts))
            .fetch_all(conn)
            .await?;
        for (attempt, text) in sheets {
            let lines: Vec<SheetLine<Answer>> = document("answer_sheets", "lines", &text)?;
            let log = lines.into_iter().map(response);
            logs.insert(AttemptId(attempt), log.collect());
        }
        Ok(logs)
    }

    /// Writes the sheets of attempts that end.
    pub(super) async fn put_away(
        &self,
        conn: &mut SqliteConnection,
        ended: &[(AttemptId, &[Response])],
        unsettled: &mut Unsettled,
    ) -> Result<(), StoreError> {
        if ended.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<u8> = Vec::with_capacity(16 * ended.len());
        let mut sheets = String::new();
        let mut spans: Vec<(usize, usize)> = Vec::with_capacity(ended.len());
        for (attempt, log) in ended {
            let lines: Vec<SheetLine<&Answer>> = log
                .iter()
                .map(|line| {
                    let saved_at = line.saved_at.micros();
                    (line.epoch, line.seq, line.slot.0, &line.answer, saved_at)
                })
                .collect();
            let before = sheets.len();
            sheets.push_str(&json(&lines));
            spans.push((before + 1, sheets.len() - before));
            ids.extend_from_slice(attempt.0.as_bytes());
        }
        // As bytes with their places: inside JSON they would be read and written once more.
        sqlx::query(
            "insert into answer_sheets (attempt_id, lines) \
             select substr($1, v.key * 16 + 1, 16), \
                 cast(substr($2, v.value ->> 0, v.value ->> 1) as text) from json_each($3) as v",
        )
        .bind(ids)
        .bind(sheets.into_bytes())
        .bind(json(&spans))
        .execute(conn)
        .await?;
        unsettled.put_away = ended.iter().map(|(attempt, _)| *attempt).collect();
        Ok(())
    }

    /// Takes note of what is durable now.
    pub(super) fn settle(&self, unsettled: Unsettled, now: Timestamp) {
        let mut places = self.places();
        for new in unsettled.appended {
            places.add(new.id, new.attempt, &new.line);
        }
        for attempt in unsettled.put_away {
            places.put_away(attempt, now);
        }
    }

    /// The last line that may be removed by now, if any may.
    pub(super) fn removable(&self, now: Timestamp) -> Option<i64> {
        self.places().removable(now)
    }

    /// Removes the lines up to that one.
    pub(super) async fn remove_up_to(
        &self,
        conn: &mut SqliteConnection,
        last: i64,
    ) -> Result<(), StoreError> {
        sqlx::query("delete from answer_log where id <= $1")
            .bind(last)
            .execute(conn)
            .await?;
        self.places().removed = last;
        Ok(())
    }
}

impl Unsettled {
    /// How many rows were appended.
    pub(super) fn rows(&self) -> u64 {
        self.appended.len() as u64
    }
}

fn response((epoch, seq, slot, answer, at): SheetLine<Answer>) -> Response {
    Response {
        epoch,
        seq,
        slot: Slot(slot),
        answer,
        saved_at: instant(at),
    }
}
