//! What is weak about a bank as a whole.

use super::search::Findings;
use crate::app::App;
use crate::app::questions::{QuestionError, Today};
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::QuestionId;
use crate::domain::law::LawRegister;
use crate::engine::quality::key_balance;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is weak about a bank. Questions that are out of use do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quality {
    /// Where the key of questions of one right option stands.
    pub key_balance: Vec<KeyLetter>,
    /// Pairs that are alike, at most 10,000.
    pub duplicates: Vec<AlikePair>,
    /// Questions by what a person should look at.
    pub findings: Vec<QualityFinding>,
}

/// How often the key stands at a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeyLetter {
    /// A, B, C, …
    pub letter: String,
    /// Questions.
    pub questions: usize,
}

/// Questions that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlikePair {
    /// The two, the older one first.
    #[schema(value_type = Vec<String>)]
    pub questions: Vec<QuestionId>,
    /// `same_words`, `same_options` or `reordered`.
    pub why: &'static str,
    /// How much of their words they share, in thousandths.
    pub likeness_pm: usize,
}

/// Questions with the same finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualityFinding {
    /// Stable, dotted, English.
    pub code: &'static str,
    /// The questions, in order of their making.
    #[schema(value_type = Vec<String>)]
    pub questions: Vec<QuestionId>,
}

impl App {
    /// What is weak about a bank.
    pub async fn bank_quality(&self, actor: Actor, bank: &str) -> Result<Quality, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let shelf = self.shelf(&mut *work, actor, bank).await?;
        let today = Today::new(LawRegister::new(work.laws().await?), self.now());
        drop(work);
        let findings = Findings::new(&shelf, &today);
        let mut by_code: BTreeMap<&'static str, Vec<QuestionId>> = BTreeMap::new();
        let mut places: Vec<usize> = Vec::new();
        let in_use = shelf.items.iter().enumerate();
        for (at, item) in in_use.filter(|(_, item)| !item.is_retired()) {
            for code in findings.of(at, item) {
                by_code.entry(code).or_default().push(item.question.id);
            }
            places.extend(item.key_place);
        }
        let key_balance = key_balance(places)
            .into_iter()
            .map(|count| KeyLetter {
                letter: count.letter.to_string(),
                questions: count.questions,
            })
            .collect();
        let duplicates = shelf
            .alike
            .iter()
            .map(|pair| AlikePair {
                questions: [pair.first, pair.second]
                    .map(|at| shelf.items[at].question.id)
                    .to_vec(),
                why: pair.why.word(),
                likeness_pm: pair.likeness_pm,
            })
            .collect();
        let findings = by_code
            .into_iter()
            .map(|(code, questions)| QualityFinding { code, questions })
            .collect();
        Ok(Quality {
            key_balance,
            duplicates,
            findings,
        })
    }
}
