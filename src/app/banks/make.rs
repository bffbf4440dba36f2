//! A bank is made, and gets another title or another number of approvals.

use super::import::{BadBank, is_bank_code};
use crate::app::App;
use crate::app::questions::QuestionError;
use crate::app::staff::allowed;
use crate::app::tenancy::bank_of;
use crate::auth::{Action, Actor};
use crate::domain::{Bank, BankId, text};
use crate::entropy;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// Longest title of a bank, in characters.
const TITLE: usize = 200;

/// A bank by code and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BankCard {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How many people have to approve a question: 1 or 2.
    pub approvals: i64,
}

/// What changes about a bank.
#[derive(Debug, Clone, Default)]
pub struct BankChange {
    /// The new title.
    pub title: Option<String>,
    /// How many people have to approve a question from now on.
    pub approvals: Option<i64>,
}

impl App {
    /// Makes a bank without questions.
    pub async fn make_bank(
        &self,
        actor: Actor,
        code: &str,
        title: &str,
    ) -> Result<BankCard, QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        if !is_bank_code(code) {
            return Err(BadBank.into());
        }
        let title = title_of(title)?;
        let now = self.now();
        let mut work = self.store.begin().await?;
        // A code is one on the whole platform: one that a unit elsewhere took is taken, and no more is said.
        if work.bank_by_code(code).await?.is_some() {
            return Err(QuestionError::BankExists);
        }
        let bank = Bank {
            id: entropy::id(&*self.entropy, now, BankId::new),
            code: code.to_owned(),
            title,
            owner: actor.unit(),
        };
        work.put_bank(&bank, now).await?;
        work.touch_bank(bank.id, now).await?;
        let detail = json!({ "code": bank.code, "title": bank.title });
        let subject = format!("bank:{}", bank.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "bank.made",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(BankCard {
            code: bank.code,
            title: bank.title,
            approvals: 1,
        })
    }

    /// Changes the title of a bank, or how many people have to approve its questions. What was approved
    /// stays approved; where more people are asked for now, it is a task.
    pub async fn change_bank(
        &self,
        actor: Actor,
        code: &str,
        change: BankChange,
    ) -> Result<BankCard, QuestionError> {
        if change.title.is_some() || change.approvals.is_none() {
            allowed(actor, Action::ImportQuestions)?;
        }
        if let Some(approvals) = change.approvals {
            // Who writes questions does not decide how many people have to look at them.
            allowed(actor, Action::ApproveQuestions)?;
            if !(1..=2).contains(&approvals) {
                return Err(QuestionError::field(
                    "/approvals",
                    "field.range",
                    "Số người duyệt là 1 hoặc 2.",
                    "One or two people approve a question.",
                ));
            }
        }
        let now = self.now();
        let mut work = self.store.begin().await?;
        let mut bank = bank_of(&mut *work, actor, code).await?;
        work.touch_bank(bank.id, now).await?;
        if let Some(title) = &change.title {
            bank.title = title_of(title)?;
            work.put_bank(&bank, now).await?;
        }
        if let Some(approvals) = change.approvals {
            work.set_approvals(bank.id, approvals).await?;
        }
        let approvals = work.approvals_needed(bank.id).await?;
        let detail = json!({ "title": change.title, "approvals": change.approvals });
        let subject = format!("bank:{}", bank.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "bank.changed",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(BankCard {
            code: bank.code,
            title: bank.title,
            approvals,
        })
    }
}

fn title_of(title: &str) -> Result<String, QuestionError> {
    let read = text::line(title, TITLE).ok();
    Ok(read.filter(|title| !title.is_empty()).ok_or(BadBank)?)
}
