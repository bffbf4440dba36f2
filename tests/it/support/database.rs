//! Databases for one test each: a SQLite file in a temporary folder, and a PostgreSQL database in
//! the server that `TEST_DATABASE_URL` names. Both are gone when the test ends, however it ends.

use crate::support::services::{PATIENCE, own_prefix, redis_cluster_url, redis_url};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use thiluat::clock::{Clock, ManualClock};
use thiluat::domain::Timestamp;
use thiluat::entropy::{OsEntropy, token};
use thiluat::live::LiveState;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::{Store, TimeSource};

/// The instant at which the clock of a test store stands first: 2026-12-01 07:00 in Viet Nam.
pub fn start() -> Timestamp {
    Timestamp::from_millis(1_796_083_200_000)
}

/// The clock as a store asks it.
pub fn time_of(clock: &Arc<ManualClock>) -> TimeSource {
    let clock = clock.clone();
    Arc::new(move || clock.now())
}

/// A folder that is removed with all it holds.
pub struct TempFolder(PathBuf);

impl TempFolder {
    /// A new, empty folder.
    pub fn new() -> Self {
        let name = format!("thiluat-test-{}", random_word());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A PostgreSQL database that is dropped at the end.
pub struct PostgresDatabase {
    server: PgConnectOptions,
    name: String,
}

impl PostgresDatabase {
    /// A new, empty database that sorts as an installation in Viet Nam would; none if no server was
    /// named, which is a failure where `REQUIRE_SERVICES=1`.
    pub async fn create() -> Option<Self> {
        let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
            assert!(
                std::env::var("REQUIRE_SERVICES").as_deref() != Ok("1"),
                "TEST_DATABASE_URL names no PostgreSQL server, and REQUIRE_SERVICES=1 asks for one"
            );
            eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL is not set");
            return None;
        };
        let server = PgConnectOptions::from_str(&url).unwrap();
        let name = format!("thiluat_test_{}", random_word());
        run(
            &server,
            format!(
                "create database {name} template template0 locale_provider icu icu_locale 'vi' \
                 locale 'C.UTF-8'"
            ),
        )
        .await
        .unwrap();
        Some(Self { server, name })
    }

    /// Where it is, as `database.url` says it.
    pub fn url(&self) -> String {
        let options = self.server.clone().database(&self.name);
        options.to_url_lossy().to_string()
    }
}

impl Drop for PostgresDatabase {
    /// A test that failed drops its database too, so the work is done on a thread that is not
    /// unwinding and has a runtime of its own.
    fn drop(&mut self) {
        let server = self.server.clone();
        let sql = format!("drop database if exists {} with (force)", self.name);
        let dropping = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(run(&server, sql))
        });
        if let Ok(Err(error)) = dropping.join() {
            eprintln!("{} stays behind: {error}", self.name);
        }
    }
}

async fn run(server: &PgConnectOptions, sql: String) -> Result<(), sqlx::Error> {
    let mut connection = sqlx::PgConnection::connect_with(server).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await?;
    connection.close().await
}

fn random_word() -> String {
    token(&OsEntropy, b"abcdefghijklmnopqrstuvwxyz0123456789", 16)
}

/// Where the rows of a test store are.
#[expect(clippy::large_enum_variant, reason = "one a test")]
pub enum Place {
    /// In a file of this folder.
    Sqlite(TempFolder),
    /// In this database.
    Postgres(PostgresDatabase),
}

impl Place {
    /// The SQLite file.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(folder) => Some(folder.path().join("thiluat.sqlite")),
            Self::Postgres(_) => None,
        }
    }

    /// Opens the store there, by that clock.
    pub async fn open(&self, time: TimeSource) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(folder) => {
                let file = folder.path().join("thiluat.sqlite");
                Arc::new(SqliteStore::open(&file, time).await.unwrap())
            }
            Self::Postgres(database) => Arc::new(
                PostgresStore::connect(&database.url(), Some(time))
                    .await
                    .unwrap(),
            ),
        }
    }
}

/// A fresh store that no other test sees, and the clock it goes by.
pub struct TestStore {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Its clock, standing at [`start`].
    pub clock: Arc<ManualClock>,
    /// Where its rows are; outlives the store.
    pub place: Place,
    /// Address of the Redis that its nodes share; none for live state in the process.
    shared: Option<(String, String)>,
}

impl TestStore {
    /// A fresh SQLite store.
    pub async fn sqlite() -> Self {
        Self::at(Place::Sqlite(TempFolder::new())).await
    }

    /// A fresh PostgreSQL store; none if there is no server.
    pub async fn postgres() -> Option<Self> {
        Some(Self::at(Place::Postgres(PostgresDatabase::create().await?)).await)
    }

    async fn at(place: Place) -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        let store = place.open(time_of(&clock)).await;
        Self {
            store,
            clock,
            place,
            shared: None,
        }
    }

    /// A fresh PostgreSQL store beside one Redis: the province profile.
    pub async fn province() -> Option<Self> {
        Self::beside(redis_url()?).await
    }

    /// The same beside a Redis Cluster.
    pub async fn cluster() -> Option<Self> {
        Self::beside(redis_cluster_url()?).await
    }

    async fn beside(redis: String) -> Option<Self> {
        let mut fresh = Self::postgres().await?;
        fresh.shared = Some((redis, own_prefix()));
        Some(fresh)
    }

    /// Live state of another node of this profile.
    pub fn live(&self) -> LiveState {
        let clock = self.clock.clone();
        match &self.shared {
            Some((url, prefix)) => LiveState::shared(url, prefix, PATIENCE, clock).unwrap(),
            None => LiveState::memory(clock),
        }
    }

    /// Whether PostgreSQL holds it.
    pub fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres(_))
    }
}

/// Makes two tests of each function that takes a [`TestStore`], one on each database:
/// `both_databases! { name_of_contract, … }`.
macro_rules! both_databases {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            use crate::support::database::TestStore;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(TestStore::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(fresh) = TestStore::postgres().await {
                    super::$name(fresh).await;
                }
            }
        }
    )*};
}
pub(crate) use both_databases;

/// Makes three tests of each function that takes a [`TestStore`]: SQLite with live state in the
/// process, PostgreSQL with Redis, PostgreSQL with a Redis Cluster.
macro_rules! every_profile {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            use crate::support::database::TestStore;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn unit() {
                super::$name(TestStore::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn province() {
                if let Some(fresh) = TestStore::province().await {
                    super::$name(fresh).await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn cluster() {
                if let Some(fresh) = TestStore::cluster().await {
                    super::$name(fresh).await;
                }
            }
        }
    )*};
}
pub(crate) use every_profile;
