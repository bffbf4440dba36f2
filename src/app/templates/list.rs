//! Templates are listed and removed.

use super::shipped::{SHIPPED, Shipped};
use crate::app::drafts::DraftError;
use crate::app::staff::allowed;
use crate::app::tenancy::within_reach;
use crate::app::{App, Language, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{ContestTemplate, TemplateId};
use crate::store::UnitOfWork;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// Kept templates that a list shows.
const SHOWN: i64 = 200;

/// A template in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TemplateLine {
    /// What `from.template` of a new draft takes.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it is good for.
    pub summary: String,
    /// `one_week`, `several_weeks`, `school`, `agency`, `two_groups`, `knock_out`, or `own`.
    pub kind: &'static str,
    /// Whether it comes with the product.
    pub shipped: bool,
    /// The unit that shares it; null: the platform.
    pub shared_by: Option<TemplateUnit>,
    /// Number of rounds.
    pub rounds: i64,
    /// Number of questions that come with it.
    pub questions: i64,
}

/// The unit that shares a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TemplateUnit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl TemplateLine {
    fn of_shipped(shipped: &Shipped, language: Language) -> Self {
        Self {
            id: shipped.id.to_owned(),
            title: shipped.title(language).to_owned(),
            summary: shipped.summary(language).to_owned(),
            kind: shipped.kind,
            shipped: true,
            shared_by: None,
            rounds: shipped.rounds,
            questions: 0,
        }
    }

    pub(super) async fn of_kept(
        work: &mut dyn UnitOfWork,
        kept: ContestTemplate,
    ) -> Result<Self, DraftError> {
        let unit = match kept.owner {
            Some(owner) => work.unit(owner).await?,
            None => None,
        };
        Ok(Self {
            id: kept.id.to_string(),
            title: kept.title,
            summary: kept.summary,
            kind: "own",
            shipped: false,
            shared_by: unit.map(|unit| TemplateUnit {
                code: unit.draft.code,
                name: unit.draft.name,
            }),
            rounds: kept.rounds,
            questions: kept.questions,
        })
    }
}

impl App {
    /// Templates that the actor may begin from: those shipped, then those of his unit, of the units below
    /// it, and what units above it share, newest first.
    pub async fn templates(
        &self,
        actor: Actor,
        language: Language,
    ) -> Result<Vec<TemplateLine>, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.read().await?;
        let mut lines: Vec<TemplateLine> = SHIPPED
            .iter()
            .map(|shipped| TemplateLine::of_shipped(shipped, language))
            .collect();
        for kept in work.templates_for(actor.unit(), SHOWN).await? {
            lines.push(TemplateLine::of_kept(&mut *work, kept).await?);
        }
        Ok(lines)
    }

    /// Removes a template of the actor's unit or of a unit below it. Drafts that began from it stay.
    pub async fn remove_template(&self, actor: Actor, id: &str) -> Result<(), DraftError> {
        allowed(actor, Action::ManageTemplates)?;
        let id: TemplateId = id.parse().map_err(|_| NotFound)?;
        let mut work = self.store.begin().await?;
        let kept = work.template(id).await?.ok_or(NotFound)?;
        within_reach(&mut *work, actor, kept.owner).await?;
        work.remove_template(id).await?;
        let subject = format!("template:{id}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "template.removed",
            subject,
            &json!({}),
        )
        .await?;
        work.commit().await?;
        Ok(())
    }
}
