//! The documents of the register, with how many questions cite each.

use crate::app::banks::Shelf;
use crate::app::questions::QuestionError;
use crate::app::staff::allowed;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{BankId, LawDocument, text};
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::Date;
use utoipa::ToSchema;

/// Documents of a page.
const PAGE: usize = 100;
/// Longest search text that is looked at, in characters.
const LONGEST: usize = 200;

/// Which documents.
#[derive(Debug, Clone, Default)]
pub struct LawQuery {
    /// Words of number, title or issuer; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page of documents.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LawList {
    /// By number.
    pub items: Vec<LawLine>,
    /// There are more.
    pub next_cursor: Option<String>,
}

/// A document of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LawLine {
    /// Its number, such as 36/2024/QH15.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// First day in force.
    #[schema(value_type = Option<String>)]
    #[serde(with = "crate::domain::question::optional_date")]
    pub valid_from: Option<Date>,
    /// Last day in force.
    #[schema(value_type = Option<String>)]
    #[serde(with = "crate::domain::question::optional_date")]
    pub valid_to: Option<Date>,
    /// Number of the document that takes its place.
    pub replaced_by: Option<String>,
    /// Where the text can be read.
    pub link: Option<String>,
    /// How many questions in use of one's own banks cite it.
    pub questions: usize,
}

impl LawLine {
    pub(super) fn new(law: LawDocument, questions: usize) -> Self {
        Self {
            number: law.number,
            title: law.title,
            issuer: law.issuer,
            valid_from: law.valid_from,
            valid_to: law.valid_to,
            replaced_by: law.replaced_by,
            link: law.link,
            questions,
        }
    }
}

impl App {
    /// Documents of the register.
    pub async fn list_laws(
        &self,
        actor: Actor,
        query: &LawQuery,
    ) -> Result<LawList, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let laws = work.laws().await?;
        let cited = self.cited(&mut *work, actor).await?;
        drop(work);
        if query.cursor.as_ref().is_some_and(|c| c.len() > 200) {
            return Err(NotFound.into());
        }
        let typed = query.q.as_deref().unwrap_or_default();
        let typed: String = typed.chars().take(LONGEST).collect();
        let folded = text::folded(&typed);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let fits = |law: &LawDocument| {
            let text = text::folded(&format!("{} {} {}", law.number, law.title, law.issuer));
            words.iter().all(|word| text.contains(word))
        };
        let after = |law: &LawDocument| query.cursor.as_ref().is_none_or(|c| law.number > *c);
        let mut items: Vec<LawLine> = laws
            .into_iter()
            .filter(|law| after(law) && fits(law))
            .take(PAGE + 1)
            .map(|law| {
                let questions = cited.get(&law.number).copied().unwrap_or(0);
                LawLine::new(law, questions)
            })
            .collect();
        let more = items.len() > PAGE;
        items.truncate(PAGE);
        Ok(LawList {
            next_cursor: items.last().filter(|_| more).map(|law| law.number.clone()),
            items,
        })
    }

    /// How many questions in use of the actor's banks cite each document, in the newest version or in
    /// the one that is drawn.
    pub(super) async fn cited(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
    ) -> Result<BTreeMap<String, usize>, StoreError> {
        Ok(cited_in(&self.shelves(work, actor.unit()).await?))
    }

    /// The documents that questions in use cite whose banks are not the actor's: who may change these
    /// without being asked is only staff of the whole platform.
    pub(super) async fn cited_elsewhere(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
    ) -> Result<BTreeSet<String>, StoreError> {
        let Some(top) = actor.unit() else {
            return Ok(BTreeSet::new());
        };
        let own: BTreeSet<BankId> = work
            .bank_heads(Some(top))
            .await?
            .iter()
            .map(|head| head.bank.id)
            .collect();
        let mut others = self.shelves(work, None).await?;
        others.retain(|shelf| !own.contains(&shelf.head.bank.id));
        Ok(cited_in(&others).into_keys().collect())
    }
}

fn cited_in(shelves: &[Arc<Shelf>]) -> BTreeMap<String, usize> {
    let mut cited: BTreeMap<String, usize> = BTreeMap::new();
    let items = shelves.iter().flat_map(|shelf| &shelf.items);
    for item in items.filter(|item| !item.is_retired()) {
        let documents: BTreeSet<&str> = item.laws().map(|law| law.document.as_str()).collect();
        for document in documents {
            *cited.entry(document.to_owned()).or_default() += 1;
        }
    }
    cited
}
