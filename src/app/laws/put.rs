//! A document is entered, changed or taken out.

use super::LawLine;
use crate::app::questions::{QuestionError, optional_line};
use crate::app::staff::allowed;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::law::LawRegister;
use crate::domain::{LawDocument, text};
use serde_json::json;
use time::Date;

/// Longest number of a document, in characters.
pub(super) const NUMBER: usize = 100;
/// Longest title and issuer.
const TITLE: usize = 500;
/// Longest link.
const LINK: usize = 1_000;

/// What a document is to say.
#[derive(Debug, Clone, Default)]
pub struct LawChange {
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// Number of the document that takes its place.
    pub replaced_by: Option<String>,
    /// Where the text can be read: an http or https address.
    pub link: Option<String>,
}

impl App {
    /// Enters a document, or changes the one of this number. Questions that cite it follow by
    /// themselves: what ended is not drawn for rounds that open after its last day. The register is
    /// everybody's: what others' questions rest on is changed only by staff of the whole platform.
    pub async fn put_law(
        &self,
        actor: Actor,
        number: &str,
        change: &LawChange,
    ) -> Result<LawLine, QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        let law = checked(number, change)?;
        let mut work = self.store.begin().await?;
        let known = LawRegister::new(work.laws().await?);
        replaced_when(&law, &known)?;
        let before = work.law(&law.number).await?;
        let changes = before.as_ref().is_some_and(|before| *before != law);
        if changes
            && self
                .cited_elsewhere(&mut *work, actor)
                .await?
                .contains(&law.number)
        {
            return Err(QuestionError::CitedElsewhere);
        }
        work.put_law(&law, self.now()).await?;
        let detail = json!({
            "title": law.title, "valid_from": day(law.valid_from), "valid_to": day(law.valid_to),
            "replaced_by": law.replaced_by, "new": before.is_none(),
        });
        let subject = format!("law:{}", law.number);
        self.audit(&mut *work, &actor.to_string(), "law.put", subject, &detail)
            .await?;
        work.commit().await?;
        let mut work = self.store.read().await?;
        let cited = self.cited(&mut *work, actor).await?;
        let questions = cited.get(&law.number).copied().unwrap_or(0);
        Ok(LawLine::new(law, questions))
    }

    /// Takes a document out that no question cites.
    pub async fn remove_law(&self, actor: Actor, number: &str) -> Result<(), QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        let number = text::normal(number);
        let mut work = self.store.begin().await?;
        if !work.remove_law(&number).await? {
            return Err(NotFound.into());
        }
        if self
            .cited_elsewhere(&mut *work, actor)
            .await?
            .contains(&number)
        {
            return Err(QuestionError::CitedElsewhere);
        }
        let cited = self.cited(&mut *work, actor).await?;
        if let Some(questions) = cited.get(&number) {
            return Err(QuestionError::Cited {
                questions: *questions,
            });
        }
        let subject = format!("law:{number}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "law.removed",
            subject,
            &json!({}),
        )
        .await?;
        work.commit().await?;
        Ok(())
    }
}

/// A day as the audit log writes it.
pub(super) fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// The document as it is stored, or what is wrong with it by itself.
pub(super) fn checked(number: &str, change: &LawChange) -> Result<LawDocument, QuestionError> {
    let required = |text: &str, limit, pointer: &str| {
        optional_line(Some(text), limit, pointer)?.ok_or_else(|| {
            QuestionError::field(
                pointer,
                "field.required",
                "Cần điền nội dung này.",
                "This is needed.",
            )
        })
    };
    let law = LawDocument {
        number: required(number, NUMBER, "/number")?,
        title: required(&change.title, TITLE, "/title")?,
        issuer: optional_line(Some(&change.issuer), TITLE, "/issuer")?.unwrap_or_default(),
        valid_from: change.valid_from,
        valid_to: change.valid_to,
        replaced_by: optional_line(change.replaced_by.as_deref(), NUMBER, "/replaced_by")?,
        link: optional_line(change.link.as_deref(), LINK, "/link")?,
    };
    if let (Some(from), Some(to)) = (law.valid_from, law.valid_to)
        && to < from
    {
        return Err(QuestionError::field(
            "/valid_to",
            "field.range",
            "Ngày hết hiệu lực đứng trước ngày có hiệu lực.",
            "The last day in force lies before the first one.",
        ));
    }
    if law.replaced_by.as_ref() == Some(&law.number) {
        return Err(QuestionError::field(
            "/replaced_by",
            "field.invalid",
            "Văn bản không tự thay thế chính mình.",
            "A document can't take its own place.",
        ));
    }
    let is_address = |link: &String| {
        (link.starts_with("https://") || link.starts_with("http://"))
            && !link.contains(char::is_whitespace)
    };
    if law.link.as_ref().is_some_and(|link| !is_address(link)) {
        return Err(QuestionError::field(
            "/link",
            "field.invalid",
            "Liên kết bắt đầu bằng https:// hoặc http:// và không có khoảng trắng.",
            "A link begins with https:// or http:// and holds no white space.",
        ));
    }
    Ok(law)
}

/// Refuses a document that is replaced on a day that nobody knows: neither its last day is said nor
/// when the next one begins. Questions on it could neither be drawn nor kept back rightly.
pub(super) fn replaced_when(law: &LawDocument, known: &LawRegister) -> Result<(), QuestionError> {
    if law.replaced_by.is_none() || known.last_day(law).is_some() {
        return Ok(());
    }
    Err(QuestionError::field(
        "/valid_to",
        "law.end_required",
        "Văn bản bị thay thế cần ngày hết hiệu lực, hoặc văn bản thay thế phải có trong danh mục với ngày có hiệu lực.",
        "A document that is replaced needs its last day, or the one that takes its place has to be in the register with its first day.",
    ))
}
