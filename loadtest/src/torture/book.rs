//! The ledger of a campaign: whatever was sent, and whatever was acknowledged.
//!
//! A line is noted here before its request leaves and again when the acknowledgement is in. Every
//! note goes to a file too, by a thread that flushes what has gathered (`fdatasync`) again and again:
//! should the machine itself go down, the file still says what the platform owes.

use crate::ledger::Ledger;
use anyhow::{Context, Result, anyhow};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Findings that are kept word by word; the rest is only counted.
const KEPT: usize = 50;

/// The ledger of a campaign.
pub struct Book {
    pages: Mutex<Pages>,
    notes: Option<Sender<Note>>,
    scribe: Option<JoinHandle<Result<()>>>,
}

/// Everything known of the attempts of a campaign.
#[derive(Default)]
pub struct Pages {
    /// By attempt id.
    pub attempts: HashMap<String, Page>,
    /// Attempts with notes since the last look at the platform.
    pub touched: HashSet<String>,
    /// Acknowledged starts, saves and submissions.
    pub acks: Acks,
    findings: Vec<String>,
    unkept: usize,
}

/// How many acknowledgements came, by kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acks {
    /// Attempts begun or taken up.
    pub starts: u64,
    /// Answers, each counted once.
    pub saves: u64,
    /// Attempts handed in, each counted once.
    pub finals: u64,
}

/// One attempt.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Number of the person.
    pub person: usize,
    /// By (epoch, seq).
    pub rows: BTreeMap<(u64, u64), Row>,
    /// Codes of the receipts that came for it: one, however often it is handed in.
    pub receipts: BTreeSet<String>,
    /// Whether handing in was tried.
    pub handing_in: bool,
    /// Whether nothing more will be sent; once it was looked at, it may be forgotten.
    pub is_over: bool,
}

/// One answer that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Question.
    pub slot: String,
    /// Option chosen.
    pub option: String,
    /// The code of its acknowledgement, once it is in.
    pub ack: Option<String>,
}

enum Note {
    Started(usize, String),
    Sent(usize, String, String, u64),
    Saved(usize, String, (u64, u64), Row),
    Submitted(usize, String),
    /// Answered once everything before it is on the disk.
    Settle(Sender<()>),
}

impl Book {
    /// An empty one whose file is `folder/name.ledger`.
    pub fn open(folder: &Path, name: &str) -> Result<Self> {
        let ledger = Ledger::open(folder, name)?;
        let (notes, received) = channel();
        let scribe = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || write_down(ledger, &received))?;
        Ok(Self {
            pages: Mutex::default(),
            notes: Some(notes),
            scribe: Some(scribe),
        })
    }

    /// Everything, for as long as the guard lives.
    pub fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, note: Note) {
        if let Some(notes) = &self.notes {
            // A scribe that failed says so at the next `settle`.
            let _ = notes.send(note);
        }
    }

    /// A start was acknowledged.
    pub fn started(&self, person: usize, attempt: &str) {
        {
            let mut pages = self.pages();
            pages.acks.starts += 1;
            pages.touched.insert(attempt.to_owned());
            pages.attempts.entry(attempt.to_owned()).or_default().person = person;
        }
        self.note(Note::Started(person, attempt.to_owned()));
    }

    /// An answer is about to leave.
    pub fn sent(&self, attempt: &str, numbers: (u64, u64), slot: &str, option: &str) {
        let person = {
            let mut pages = self.pages();
            pages.touched.insert(attempt.to_owned());
            let page = pages.attempts.entry(attempt.to_owned()).or_default();
            page.rows.entry(numbers).or_insert_with(|| Row {
                slot: slot.to_owned(),
                option: option.to_owned(),
                ack: None,
            });
            page.person
        };
        let (attempt, slot) = (attempt.to_owned(), slot.to_owned());
        self.note(Note::Sent(person, attempt, slot, numbers.1));
    }

    /// An answer was acknowledged. The same numbers get the same acknowledgement for ever
    /// (security.md 2.3); another one is a finding.
    pub fn saved(&self, attempt: &str, numbers: (u64, u64), ack: &str) {
        let mut pages = self.pages();
        let Some(page) = pages.attempts.get_mut(attempt) else {
            return;
        };
        let person = page.person;
        let Some(row) = page.rows.get_mut(&numbers) else {
            return;
        };
        let before = row.ack.replace(ack.to_owned());
        let row = row.clone();
        match before {
            Some(before) if before != ack => pages.find(format!(
                "changed: attempt {attempt} {numbers:?}: acknowledged by {before} and by {ack}"
            )),
            Some(_) => {}
            None => {
                pages.acks.saves += 1;
                drop(pages);
                self.note(Note::Saved(person, attempt.to_owned(), numbers, row));
            }
        }
    }

    /// Handing in is about to be tried.
    pub fn handing_in(&self, attempt: &str) {
        let mut pages = self.pages();
        pages.touched.insert(attempt.to_owned());
        if let Some(page) = pages.attempts.get_mut(attempt) {
            page.handing_in = true;
        }
    }

    /// A submission was acknowledged with that receipt.
    pub fn submitted(&self, attempt: &str, receipt: &str) {
        let mut pages = self.pages();
        let Some(page) = pages.attempts.get_mut(attempt) else {
            return;
        };
        let person = page.person;
        let is_new = page.receipts.insert(receipt.to_owned());
        let receipts = page.receipts.len();
        pages.acks.finals += u64::from(receipts == 1 && is_new);
        if is_new && receipts > 1 {
            let all: Vec<_> = pages.attempts[attempt].receipts.iter().cloned().collect();
            let all = all.join(", ");
            pages.find(format!(
                "wrong: attempt {attempt}: more than one final: {all}"
            ));
        }
        drop(pages);
        self.note(Note::Submitted(person, attempt.to_owned()));
    }

    /// Nothing more will be sent for an attempt.
    pub fn over(&self, attempt: &str) {
        if let Some(page) = self.pages().attempts.get_mut(attempt) {
            page.is_over = true;
        }
    }

    /// Something that breaks a promise.
    pub fn find(&self, finding: String) {
        self.pages().find(finding);
    }

    /// Waits until every note is on the disk.
    pub fn settle(&self) -> Result<()> {
        let (done, settled) = channel();
        self.note(Note::Settle(done));
        settled
            .recv()
            .map_err(|_| anyhow!("the ledger could not be written"))
    }

    /// Ends the file and gives the findings.
    pub fn close(mut self) -> Result<(Acks, Vec<String>)> {
        self.notes = None;
        if let Some(scribe) = self.scribe.take() {
            let ended = scribe.join();
            ended.map_err(|_| anyhow!("the thread of the ledger panicked"))??;
        }
        let mut pages = self.pages();
        let mut findings = std::mem::take(&mut pages.findings);
        if pages.unkept > 0 {
            findings.push(format!("and {} more", pages.unkept));
        }
        Ok((pages.acks, findings))
    }
}

impl Pages {
    /// Something that breaks a promise.
    pub fn find(&mut self, finding: String) {
        if self.findings.len() < KEPT {
            self.findings.push(finding);
        } else {
            self.unkept += 1;
        }
    }

    /// Whether one of them names a row that is lost, wrong or changed.
    pub fn names_a_row(&self) -> bool {
        self.findings.iter().any(|finding| names_a_row(finding))
    }

    /// How many findings there are.
    pub fn found(&self) -> usize {
        self.findings.len() + self.unkept
    }
}

/// Findings that name what was lost, is wrong, or is not what was acknowledged before begin so.
pub fn names_a_row(finding: &str) -> bool {
    let words = ["lost: ", "wrong: ", "changed: "];
    words.iter().any(|word| finding.starts_with(word))
}

/// Writes notes until no more can come; flushes whenever it has caught up.
fn write_down(mut ledger: Ledger, notes: &Receiver<Note>) -> Result<()> {
    while let Ok(first) = notes.recv() {
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(note) = next {
            match note {
                Note::Started(person, attempt) => ledger.started(person, &attempt)?,
                Note::Sent(person, attempt, slot, seq) => {
                    ledger.sent(person, &attempt, &slot, seq)?;
                }
                Note::Saved(person, attempt, (epoch, seq), row) => {
                    ledger.saved(person, &attempt, &row.slot, (epoch, seq, &row.option))?;
                }
                Note::Submitted(person, attempt) => ledger.submitted(person, &attempt)?,
                Note::Settle(done) => waiting.push(done),
            }
            next = notes.try_recv().ok();
        }
        ledger.sync().context("the ledger could not be flushed")?;
        for done in waiting {
            let _ = done.send(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Acknowledged;

    #[test]
    fn a_second_ack_or_a_second_receipt_is_a_finding_and_the_file_says_what_came() {
        let folder = std::env::temp_dir().join(format!("book-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let book = Book::open(&folder, "a").unwrap();
        book.started(3, "x");
        book.sent("x", (1, 1), "4", "b");
        book.saved("x", (1, 1), "mac");
        book.saved("x", (1, 1), "mac");
        book.submitted("x", "R1");
        book.submitted("x", "R1");
        book.settle().unwrap();
        assert_eq!(book.pages().found(), 0);
        book.saved("x", (1, 1), "other");
        book.submitted("x", "R2");
        let (acks, findings) = book.close().unwrap();
        assert_eq!((acks.starts, acks.saves, acks.finals), (1, 1, 1));
        assert_eq!(findings.len(), 2, "{findings:?}");
        let read = Acknowledged::read(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(read.saved.len(), 1);
        assert_eq!(read.started, [(3, "x".to_owned())]);
    }
}
