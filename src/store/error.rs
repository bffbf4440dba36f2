//! What can go wrong between the platform and its durable store.

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;

/// Why the store did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with these unique values exists already.
    #[error("a row with these unique values exists already")]
    Conflict,
    /// The database is out of reach, busy beyond patience, or shutting down.
    #[error("the store is out of reach: {0}")]
    Unavailable(String),
    /// No room is left for more rows.
    #[error("the store is full: {0}")]
    Full(String),
    /// A row holds what the platform can't have written.
    #[error("{table}.{column} holds a value that can't be read: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Why it can't be read.
        reason: String,
    },
    /// The schema is newer than this program.
    #[error("the store has schema {found}, this program knows {known}")]
    NewerSchema {
        /// Version of the store.
        found: i64,
        /// Newest version known here.
        known: i64,
    },
    /// The database is set up so that it may forget what it acknowledged: names the setting.
    #[error("the store may lose what it acknowledges: {0}")]
    Unsafe(String),
    /// Anything else the database refused.
    #[error("the store refused: {0}")]
    Other(String),
}

impl StoreError {
    /// A value of that column that can't be read.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand over the error they met"
    )]
    pub fn corrupt(table: &'static str, column: &'static str, reason: impl ToString) -> Self {
        Self::Corrupt {
            table,
            column,
            reason: reason.to_string(),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                match kind(&**database, &code) {
                    Kind::Taken => Self::Conflict,
                    Kind::Full => Self::Full(error.to_string()),
                    Kind::Away => Self::Unavailable(error.to_string()),
                    Kind::Other => Self::Other(error.to_string()),
                }
            }
            // A server that is killed while it greets is taken for one that speaks another protocol.
            sqlx::Error::Io(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::BeginFailed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

enum Kind {
    Taken,
    Full,
    Away,
    Other,
}

fn kind(error: &dyn DatabaseError, code: &str) -> Kind {
    if error.kind() == sqlx::error::ErrorKind::UniqueViolation {
        return Kind::Taken;
    }
    if error.try_downcast_ref::<SqliteError>().is_some() {
        // The lowest byte tells the kind, what stands above it the occasion.
        return match code.parse::<u32>().map(|code| code & 0xff) {
            // SQLITE_FULL.
            Ok(13) => Kind::Full,
            // SQLITE_BUSY, _LOCKED, _IOERR.
            Ok(5 | 6 | 10) => Kind::Away,
            _ => Kind::Other,
        };
    }
    match code {
        // disk_full, out_of_memory.
        "53100" | "53200" => Kind::Full,
        _ if ["08", "53", "57", "40"].iter().any(|c| code.starts_with(c)) => Kind::Away,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Connection as _;

    /// What SQLite itself says when there is no room, and when somebody else holds the file.
    #[tokio::test]
    async fn no_room_is_told_from_not_now() {
        let mut conn = sqlx::SqliteConnection::connect("sqlite::memory:")
            .await
            .unwrap();
        for sql in [
            "create table t (x blob unique)",
            "pragma max_page_count = 3",
        ] {
            sqlx::query(sql).execute(&mut conn).await.unwrap();
        }
        let insert = |sql| sqlx::query::<sqlx::Sqlite>(sql);
        let refused = insert("insert into t values (zeroblob(100000))")
            .execute(&mut conn)
            .await
            .unwrap_err();
        let refused = StoreError::from(refused);
        assert!(matches!(refused, StoreError::Full(_)), "{refused:?}");
        let twice = "insert into t values ('a'), ('a')";
        let refused = StoreError::from(insert(twice).execute(&mut conn).await.unwrap_err());
        assert!(matches!(refused, StoreError::Conflict), "{refused:?}");
    }
}
