//! The workloads of performance.md 4, one a file.

pub mod attempts;
pub mod bell;
pub mod board;
pub mod deadline;
mod fan_out;
pub mod idle;
pub mod newcomers;
mod play;
pub mod push;
pub mod save;
pub mod sit;
pub mod slow_disk;
pub mod slow_readers;
pub mod steady;

use crate::floor::Floor;
use crate::floor::writer::{Alone, Writer};
use crate::meter::Meter;
use crate::people::{self, People};
use crate::platform::Platform;
use crate::platform::profile::Profile;
use crate::rounds::Rounds;
use crate::settings::Settings;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// Everything a scenario needs: a platform with people, and the floor beside it.
pub struct Stage {
    /// What was asked for.
    pub settings: Settings,
    /// What the platform runs on.
    pub profile: Profile,
    /// The platform under measurement.
    pub platform: Platform,
    /// The bare server.
    pub floor: Floor,
    /// Who takes part; empty until [`Stage::fill`].
    pub people: People,
    /// Where acknowledgements are written down.
    pub ledgers: PathBuf,
    /// What the servers say.
    pub log: PathBuf,
}

impl Stage {
    /// Starts the platform and the bare server; ledgers of an earlier run are removed.
    pub fn set(settings: Settings, profile: Profile) -> Result<Self> {
        fs::create_dir_all(&settings.out)?;
        let ledgers = settings.out.join("ledgers").join(profile.to_string());
        if ledgers.exists() {
            fs::remove_dir_all(&ledgers)?;
        }
        let log = settings.out.join(format!("server-{profile}.log"));
        fs::write(&log, "")?;
        let platform = match (&settings.target, &settings.contest) {
            (Some(target), Some(contest)) => Platform::running(target, contest)?,
            _ => Platform::start(&settings.plan(profile, &log))?,
        };
        let floor = Floor::start(settings.connections(), &log)?;
        Ok(Self {
            profile,
            settings,
            platform,
            floor,
            people: People::default(),
            ledgers,
            log,
        })
    }

    /// Registers the people; gives how many a second.
    pub fn fill(&mut self) -> Result<f64> {
        self.fill_to(usize::try_from(self.settings.people)?)
    }

    /// Registers people until there are so many; gives how many a second.
    pub fn fill_to(&mut self, many: usize) -> Result<f64> {
        let newcomers = self.people.len()..many;
        let (newcomers, tally) = people::register(&self.platform, &self.settings, newcomers)?;
        let mut people = self.people.to_vec();
        people.extend(newcomers);
        self.people = Arc::new(people);
        Ok(tally.rate())
    }

    /// Rounds of the platform and of the bare server, none measured yet.
    pub fn rounds(&self) -> Rounds {
        Rounds::between(self.platform.meter(), Meter::of_one(self.floor.server.id()))
    }

    /// Name of the profile under which figures are written down.
    pub fn profile(&self) -> &'static str {
        self.profile.name()
    }

    /// What is to be reached (performance.md 3): the first with one node over `SQLite`, the second
    /// with one over `PostgreSQL`.
    pub fn goal(&self, unit: &'static str, province: &'static str) -> &'static str {
        if self.profile == Profile::Unit {
            unit
        } else {
            province
        }
    }

    /// The batch writer alone over the same database server or disk, if its program was built.
    pub fn writer_alone(&self, seconds: u64) -> Result<Option<Alone>> {
        let Some(own) = &self.platform.installation else {
            return Ok(None);
        };
        let Some(writer) = Writer::at(&self.settings.writer, &self.settings.out)? else {
            return Ok(None);
        };
        let postgres = own.backing.postgres.as_ref();
        let url = postgres.map(|server| server.empty_database("writer_alone"));
        let url = url.transpose()?;
        let alone = writer.run(url.as_deref(), seconds, self.settings.connections())?;
        Ok(Some(alone))
    }

    /// What stands behind an acknowledgement, in short.
    pub fn durable(&self) -> &'static str {
        match (&self.platform.installation, self.profile) {
            (None, _) => "as set up",
            (Some(_), Profile::Unit) => "WAL, FULL",
            (Some(_), _) => "fsync, commit on",
        }
    }

    /// What an acknowledgement means here.
    pub fn durability(&self) -> String {
        let name = self.profile();
        match (&self.platform.installation, self.profile) {
            (None, _) => "as the platform under --target is configured".to_owned(),
            (Some(_), Profile::Unit) => {
                format!("{name}: acknowledged after COMMIT; SQLite, WAL, synchronous=FULL")
            }
            (Some(_), _) => format!(
                "{name}: acknowledged after COMMIT; PostgreSQL, fsync=on, synchronous_commit=on"
            ),
        }
    }
}
