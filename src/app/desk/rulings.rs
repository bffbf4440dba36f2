//! Rulings on questions of a round: what two people decided about those that turned out to be wrong.

use super::DeskError;
use crate::app::{App, NotFound};
use crate::domain::desk::{Proposal, Proposed, QuestionRuling};
use crate::domain::{Key, RoundId, Timestamp};
use crate::engine::draw::key_text;
use crate::engine::marking::Voiding;
use serde::Serialize;
use std::collections::HashMap;

/// The rulings in force, by id and version of the question.
#[derive(Debug, Clone, Default)]
pub struct Rulings(HashMap<(String, i64), QuestionRuling>);

impl Rulings {
    /// Of all proposals of a round; of several about one question the last approved counts.
    pub(in crate::app) fn of(proposals: &[Proposal]) -> Self {
        let mut rulings = Self::default();
        for (proposal, _) in approved(proposals) {
            if let Proposed::Remark {
                question,
                version,
                ruling,
            } = &proposal.what
            {
                rulings.add(question.to_string(), *version, ruling.clone());
            }
        }
        rulings
    }

    /// Puts a ruling in the place of what was ruled before.
    pub(super) fn add(&mut self, question: String, version: i64, ruling: QuestionRuling) {
        self.0.insert((question, version), ruling);
    }

    /// The ruling on a question.
    pub(in crate::app) fn get(&self, question: &str, version: i64) -> Option<&QuestionRuling> {
        // No key is made for the usual case of a round without rulings.
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&(question.to_owned(), version))
    }

    /// How a question is marked, if its committed key is that.
    pub(in crate::app) fn marking<'a>(
        &'a self,
        question: &str,
        version: i64,
        committed: &'a Key,
    ) -> (&'a Key, Option<Voiding>) {
        match self.get(question, version) {
            None => (committed, None),
            Some(QuestionRuling::NewKey(key)) => (key, None),
            Some(QuestionRuling::VoidFull) => (committed, Some(Voiding::Full)),
            Some(QuestionRuling::VoidLeftOut) => (committed, Some(Voiding::LeftOut)),
        }
    }
}

/// A ruling in the form of `decisions` in a proof bundle (algorithms.md 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ListedRuling {
    /// Id of the question.
    pub question_id: String,
    /// Its version.
    pub version: i64,
    /// full or `left_out`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<&'static str>,
    /// The key that takes the place of the committed one, as text (algorithms.md 1, step 2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_key: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was approved.
    #[schema(value_type = String)]
    pub at: Timestamp,
}

impl ListedRuling {
    /// Of all proposals of a round, in the order of approval; a later one about the same question
    /// takes the place of an earlier one.
    pub(in crate::app) fn of(proposals: &[Proposal]) -> Vec<Self> {
        approved(proposals)
            .filter_map(|(proposal, at)| {
                let Proposed::Remark {
                    question,
                    version,
                    ruling,
                } = &proposal.what
                else {
                    return None;
                };
                let (void, new_key) = match ruling {
                    QuestionRuling::VoidFull => (Some("full"), None),
                    QuestionRuling::VoidLeftOut => (Some("left_out"), None),
                    QuestionRuling::NewKey(key) => (None, Some(key_text(key))),
                };
                Some(Self {
                    question_id: question.to_string(),
                    version: *version,
                    void,
                    new_key,
                    reason: proposal.reason.clone(),
                    at,
                })
            })
            .collect()
    }
}

/// What was approved, in that order.
fn approved(proposals: &[Proposal]) -> impl Iterator<Item = (&Proposal, Timestamp)> {
    let mut all: Vec<(&Proposal, Timestamp)> = proposals
        .iter()
        .filter(|proposal| proposal.is_approved())
        .filter_map(|proposal| Some((proposal, proposal.closing.as_ref()?.at)))
        .collect();
    all.sort_by_key(|(proposal, at)| (*at, proposal.id));
    all.into_iter()
}

impl App {
    /// The rulings on questions of a round, as its proof bundle lists them.
    pub async fn listed_rulings(&self, round: RoundId) -> Result<Vec<ListedRuling>, DeskError> {
        let mut work = self.store.read().await?;
        work.round(round).await?.ok_or(NotFound)?;
        Ok(ListedRuling::of(&work.proposals_of(round).await?))
    }
}
