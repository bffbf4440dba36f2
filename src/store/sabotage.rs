//! Breaks a promise on purpose, so that the fault campaigns can show that they notice.
//!
//! Only a build with the cargo feature `sabotage` has this file and the lines that call it, each
//! under `#[cfg(feature = "sabotage")]`. Even then nothing is broken unless the environment variable
//! `THILUAT_SABOTAGE` names it; several names are separated by commas.
//!
//! | name | what is broken |
//! |---|---|
//! | `ack-before-commit` | a save is acknowledged before its batch is written |
//! | `synchronous-normal` | a commit is not flushed before it returns |
//! | `no-epoch-check` | a device that was taken over from goes on writing |
//! | `begin-in-handler` | a client that hangs up drops the work of its request, transactions too |
//! | `deadline-by-client` | the deadline of saves is left to the client |
//! | `redis-in-ack` | a save needs Redis |
//! | `wall-clock` | deadlines go by the wall clock, jumps and all |
//! | `start-blind` | a start does not see the attempts that run |
//! | `no-drain` | SIGTERM ends the process at once |
//! | `backup-by-copy` | a backup copies the database's file and not its log of changes |
//!
//! `next-schema` breaks nothing: it makes the program one migration newer, so that a rolling upgrade
//! can be played with one source tree.

use super::writer::{SaveOutcome, Saves};
use super::{StoreError, TimeSource, writer};
use crate::domain::{Attempt, AttemptState, Timestamp};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::UNIX_EPOCH;

static NAMED: LazyLock<String> =
    LazyLock::new(|| std::env::var("THILUAT_SABOTAGE").unwrap_or_default());

/// Whether that is to be broken.
pub fn is(what: &str) -> bool {
    NAMED.split(',').any(|name| name == what)
}

/// The machine's clock past its owner, which is what is broken here.
fn wall() -> Timestamp {
    let since = UNIX_EPOCH.elapsed().unwrap_or_default();
    let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(micros).truncated_to_millis()
}

/// `ack-before-commit`.
pub(super) fn acknowledge_unwritten(batch: &mut writer::Batch) {
    if !is("ack-before-commit") {
        return;
    }
    let now = wall();
    for save in &mut batch.saves {
        let outcomes = save.responses.iter();
        let outcomes = outcomes.map(|_| SaveOutcome::Saved { saved_at: now });
        save.answer_now(Ok(Saves {
            outcomes: outcomes.collect(),
            now,
            deadline_at: None,
        }));
    }
}

/// `synchronous-normal` on SQLite.
pub(super) fn relax_sqlite(options: SqliteConnectOptions) -> SqliteConnectOptions {
    if is("synchronous-normal") {
        return options.synchronous(SqliteSynchronous::Normal);
    }
    options
}

/// `synchronous-normal` on PostgreSQL.
pub(super) fn relax_postgres(options: PgConnectOptions) -> PgConnectOptions {
    if is("synchronous-normal") {
        return options.options([("synchronous_commit", "off")]);
    }
    options
}

/// `no-epoch-check`: takes the condition out of a saving statement.
pub(super) fn unchecked(statement: impl SqlSafeStr) -> AssertSqlSafe<String> {
    const CHECKS: [&str; 2] = ["a.epoch = v.value ->> 0", "a.epoch = v.epoch"];
    let mut statement = statement.into_sql_str().as_str().to_owned();
    if is("no-epoch-check") {
        for check in CHECKS {
            statement = statement.replace(check, "1 = 1");
        }
    }
    AssertSqlSafe(statement)
}

/// `deadline-by-client`: the grace becomes a day.
pub(super) fn grace(usual_us: i64) -> i64 {
    if is("deadline-by-client") {
        return 86_400_000_000;
    }
    usual_us
}

/// `wall-clock`.
pub(super) fn by_the_wall(time: TimeSource) -> TimeSource {
    if is("wall-clock") {
        return Arc::new(wall);
    }
    time
}

/// `start-blind`.
pub(super) fn overlook(attempts: &[Attempt]) -> Vec<Attempt> {
    let mut attempts = attempts.to_vec();
    if is("start-blind") {
        for attempt in &mut attempts {
            attempt.state = AttemptState::Expired;
        }
    }
    attempts
}

/// `backup-by-copy`; whether it was done.
pub(super) async fn copy(pool: &sqlx::SqlitePool, to: &Path) -> Result<bool, StoreError> {
    if !is("backup-by-copy") {
        return Ok(false);
    }
    let (file,): (String,) =
        sqlx::query_as("select file from pragma_database_list where name = 'main'")
            .fetch_one(pool)
            .await?;
    std::fs::copy(file, to).map_err(|error| StoreError::Other(error.to_string()))?;
    Ok(true)
}

/// `next-schema`: a further migration that only adds, as every migration does.
pub(super) fn one_newer(migrator: &'static Migrator) -> &'static Migrator {
    if !is("next-schema") {
        return migrator;
    }
    let mut migrations: Vec<Migration> = migrator.iter().cloned().collect();
    let version = migrations.iter().map(|one| one.version).max().unwrap_or(0) + 1;
    migrations.push(Migration::new(
        version,
        Cow::Borrowed("a column that only the next version reads"),
        MigrationType::Simple,
        SqlStr::from_static("alter table attempts add column next_version_reads bigint"),
        false,
    ));
    // Once a process, so that it lives as long as the one it stands for.
    Box::leak(Box::new(Migrator::with_migrations(migrations)))
}
