//! What the platform has acknowledged, written down by the client that received it.
//!
//! One append-only file per worker, a line per acknowledgement, tab-separated: kind, person,
//! attempt, and for an answer slot, epoch, seq, answer. At the end the ledger is held against the platform
//! (security.md 3.3); `verify.rs` does that.

use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The ledger of one worker.
pub struct Ledger {
    path: PathBuf,
    file: BufWriter<File>,
}

/// Everything acknowledged, read back from the files of a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Acknowledged {
    /// Attempts begun: (person, attempt).
    pub started: Vec<(usize, String)>,
    /// Attempts handed in: (person, attempt).
    pub submitted: Vec<(usize, String)>,
    /// The highest acknowledged answer of each (person, attempt, slot).
    pub saved: HashMap<SlotKey, Saved>,
    /// The highest number that was ever sent to a slot, acknowledged or not.
    pub sent: HashMap<SlotKey, u64>,
}

/// Person, attempt, slot.
pub type SlotKey = (usize, String, String);

/// An acknowledged answer. The greater (epoch, seq) wins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saved {
    /// The epoch under which it was sent.
    pub epoch: u64,
    /// Its number within the attempt.
    pub seq: u64,
    /// The option chosen.
    pub answer: String,
}

impl Ledger {
    /// Opens `folder/name.ledger` for appending, the folder too if need be.
    pub fn open(folder: &Path, name: &str) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{name}.ledger"));
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        Ok(Self {
            path,
            file: BufWriter::new(file),
        })
    }

    /// A start was acknowledged.
    pub fn started(&mut self, person: usize, attempt: &str) -> Result<()> {
        self.line(format_args!("start\t{person}\t{attempt}"))
    }

    /// A submission was acknowledged.
    pub fn submitted(&mut self, person: usize, attempt: &str) -> Result<()> {
        self.line(format_args!("submit\t{person}\t{attempt}"))
    }

    /// An answer was acknowledged.
    pub fn saved(
        &mut self,
        person: usize,
        attempt: &str,
        slot: &str,
        (epoch, seq, answer): (u64, u64, &str),
    ) -> Result<()> {
        self.line(format_args!(
            "save\t{person}\t{attempt}\t{slot}\t{epoch}\t{seq}\t{answer}"
        ))
    }

    /// The highest number that went out to a slot, whatever came back.
    pub fn sent(&mut self, person: usize, attempt: &str, slot: &str, seq: u64) -> Result<()> {
        self.line(format_args!("sent\t{person}\t{attempt}\t{slot}\t{seq}"))
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) -> Result<()> {
        writeln!(self.file, "{line}")
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// Puts everything written so far where [`Acknowledged::read`] finds it.
    pub fn flush(&mut self) -> Result<()> {
        self.file
            .flush()
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// The same, and makes it durable.
    pub fn sync(&mut self) -> Result<()> {
        self.flush()?;
        Ok(self.file.get_ref().sync_data()?)
    }
}

impl Acknowledged {
    /// Reads all ledgers of a folder; a missing folder holds none.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut all = Self::default();
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(all);
        };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "ledger") {
                for (number, line) in (1..).zip(BufReader::new(File::open(&path)?).lines()) {
                    all.take(&line?)
                        .with_context(|| format!("{}:{number}", path.display()))?;
                }
            }
        }
        Ok(all)
    }

    fn take(&mut self, line: &str) -> Result<()> {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            ["start", person, attempt] => self.started.push((person.parse()?, attempt.into())),
            ["submit", person, attempt] => self.submitted.push((person.parse()?, attempt.into())),
            ["save", person, attempt, slot, epoch, seq, answer] => {
                let saved = Saved {
                    epoch: epoch.parse()?,
                    seq: seq.parse()?,
                    answer: answer.into(),
                };
                let key = (person.parse()?, attempt.into(), slot.into());
                let highest = self.saved.entry(key).or_insert_with(|| saved.clone());
                if saved > *highest {
                    *highest = saved;
                }
            }
            ["sent", person, attempt, slot, seq] => {
                let key = (person.parse()?, attempt.into(), slot.into());
                let highest = self.sent.entry(key).or_default();
                *highest = seq.parse::<u64>()?.max(*highest);
            }
            _ => ensure!(false, "not a line of a ledger: '{line}'"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn the_highest_number_of_a_slot_is_what_counts() {
        let folder = folder("ledger-highest");
        let mut ledger = Ledger::open(&folder, "a").unwrap();
        ledger.started(7, "x").unwrap();
        ledger.saved(7, "x", "3", (1, 9, "b")).unwrap();
        ledger.saved(7, "x", "3", (1, 10, "c")).unwrap();
        ledger.submitted(7, "x").unwrap();
        ledger.flush().unwrap();
        let mut other = Ledger::open(&folder, "b").unwrap();
        other.saved(7, "x", "3", (2, 1, "a")).unwrap();
        other.flush().unwrap();

        let read = Acknowledged::read(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(read.started, [(7, "x".to_owned())]);
        assert_eq!(read.submitted, [(7, "x".to_owned())]);
        let saved = &read.saved[&(7, "x".to_owned(), "3".to_owned())];
        assert_eq!((saved.epoch, saved.seq, &*saved.answer), (2, 1, "a"));
    }

    #[test]
    fn a_torn_line_is_named_by_file_and_number() {
        let folder = folder("ledger-torn");
        let mut ledger = Ledger::open(&folder, "a").unwrap();
        ledger.started(7, "x").unwrap();
        ledger.line(format_args!("save\t7\tx")).unwrap();
        ledger.flush().unwrap();
        let error = Acknowledged::read(&folder).unwrap_err();
        fs::remove_dir_all(&folder).unwrap();
        assert!(format!("{error:#}").contains("a.ledger:2"), "{error:#}");
    }
}
