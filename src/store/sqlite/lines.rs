//! The lines of one attempt in memory, one behind the other as bytes: a value for every line with its
//! text elsewhere would take four times as much, and a node holds a hundred thousand attempts.

use super::row::{document, instant};
use crate::domain::{Response, Slot};
use crate::store::StoreError;

/// Room for so many bytes is taken at a time: a handful of answers.
const ROOM: usize = 192;

/// A line of the log, without its place and its attempt.
#[derive(Clone, Copy)]
pub(super) struct Line<A> {
    pub(super) epoch: i64,
    pub(super) seq: i64,
    pub(super) saved_at: i64,
    pub(super) slot: u16,
    /// The answer as JSON.
    pub(super) answer: A,
}

impl<A: AsRef<str>> Line<A> {
    /// As the domain knows it.
    pub(super) fn response(&self) -> Result<Response, StoreError> {
        Ok(Response {
            epoch: self.epoch,
            seq: self.seq,
            slot: Slot(self.slot),
            answer: document("answer_log", "answer", self.answer.as_ref())?,
            saved_at: instant(self.saved_at),
        })
    }
}

/// Lines in the order of their arrival.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

impl Lines {
    pub(super) fn push<A: AsRef<str>>(&mut self, line: &Line<A>) {
        let answer = line.answer.as_ref().as_bytes();
        let length = u32::try_from(answer.len()).expect("an answer is far below 4 GiB");
        let needed = 30 + answer.len();
        if self.0.capacity() - self.0.len() < needed {
            self.0.reserve_exact(needed.max(ROOM));
        }
        for number in [line.epoch, line.seq, line.saved_at] {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
        self.0.extend_from_slice(&line.slot.to_le_bytes());
        self.0.extend_from_slice(&length.to_le_bytes());
        self.0.extend_from_slice(answer);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Line<&str>> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let (line, behind) = first(rest)?;
            rest = behind;
            Some(line)
        })
    }
}

/// The first line of these bytes, and the bytes behind it.
fn first(bytes: &[u8]) -> Option<(Line<&str>, &[u8])> {
    let (epoch, bytes) = bytes.split_first_chunk()?;
    let (seq, bytes) = bytes.split_first_chunk()?;
    let (saved_at, bytes) = bytes.split_first_chunk()?;
    let (slot, bytes) = bytes.split_first_chunk()?;
    let (length, bytes) = bytes.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (answer, bytes) = bytes.split_at_checked(length)?;
    let line = Line {
        epoch: i64::from_le_bytes(*epoch),
        seq: i64::from_le_bytes(*seq),
        saved_at: i64::from_le_bytes(*saved_at),
        slot: u16::from_le_bytes(*slot),
        answer: std::str::from_utf8(answer).expect("it was written as text"),
    };
    Some((line, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_come_back_as_they_were_put(
            put in prop::collection::vec((any::<i64>(), any::<i64>(), any::<i64>(), any::<u16>(), ".*"), 0..40),
        ) {
            let mut lines = Lines::default();
            for (epoch, seq, saved_at, slot, answer) in &put {
                lines.push(&Line {
                    epoch: *epoch,
                    seq: *seq,
                    saved_at: *saved_at,
                    slot: *slot,
                    answer,
                });
            }
            prop_assert_eq!(lines.is_empty(), put.is_empty());
            let back: Vec<_> = lines
                .iter()
                .map(|line| (line.epoch, line.seq, line.saved_at, line.slot, line.answer.to_owned()))
                .collect();
            prop_assert_eq!(back, put);
        }
    }
}
