//! What drawing touches of each question, close together in memory.
//!
//! A paper takes a few questions out of thousands, and looking into a handful of separate
//! allocations for each would cost more than all the hashing.

use crate::domain::QuestionContent;
use crate::engine::digest::Fields;
use smallvec::SmallVec;

/// A row a question, and the bytes that enter paper hashes.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    bytes: Vec<u8>,
}

#[derive(Debug, Clone)]
struct Row {
    /// Where `enc(id, version)` begins in the bytes.
    start: usize,
    /// Where it ends and the option ids begin.
    options: usize,
    /// Where each option id ends, counted from `options`.
    ends: SmallVec<[u32; 8]>,
    level: u8,
    /// Which options keep their place; none: no one does.
    pinned: Option<Box<[bool]>>,
}

impl Table {
    /// Adds the next question.
    pub(super) fn push(&mut self, id: &str, version: i64, content: &QuestionContent) {
        let start = self.bytes.len();
        let mut encoded = Fields::none();
        encoded.text(id).number(version);
        self.bytes.extend_from_slice(encoded.as_bytes());
        let options = self.bytes.len();
        let mut ends = SmallVec::new();
        for option in &content.options {
            self.bytes.extend_from_slice(option.id.as_bytes());
            let end = self.bytes.len() - options;
            ends.push(u32::try_from(end).expect("the ids of a question are short"));
        }
        let pinned: Box<[bool]> = content.options.iter().map(|o| o.pinned).collect();
        self.rows.push(Row {
            start,
            options,
            ends,
            level: content.level,
            pinned: pinned.contains(&true).then_some(pinned),
        });
    }

    /// The level of a question, 0 = unknown.
    pub(super) fn level(&self, question: u32) -> u8 {
        self.rows[question as usize].level
    }

    /// How many options a question has.
    pub(super) fn options(&self, question: u32) -> usize {
        self.rows[question as usize].ends.len()
    }

    /// Which options of a question keep their place, if any does.
    pub(super) fn pinned(&self, question: u32) -> Option<&[bool]> {
        self.rows[question as usize].pinned.as_deref()
    }

    /// Appends `question_id, version, option_ids joined by ","`, the options in that order.
    pub(super) fn encode(&self, question: u32, order: &[u8], out: &mut Fields) {
        let row = &self.rows[question as usize];
        out.append(&self.bytes[row.start..row.options]);
        out.tokens(order.iter().map(|at| {
            let at = usize::from(*at);
            let from = if at == 0 {
                0
            } else {
                row.ends[at - 1] as usize
            };
            &self.bytes[row.options + from..row.options + row.ends[at] as usize]
        }));
    }
}
