//! What a person can set on the command line; the same for every scenario.

use crate::platform::installation::Plan;
use crate::platform::profile::Profile;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How hard, how long, and against what.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// The platform's program; a run starts it with a data folder of its own
    #[arg(long, default_value = "target/release/thiluat")]
    pub binary: PathBuf,
    /// The program that drives the batch writer alone; without it that floor is left out
    #[arg(long, default_value = "target/release/examples/writer_speed")]
    pub writer: PathBuf,
    /// Drive a platform that is already running instead, such as `http://127.0.0.1:8080`; its
    /// first open round is taken, which has to allow unlimited attempts
    #[arg(long, requires = "contest")]
    pub target: Option<String>,
    /// Slug of the contest to take part in, with --target
    #[arg(long)]
    pub contest: Option<String>,
    /// What the platform runs on; several, parted by commas, are measured one after the other
    #[arg(long, value_delimiter = ',', default_value = "unit,province")]
    pub profile: Vec<Profile>,
    /// Nodes of a province profile; clients are spread over them
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=8))]
    pub nodes: u8,
    /// Length of one round of a scenario, and of its floor
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=60))]
    pub seconds: u64,
    /// Rounds, each a turn of the floor and one of the platform; figures are their medians
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=50))]
    pub rounds: u64,
    /// Keep-alive connections, each with one request under way
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub connections: u16,
    /// People who register before the scenarios begin
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(200..=1_000_000))]
    pub people: u32,
    /// Sockets that watch the scoreboard; several numbers, parted by commas, one after the other
    #[arg(long, value_delimiter = ',', default_value = "1000,5000", value_parser = clap::value_parser!(u32).range(1..=9_000))]
    pub sockets: Vec<u32>,
    /// People of a bell, a storm of submissions, a steady hour
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    pub crowd: u32,
    /// Time within which such a crowd comes, in milliseconds; 0: all at once
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(0..=60_000))]
    pub within_ms: u64,
    /// Operations a second of the scenarios with a fixed rate
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub rate: u32,
    /// Length of a scenario in which people follow scripts, in seconds
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(2..=3_600))]
    pub lasting: u64,
    /// Connections that the people of a crowd share, at most
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(2..=9_000))]
    pub crowd_connections: u16,
    /// A trace of a contest (JSON with timestamps, also .gz) whose shape the last minute takes
    #[arg(long)]
    pub trace: Option<PathBuf>,
    /// Folder for the result, the ledgers and the data of the run
    #[arg(long, default_value = "target/bench")]
    pub out: PathBuf,
    /// Decides who answers how much right; printed, so that a run can be repeated
    #[arg(long, default_value_t = u64::from(std::process::id()))]
    pub seed: u64,
}

impl Settings {
    /// Length of one round.
    pub fn period(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// The profiles to be measured; a platform that is already running has only one.
    pub fn profiles(&self) -> Vec<Profile> {
        let many = if self.target.is_some() {
            1
        } else {
            self.profile.len()
        };
        self.profile.iter().copied().take(many).collect()
    }

    /// One installation of a profile, in the folder of the results.
    pub fn plan(&self, profile: Profile, log: &Path) -> Plan {
        let folder = self.out.join(format!("data-{}", std::process::id()));
        let mut plan = Plan::new(&self.binary, folder, log, profile);
        if profile != Profile::Unit {
            plan.nodes = usize::from(self.nodes);
        }
        plan
    }

    /// Time within which a crowd comes.
    pub fn within(&self) -> Duration {
        Duration::from_millis(self.within_ms)
    }

    /// How many a crowd has, of so many people.
    pub fn crowd_of(&self, people: usize) -> usize {
        usize::try_from(self.crowd)
            .unwrap_or(usize::MAX)
            .min(people)
    }

    /// How many connections, as a number to count with.
    pub fn connections(&self) -> usize {
        usize::from(self.connections)
    }
}
