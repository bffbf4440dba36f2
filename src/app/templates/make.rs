//! A contest becomes a template.

use super::list::TemplateLine;
use crate::app::App;
use crate::app::banks::{as_draft, drawable_of};
use crate::app::contests::file_document;
use crate::app::drafts::DraftError;
use crate::app::packages::without_dates;
use crate::app::staff::allowed;
use crate::app::tenancy::{contest_of, within_reach};
use crate::auth::{Action, Actor};
use crate::domain::{Contest, ContestTemplate, TemplateBank, TemplateId, text};
use crate::entropy;
use crate::store::UnitOfWork;
use serde_json::json;
use std::collections::BTreeSet;

/// Longest title, in characters.
const TITLE: usize = 200;
/// Longest summary, in characters.
const SUMMARY: usize = 1_000;

/// A template that is to be made.
#[derive(Debug, Clone)]
pub struct TemplateNew {
    /// Slug of the contest that it is made of.
    pub contest: String,
    /// Name for people.
    pub title: String,
    /// What it is good for.
    pub summary: String,
    /// Whether the questions come with it, keys included.
    pub with_banks: bool,
    /// Whether staff of the units below may begin from it.
    pub shared: bool,
}

impl App {
    /// Keeps a copy of a contest as a template, without its name, unit, dates and codes at the door.
    pub async fn make_template(
        &self,
        actor: Actor,
        new: TemplateNew,
    ) -> Result<TemplateLine, DraftError> {
        allowed(actor, Action::ManageTemplates)?;
        if new.with_banks {
            allowed(actor, Action::ReadQuestions)?;
        }
        let title = line(&new.title, TITLE, "/title")?;
        let summary = text::passage(&new.summary, SUMMARY).map_err(|_| wrong("/summary"))?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, &new.contest).await?;
        let mut document = file_document(&contest.source)?;
        without_dates(&mut document);
        let banks = if new.with_banks {
            banks(&mut *work, actor, &contest).await?
        } else {
            Vec::new()
        };
        let questions: usize = banks.iter().map(|bank| bank.questions.len()).sum();
        let now = self.now();
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let template = ContestTemplate {
            id: entropy::id(&*self.entropy, now, TemplateId::new),
            owner: actor.unit(),
            title,
            summary,
            document,
            rounds: count(contest.file.rounds.len()),
            questions: count(questions),
            shared: new.shared,
            made_by: actor.staff(),
            created_at: now,
        };
        work.add_template(&template, &banks).await?;
        let detail = json!({ "shared": new.shared, "questions": questions });
        let subject = format!("template:{}", template.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "template.made",
            subject,
            &detail,
        )
        .await?;
        let line = TemplateLine::of_kept(&mut *work, template).await?;
        work.commit().await?;
        Ok(line)
    }
}

/// What may be drawn of every bank of the contest.
async fn banks(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    contest: &Contest,
) -> Result<Vec<TemplateBank>, DraftError> {
    let cells = contest
        .file
        .rounds
        .iter()
        .flat_map(|round| &round.blueprint);
    let codes: BTreeSet<&str> = cells.map(|cell| cell.bank.as_str()).collect();
    let mut banks = Vec::with_capacity(codes.len());
    for code in codes {
        let Some(bank) = work.bank_by_code(code).await? else {
            continue;
        };
        within_reach(work, actor, bank.owner).await?;
        let drawable = drawable_of(work, bank.id).await?;
        banks.push(TemplateBank {
            code: bank.code,
            title: bank.title,
            questions: drawable
                .into_iter()
                .map(|drawn| as_draft(drawn.version))
                .collect(),
        });
    }
    Ok(banks)
}

fn line(text: &str, longest: usize, pointer: &str) -> Result<String, DraftError> {
    let line = text::line(text, longest).ok();
    line.filter(|line| !line.is_empty())
        .ok_or_else(|| wrong(pointer))
}

fn wrong(pointer: &str) -> DraftError {
    DraftError::field(
        pointer,
        "field.length",
        "Tên mẫu cần 1 đến 200 ký tự, phần giới thiệu tối đa 1.000 ký tự.",
        "A template has a title of 1 to 200 characters and a summary of at most 1,000.",
    )
}
