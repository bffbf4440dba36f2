//! What the platform's store really holds, read from the database beside the platform.
//!
//! Over HTTP only the newest answer to each question shows; the whole log is what a ledger can be
//! held against row by row.

use anyhow::{Context, Result};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::collections::HashMap;
use std::path::PathBuf;

/// Where the store is.
#[derive(Clone, Debug)]
pub enum Truth {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// Address of a PostgreSQL database.
    Postgres(String),
}

/// An attempt as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// `active`, `submitted`, `expired`.
    pub state: String,
    /// Deadline, microseconds of UTC.
    pub deadline_us: i64,
    /// Code of its receipt, once it is handed in.
    pub receipt: Option<String>,
    /// By (epoch, seq).
    pub rows: HashMap<(u64, u64), StoredRow>,
}

/// An answer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    /// Question.
    pub slot: String,
    /// Options chosen, joined by commas.
    pub option: String,
    /// When it was committed, microseconds of UTC.
    pub saved_us: i64,
}

type AttemptLine = (String, String, i64, Option<String>);
type AnswerLine = (String, i64, i64, i64, String, i64);

impl Truth {
    /// Every attempt named, or all; ids without dashes.
    pub async fn read(&self, only: Option<&[String]>) -> Result<HashMap<String, Stored>> {
        let (attempts, answers) = match self {
            Self::Sqlite(file) => sqlite(file, only).await?,
            Self::Postgres(url) => postgres(url, only).await?,
        };
        let mut all: HashMap<String, Stored> = HashMap::new();
        for (id, state, deadline_us, receipt) in attempts {
            let attempt = Stored {
                state,
                deadline_us,
                receipt,
                rows: HashMap::new(),
            };
            all.insert(id, attempt);
        }
        for (id, epoch, seq, slot, answer, saved_us) in answers {
            let row = StoredRow {
                slot: slot.to_string(),
                option: options(&answer)?,
                saved_us,
            };
            let numbers = (u64::try_from(epoch)?, u64::try_from(seq)?);
            all.entry(id).or_default().rows.insert(numbers, row);
        }
        Ok(all)
    }

    /// Connections of the platform that stand inside a transaction for longer than that, doing
    /// nothing: process, last statement, seconds.
    pub async fn idle_in_transaction(
        &self,
        longer: std::time::Duration,
    ) -> Result<Vec<(i32, String, f64)>> {
        let Self::Postgres(url) = self else {
            return Ok(Vec::new());
        };
        let mut conn = PgConnection::connect(url).await?;
        let idle = sqlx::query_as(
            "select pid, query, age from (select pid, query, \
               cast(extract(epoch from clock_timestamp() - state_change) as double precision) as age \
               from pg_stat_activity where application_name = 'thiluat' \
               and state like 'idle in transaction%') as idle where age > $1",
        )
        .bind(longer.as_secs_f64())
        .fetch_all(&mut conn)
        .await?;
        conn.close().await?;
        Ok(idle)
    }

    /// What the database itself finds damaged; nothing if it is sound.
    pub async fn damage(&self) -> Result<Vec<String>> {
        let Self::Sqlite(file) = self else {
            return Ok(Vec::new());
        };
        let mut conn = open(file).await?;
        let lines: Vec<(String,)> = sqlx::query_as("pragma integrity_check(20)")
            .fetch_all(&mut conn)
            .await?;
        conn.close().await?;
        let lines = lines.into_iter().map(|(line,)| line);
        Ok(lines.filter(|line| line != "ok").collect())
    }
}

async fn open(file: &PathBuf) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(std::time::Duration::from_secs(10));
    SqliteConnection::connect_with(&options)
        .await
        .with_context(|| format!("cannot open {}", file.display()))
}

async fn sqlite(
    file: &PathBuf,
    only: Option<&[String]>,
) -> Result<(Vec<AttemptLine>, Vec<AnswerLine>)> {
    let mut conn = open(file).await?;
    // Which rows: by their key, or all of them.
    let among = |column: &str| match only {
        Some(_) => format!("{column} in (select unhex(value) from json_each($1))"),
        None => "$1 is null".to_owned(),
    };
    let only = only.map(serde_json::to_string).transpose()?;
    // One snapshot: between two statements a sheet could be written and its lines removed.
    let mut tx = conn.begin().await?;
    let attempts = sqlx::query_as(AssertSqlSafe(format!(
        "select lower(hex(id)), state, deadline_at, receipt_code from attempts where {}",
        among("id")
    )))
    .bind(only.clone())
    .fetch_all(&mut *tx)
    .await?;
    let answers = sqlx::query_as(AssertSqlSafe(format!(
        "select lower(hex(attempt_id)), epoch, seq, slot, answer, saved_at from answer_log \
         where {} union all \
         select lower(hex(s.attempt_id)), l.value ->> 0, l.value ->> 1, l.value ->> 2, \
           l.value -> 3, l.value ->> 4 \
         from answer_sheets as s, json_each(s.lines) as l where {}",
        among("attempt_id"),
        among("s.attempt_id")
    )))
    .bind(only)
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    conn.close().await?;
    Ok((attempts, answers))
}

async fn postgres(
    url: &str,
    only: Option<&[String]>,
) -> Result<(Vec<AttemptLine>, Vec<AnswerLine>)> {
    let mut conn = PgConnection::connect(url).await?;
    let mut tx = conn
        .begin_with("begin isolation level repeatable read read only")
        .await?;
    let attempts = sqlx::query_as(
        "select replace(id::text, '-', ''), state, deadline_at, receipt_code from attempts \
         where $1::text[] is null or replace(id::text, '-', '') = any($1)",
    )
    .bind(only)
    .fetch_all(&mut *tx)
    .await?;
    let answers = sqlx::query_as(
        "select replace(attempt_id::text, '-', ''), epoch, seq, slot, answer, saved_at \
         from responses where $1::text[] is null or attempt_id = any($1::text[]::uuid[])",
    )
    .bind(only)
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    conn.close().await?;
    Ok((attempts, answers))
}

/// The options of a stored answer, joined by commas.
fn options(answer: &str) -> Result<String> {
    let answer: Value = serde_json::from_str(answer).context("a stored answer is not JSON")?;
    let ids = answer["options"].as_array().map_or(&[][..], Vec::as_slice);
    let ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
    Ok(ids.join(","))
}

/// An attempt's id as the databases' texts of it are written here.
pub fn plain(id: &str) -> String {
    id.replace('-', "").to_lowercase()
}
