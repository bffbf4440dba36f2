//! The questions of an import go into their bank.

use super::error::ImportError;
use crate::app::banks::{BankImport, BankImportError, PlacedDraft, ReadImport};
use crate::app::staff::allowed;
use crate::app::tenancy::import_of;
use crate::app::{App, ImportNote};
use crate::auth::{Action, Actor};
use crate::domain::ImportId;
use crate::domain::import::ItemFilter;
use crate::store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// Questions read from the store at a time.
const ROWS: i64 = 1_000;

/// How often a file is read anew because people go on mending it.
const TRIES: usize = 5;

/// What the questions become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitAs {
    /// Drafts, which are not drawn.
    Drafts,
    /// Approved at once, by somebody who may.
    Approved,
}

/// What taking the questions did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Committed {
    /// Code of the bank.
    pub bank: String,
    /// Questions taken.
    pub accepted: usize,
    /// Questions that the bank did not take.
    #[schema(value_type = Vec<Object>)]
    pub refused: Vec<ImportNote>,
}

impl App {
    /// Takes the questions of an import that are not refused or left out into its bank, in one
    /// transaction; with `all_or_nothing`, one that the bank does not take keeps all out.
    pub async fn commit_import(
        &self,
        actor: Actor,
        id: ImportId,
        commit_as: CommitAs,
        all_or_nothing: bool,
    ) -> Result<Committed, ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        for _ in 0..TRIES {
            match self.take_import(actor, id, commit_as, all_or_nothing).await {
                // Somebody mended a question between the reading and the taking, or was quicker with the
                // same file: the next reading tells which.
                Err(ImportError::Bank(BankImportError::Store(StoreError::Conflict))) => {}
                done => return done,
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn take_import(
        &self,
        actor: Actor,
        id: ImportId,
        commit_as: CommitAs,
        all_or_nothing: bool,
    ) -> Result<Committed, ImportError> {
        let mut work = self.store.read().await?;
        let import = import_of(&mut *work, actor, id).await?;
        if import.committed_at.is_some() {
            return Err(ImportError::Committed);
        }
        let mut questions = Vec::new();
        let mut refused_before = 0;
        let mut after = 0;
        loop {
            let items = work.import_items(id, ItemFilter::All, after, ROWS).await?;
            let Some(last) = items.last() else { break };
            after = last.position;
            for item in items {
                match item.draft.filter(|_| item.state.goes_in()) {
                    Some(draft) => questions.push(PlacedDraft { at: item.at, draft }),
                    None if item.refusal.is_some() => refused_before += 1,
                    None => {}
                }
            }
        }
        drop(work);
        let done = self
            .import_questions(
                actor,
                BankImport {
                    bank: import.bank.clone(),
                    title: import.title,
                    questions,
                    refused_before,
                    as_drafts: commit_as == CommitAs::Drafts,
                    strict: all_or_nothing,
                    dry_run: false,
                    of: Some(ReadImport {
                        id,
                        changes: import.changes,
                    }),
                },
            )
            .await?;
        if done.accepted == 0 {
            // The bank holds everything already: by this very file, where somebody was quicker.
            let mut work = self.store.read().await?;
            let now = import_of(&mut *work, actor, id).await?;
            if now.committed_at.is_some() {
                return Err(ImportError::Committed);
            }
        }
        Ok(Committed {
            bank: import.bank,
            accepted: done.accepted,
            refused: done.refused,
        })
    }
}
