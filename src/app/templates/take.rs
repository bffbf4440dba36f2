//! What a draft takes of a template.

use super::shipped::SHIPPED;
use crate::app::banks::PlacedDraft;
use crate::app::contests::file_document;
use crate::app::drafts::DraftError;
use crate::app::packages::BankIn;
use crate::app::tenancy::reaches;
use crate::app::{App, NotFound};
use crate::auth::Actor;
use crate::domain::{TemplateBank, TemplateId};
use serde_json::Value;

/// A template as a draft begins from it.
pub(in crate::app) struct TemplateUse {
    /// The contest file.
    pub document: Value,
    /// Its text, if it has comments that teach.
    pub source: Option<&'static str>,
    /// The banks that come with it.
    pub banks: Vec<BankIn>,
}

impl App {
    /// The template of that id, if the actor may begin from it.
    pub(in crate::app) async fn template_to_use(
        &self,
        actor: Actor,
        id: &str,
    ) -> Result<TemplateUse, DraftError> {
        if let Some(shipped) = SHIPPED.iter().find(|shipped| shipped.id == id) {
            return Ok(TemplateUse {
                document: file_document(shipped.file)?,
                source: Some(shipped.file),
                banks: Vec::new(),
            });
        }
        let id: TemplateId = id.parse().map_err(|_| NotFound)?;
        let mut work = self.store.read().await?;
        let kept = work.template(id).await?.ok_or(NotFound)?;
        let shared = kept.shared
            && match (actor.unit(), kept.owner) {
                (Some(unit), Some(owner)) => work.is_within(unit, owner).await?,
                (_, None) | (None, _) => true,
            };
        if !shared && !reaches(&mut *work, actor, kept.owner).await? {
            return Err(NotFound.into());
        }
        let mut banks = Vec::new();
        for TemplateBank {
            code,
            title,
            questions,
        } in work.template_banks(id).await?
        {
            let mut placed = Vec::with_capacity(questions.len());
            for (number, mut draft) in (1..).zip(questions) {
                draft.media = work.media(&draft.shown_media()).await?;
                placed.push(PlacedDraft {
                    at: format!("{number}"),
                    draft,
                });
            }
            banks.push(BankIn {
                code,
                title: Some(title),
                questions: placed,
            });
        }
        Ok(TemplateUse {
            document: kept.document,
            source: None,
            banks,
        })
    }
}
