//! A question file is read and kept, to be looked through.

use super::error::ImportError;
use super::files::FileToRead;
use super::view::ImportView;
use crate::app::App;
use crate::app::banks::{BadBank, BankImportError, bank_to_fill, is_bank_code};
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::import::{Import, ImportItem, ItemState, Remark};
use crate::domain::{ImportId, text};
use crate::entropy;
use std::collections::HashSet;

/// Longest name of a file that is kept, in characters.
const FILE_NAME: usize = 120;

/// What is to be read, and for which bank.
#[derive(Debug, Clone)]
pub struct StartImport {
    /// Code of the bank.
    pub bank: String,
    /// Title of a new bank, or a new title of this one.
    pub title: Option<String>,
    /// The file.
    pub file: FileToRead,
}

impl App {
    /// Reads a question file and keeps what it holds, to be looked through. Nothing goes into the bank;
    /// what the bank holds already is refused here, so that the preview says what will happen.
    pub async fn start_import(
        &self,
        actor: Actor,
        start: StartImport,
    ) -> Result<ImportView, ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        let bad = || ImportError::Bank(BankImportError::Bank(BadBank));
        if !is_bank_code(&start.bank) {
            return Err(bad());
        }
        let title = start.title.as_deref().map(|title| text::line(title, 200));
        let title = title.transpose().map_err(|_| bad())?;
        let seen = start.file.name.chars().filter(|c| !text::is_unseen(*c));
        let file_name: String = seen.take(FILE_NAME).collect();
        bank_to_fill(&mut *self.store.read().await?, actor, &start.bank).await?;
        let read = self.files.read(start.file).await?;
        let mut items = read.items;
        let mut look = self.store.read().await?;
        // Asked again: reading a file takes its time.
        if let Some(bank) = bank_to_fill(&mut *look, actor, &start.bank).await? {
            let held: HashSet<[u8; 32]> = look.fingerprints(bank.id).await?.into_iter().collect();
            for item in &mut items {
                refuse_held(item, &held);
            }
        }
        drop(look);
        let now = self.now();
        let import = Import {
            id: entropy::id(&*self.entropy, now, ImportId::new),
            bank: start.bank,
            title: title.filter(|title| !title.is_empty()).or(read.title),
            file_name,
            format: read.format,
            remarks: read.remarks,
            made_by: actor.to_string(),
            owner: actor.unit(),
            created_at: now,
            changes: 0,
            committed_at: None,
        };
        let mut work = self.store.begin().await?;
        work.add_media(&read.media, import.owner, now).await?;
        work.add_import(&import, &items).await?;
        let detail = serde_json::json!({
            "bank": import.bank, "format": import.format, "questions": items.len(),
        });
        let subject = format!("import:{}", import.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "import.started",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        self.import_view(import).await
    }
}

/// Refuses a question that the bank holds already.
fn refuse_held(item: &mut ImportItem, held: &HashSet<[u8; 32]>) {
    let Some(draft) = item.draft.as_ref().filter(|_| item.state.goes_in()) else {
        return;
    };
    if held.contains(&draft.fingerprint().0) {
        item.state = ItemState::Refused;
        item.refusal = Some(Remark {
            at: item.at.clone(),
            code: "import.duplicate".to_owned(),
            detail: "Ngân hàng đã có câu hỏi này (cùng câu hỏi và các phương án).".to_owned(),
        });
    }
}
