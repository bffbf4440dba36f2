//! Bringing a schema up to date. Every migration is an expansion, so that a node of the version
//! before keeps serving meanwhile; a newer schema than this program knows is refused.

use super::StoreError;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{Acquire, Database, Pool};

/// Applies what is missing. PostgreSQL lets one at a time do it; of several that begin at once on a
/// SQLite file one wins each migration and the others, refused, look again and find it applied.
pub(super) async fn bring_up_to_date<D>(
    migrator: &'static Migrator,
    pool: &Pool<D>,
) -> Result<(), StoreError>
where
    D: Database,
    D::Connection: Migrate,
    for<'a> &'a Pool<D>: Acquire<'a, Database = D>,
{
    #[cfg(feature = "sabotage")]
    let migrator = super::sabotage::one_newer(migrator);
    let known = migrator
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    // Several may be refused for each migration before one of them finds it applied.
    let mut chances = 8 * migrator.iter().count() + 2;
    loop {
        chances -= 1;
        match migrator.run(pool).await {
            Ok(()) => return Ok(()),
            Err(MigrateError::VersionMissing(found)) => {
                return Err(StoreError::NewerSchema { found, known });
            }
            Err(_) if chances > 0 => {}
            Err(MigrateError::Execute(error)) => return Err(StoreError::from(error)),
            Err(other) => return Err(StoreError::Other(other.to_string())),
        }
    }
}
