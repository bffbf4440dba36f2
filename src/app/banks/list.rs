//! The banks within reach, with how their questions stand.

use super::shelf::Shelf;
use crate::app::App;
use crate::app::questions::{QuestionError, Today, tasks_of};
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::law::LawRegister;
use crate::domain::{QuestionStatus, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// All banks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankList {
    /// By code.
    pub items: Vec<BankLine>,
    /// Always null: banks are few.
    pub next_cursor: Option<String>,
}

/// A bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BankLine {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How many people have to approve a question: 1 or 2.
    pub approvals: i64,
    /// How its questions stand.
    pub counts: StatusCounts,
    /// How much waits for a person.
    pub tasks: usize,
    /// When something in it changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// Questions by where their newest version stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusCounts {
    /// Drafts.
    pub draft: usize,
    /// Checked ones.
    pub checked: usize,
    /// Approved ones.
    pub approved: usize,
    /// Those out of use.
    pub retired: usize,
}

impl StatusCounts {
    fn of(shelf: &Shelf) -> Self {
        let mut counts = Self::default();
        for item in &shelf.items {
            let count = match item.question.status {
                QuestionStatus::Draft => &mut counts.draft,
                QuestionStatus::Checked => &mut counts.checked,
                QuestionStatus::Approved => &mut counts.approved,
                QuestionStatus::Retired => &mut counts.retired,
            };
            *count += 1;
        }
        counts
    }
}

impl App {
    /// All banks of the actor, with how their questions stand.
    pub async fn list_banks(&self, actor: Actor) -> Result<BankList, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let today = Today::new(LawRegister::new(work.laws().await?), self.now());
        let shelves = self.shelves(&mut *work, actor.unit()).await?;
        let line = |shelf: &std::sync::Arc<Shelf>| BankLine {
            code: shelf.head.bank.code.clone(),
            title: shelf.head.bank.title.clone(),
            approvals: shelf.head.approvals,
            counts: StatusCounts::of(shelf),
            tasks: tasks_of(shelf, &today).len(),
            updated_at: shelf.head.updated_at,
        };
        Ok(BankList {
            items: shelves.iter().map(line).collect(),
            next_cursor: None,
        })
    }
}
