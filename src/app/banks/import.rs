//! Questions from a file become part of a bank.

use super::stored::version;
use crate::app::import_note::ImportNote;
use crate::app::notifications::Event;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::reaches;
use crate::app::{App, Language, Refusal};
use crate::auth::{Action, Actor};
use crate::domain::{
    Bank, BankId, ImportId, Medium, QuestionDraft, QuestionId, QuestionStatus, StaffId, Timestamp,
    UnitId, text,
};
use crate::entropy;
use crate::store::{NewQuestion, StoreError, UnitOfWork};
use std::collections::BTreeMap;

/// A question with its place in the file.
#[derive(Debug, Clone)]
pub struct PlacedDraft {
    /// The place as people see it.
    pub at: String,
    /// The question.
    pub draft: QuestionDraft,
}

/// An import as its questions were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadImport {
    /// Which one.
    pub id: ImportId,
    /// How often people had changed something about its questions.
    pub changes: i64,
}

/// What is to be brought in, and how.
#[derive(Debug, Clone)]
pub struct BankImport {
    /// Code of the bank, which is made if there is none.
    pub bank: String,
    /// Title of a new bank, or a new title of this one.
    pub title: Option<String>,
    /// The questions, in the order of the file.
    pub questions: Vec<PlacedDraft>,
    /// How many others of the file were refused before.
    pub refused_before: usize,
    /// Take them as drafts, which are not drawn. Otherwise they are approved at once, which only the
    /// command line and who may approve questions can say.
    pub as_drafts: bool,
    /// Take all or none.
    pub strict: bool,
    /// Only tell what would be taken.
    pub dry_run: bool,
    /// The import that they come from, which is committed with them.
    pub of: Option<ReadImport>,
}

/// What bringing questions in did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankImported {
    /// Questions taken, or that would be taken.
    pub accepted: usize,
    /// Questions refused, because the bank holds them.
    pub refused: Vec<ImportNote>,
}

/// The code of a bank is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of a bank")]
pub struct BadBank;

impl Refusal for BadBank {
    fn code(&self) -> &'static str {
        "import.bank_code"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Mã ngân hàng gồm 1 đến 64 ký tự a-z, A-Z, 0-9, gạch nối, gạch dưới hoặc chấm; tên gọi tối đa 200 ký tự, không có ký tự ẩn.",
            Language::English => "The code of a bank has 1 to 64 characters a-z, A-Z, 0-9, hyphen, underscore or full stop; its title at most 200, none of them invisible.",
        }
        .to_owned()
    }
}

/// A bank of this code is somebody else's; nothing else is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is a bank of this code")]
pub struct BankTaken;

impl Refusal for BankTaken {
    fn code(&self) -> &'static str {
        "bank.exists"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Mã ngân hàng này đã có nơi khác dùng; hãy chọn mã khác.",
            Language::English => "This code of a bank is taken elsewhere; please choose another.",
        }
        .to_owned()
    }
}

/// The bank of that code, if there is one, to bring questions into it.
pub(in crate::app) async fn bank_to_fill(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    code: &str,
) -> Result<Option<Bank>, BankImportError> {
    let bank = work.bank_by_code(code).await?;
    match &bank {
        Some(known) if !reaches(work, actor, known.owner).await? => Err(BankTaken.into()),
        _ => Ok(bank),
    }
}

/// Why no questions were taken.
#[derive(Debug, thiserror::Error)]
pub enum BankImportError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank can't have this code or title.
    #[error(transparent)]
    Bank(#[from] BadBank),
    /// The code is that of a bank which is not the actor's.
    #[error(transparent)]
    Taken(#[from] BankTaken),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BankImportError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Bank(refusal) => refusal,
            Self::Taken(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(BankImportError);

impl App {
    /// Brings questions into a bank in one transaction. Those that the bank holds already (same stem,
    /// set of options and media) are refused by their place; with `strict`, one refusal refuses all.
    pub async fn import_questions(
        &self,
        actor: Actor,
        import: BankImport,
    ) -> Result<BankImported, BankImportError> {
        allowed(actor, Action::ImportQuestions)?;
        if !import.as_drafts {
            allowed(actor, Action::ApproveQuestions)?;
        }
        let mut work = if import.dry_run {
            self.store.read().await?
        } else {
            self.store.begin().await?
        };
        let done = self
            .take_questions(&mut *work, actor, import, actor.unit())
            .await?;
        work.commit().await?;
        Ok(done)
    }

    /// The same within a transaction, for whoever may do it; a bank that is made belongs to that unit.
    pub(in crate::app) async fn take_questions(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        import: BankImport,
        owner: Option<UnitId>,
    ) -> Result<BankImported, BankImportError> {
        let title = import.title.as_deref().map(|title| text::line(title, 200));
        let title = title
            .transpose()
            .map_err(|_| BadBank)?
            .filter(|title| !title.is_empty());
        if !is_bank_code(&import.bank) {
            return Err(BadBank.into());
        }
        let bank = bank_to_fill(work, actor, &import.bank).await?;
        let mut held: BTreeMap<[u8; 32], Option<String>> = match &bank {
            Some(bank) => work
                .fingerprints(bank.id)
                .await?
                .into_iter()
                .map(|f| (f, None))
                .collect(),
            None => BTreeMap::new(),
        };
        let (mut taken, mut refused) = (Vec::new(), Vec::new());
        for placed in import.questions {
            let fingerprint = placed.draft.fingerprint().0;
            if let Some(first) = held.get(&fingerprint) {
                refused.push(duplicate(placed.at, first.as_deref()));
            } else {
                held.insert(fingerprint, Some(placed.at));
                taken.push((placed.draft, fingerprint));
            }
        }
        if import.strict && import.refused_before + refused.len() > 0 {
            taken.clear();
        }
        let accepted = taken.len();
        if import.dry_run || accepted == 0 {
            return Ok(BankImported { accepted, refused });
        }
        let now = self.now();
        let owner = match &bank {
            Some(bank) => bank.owner,
            None => owner,
        };
        let bank = Bank {
            id: bank
                .as_ref()
                .map_or_else(|| entropy::id(&*self.entropy, now, BankId::new), |b| b.id),
            title: title
                .or(bank.map(|bank| bank.title))
                .unwrap_or_else(|| import.bank.clone()),
            owner,
            code: import.bank,
        };
        work.put_bank(&bank, now).await?;
        // Somebody made the bank since this transaction looked: what is in it has to be looked at anew.
        let stored = work.bank_by_code(&bank.code).await?;
        if stored.is_none_or(|stored| stored.id != bank.id) {
            return Err(BankImportError::Store(StoreError::Conflict));
        }
        // Approved at once is approved by nobody: `review.required` draws none of it.
        let status = if import.as_drafts {
            QuestionStatus::Draft
        } else {
            QuestionStatus::Approved
        };
        work.add_media(&shown(&taken), bank.owner, now).await?;
        let author = actor.staff();
        work.add_questions(&self.stored(bank.id, status, author, taken))
            .await?;
        if let Some(read) = import.of
            && !work.commit_import(read.id, read.changes, now).await?
        {
            return Err(BankImportError::Store(StoreError::Conflict));
        }
        let detail = serde_json::json!({
            "accepted": accepted, "refused": import.refused_before + refused.len(), "status": status,
        });
        let subject = format!("bank:{}", bank.id);
        self.audit(work, &actor.to_string(), "bank.imported", subject, &detail)
            .await?;
        if import.as_drafts {
            let event = Event::to_review(&bank, accepted, actor);
            self.notify(work, &event).await?;
        }
        if import.of.is_some() {
            let event = Event::imported(&bank, accepted, actor);
            self.notify(work, &event).await?;
        }
        Ok(BankImported { accepted, refused })
    }

    /// The questions as they are stored: a microsecond apart, so that a bank keeps the order of its
    /// file.
    fn stored(
        &self,
        bank: BankId,
        status: QuestionStatus,
        author: Option<StaffId>,
        taken: Vec<(QuestionDraft, [u8; 32])>,
    ) -> Vec<NewQuestion> {
        let now = self.now();
        let stored = |(at, (draft, fingerprint))| {
            let id = entropy::id(&*self.entropy, now, QuestionId::new);
            NewQuestion {
                version: version(draft, id, bank, status, &*self.entropy),
                fingerprint,
                author,
                created_at: Timestamp::from_micros(now.micros() + at),
            }
        };
        (0..).zip(taken).map(stored).collect()
    }
}

/// The pictures that the questions show.
fn shown(taken: &[(QuestionDraft, [u8; 32])]) -> Vec<Medium> {
    let media = taken.iter().flat_map(|(draft, _)| &draft.media);
    let by_digest: BTreeMap<&str, &Medium> = media.map(|m| (m.digest.as_str(), m)).collect();
    by_digest.into_values().cloned().collect()
}

fn duplicate(at: String, first: Option<&str>) -> ImportNote {
    let detail = match first {
        Some(first) => format!("Trùng câu hỏi và các phương án với {first}."),
        None => "Ngân hàng đã có câu hỏi này (cùng câu hỏi và các phương án).".to_owned(),
    };
    ImportNote {
        at,
        code: "import.duplicate",
        detail,
    }
}

pub(in crate::app) fn is_bank_code(code: &str) -> bool {
    (1..=64).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        && code.as_bytes()[0].is_ascii_alphanumeric()
}
