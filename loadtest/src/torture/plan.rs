//! The campaigns of security.md 3.3: what each is, how often it is repeated, and which broken promise
//! it has to notice.

use anyhow::{Result, bail};
use clap::ValueEnum;
use std::fmt;
use std::str::FromStr;

/// How many repetitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// So few that `make test` can run them.
    Short,
    /// For every change, where an hour may be spent.
    Ci,
    /// For a release.
    Release,
}

/// A fault campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Campaign(usize);

/// A line of the plan.
struct Entry {
    name: &'static str,
    title: &'static str,
    /// What is counted.
    unit: &'static str,
    /// Repetitions by [`Size`].
    counts: [u64; 3],
    /// Whether `make test` runs it.
    in_tests: bool,
    /// The promise whose breach it must notice: values of `THILUAT_SABOTAGE`, or settings.
    breach: Breach,
}

/// How a promise is broken on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// By a build with the feature `sabotage` whose `THILUAT_SABOTAGE` says so.
    Build(&'static str),
    /// By a setting that no sane installation has.
    Setting(&'static str, &'static str),
}

const PLAN: [Entry; 16] = [
    Entry {
        name: "F1",
        title: "kill -9 of the node, SQLite",
        unit: "cycles",
        counts: [20, 100, 1_000],
        in_tests: true,
        breach: Breach::Build("ack-before-commit"),
    },
    Entry {
        name: "F2",
        title: "kill -9 of one of two nodes, PostgreSQL and Redis",
        unit: "cycles",
        counts: [10, 50, 300],
        in_tests: true,
        breach: Breach::Build("ack-before-commit"),
    },
    Entry {
        name: "F3",
        title: "kill -9 of all of PostgreSQL",
        unit: "cycles",
        counts: [5, 30, 200],
        in_tests: true,
        breach: Breach::Build("synchronous-normal"),
    },
    Entry {
        name: "F4",
        title: "kill -9 of the primary, its standby promoted",
        unit: "cycles",
        counts: [2, 10, 50],
        in_tests: false,
        breach: Breach::Build("ack-before-commit"),
    },
    Entry {
        name: "F5",
        title: "Redis killed, stopped, flushed, refusing writes",
        unit: "cycles of each",
        counts: [5, 100, 100],
        in_tests: true,
        breach: Breach::Build("redis-in-ack"),
    },
    Entry {
        name: "F6",
        title: "lines to PostgreSQL and Redis cut, slow, one-way, torn",
        unit: "schedules",
        counts: [10, 200, 200],
        in_tests: false,
        breach: Breach::Build("ack-before-commit"),
    },
    Entry {
        name: "F7",
        title: "node stopped and continued around deadlines",
        unit: "stops",
        counts: [5, 200, 200],
        in_tests: false,
        breach: Breach::Build("deadline-by-client"),
    },
    Entry {
        name: "F8",
        title: "disk full, then freed",
        unit: "runs",
        counts: [3, 20, 20],
        in_tests: false,
        breach: Breach::Build("ack-before-commit"),
    },
    Entry {
        name: "F9",
        title: "storm of requests broken off, pools of 1 to 4",
        unit: "requests",
        counts: [10_000, 100_000, 100_000],
        in_tests: true,
        breach: Breach::Build("begin-in-handler"),
    },
    Entry {
        name: "F10",
        title: "flush before acknowledgement, by strace",
        unit: "saves",
        counts: [200, 1_000, 1_000],
        in_tests: false,
        breach: Breach::Build("synchronous-normal"),
    },
    Entry {
        name: "F11",
        title: "clock jumps of ten minutes and drift, by libfaketime",
        unit: "jumps",
        counts: [4, 20, 20],
        in_tests: false,
        breach: Breach::Build("wall-clock"),
    },
    Entry {
        name: "F12",
        title: "everyone starts, saves and hands in at once",
        unit: "people",
        counts: [500, 5_000, 5_000],
        in_tests: false,
        breach: Breach::Build("start-blind"),
    },
    Entry {
        name: "F13",
        title: "readers that do not read, half requests, overload",
        unit: "sockets of each kind",
        counts: [200, 2_000, 2_000],
        in_tests: false,
        breach: Breach::Setting("THILUAT__HTTP__HEADER_TIMEOUT_MS", "3600000"),
    },
    Entry {
        name: "F15",
        title: "random schedules against a model, with crashes",
        unit: "schedules",
        counts: [300, 100_000, 1_000_000],
        in_tests: false,
        breach: Breach::Build("no-epoch-check"),
    },
    Entry {
        name: "F16",
        title: "rolling restart with a migration during an exam",
        unit: "deployments",
        counts: [2, 20, 20],
        in_tests: false,
        breach: Breach::Build("ack-before-commit,no-drain"),
    },
    Entry {
        name: "F17",
        title: "backup under load, restored and verified",
        unit: "backups",
        counts: [1, 3, 10],
        in_tests: false,
        breach: Breach::Build("backup-by-copy"),
    },
];

impl Campaign {
    /// All of them in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..PLAN.len()).map(Self)
    }

    /// Those that a run of this size makes when none is named.
    pub fn usual(size: Size) -> Vec<Self> {
        Self::all()
            .filter(|one| size != Size::Short || one.entry().in_tests)
            .collect()
    }

    fn entry(self) -> &'static Entry {
        &PLAN[self.0]
    }

    /// F1 and so on.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What breaks.
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// What is counted.
    pub fn unit(self) -> &'static str {
        self.entry().unit
    }

    /// How often.
    pub fn count(self, size: Size) -> u64 {
        let [short, ci, release] = self.entry().counts;
        match size {
            Size::Short => short,
            Size::Ci => ci,
            Size::Release => release,
        }
    }

    /// What it must notice.
    pub fn breach(self) -> Breach {
        self.entry().breach
    }
}

impl fmt::Display for Campaign {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Campaign {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::all().find(|one| one.name().eq_ignore_ascii_case(text));
        let Some(found) = found else {
            let known: Vec<_> = Self::all().map(Self::name).collect();
            bail!("'{text}' is none of {}", known.join(", "));
        };
        Ok(found)
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(what) => formatter.write_str(what),
            Self::Setting(name, value) => write!(formatter, "{name}={value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_campaign_is_found_by_its_name_and_grows_with_the_size() {
        for campaign in Campaign::all() {
            assert_eq!(campaign.name().parse::<Campaign>().unwrap(), campaign);
            let counts = [Size::Short, Size::Ci, Size::Release].map(|size| campaign.count(size));
            assert!(
                counts[0] > 0 && counts.is_sorted(),
                "{campaign}: {counts:?}"
            );
        }
        assert!("F14".parse::<Campaign>().is_err());
    }

    #[test]
    fn the_tests_run_the_campaigns_that_fit_into_minutes() {
        let names: Vec<_> = Campaign::usual(Size::Short)
            .into_iter()
            .map(Campaign::name)
            .collect();
        assert_eq!(names, ["F1", "F2", "F3", "F5", "F9"]);
    }
}
