//! The batch writer alone: the platform's own, without HTTP, sessions and checks in front of it, as
//! the example program `writer_speed` drives it.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What one run of it came to: acknowledgements a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alone {
    /// Attempts begun.
    pub start: Option<f64>,
    /// Answers saved.
    pub save: Option<f64>,
    /// Attempts handed in.
    pub submit: Option<f64>,
}

/// How the program is called.
#[derive(Clone, Debug)]
pub struct Writer {
    program: PathBuf,
    folder: PathBuf,
}

impl Writer {
    /// The program at that path, or nothing if it was not built; its files go below `folder`.
    pub fn at(program: &Path, folder: &Path) -> Result<Option<Self>> {
        if !program.is_file() {
            return Ok(None);
        }
        Ok(Some(Self {
            program: std::fs::canonicalize(program)?,
            folder: std::fs::canonicalize(folder)?,
        }))
    }

    /// Runs it for so many seconds with so many people who wait for their acknowledgement, over
    /// the empty PostgreSQL database at `url` or, without one, over SQLite.
    pub fn run(&self, url: Option<&str>, seconds: u64, people: usize) -> Result<Alone> {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "--"])
            .arg(&self.program)
            .args([seconds.to_string(), people.to_string()])
            .current_dir(&self.folder)
            .env("ONLY", url.map_or("sqlite", |_| "postgres"))
            .env_remove("TEST_DATABASE_URL");
        if let Some(url) = url {
            command.env("TEST_DATABASE_URL", url);
        }
        let output = command.output()?;
        ensure!(
            output.status.success(),
            "{} failed: {}",
            self.program.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        let store = url.map_or("sqlite", |_| "postgres");
        read(&String::from_utf8(output.stdout)?, store)
    }
}

/// Lines of the store: its name, the work if it is said, then six numbers of which the second is
/// the rate.
fn read(page: &str, store: &str) -> Result<Alone> {
    let mut alone = Alone::default();
    for line in page.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some((first, rest)) = words.split_first().filter(|(first, _)| **first == store) else {
            continue;
        };
        // What a running attempt takes of memory is no rate.
        if rest.first() == Some(&"memory") {
            continue;
        }
        let named = || format!("not a line of {first}: '{line}'");
        let at = rest.len().checked_sub(6).with_context(named)?;
        let rate: f64 = rest[at + 1].parse().with_context(named)?;
        match rest[..at].join(" ").as_str() {
            "start" => alone.start = Some(rate),
            "" | "save" => alone.save = Some(rate),
            "hand in" => alone.submit = Some(rate),
            _ => {}
        }
    }
    ensure!(alone.save.is_some(), "no line about {store} in: {page}");
    Ok(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_and_without_the_work_are_understood() {
        let old = "store people acks/s batch CPU p50 p99\n\
                   sqlite 64 80000 30.1 6.00 0.80 1.20\n";
        assert_eq!(read(old, "sqlite").unwrap().save, Some(80_000.0));
        let new = "store work people acks/s batch CPU p50 p99\n\
                   sqlite start 64 1 1 1 1 1\n\
                   postgres start 64 20000 30.1 6.00 0.80 1.20\n\
                   postgres save 64 70000 30.1 6.00 0.80 1.20\n\
                   postgres memory 64 2617 bytes an attempt of 20 answers\n\
                   postgres hand in 64 9000 30.1 6.00 0.80 1.20\n";
        let expected = Alone {
            start: Some(20_000.0),
            save: Some(70_000.0),
            submit: Some(9_000.0),
        };
        assert_eq!(read(new, "postgres").unwrap(), expected);
        assert!(read(old, "postgres").is_err());
        assert!(read("sqlite 64 80000\n", "sqlite").is_err());
    }
}
