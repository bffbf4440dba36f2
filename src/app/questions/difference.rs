//! What two versions of a question say differently.

use super::QuestionError;
use super::view::key_text;
use crate::app::staff::allowed;
use crate::app::tenancy::question_of;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{LawReference, QuestionId, QuestionVersion, markup};
use crate::engine::difference::{Change, difference};
use serde::Serialize;
use std::fmt::Write as _;
use utoipa::ToSchema;

/// What two versions say differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferenceView {
    /// The earlier version.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// Fields that differ.
    pub items: Vec<ChangedField>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedField {
    /// `stem`, `options[1].text` (from 0, in the order of the later version), `options`, `key`, `kind`,
    /// `topic`, `level`, `explanation`, `laws`, `media`.
    pub field: String,
    /// As it was; null where there was none.
    pub before: Option<String>,
    /// As it is; null where there is none.
    pub after: Option<String>,
    /// Both, word by word.
    pub parts: Vec<ChangedPart>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedPart {
    /// Plain text.
    pub text: String,
    /// same, gone or new.
    pub change: &'static str,
}

impl App {
    /// What one version says differently from another.
    pub async fn question_difference(
        &self,
        actor: Actor,
        id: QuestionId,
        from: i64,
        to: i64,
    ) -> Result<DifferenceView, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        question_of(&mut *work, actor, id).await?;
        let before = work.question_version(id, from).await?.ok_or(NotFound)?;
        let after = work.question_version(id, to).await?.ok_or(NotFound)?;
        Ok(DifferenceView {
            from,
            to,
            items: fields(&before, &after),
        })
    }
}

fn fields(before: &QuestionVersion, after: &QuestionVersion) -> Vec<ChangedField> {
    let (old, new) = (&before.content, &after.content);
    let mut items = vec![
        field("kind", Some(old.kind.word()), Some(new.kind.word())),
        markup_field("stem", Some(&old.stem), Some(&new.stem)),
    ];
    for (at, option) in new.options.iter().enumerate() {
        let was = old.options.iter().find(|was| was.id == option.id);
        items.push(markup_field(
            &format!("options[{at}].text"),
            was.map(|was| was.text.as_str()),
            Some(&option.text),
        ));
    }
    for (at, option) in old.options.iter().enumerate() {
        if new.options.iter().all(|now| now.id != option.id) {
            // What is gone has no place in the later version: its old one comes after all of them.
            let place = new.options.len() + at;
            let name = format!("options[{place}].text");
            items.push(markup_field(&name, Some(&option.text), None));
        }
    }
    items.push(order(before, after));
    let keys = (key_text(before), key_text(after));
    items.push(field("key", Some(&keys.0), Some(&keys.1)));
    items.push(field(
        "topic",
        before.topic.as_deref(),
        after.topic.as_deref(),
    ));
    let levels = (old.level.to_string(), new.level.to_string());
    items.push(field("level", Some(&levels.0), Some(&levels.1)));
    items.push(markup_field(
        "explanation",
        before.explanation.as_deref(),
        after.explanation.as_deref(),
    ));
    let laws = (lines(&before.laws), lines(&after.laws));
    items.push(field("laws", Some(&laws.0), Some(&laws.1)));
    let media = (old.media.join("\n"), new.media.join("\n"));
    items.push(field("media", Some(&media.0), Some(&media.1)));
    items.retain(|item| item.before != item.after);
    items
}

/// The order of the options and which of them keep their place, by text.
fn order(before: &QuestionVersion, after: &QuestionVersion) -> ChangedField {
    let told = |question: &QuestionVersion| {
        let options = question.content.options.iter();
        let shared = options.filter(|option| {
            let both = [before, after].map(|q| q.content.options.iter().any(|o| o.id == option.id));
            both == [true, true]
        });
        let line = |option: &crate::domain::QuestionOption| {
            let pin = if option.pinned { " (giữ chỗ)" } else { "" };
            (option.id.clone(), pin)
        };
        shared.map(line).collect::<Vec<_>>()
    };
    if told(before) == told(after) {
        return field("options", None, None);
    }
    let text = |question: &QuestionVersion| {
        let options = question.content.options.iter();
        let line = |option: &crate::domain::QuestionOption| {
            let pin = if option.pinned { " (giữ chỗ)" } else { "" };
            format!("{}{pin}", markup::plain(&option.text))
        };
        options.map(line).collect::<Vec<_>>().join("\n")
    };
    field("options", Some(&text(before)), Some(&text(after)))
}

fn markup_field(name: &str, before: Option<&str>, after: Option<&str>) -> ChangedField {
    let plain = |html: Option<&str>| html.map(markup::plain).unwrap_or_default();
    ChangedField {
        field: name.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        parts: parts(&plain(before), &plain(after)),
    }
}

fn field(name: &str, before: Option<&str>, after: Option<&str>) -> ChangedField {
    ChangedField {
        field: name.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        parts: parts(before.unwrap_or_default(), after.unwrap_or_default()),
    }
}

fn parts(before: &str, after: &str) -> Vec<ChangedPart> {
    if before == after {
        return Vec::new();
    }
    difference(before, after)
        .into_iter()
        .map(|part| ChangedPart {
            text: part.text,
            change: match part.change {
                Change::Same => "same",
                Change::Gone => "gone",
                Change::New => "new",
            },
        })
        .collect()
}

/// Citations, a line each, with their days.
fn lines(laws: &[LawReference]) -> String {
    let line = |law: &LawReference| {
        let mut line = crate::app::banks::citation(law);
        for (word, day) in [("từ", law.valid_from), ("đến", law.valid_to)] {
            if let Some(day) = day {
                write!(line, " ({word} {day})").expect("a String takes all");
            }
        }
        line
    };
    laws.iter().map(line).collect::<Vec<_>>().join("\n")
}
