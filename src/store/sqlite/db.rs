//! What SQLite does by nature in its own way.

use super::lane::{StartRow, SubmitRow};
use super::participants::PersonRow;
use super::row::json;
use super::sessions::SessionRow;
use super::settings::ReplayRow;
use sqlx::query::{Query, QueryAs};
use sqlx::sqlite::SqliteArguments;
use uuid::Uuid;

pub(super) type Db = sqlx::Sqlite;

/// Ids as one parameter: a JSON array of hex.
pub(super) fn ids(ids: &[Uuid]) -> String {
    let hex: Vec<_> = ids.iter().map(|id| id.simple()).collect();
    json(&hex)
}

/// Columns as a JSON array in the same order, ids in hex.
pub(super) fn array_of(columns: &str) -> String {
    let columns = columns.split(',').map(|column| {
        let column = column.trim();
        format!("iif(typeof({column}) = 'blob', hex({column}), {column})")
    });
    let columns: Vec<String> = columns.collect();
    format!("json_array({})", columns.join(", "))
}

pub(super) fn ids_in(column: &str, parameter: &str) -> String {
    format!("{column} in (select unhex(value) from json_each({parameter}))")
}

/// Texts as one parameter: a JSON array.
pub(super) fn texts_in(column: &str, parameter: &str) -> String {
    format!("{column} in (select value from json_each({parameter}))")
}

pub(super) const START_ROWS: &str = "select unhex(value ->> 'id') as id, \
    unhex(value ->> 'round') as round, unhex(value ->> 'participant') as participant, \
    value ->> 'ordinal' as ordinal, value ->> 'epoch' as epoch, value ->> 'device' as device, \
    value ->> 'start_key' as start_key, value ->> 'started_at' as started_at, \
    value ->> 'deadline_at' as deadline_at, value ->> 'paper_hash' as paper_hash, \
    value ->> 'network' as network \
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

pub(super) const PERSON_ROWS: &str = "select key as at, unhex(value ->> 'id') as id, \
    value ->> 'alias' as alias, value ->> 'group_code' as group_code, \
    unhex(value ->> 'unit') as unit, value ->> 'full_name' as full_name, \
    value ->> 'folded_name' as folded_name, value ->> 'birth_date' as birth_date, \
    value ->> 'fields' as fields, value ->> 'consents' as consents, \
    value ->> 'guardian' as guardian, unhex(value ->> 'identity') as identity, \
    unhex(value ->> 'code_mac') as code_mac, value ->> 'created_at' as created_at, \
    value ->> 'sort_name' as sort_name, unhex(value ->> 'referral') as referral \
    from json_each($3)";

/// Binds the parameter of [`PERSON_ROWS`], after two others.
pub(super) fn bind_people<'q, O>(
    query: QueryAs<'q, Db, O, SqliteArguments>,
    rows: &[PersonRow<'_>],
) -> QueryAs<'q, Db, O, SqliteArguments> {
    query.bind(json(&rows))
}

pub(super) const SESSION_ROWS: &str = "select unhex(value ->> 'token_hash') as token_hash, \
    unhex(value ->> 'participant') as participant, unhex(value ->> 'contest') as contest, \
    value ->> 'expires_at' as expires_at from json_each($1)";

/// Binds the parameter of [`SESSION_ROWS`].
pub(super) fn bind_sessions<'q>(
    query: Query<'q, Db, SqliteArguments>,
    rows: &[SessionRow<'_>],
) -> Query<'q, Db, SqliteArguments> {
    query.bind(json(&rows))
}

pub(super) const REPLAY_ROWS: &str = "select unhex(value ->> 'key') as key, \
    unhex(value ->> 'body') as body, unhex(value ->> 'reply') as reply, value ->> 'at' as at \
    from json_each($1)";

/// Binds the parameter of [`REPLAY_ROWS`].
pub(super) fn bind_replays<'q>(
    query: Query<'q, Db, SqliteArguments>,
    rows: &[ReplayRow<'_>],
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

pub(super) const MARK_ROWS: &str = "select unhex(value ->> 'id') as id, \
    value ->> 'correct' as correct, value ->> 'questions' as questions, \
    value ->> 'score' as score, value ->> 'max_score' as max_score, \
    value ->> 'failed' as failed from json_each($1)";

pub(super) const TERM_ROWS: &str = "select unhex(value ->> 'participant') as participant, \
    value ->> 'term' as term from json_each($1)";

pub(super) const DEADLINE_ROWS: &str = "select unhex(value ->> 'id') as id, \
    value ->> 'deadline' as deadline from json_each($1)";

pub(super) const SORT_ROWS: &str = "select unhex(value ->> 'participant') as participant, \
    value ->> 'sort_name' as sort_name from json_each($1)";

/// Locks rows of `a` that a transaction is about to change: here nobody else writes.
pub(super) const LOCKED: &str = "";

/// A member of a JSON document in a text column, whose name follows.
pub(super) fn member(column: &str) -> String {
    format!("{column} ->>")
}

/// The other names of unit `u` as a JSON array, in their order.
pub(super) const ALIASES: &str = "(select json_group_array(a.alias) from (select alias from \
    unit_aliases where unit_id = u.id order by alias) as a)";
