//! What the questions of a bank can be narrowed by, with how many there are of each.

use super::search::Findings;
use super::shelf::Shelf;
use crate::app::App;
use crate::app::questions::{QuestionError, Today};
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::law::LawRegister;
use crate::domain::{QuestionKind, QuestionStatus};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What the questions of a bank can be narrowed by, with how many there are of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Facets {
    /// Topics, by name.
    pub topics: Vec<TopicFacet>,
    /// Levels; 0 = unknown.
    pub levels: Vec<LevelFacet>,
    /// draft, checked, approved, retired.
    pub statuses: Vec<StatusFacet>,
    /// single, multiple, number, text.
    pub kinds: Vec<KindFacet>,
    /// Documents, by number.
    pub laws: Vec<LawFacet>,
    /// Findings, by code.
    pub findings: Vec<FindingFacet>,
}

/// Questions of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopicFacet {
    /// The topic; null: none.
    pub name: Option<String>,
    /// How many.
    pub questions: usize,
}

/// Questions of a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelFacet {
    /// 0 to 5.
    pub level: u8,
    /// How many.
    pub questions: usize,
}

/// Questions that stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusFacet {
    /// draft, checked, approved or retired.
    #[schema(value_type = String)]
    pub status: QuestionStatus,
    /// How many.
    pub questions: usize,
}

/// Questions that are answered that way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindFacet {
    /// single, multiple, number or text.
    #[schema(value_type = String)]
    pub kind: QuestionKind,
    /// How many.
    pub questions: usize,
}

/// Questions that cite a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LawFacet {
    /// Its number.
    pub document: String,
    /// Its title, as the register or a citation gives it.
    pub title: String,
    /// How many.
    pub questions: usize,
}

/// Questions with a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingFacet {
    /// The code.
    pub code: &'static str,
    /// How many.
    pub questions: usize,
}

impl App {
    /// What the questions of a bank can be narrowed by.
    pub async fn bank_facets(&self, actor: Actor, bank: &str) -> Result<Facets, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let shelf = self.shelf(&mut *work, actor, bank).await?;
        let today = Today::new(LawRegister::new(work.laws().await?), self.now());
        drop(work);
        Ok(facets(&shelf, &today))
    }
}

fn facets(shelf: &Shelf, today: &Today) -> Facets {
    let findings = Findings::new(shelf, today);
    let mut topics: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut levels: BTreeMap<u8, usize> = BTreeMap::new();
    let mut laws: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    let mut codes: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut statuses = [
        QuestionStatus::Draft,
        QuestionStatus::Checked,
        QuestionStatus::Approved,
        QuestionStatus::Retired,
    ]
    .map(|status| (status, 0));
    let mut kinds = [
        QuestionKind::Single,
        QuestionKind::Multiple,
        QuestionKind::Number,
        QuestionKind::Text,
    ]
    .map(|kind| (kind, 0));
    for (at, item) in shelf.items.iter().enumerate() {
        let question = &item.question;
        *topics.entry(question.topic.as_deref()).or_default() += 1;
        *levels.entry(item.level()).or_default() += 1;
        for (status, questions) in &mut statuses {
            *questions += usize::from(*status == question.status);
        }
        for (kind, questions) in &mut kinds {
            *questions += usize::from(*kind == question.content.kind);
        }
        let mut cited: BTreeMap<&str, &str> = BTreeMap::new();
        for law in &question.laws {
            cited.entry(&law.document).or_insert(&law.title);
        }
        for (document, title) in cited {
            let (questions, known) = laws.entry(document).or_default();
            *questions += 1;
            if known.is_empty() {
                *known = title;
            }
        }
        for code in findings.of(at, item) {
            *codes.entry(code).or_default() += 1;
        }
    }
    let title = |document: &str, cited: &str| {
        let known = today.register.get(document).map(|law| law.title.clone());
        known
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| cited.to_owned())
    };
    Facets {
        topics: topics
            .into_iter()
            .map(|(name, questions)| TopicFacet {
                name: name.map(str::to_owned),
                questions,
            })
            .collect(),
        levels: levels
            .into_iter()
            .map(|(level, questions)| LevelFacet { level, questions })
            .collect(),
        statuses: statuses
            .into_iter()
            .map(|(status, questions)| StatusFacet { status, questions })
            .collect(),
        kinds: kinds
            .into_iter()
            .map(|(kind, questions)| KindFacet { kind, questions })
            .collect(),
        laws: laws
            .into_iter()
            .map(|(document, (questions, cited))| LawFacet {
                document: document.to_owned(),
                title: title(document, cited),
                questions,
            })
            .collect(),
        findings: codes
            .into_iter()
            .map(|(code, questions)| FindingFacet { code, questions })
            .collect(),
    }
}
