//! The audit log as a chain (security.md 1, threats 11 and 40): every row carries the hash over itself
//! and the row before it, so that a changed, removed or inserted row shows; a signed checkpoint shows
//! that the chain was not made anew.

use super::digest::{Digest, Fields, hex, unhex};
use super::jcs::canonical;
use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What `format` of a checkpoint says.
pub const FORMAT: &str = "thiluat-audit/1";

/// A row of the log as it enters the chain.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: &'a str,
    /// What.
    pub action: &'a str,
    /// To what.
    pub subject: &'a str,
    /// JSON.
    pub detail: &'a str,
}

/// `H(enc("thiluat/audit/1", previous, number, at, actor, action, subject, detail))`; `previous` is the
/// hash before it as raw bytes, empty for the first row, `at` in microseconds of Unix time.
pub fn link(previous: &[u8], number: i64, line: &Line<'_>) -> Digest {
    Fields::of("thiluat/audit/1")
        .bytes(previous)
        .number(number)
        .number(line.at.micros())
        .bytes(line.actor.as_bytes())
        .bytes(line.action.as_bytes())
        .bytes(line.subject.as_bytes())
        .bytes(line.detail.as_bytes())
        .hash()
}

/// The end of the chain at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// When it was made.
    pub at: Timestamp,
    /// [`FORMAT`].
    pub format: String,
    /// Hash of the last row, hex.
    pub hash: String,
    /// Number of the last row.
    pub link: i64,
}

impl Checkpoint {
    /// Of the row of that number and hash.
    pub fn new(at: Timestamp, link: i64, hash: &[u8]) -> Self {
        Self {
            at,
            format: FORMAT.to_owned(),
            hash: hex(hash),
            link,
        }
    }

    /// The text that is signed: canonical JSON.
    ///
    /// # Panics
    /// Never: the number of a row is far below 2^53.
    pub fn canonical(&self) -> String {
        let Self {
            at,
            format,
            hash,
            link,
        } = self;
        let value: Value = json!({ "at": at, "format": format, "hash": hash, "link": link });
        canonical(&value).expect("the number of a row is below 2^53")
    }
}

/// The first fault of a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Rows are missing.
    #[error("row {0} of the chain is missing")]
    Missing(i64),
    /// A row is not the one that was written, or the one before it is not.
    #[error("row {0} of the chain was changed")]
    Changed(i64),
    /// A row stands in the log that was never linked.
    #[error("a row that is not of the chain stands in the log (seq {0})")]
    Foreign(i64),
    /// The end of the chain is cut off.
    #[error("the chain ends with row {found}, but {said} were written")]
    CutOff {
        /// Number of the last row found.
        found: i64,
        /// Number of the last row written.
        said: i64,
    },
    /// A checkpoint was not signed by this installation.
    #[error("the checkpoint at row {0} is not signed by this installation")]
    Unsigned(i64),
    /// The chain was made anew: it is not the one of a checkpoint.
    #[error("row {0} is not the one of the signed checkpoint: the log before it was written anew")]
    Rewritten(i64),
}

/// Walks along a chain, row by row in the order of the log.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    number: i64,
    hash: Vec<u8>,
}

impl Walk {
    /// The next row: `seq` is its place in the log, `number` and `hash` what it carries.
    pub fn step(
        &mut self,
        seq: i64,
        linked: Option<(i64, &[u8])>,
        line: &Line<'_>,
    ) -> Result<(), Broken> {
        let (number, hash) = linked.ok_or(Broken::Foreign(seq))?;
        if number > self.number + 1 {
            return Err(Broken::Missing(self.number + 1));
        }
        if number != self.number + 1 || link(&self.hash, number, line) != hash {
            return Err(Broken::Changed(number));
        }
        self.number = number;
        self.hash = hash.to_vec();
        Ok(())
    }

    /// Whether the row that was just passed is the one of a checkpoint.
    pub fn fits(&self, checkpoint: &Checkpoint) -> Result<(), Broken> {
        let said = unhex::<32>(&checkpoint.hash);
        if self.number == checkpoint.link && said.is_some_and(|hash| hash[..] == self.hash) {
            return Ok(());
        }
        Err(Broken::Rewritten(checkpoint.link))
    }

    /// Whether the chain ends where it was last written to.
    pub fn ends(&self, number: i64, hash: &[u8]) -> Result<(), Broken> {
        if self.number != number {
            let found = self.number;
            return Err(Broken::CutOff {
                found,
                said: number,
            });
        }
        if self.hash != hash {
            return Err(Broken::Changed(number));
        }
        Ok(())
    }

    /// Number of the row that was passed last.
    pub fn number(&self) -> i64 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Row = (i64, Vec<u8>, String);

    fn chain(texts: &[String]) -> Vec<Row> {
        let mut previous = Vec::new();
        (1..)
            .zip(texts)
            .map(|(number, text)| {
                previous = link(&previous, number, &line(text)).to_vec();
                (number, previous.clone(), text.clone())
            })
            .collect()
    }

    fn line(text: &str) -> Line<'_> {
        Line {
            at: Timestamp::from_millis(5),
            actor: "command",
            action: text,
            subject: "round:1",
            detail: "{}",
        }
    }

    fn walk(rows: &[Row], end: &Row) -> Result<(), Broken> {
        let mut walk = Walk::default();
        for (number, hash, text) in rows {
            walk.step(*number, Some((*number, hash)), &line(text))?;
        }
        walk.ends(end.0, &end.1)
    }

    proptest! {
        #[test]
        fn nothing_can_be_done_to_a_chain_in_silence(
            texts in prop::collection::vec("[a-c]{0,3}", 2..12), at: prop::sample::Index,
        ) {
            let rows = chain(&texts);
            let end = rows.last().unwrap().clone();
            prop_assert_eq!(walk(&rows, &end), Ok(()));
            let at = at.index(rows.len());
            let number = rows[at].0;

            let mut changed = rows.clone();
            changed[at].2.push('x');
            prop_assert_eq!(walk(&changed, &end), Err(Broken::Changed(number)));

            let mut removed = rows.clone();
            removed.remove(at);
            let expected = if at + 1 == rows.len() {
                Broken::CutOff { found: number - 1, said: number }
            } else {
                Broken::Missing(number)
            };
            prop_assert_eq!(walk(&removed, &end), Err(expected));

            let mut doubled = rows.clone();
            doubled.insert(at, rows[at].clone());
            prop_assert_eq!(walk(&doubled, &end), Err(Broken::Changed(number)));

            if at > 0 {
                let mut swapped = rows.clone();
                swapped.swap(at - 1, at);
                prop_assert!(walk(&swapped, &end).is_err());
            }
        }
    }

    #[test]
    fn a_chain_made_anew_is_not_that_of_the_checkpoint() {
        let rows = chain(&["a".to_owned(), "b".to_owned()]);
        let checkpoint = Checkpoint::new(Timestamp::from_millis(9), 2, &rows[1].1);
        assert!(
            checkpoint
                .canonical()
                .starts_with(r#"{"at":"1970-01-01T00:00:00.009Z","format""#)
        );
        let fits = |texts: [&str; 2]| {
            let mut walk = Walk::default();
            for (number, hash, text) in chain(&texts.map(str::to_owned)) {
                walk.step(number, Some((number, &hash)), &line(&text))
                    .unwrap();
            }
            walk.fits(&checkpoint)
        };
        assert_eq!(fits(["a", "b"]), Ok(()));
        assert_eq!(fits(["x", "b"]), Err(Broken::Rewritten(2)));
    }
}
