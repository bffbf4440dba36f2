//! Bringing a schema up to date. Every migration is an expansion, so that a node of the version
//! before keeps serving meanwhile; a newer schema than this program knows is refused.

use super::StoreError;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{Acquire, Database, Pool};

/// Applies what is missing, under the database's own lock.
pub(super) async fn bring_up_to_date<D>(
    migrator: &Migrator,
    pool: &Pool<D>,
) -> Result<(), StoreError>
where
    D: Database,
    D::Connection: Migrate,
    for<'a> &'a Pool<D>: Acquire<'a, Database = D>,
{
    let known = migrator
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    migrator.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(found) => StoreError::NewerSchema { found, known },
        MigrateError::Execute(error) => StoreError::from(error),
        other => StoreError::Other(other.to_string()),
    })
}
