//! A draft is begun: from nothing, from a template, or to change a contest.

use super::error::DraftError;
use super::keep::title_of;
use super::view::DraftView;
use crate::app::contests::{address_of, file_document, free_address, quoted};
use crate::app::packages::{Home, rename_banks};
use crate::app::staff::allowed;
use crate::app::tenancy::contest_of;
use crate::app::{App, Language};
use crate::auth::{Action, Actor};
use crate::domain::{ContestDraft, DraftId, UnitId, text};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use serde_json::{Value, json};

/// Longest title of a contest, in characters.
const LONGEST: usize = 200;

/// What a draft begins from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFrom {
    /// Nothing but a title.
    Nothing,
    /// The template of that id.
    Template(String),
    /// The contest of that slug, which the draft will change.
    Contest(String),
}

/// A draft that is to be kept.
pub(in crate::app) struct NewDraft {
    /// The unit whose staff work on it.
    pub owner: Option<UnitId>,
    /// The contest that it will change.
    pub slug: Option<String>,
    /// Name, where the document has none.
    pub title: String,
    /// The contest file.
    pub document: Value,
    /// The text it was read from.
    pub source: Option<String>,
}

impl App {
    /// Begins a draft. Banks that come with a template become the actor's unit's own.
    pub async fn make_draft(
        &self,
        actor: Actor,
        title: &str,
        from: DraftFrom,
        language: Language,
    ) -> Result<DraftView, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let title = text::line(title, LONGEST).ok();
        let title = title.filter(|title| !title.is_empty()).ok_or_else(|| {
            DraftError::field(
                "/title",
                "field.length",
                "Cần tên cuộc thi, tối đa 200 ký tự.",
                "A title is needed, of at most 200 characters.",
            )
        })?;
        // Which templates there are is looked at before anything is written.
        let template = match &from {
            DraftFrom::Template(id) => Some(self.template_to_use(actor, id).await?),
            DraftFrom::Nothing | DraftFrom::Contest(_) => None,
        };
        let mut work = self.store.begin().await?;
        let unit = self.unit_code(&mut *work, actor).await?;
        let new = match (from, template) {
            (DraftFrom::Contest(slug), _) => {
                let contest = contest_of(&mut *work, actor, &slug).await?;
                NewDraft {
                    owner: contest.owner,
                    slug: Some(slug),
                    title,
                    document: file_document(&contest.source)?,
                    source: Some(contest.source),
                }
            }
            (_, template) => {
                let mut document = json!({});
                let mut text = None;
                if let Some(template) = template {
                    document = template.document;
                    text = template.source;
                    let home = Home::of(actor, unit.as_deref());
                    let places = self
                        .take_banks(&mut *work, actor, &home, template.banks, true)
                        .await?;
                    rename_banks(&mut document, &places);
                }
                let wanted = address_of(&title);
                let slug = free_address(&mut *work, &wanted, unit.as_deref()).await?;
                let head = [
                    ("title", title.as_str()),
                    ("slug", slug.as_str()),
                    ("organiser", unit.as_deref().unwrap_or_default()),
                ];
                set_head(&mut document, &head);
                let source = text.map(|text| with_head(text, &head));
                let says_the_same =
                    |text: &String| file_document(text).is_ok_and(|read| read == document);
                let source = source.filter(says_the_same);
                NewDraft {
                    owner: actor.unit(),
                    slug: None,
                    title,
                    document,
                    source,
                }
            }
        };
        let draft = self.add_draft(&mut *work, actor, new).await?;
        work.commit().await?;
        let mut work = self.store.read().await?;
        let view = self
            .draft_view(&mut *work, actor, draft.clone(), language)
            .await?;
        drop(work);
        if view.complete {
            let whole = ContestDraft {
                complete: true,
                ..draft
            };
            let mut work = self.store.begin().await?;
            work.put_draft(&whole, whole.revision).await?;
            work.commit().await?;
        }
        Ok(view)
    }

    /// Keeps a new draft, in the transaction of what it comes with.
    pub(in crate::app) async fn add_draft(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        new: NewDraft,
    ) -> Result<ContestDraft, StoreError> {
        let now = self.now();
        let draft = ContestDraft {
            id: entropy::id(&*self.entropy, now, DraftId::new),
            owner: new.owner,
            slug: new.slug,
            title: title_of(&new.document).unwrap_or(new.title),
            document: new.document,
            source: new.source,
            revision: 1,
            // Not looked at here: banks that are not committed yet must not be remembered.
            complete: false,
            rehearsed: None,
            changed_by: actor.staff(),
            created_at: now,
            updated_at: now,
        };
        work.add_draft(&draft).await?;
        Ok(draft)
    }

    /// Code of the unit that the actor acts for.
    pub(in crate::app) async fn unit_code(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
    ) -> Result<Option<String>, StoreError> {
        let Some(id) = actor.unit() else {
            return Ok(None);
        };
        Ok(work.unit(id).await?.map(|unit| unit.draft.code))
    }
}

/// Writes title, address and organiser into the head of a document; what is empty is left out.
fn set_head(document: &mut Value, head: &[(&str, &str)]) {
    let Some(members) = document.as_object_mut() else {
        return;
    };
    let known = members
        .entry("contest")
        .or_insert_with(|| json!({}))
        .as_object_mut();
    if let Some(known) = known {
        for (key, value) in head.iter().filter(|(_, value)| !value.is_empty()) {
            known.insert((*key).to_owned(), json!(value));
        }
    }
}

/// Writes the same into the empty places of a template, so that its comments stay.
fn with_head(text: &str, head: &[(&str, &str)]) -> String {
    head.iter().fold(text.to_owned(), |text, (key, value)| {
        let line = format!("\n{key} = {}\n", quoted(value));
        text.replacen(&format!("\n{key} = \"\"\n"), &line, 1)
    })
}
