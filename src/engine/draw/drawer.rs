//! Drawing papers fast, from a manifest that was read once.

use super::epoch::EpochKey;
use super::layout::{as_stored, option_order};
use super::manifest::Manifest;
use super::parts::Parts;
use super::picks::{DrawCell, Pick, pick};
use super::table::Table;
use crate::domain::QuestionContent;
use crate::domain::contest::PaperRules;
use crate::engine::blueprint::{self, CellCount, NotFeasible};
use crate::engine::digest::{Digest, Fields};
use serde::Deserialize;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// A paper: what a person is asked, in the order of the slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The questions; the first stands in slot 1.
    pub questions: Vec<PaperQuestion>,
    /// `paper_hash` of algorithms.md 1, step 7.
    pub hash: Digest,
}

/// A question on a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperQuestion {
    /// Index into [`Drawer::questions`].
    pub question: u32,
    /// Index of the blueprint cell that it was drawn for, which gives its points.
    pub cell: u16,
    /// The i-th option shown is the stored one of that index.
    pub options: SmallVec<[u8; 8]>,
}

/// A question that a round may draw.
#[derive(Debug, Clone)]
pub struct DrawnQuestion {
    /// Its id.
    pub id: String,
    /// The version that this round draws.
    pub version: i64,
    /// Ids of its options in stored order.
    pub options: Vec<String>,
}

/// Why a manifest can't be drawn from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawable {
    /// The paper rules or a cell of the blueprint can't be read.
    #[error("{at}: {why}")]
    Rules {
        /// Where in the manifest.
        at: String,
        /// What is wrong with it.
        why: String,
    },
    /// `blueprint` and `cells` are of different length.
    #[error("the blueprint has {blueprint} cells, but questions are listed for {cells}")]
    Cells {
        /// Length of `blueprint`.
        blueprint: usize,
        /// Length of `cells`.
        cells: usize,
    },
    /// A cell does not list its questions strictly ascending by id.
    #[error("cells[{cell}]: question {question} is out of order or listed twice")]
    Unsorted {
        /// Index of the cell.
        cell: usize,
        /// The question.
        question: String,
    },
    /// Two cells hold different versions of a question.
    #[error("cells[{cell}]: question {question} is in another cell with another version")]
    TwoVersions {
        /// Index of the cell.
        cell: usize,
        /// The question.
        question: String,
    },
    /// The content of a question was not given.
    #[error("question {question}, version {version}, is in the manifest but not at hand")]
    Missing {
        /// The question.
        question: String,
        /// The version.
        version: i64,
    },
    /// A question has more options than an option order can number.
    #[error("question {question} has {options} options; at most 255 can be shuffled")]
    Options {
        /// The question.
        question: String,
        /// How many it has.
        options: usize,
    },
    /// A paper could run short.
    #[error(transparent)]
    Blueprint(#[from] NotFeasible),
}

/// Draws the papers of a round.
#[derive(Debug, Clone)]
pub struct Drawer {
    round: Fields,
    rules: PaperRules,
    parts: Parts,
    cells: Vec<DrawCell>,
    questions: Vec<DrawnQuestion>,
    table: Table,
}

impl Drawer {
    /// Of a manifest; `content` gives the content of a question version by id and version.
    ///
    /// What passes here can be drawn: no paper runs short.
    pub fn new<'a>(
        manifest: &Manifest,
        mut content: impl FnMut(&str, i64) -> Option<&'a QuestionContent>,
    ) -> Result<Self, NotDrawable> {
        let rules = match manifest.rules.get("paper") {
            Some(paper) => PaperRules::deserialize(paper).map_err(|why| NotDrawable::Rules {
                at: "rules.paper".to_owned(),
                why: why.to_string(),
            })?,
            None => PaperRules::default(),
        };
        let parts = Parts::of(manifest, rules.order)?;
        let counts = counts(manifest)?;
        let versions = versions(manifest)?;
        let mut questions = Vec::with_capacity(versions.len());
        let mut table = Table::default();
        let mut index = BTreeMap::new();
        for (at, (id, version)) in (0_u32..).zip(versions) {
            let content = content(id, version).ok_or_else(|| NotDrawable::Missing {
                question: id.to_owned(),
                version,
            })?;
            questions.push(DrawnQuestion::new(id, version, content)?);
            table.push(id, version, content);
            index.insert(id, at);
        }
        let lists: Vec<Vec<u32>> = manifest
            .cells
            .iter()
            .map(|cell| cell.iter().map(|q| index[q.id.as_str()]).collect())
            .collect();
        blueprint::check(&counts, &lists)?;
        let cells = counts
            .into_iter()
            .zip(lists)
            .map(|(rule, questions)| DrawCell { rule, questions })
            .collect();
        let mut round = Fields::of("thiluat/paper/1");
        round.text(&manifest.round);
        Ok(Self {
            round,
            rules,
            parts,
            cells,
            questions,
            table,
        })
    }

    /// All questions that the round may draw, sorted by id.
    pub fn questions(&self) -> &[DrawnQuestion] {
        &self.questions
    }

    /// The question that stands there on a paper.
    pub fn question(&self, on_paper: &PaperQuestion) -> &DrawnQuestion {
        &self.questions[on_paper.question as usize]
    }

    /// The paper of participant `number` for that ordinal (1, 2, …). Papers of smaller ordinals are
    /// drawn on the way, as later ones avoid their questions.
    pub fn paper(&self, key: &EpochKey, number: i64, ordinal: i64, group: Option<&str>) -> Paper {
        let mut seen = Vec::new();
        for earlier in 1..ordinal {
            let known = seen.len();
            let picks = self.picks(key, number, earlier, group, &seen);
            remember(&mut seen, picks.iter().map(|pick| pick.question));
            // Fresh questions go first, so a paper without one says that none is left: the papers
            // up to this ordinal can add nothing, and a thousandth attempt costs what a tenth does.
            if seen.len() == known {
                break;
            }
        }
        self.drawn(key, number, ordinal, group, &seen)
    }

    /// All papers of participant `number` up to that ordinal, the first first.
    pub fn papers_up_to(
        &self,
        key: &EpochKey,
        number: i64,
        ordinal: i64,
        group: Option<&str>,
    ) -> Vec<Paper> {
        let mut papers: Vec<Paper> = Vec::new();
        for ordinal in 1..=ordinal {
            papers.push(self.draw(key, number, ordinal, group, &papers));
        }
        papers
    }

    /// The paper of participant `number` for that ordinal, where all `earlier` papers are at hand.
    pub fn draw(
        &self,
        key: &EpochKey,
        number: i64,
        ordinal: i64,
        group: Option<&str>,
        earlier: &[Paper],
    ) -> Paper {
        let mut seen = Vec::new();
        let earlier = earlier.iter().flat_map(|paper| &paper.questions);
        remember(&mut seen, earlier.map(|q| q.question));
        self.drawn(key, number, ordinal, group, &seen)
    }

    pub(super) fn picks(
        &self,
        key: &EpochKey,
        number: i64,
        ordinal: i64,
        group: Option<&str>,
        seen: &[u32],
    ) -> Vec<Pick> {
        pick(&self.cells, group, seen, &mut key.picks(number, ordinal))
    }

    fn drawn(
        &self,
        key: &EpochKey,
        number: i64,
        ordinal: i64,
        group: Option<&str>,
        seen: &[u32],
    ) -> Paper {
        let mut picks = self.picks(key, number, ordinal, group, seen);
        self.parts.arrange(
            &mut picks,
            || key.order(number, ordinal),
            |pick| self.table.level(pick.question),
        );
        let mut stream = self
            .rules
            .shuffle_options
            .then(|| key.options(number, ordinal));
        let questions: Vec<PaperQuestion> = picks
            .into_iter()
            .map(|Pick { question, cell }| {
                let stored = self.table.options(question);
                let options = match &mut stream {
                    Some(stream) => option_order(stored, self.table.pinned(question), stream),
                    None => as_stored(stored),
                };
                PaperQuestion {
                    question,
                    cell,
                    options,
                }
            })
            .collect();
        let hash = self.hash(number, ordinal, &questions);
        Paper { questions, hash }
    }

    /// `H(enc("thiluat/paper/1", round_id, p, o, question_id_1, version_1, option_ids_1 joined by
    /// ",", question_id_2, …))`, in slot order.
    fn hash(&self, number: i64, ordinal: i64, questions: &[PaperQuestion]) -> Digest {
        let mut fields = Fields::none();
        fields.reserve(128 + 96 * questions.len());
        fields
            .append(self.round.as_bytes())
            .number(number)
            .number(ordinal);
        for asked in questions {
            self.table
                .encode(asked.question, &asked.options, &mut fields);
        }
        fields.hash()
    }
}

impl DrawnQuestion {
    fn new(id: &str, version: i64, content: &QuestionContent) -> Result<Self, NotDrawable> {
        if content.options.len() > usize::from(u8::MAX) {
            return Err(NotDrawable::Options {
                question: id.to_owned(),
                options: content.options.len(),
            });
        }
        Ok(Self {
            id: id.to_owned(),
            version,
            options: content.options.iter().map(|o| o.id.clone()).collect(),
        })
    }
}

fn counts(manifest: &Manifest) -> Result<Vec<CellCount>, NotDrawable> {
    if manifest.blueprint.len() != manifest.cells.len() {
        return Err(NotDrawable::Cells {
            blueprint: manifest.blueprint.len(),
            cells: manifest.cells.len(),
        });
    }
    let read = |(at, cell)| {
        CellCount::deserialize(cell).map_err(|why: serde_json::Error| NotDrawable::Rules {
            at: format!("blueprint[{at}]"),
            why: why.to_string(),
        })
    };
    manifest.blueprint.iter().enumerate().map(read).collect()
}

/// The version of each question, over all cells; a map, so that the order of ids is that of bytes.
fn versions(manifest: &Manifest) -> Result<BTreeMap<&str, i64>, NotDrawable> {
    let mut versions = BTreeMap::new();
    for (cell, listed) in manifest.cells.iter().enumerate() {
        for pair in listed.windows(2) {
            if pair[0].id >= pair[1].id {
                return Err(NotDrawable::Unsorted {
                    cell,
                    question: pair[1].id.clone(),
                });
            }
        }
        for question in listed {
            let version = *versions
                .entry(question.id.as_str())
                .or_insert(question.version);
            if version != question.version {
                return Err(NotDrawable::TwoVersions {
                    cell,
                    question: question.id.clone(),
                });
            }
        }
    }
    Ok(versions)
}

fn remember(seen: &mut Vec<u32>, questions: impl Iterator<Item = u32>) {
    seen.extend(questions);
    seen.sort_unstable();
    seen.dedup();
}
