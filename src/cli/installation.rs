//! Opening an installation: data folder, settings, keys, store, clock, live state.

use super::keys_file;
use crate::app::{self, App, Keys, Limits};
use crate::clock::{Clock, SystemClock};
use crate::config::{self, Config, ConfigError, DatabaseKind, LiveKind, SecondFactorRule};
use crate::domain::Timestamp;
use crate::entropy::{Entropy, OsEntropy};
use crate::live::{LiveState, Quota};
use crate::post::{Allowed, Mailer, Outgoing};
use crate::reading::Apart;
use crate::store::postgres::PostgresStore;
use crate::store::sqlite::SqliteStore;
use crate::store::{Pooling, Store, StoreError, TimeSource};
use std::num::NonZeroU32;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What every command is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Thư mục dữ liệu / data folder
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "data",
        env = "THILUAT_DATA"
    )]
    pub data: PathBuf,
    /// Tệp thiết lập / settings (TOML)
    #[arg(long, global = true, value_name = "FILE", env = "THILUAT_CONFIG")]
    pub config: Option<PathBuf>,
}

/// An opened installation.
pub struct Installation {
    /// Its settings.
    pub config: Config,
    /// Its use cases.
    pub app: Arc<App>,
}

/// Why an installation can't be opened; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The data folder.
    #[error(
        "the data folder {folder} can't be used ({cause}): choose another one with --data, or give \
         this user the right to write there"
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The key file.
    #[error(transparent)]
    Keys(#[from] keys_file::KeysError),
    /// A newer program has been here.
    #[error(
        "the store was brought to schema {found} by a newer version, and this one knows {known}: run \
         the newer version, or restore a backup that this one made"
    )]
    NewerSchema {
        /// Version of the store.
        found: i64,
        /// Newest version known here.
        known: i64,
    },
    /// No room.
    #[error(
        "there is no room left where the data is ({0}): free some space and start again; nothing is \
         lost"
    )]
    Full(String),
    /// The store.
    #[error("the store can't be opened: {0}")]
    Store(StoreError),
    /// Live state.
    #[error("live state at live.url can't be used: {0}")]
    Live(String),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NewerSchema { found, known } => Self::NewerSchema { found, known },
            StoreError::Full(why) => Self::Full(why),
            other => Self::Store(other),
        }
    }
}

impl Installation {
    /// Opens the installation; a store that is empty or older is brought up to date.
    pub async fn open(place: &Place) -> Result<Self, OpenError> {
        let config = Config::load(place.config.as_deref(), &place.data)?;
        Self::with(place, config).await
    }

    /// The same with settings that were loaded already.
    pub async fn with(place: &Place, config: Config) -> Result<Self, OpenError> {
        let clock = Arc::new(SystemClock::starting_at(Timestamp::from_micros(0)));
        let opened = Self::opened(place, config, Arc::clone(&clock) as _, None).await?;
        let mut work = opened.app.store.read().await?;
        clock.raise(App::high_water(&mut *work).await?);
        Ok(opened)
    }

    /// The same under a given clock, which PostgreSQL then goes by as well instead of its own.
    pub async fn under(
        place: &Place,
        config: Config,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        let told = Arc::clone(&clock);
        let time: TimeSource = Arc::new(move || told.now());
        Self::opened(place, config, clock, Some(time)).await
    }

    /// `time` is what a PostgreSQL is told the time by, instead of its own clock.
    async fn opened(
        place: &Place,
        config: Config,
        clock: Arc<dyn Clock>,
        time: Option<TimeSource>,
    ) -> Result<Self, OpenError> {
        prepare_folder(&place.data)?;
        let store = open_store(&config, Arc::clone(&clock), time)
            .await
            .map_err(|error| explain(error, &place.data))?;
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let master = keys_file::master(&config.keys.file, &*store, &*entropy).await?;
        let live = live_state(&config, Arc::clone(&clock))?;
        let keys = Keys::from_master(&master);
        let app = App::new(store, live, clock, entropy, keys, limits(&config.limits))
            .with_files(Arc::new(Apart::new(OWN_PROGRAM.into())))
            .with_post(Arc::new(post(&config)?))
            .at_place(place_of(&config));
        Ok(Self {
            config,
            app: Arc::new(app),
        })
    }
}

/// This very program, also after its file was replaced by the next version.
const OWN_PROGRAM: &str = "/proc/self/exe";

/// Makes the data folder, readable by its owner only.
fn prepare_folder(folder: &Path) -> Result<(), OpenError> {
    let refused = |cause| OpenError::Folder {
        folder: folder.to_owned(),
        cause,
    };
    if folder.is_dir() {
        let probe = folder.join(".writable");
        std::fs::write(&probe, b"").map_err(refused)?;
        return std::fs::remove_file(&probe).map_err(refused);
    }
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(refused)?;
    let mode = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(folder, mode).map_err(refused)
}

async fn open_store(
    config: &Config,
    clock: Arc<dyn Clock>,
    time: Option<TimeSource>,
) -> Result<Arc<dyn Store>, StoreError> {
    let url = config.database.url.expose();
    let pooling = Pooling {
        connections: config.database.max_connections,
        patience: Duration::from_millis(config.database.acquire_timeout_ms),
    };
    match config.database.kind() {
        DatabaseKind::Sqlite => {
            let file = url.trim_start_matches("sqlite:").trim_start_matches("//");
            let time: TimeSource = Arc::new(move || clock.now());
            let store = SqliteStore::open_with(Path::new(file), time, pooling).await?;
            Ok(Arc::new(store))
        }
        DatabaseKind::Postgres => {
            let store = PostgresStore::connect_with(url, time, pooling).await?;
            Ok(Arc::new(store))
        }
    }
}

/// SQLite says "unable to open" and "readonly" where people want to know which folder.
fn explain(error: StoreError, folder: &Path) -> OpenError {
    let text = error.to_string();
    if text.contains("readonly") || text.contains("unable to open") {
        let cause = std::io::Error::new(std::io::ErrorKind::PermissionDenied, text);
        return OpenError::Folder {
            folder: folder.to_owned(),
            cause,
        };
    }
    error.into()
}

fn live_state(config: &Config, clock: Arc<dyn Clock>) -> Result<LiveState, OpenError> {
    match config.live.kind() {
        LiveKind::Memory => Ok(LiveState::memory(clock)),
        LiveKind::Redis | LiveKind::RedisCluster => LiveState::shared(
            config.live.url.expose(),
            &config.live.prefix,
            Duration::from_millis(config.live.answer_within_ms),
            clock,
        )
        .map_err(|error| OpenError::Live(error.to_string())),
    }
}

/// What takes letters and calls out of the house.
fn post(config: &Config) -> Result<Outgoing, ConfigError> {
    let mail = &config.mail;
    let mailer = if mail.url.is_empty() {
        None
    } else {
        let mailer = Mailer::new(mail.url.expose(), &mail.from);
        Some(mailer.map_err(|bad| ConfigError::invalid("mail", bad.to_string()))?)
    };
    let allowed = Allowed::of(&config.webhooks.allowed_hosts);
    Ok(Outgoing::new(mailer, allowed))
}

/// What use cases are told of this place.
fn place_of(config: &Config) -> app::Place {
    let public = config.http.public_url.trim_end_matches('/');
    app::Place {
        address: if public.is_empty() {
            format!("http://{}", config.http.listen)
        } else {
            public.to_owned()
        },
        second_factor_required: config.staff.second_factor == SecondFactorRule::Required,
    }
}

fn limits(config: &config::Limits) -> Limits {
    let quota =
        |burst: u32, per: Duration| NonZeroU32::new(burst).map(|burst| Quota { burst, per });
    let second = Duration::from_secs(1);
    let minute = Duration::from_mins(1);
    Limits {
        saves: quota(config.saves_per_attempt_per_s, second),
        starts: quota(config.starts_per_person_per_min, minute),
        submissions: quota(config.submissions_per_attempt_per_min, minute),
        sign_ins: quota(config.sign_in_failures_per_person_per_min, minute),
        sign_ins_from_address: quota(config.sign_in_failures_per_address_per_min, minute),
        sign_ups: quota(config.sign_ups_per_address_per_min, minute),
        staff_sign_ins: quota(config.staff_sign_ins_per_account_per_min, minute),
    }
}
