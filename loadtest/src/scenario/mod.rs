//! The workloads of performance.md 4, one a file.

pub mod attempts;
pub mod board;
mod fan_out;
pub mod idle;
pub mod push;
pub mod save;
pub mod sit;

use crate::floor::Floor;
use crate::people::{self, People};
use crate::platform::Platform;
use crate::settings::Settings;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;

/// Everything a scenario needs: a platform with people, and the floor beside it.
pub struct Stage {
    /// What was asked for.
    pub settings: Settings,
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
    pub fn set(settings: Settings) -> Result<Self> {
        fs::create_dir_all(&settings.out)?;
        let ledgers = settings.out.join("ledgers");
        if ledgers.exists() {
            fs::remove_dir_all(&ledgers)?;
        }
        let log = settings.out.join("server.log");
        fs::write(&log, "")?;
        let platform = Platform::of(&settings, &log)?;
        let floor = Floor::start(settings.connections(), &log)?;
        Ok(Self {
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

    /// The profile under which figures are written down.
    pub fn profile(&self) -> &str {
        &self.settings.profile
    }
}
