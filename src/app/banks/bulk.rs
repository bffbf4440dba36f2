//! Topic, level and laws of many questions at once.

use crate::app::App;
use crate::app::questions::{QuestionError, optional_line};
use crate::app::staff::allowed;
use crate::app::tenancy::bank_of;
use crate::auth::{Action, Actor};
use crate::domain::{LawReference, QuestionId, QuestionStatus, QuestionVersion, text};
use crate::store::{Held, NewVersion};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;

/// Most questions at once.
const MOST: usize = 5_000;
/// Most citations of a question.
const MOST_LAWS: usize = 50;
/// Longest topic, in characters.
const TOPIC: usize = 500;

/// What is set for all of them.
#[derive(Debug, Clone, Default)]
pub struct BulkSet {
    /// The new topic; empty: none.
    pub topic: Option<String>,
    /// The new level, 0 to 5.
    pub level: Option<u8>,
    /// Citations to add, read and checked.
    pub add_laws: Vec<LawReference>,
    /// Numbers of documents whose citations go.
    pub remove_laws: Vec<String>,
}

/// What a bulk change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct BulkDone {
    /// Questions that got a new version.
    pub changed: usize,
    /// Questions that say so already.
    pub unchanged: usize,
}

impl App {
    /// Sets topic, level or laws of many questions of a bank: all of them or none.
    ///
    /// A new topic or level does not touch what was reviewed, the text and its key: such a version
    /// stands where the one before stood, on the same reviews. A law is part of what a reviewer looks
    /// at: such a version is a draft.
    pub async fn change_questions(
        &self,
        actor: Actor,
        bank: &str,
        ids: &[QuestionId],
        set: BulkSet,
    ) -> Result<BulkDone, QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        let author = actor.staff().ok_or(QuestionError::Nameless)?;
        let set = checked(ids, set)?;
        let mut work = self.store.begin().await?;
        let bank = bank_of(&mut *work, actor, bank).await?.id;
        let now = self.now();
        work.touch_bank(bank, now).await?;
        let mut held: HashMap<QuestionId, Held> = work
            .held(bank, None)
            .await?
            .into_iter()
            .map(|held| (held.newest.id, held))
            .collect();
        let mut done = BulkDone {
            changed: 0,
            unchanged: 0,
        };
        let wanted: BTreeSet<QuestionId> = ids.iter().copied().collect();
        for id in wanted {
            let Some(held) = held.remove(&id) else {
                let at = ids.iter().position(|other| *other == id).unwrap_or(0);
                return Err(QuestionError::field(
                    format!("/questions/{at}"),
                    "question.unknown",
                    "Ngân hàng không có câu hỏi này.",
                    "The bank holds no such question.",
                ));
            };
            let Some((next, laws_changed)) = with(&held.newest, &set) else {
                done.unchanged += 1;
                continue;
            };
            let status = if laws_changed {
                QuestionStatus::Draft
            } else {
                held.head.status
            };
            let was_retired = held.newest.status == QuestionStatus::Retired;
            work.add_version(&NewVersion {
                fingerprint: next.content.fingerprint().0,
                version: QuestionVersion { status, ..next },
                author: Some(author),
                note: note(&set),
                reviewed_as: (!laws_changed).then_some(held.head.reviewed_as),
                at: now,
            })
            .await?;
            if was_retired {
                work.set_retired(id, true, now).await?;
            }
            done.changed += 1;
        }
        let detail = json!({
            "questions": ids.len(), "changed": done.changed, "topic": set.topic, "level": set.level,
            "added": set.add_laws, "removed": set.remove_laws,
        });
        let subject = format!("bank:{bank}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "bank.questions_changed",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(done)
    }
}

fn checked(ids: &[QuestionId], set: BulkSet) -> Result<BulkSet, QuestionError> {
    if ids.is_empty() || ids.len() > MOST {
        return Err(QuestionError::field(
            "/questions",
            "field.too_many",
            format!("Chọn từ 1 đến {MOST} câu hỏi."),
            format!("Choose 1 to {MOST} questions."),
        ));
    }
    if set.level.is_some_and(|level| level > 5) {
        return Err(QuestionError::field(
            "/set/level",
            "field.range",
            "Mức độ là số từ 1 đến 5; 0 là chưa rõ.",
            "A level is 1 to 5; 0 is unknown.",
        ));
    }
    let nothing = set.topic.is_none()
        && set.level.is_none()
        && set.add_laws.is_empty()
        && set.remove_laws.is_empty();
    if nothing || set.add_laws.len() > MOST_LAWS || set.remove_laws.len() > MOST_LAWS {
        return Err(QuestionError::field(
            "/set",
            "field.invalid",
            format!("Cần ít nhất một thay đổi, và không quá {MOST_LAWS} văn bản."),
            format!("At least one change is needed, and at most {MOST_LAWS} documents."),
        ));
    }
    let topic = match &set.topic {
        // An empty one takes the topic away.
        Some(topic) => Some(optional_line(Some(topic), TOPIC, "/set/topic")?.unwrap_or_default()),
        None => None,
    };
    Ok(BulkSet {
        topic,
        remove_laws: set
            .remove_laws
            .iter()
            .map(|number| text::normal(number))
            .collect(),
        ..set
    })
}

/// The next version, and whether its laws are others; none if it would say the same.
fn with(newest: &QuestionVersion, set: &BulkSet) -> Option<(QuestionVersion, bool)> {
    let mut next = newest.clone();
    if let Some(topic) = &set.topic {
        next.topic = Some(topic.clone()).filter(|topic| !topic.is_empty());
    }
    if let Some(level) = set.level {
        next.content.level = level;
    }
    next.laws
        .retain(|law| !set.remove_laws.contains(&text::normal(&law.document)));
    for law in &set.add_laws {
        if !next.laws.contains(law) && next.laws.len() < MOST_LAWS {
            next.laws.push(law.clone());
        }
    }
    let laws_changed = next.laws != newest.laws;
    if next == *newest {
        return None;
    }
    next.version += 1;
    Some((next, laws_changed))
}

/// What was done, as the list of versions tells it.
fn note(set: &BulkSet) -> String {
    let mut parts = Vec::new();
    if let Some(topic) = &set.topic {
        parts.push(format!("chủ đề: {topic}"));
    }
    if let Some(level) = set.level {
        parts.push(format!("mức độ: {level}"));
    }
    for law in &set.add_laws {
        parts.push(format!("+ {}", super::citation(law)));
    }
    for number in &set.remove_laws {
        parts.push(format!("− {number}"));
    }
    crate::domain::markup::short(&format!("Sửa hàng loạt: {}", parts.join("; ")), 500)
}
