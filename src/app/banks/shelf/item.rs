//! A question on the shelf of its bank.

use super::{QuestionUse, use_of};
use crate::app::banks::{Verdicts, drawable};
use crate::domain::{
    Key, LawReference, QuestionContent, QuestionStatus, QuestionVersion, Timestamp, markup,
};
use crate::engine::quality::{Sketch, Weakness, key_place, weaknesses};
use crate::engine::review::rejected;
use crate::store::{Held, ItemSums, StoreError};

/// Longest stem of a list, in characters.
const STEM: usize = 200;

/// The version that may be drawn, without its texts.
pub(in crate::app) struct Drawn {
    /// The version; stem, options and key are empty.
    pub question: QuestionVersion,
    /// How many people approved it.
    pub approvals: usize,
}

/// A question as lists, searches and counts see it.
pub(in crate::app) struct Item {
    /// The newest version; stem, options and key are empty.
    pub question: QuestionVersion,
    /// The stem as plain text, at most 200 characters.
    pub stem: String,
    /// The place of the right option, from 0, where there is one.
    pub key_place: Option<usize>,
    /// Code, stem, options and topic as they are written, in lower case.
    pub words: String,
    /// The same folded.
    pub folded: String,
    /// How many people approved the newest version.
    pub approvals: usize,
    /// Whether the last word on the newest version was a rejection.
    pub rejected: bool,
    /// What is weak about it by itself.
    pub weak: Vec<Weakness>,
    /// What of it is compared with others.
    pub sketch: Sketch,
    /// The version that may be drawn.
    pub drawn: Option<Drawn>,
    /// What closed rounds tell.
    pub usage: Option<QuestionUse>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When something about it changed last.
    pub updated_at: Timestamp,
}

impl Item {
    pub fn new(held: Held, verdicts: &Verdicts, sums: &[ItemSums]) -> Result<Self, StoreError> {
        let newest = held.newest.clone();
        let (head, created_at, updated_at) = (held.head.clone(), held.created_at, held.updated_at);
        let given = verdicts.on(newest.id);
        let words = markup::words(&newest);
        let usage = use_of(&newest, &head, sums)?;
        Ok(Self {
            stem: markup::short(&markup::plain(&newest.content.stem), STEM),
            key_place: key_place(&newest),
            folded: crate::domain::text::folded(&words),
            words: words.to_lowercase(),
            approvals: verdicts.approvals(newest.id, &head),
            rejected: rejected(head.reviewed_as, head.version, given).is_some(),
            weak: weaknesses(&newest),
            sketch: Sketch::of(&newest),
            drawn: drawable(held, verdicts).map(|drawn| Drawn {
                question: light(drawn.version),
                approvals: drawn.approvals,
            }),
            usage,
            created_at,
            updated_at,
            question: light(newest),
        })
    }

    /// Whether it is out of use.
    pub fn is_retired(&self) -> bool {
        self.question.status == QuestionStatus::Retired
    }

    /// The citations that matter: of the newest version, and of the one that is drawn meanwhile.
    pub fn laws(&self) -> impl Iterator<Item = &LawReference> {
        let drawn = self
            .drawn
            .as_ref()
            .filter(|drawn| drawn.question.version != self.question.version);
        let behind = drawn.map_or(&[][..], |drawn| drawn.question.laws.as_slice());
        self.question.laws.iter().chain(behind)
    }

    /// 1 to 5; 0 = unknown.
    pub fn level(&self) -> u8 {
        self.question.content.level
    }
}

/// A version without the texts that only its own page shows.
fn light(question: QuestionVersion) -> QuestionVersion {
    QuestionVersion {
        content: QuestionContent {
            stem: String::new(),
            options: Vec::new(),
            ..question.content
        },
        key: Key::Text(Vec::new()),
        explanation: None,
        ..question
    }
}
