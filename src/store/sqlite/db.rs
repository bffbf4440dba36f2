//! What SQLite does by nature in its own way.

use super::lane::{StartRow, SubmitRow};
use super::row::json;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use uuid::Uuid;

pub(super) type Db = sqlx::Sqlite;

/// Ids as one parameter: a JSON array of hex.
pub(super) fn ids(ids: &[Uuid]) -> String {
    let hex: Vec<_> = ids.iter().map(|id| id.simple()).collect();
    json(&hex)
}

pub(super) fn ids_in(column: &str, parameter: &str) -> String {
    format!("{column} in (select unhex(value) from json_each({parameter}))")
}

pub(super) const START_ROWS: &str = "select unhex(value ->> 'id') as id, \
    unhex(value ->> 'round') as round, unhex(value ->> 'participant') as participant, \
    value ->> 'ordinal' as ordinal, value ->> 'epoch' as epoch, value ->> 'device' as device, \
    value ->> 'start_key' as start_key, value ->> 'started_at' as started_at, \
    value ->> 'deadline_at' as deadline_at, value ->> 'paper_hash' as paper_hash \
    from json_each($1)";

/// Binds the parameter of [`START_ROWS`].
pub(super) fn bind_starts<'q>(
    query: Query<'q, Db, SqliteArguments>,
    rows: &[StartRow<'_>],
) -> Query<'q, Db, SqliteArguments> {
    query.bind(json(&rows))
}

pub(super) const SUBMIT_ROWS: &str = "select unhex(value ->> 'id') as id, \
    value ->> 'state' as state, value ->> 'submitted_at' as submitted_at, \
    value ->> 'duration_ms' as duration_ms, value ->> 'forced' as forced, \
    value ->> 'correct' as correct, value ->> 'questions' as questions, \
    value ->> 'score' as score, value ->> 'max_score' as max_score, \
    value ->> 'failed' as failed, value ->> 'prediction' as prediction, value ->> 'answers_root' as answers_root, \
    value ->> 'receipt_code' as receipt_code from json_each($1)";

/// Binds the parameter of [`SUBMIT_ROWS`].
pub(super) fn bind_submissions<'q>(
    query: Query<'q, Db, SqliteArguments>,
    rows: &[SubmitRow<'_>],
) -> Query<'q, Db, SqliteArguments> {
    query.bind(json(&rows))
}

pub(super) const STANDING_ROWS: &str = "select value ->> 'place' as place, \
    unhex(value ->> 'participant') as participant, unhex(value ->> 'attempt') as attempt, \
    value ->> 'measured' as measured, value ->> 'reason' as reason, \
    value ->> 'group_code' as group_code, value ->> 'group_place' as group_place, \
    value ->> 'group_reason' as group_reason from json_each($1)";

pub(super) const RANKING_ROWS: &str = "select value ->> 'group_code' as group_code, \
    value ->> 'place' as place, unhex(value ->> 'subject') as subject, \
    value ->> 'measured' as measured, value ->> 'reason' as reason from json_each($1)";
