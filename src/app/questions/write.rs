//! A question is written, and written anew: a version never changes, a correction is the next one.

use super::draft::with_ids_of;
use super::{QuestionError, QuestionView, optional_line};
use crate::app::banks::version;
use crate::app::notifications::Event;
use crate::app::staff::allowed;
use crate::app::tenancy::{bank_of, question_of};
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{
    BankId, QuestionDraft, QuestionId, QuestionStatus, QuestionVersion, StaffId, Timestamp,
};
use crate::entropy;
use crate::store::{Held, NewQuestion, NewVersion, UnitOfWork};
use serde_json::json;

/// Longest note on a version, in characters.
const NOTE: usize = 500;

/// What a new version is of.
#[derive(Debug, Clone)]
pub struct VersionOf {
    /// The version that the author had before him.
    pub base_version: i64,
    /// What was changed.
    pub note: Option<String>,
    /// The question as it is to be.
    pub draft: QuestionDraft,
}

/// Whether something was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// There is a new version.
    Yes,
    /// It says what the newest version says.
    No,
}

/// The member of staff who is named in what is written.
pub(super) fn by_name(actor: Actor) -> Result<StaffId, QuestionError> {
    actor.staff().ok_or(QuestionError::Nameless)
}

/// A question of the actor whose bank is kept from changing until the transaction ends.
pub(super) async fn taken(
    app: &App,
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: QuestionId,
) -> Result<Held, QuestionError> {
    let (_, bank) = question_of(work, actor, id).await?;
    work.touch_bank(bank.id, app.now()).await?;
    // What was read before the bank was held may have changed meanwhile.
    Ok(work.held_question(id).await?.ok_or(NotFound)?)
}

/// The instant of what is said next: later than all that was said before, or its order would be lost
/// where two people speak within a millisecond.
pub(super) fn after(last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    last.map_or(now, |last| {
        now.max(Timestamp::from_micros(last.micros() + 1))
    })
}

impl App {
    /// Adds a question to a bank, as a draft.
    pub async fn add_question(
        &self,
        actor: Actor,
        bank: &str,
        new: QuestionDraft,
    ) -> Result<QuestionView, QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        let author = by_name(actor)?;
        let mut work = self.store.begin().await?;
        let found = bank_of(&mut *work, actor, bank).await?;
        let bank = found.id;
        let now = self.now();
        work.touch_bank(bank, now).await?;
        let id = entropy::id(&*self.entropy, now, QuestionId::new);
        let status = QuestionStatus::Draft;
        no_other_media(&new, None)?;
        let made = version(new, id, bank, status, &*self.entropy);
        let fingerprint = made.content.fingerprint().0;
        no_twin(&mut *work, bank, id, &fingerprint).await?;
        work.add_question(&NewQuestion {
            version: made,
            fingerprint,
            author: Some(author),
            created_at: now,
        })
        .await?;
        let detail = json!({ "bank": bank, "version": 1 });
        self.audit_question(&mut *work, actor, "question.added", id, &detail)
            .await?;
        self.notify(&mut *work, &Event::to_review(&found, 1, actor))
            .await?;
        work.commit().await?;
        self.question(actor, id).await
    }

    /// Writes the next version of a question, as a draft: what was approved before is drawn until the
    /// new version is approved, and papers and manifests that hold an older one keep it.
    pub async fn add_version(
        &self,
        actor: Actor,
        id: QuestionId,
        of: VersionOf,
    ) -> Result<(Changed, QuestionView), QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        let author = by_name(actor)?;
        let note = optional_line(of.note.as_deref(), NOTE, "/note")?.unwrap_or_default();
        let mut work = self.store.begin().await?;
        let held = taken(self, &mut *work, actor, id).await?;
        let newest = held.newest;
        if newest.status == QuestionStatus::Retired {
            return Err(QuestionError::Retired);
        }
        if newest.version != of.base_version {
            return Err(QuestionError::Stale {
                newest: newest.version,
            });
        }
        let mut draft = of.draft;
        no_other_media(&draft, Some(&newest))?;
        with_ids_of(&mut draft, &newest);
        let mut next = version(
            draft,
            id,
            newest.bank,
            QuestionStatus::Draft,
            &*self.entropy,
        );
        next.version = newest.version + 1;
        if says_the_same(&next, &newest) {
            drop(work);
            return Ok((Changed::No, self.question(actor, id).await?));
        }
        let fingerprint = next.content.fingerprint().0;
        no_twin(&mut *work, next.bank, id, &fingerprint).await?;
        let number = next.version;
        work.add_version(&NewVersion {
            version: next,
            fingerprint,
            author: Some(author),
            note,
            reviewed_as: None,
            at: self.now(),
        })
        .await?;
        let detail = json!({ "version": number });
        self.audit_question(&mut *work, actor, "question.changed", id, &detail)
            .await?;
        let banks = work.banks().await?;
        if let Some(bank) = banks.into_iter().find(|bank| bank.id == newest.bank) {
            self.notify(&mut *work, &Event::to_review(&bank, 1, actor))
                .await?;
        }
        work.commit().await?;
        Ok((Changed::Yes, self.question(actor, id).await?))
    }

    /// A line of the audit log about a question.
    pub(in crate::app) async fn audit_question(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        action: &str,
        id: QuestionId,
        detail: &serde_json::Value,
    ) -> Result<(), QuestionError> {
        let subject = format!("question:{id}");
        self.audit(work, &actor.to_string(), action, subject, detail)
            .await?;
        Ok(())
    }
}

/// Whether two versions differ in number and state only.
fn says_the_same(a: &QuestionVersion, b: &QuestionVersion) -> bool {
    a.code == b.code
        && a.content == b.content
        && a.key == b.key
        && a.topic == b.topic
        && a.explanation == b.explanation
        && a.laws == b.laws
}

/// Refuses what another question of the bank says already.
async fn no_twin(
    work: &mut dyn UnitOfWork,
    bank: BankId,
    id: QuestionId,
    fingerprint: &[u8; 32],
) -> Result<(), QuestionError> {
    match work.question_of_print(bank, fingerprint).await? {
        Some(other) if other != id => Err(QuestionError::Duplicate(other)),
        _ => Ok(()),
    }
}

/// Refuses pictures that the question did not show before: those come in with a file.
fn no_other_media(
    draft: &QuestionDraft,
    before: Option<&QuestionVersion>,
) -> Result<(), QuestionError> {
    let known: Vec<&str> = before
        .into_iter()
        .flat_map(QuestionVersion::shown_media)
        .collect();
    let shown = draft.shown_media();
    match shown.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(_) => Err(QuestionError::field(
            match before {
                Some(_) => "/draft/media",
                None => "/media",
            },
            "question.media",
            "Câu hỏi chưa có hình này.",
            "The question holds no such medium.",
        )),
    }
}
