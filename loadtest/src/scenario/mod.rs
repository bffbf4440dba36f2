//! The workloads of performance.md 4, one a file.

pub mod attempts;
pub mod board;
mod fan_out;
pub mod idle;
pub mod push;
pub mod save;
pub mod sit;

use crate::floor::Floor;
use crate::meter::Meter;
use crate::people::{self, People};
use crate::platform::Platform;
use crate::platform::profile::Profile;
use crate::rounds::Rounds;
use crate::settings::Settings;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;

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
        let (people, tally) = people::register(&self.platform, &self.settings)?;
        self.people = people;
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
