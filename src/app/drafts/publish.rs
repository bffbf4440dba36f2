//! A draft becomes a contest.

use super::error::DraftError;
use super::file::text_of;
use super::list::draft_of;
use super::look::onto;
use crate::app::contests::{ApplyError, Finding};
use crate::app::staff::allowed;
use crate::app::{App, Language};
use crate::auth::{Action, Actor};
use crate::domain::{DraftId, RoundId, RoundState};
use crate::store::StoreError;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A contest that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Published {
    /// Name in addresses.
    pub slug: String,
    /// Its rounds, in the order of the file.
    pub rounds: Vec<PublishedRound>,
    /// Keys that were amended after people had begun.
    pub amended: Vec<String>,
    /// What the organiser should know.
    pub warnings: Vec<PublishedWarning>,
}

/// A round of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedRound {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: RoundId,
    /// Code within the contest.
    pub code: String,
    /// Where it stands now.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// The commitment in force, hex.
    pub commitment: Option<String>,
}

/// Something about one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedWarning {
    /// JSON pointer into the contest file.
    pub pointer: String,
    /// Stable, dotted, English.
    pub code: &'static str,
    /// In the reader's language.
    pub detail: String,
}

impl App {
    /// Publishes a draft of that revision; `confirm` is the slug of its contest, typed by whoever does
    /// it. The draft is gone then. What applying would refuse is refused, key by key.
    pub async fn publish_draft(
        &self,
        actor: Actor,
        id: DraftId,
        revision: i64,
        confirm: &str,
        language: Language,
    ) -> Result<Published, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.read().await?;
        let draft = draft_of(&mut *work, actor, id).await?;
        drop(work);
        if draft.revision != revision {
            return Err(DraftError::Stale(Some(draft.revision)));
        }
        let slug = draft.document.pointer("/contest/slug");
        if slug.and_then(Value::as_str) != Some(confirm) {
            return Err(DraftError::field(
                "/confirm",
                "draft.confirm",
                "Hãy gõ đúng tên trong địa chỉ của cuộc thi để xác nhận.",
                "Please type the contest's name in addresses to confirm.",
            ));
        }
        let onto = onto(draft.slug.as_deref());
        let text = text_of(&draft);
        let applied = self
            .apply_kept(actor, &text, onto, (id, revision))
            .await
            .map_err(|error| match error {
                ApplyError::Store(StoreError::Conflict) => DraftError::Stale(None),
                other => other.into(),
            })?;
        let warning = |finding: &Finding| PublishedWarning {
            pointer: finding.pointer(),
            code: finding.code,
            detail: finding.told(language),
        };
        Ok(Published {
            slug: applied.slug,
            warnings: applied.warnings.iter().map(warning).collect(),
            amended: applied.amended,
            rounds: applied
                .rounds
                .into_iter()
                .map(|round| PublishedRound {
                    id: round.id,
                    code: round.code,
                    state: round.state,
                    commitment: round.commitment,
                })
                .collect(),
        })
    }
}
