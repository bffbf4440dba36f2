//! What can go wrong between the platform and its durable store.

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
                match (database.kind(), code.as_ref()) {
                    (sqlx::error::ErrorKind::UniqueViolation, _) => Self::Conflict,
                    // SQLITE_FULL; disk_full and out_of_memory of PostgreSQL.
                    (_, "13" | "53100" | "53200") => Self::Full(error.to_string()),
                    // SQLITE_BUSY, _LOCKED, _IOERR; classes 08, 53, 57 and 40 of PostgreSQL.
                    (_, "5" | "6" | "10" | "261" | "262" | "517") => {
                        Self::Unavailable(error.to_string())
                    }
                    (_, code) if ["08", "53", "57", "40"].iter().any(|c| code.starts_with(c)) => {
                        Self::Unavailable(error.to_string())
                    }
                    _ => Self::Other(error.to_string()),
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}
