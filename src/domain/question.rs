//! Questions as banks hold them.

use crate::domain::medium::media_of;
use crate::domain::{BankId, Medium, QuestionId, UnitId};
use serde::{Deserialize, Serialize};
use time::Date;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One option is right.
    Single,
    /// One or more options are right.
    Multiple,
    /// A number.
    Number,
    /// A short text.
    Text,
}

impl QuestionKind {
    /// The word for it in files, rows and replies.
    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Number => "number",
            Self::Text => "text",
        }
    }
}

/// A possible answer. The key is not here: it stands in [`Key`], which delivery never sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionOption {
    /// Random token of six characters a-z, 0-9, made at import, so that it tells nothing about
    /// the order in the source.
    pub id: String,
    /// Sanitised HTML.
    pub text: String,
    /// Keeps its place when options are shuffled ("Tất cả các phương án trên").
    #[serde(default)]
    pub pinned: bool,
}

/// What is right. Kept apart from the content, so that no type that is sent to participants
/// can hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// Ids of the right options.
    Options(Vec<String>),
    /// The number, and how far from it an answer may be.
    Number {
        /// The right number.
        value: i64,
        /// Greatest accepted distance.
        #[serde(default)]
        tolerance: i64,
    },
    /// Accepted forms, compared without regard to case and spacing.
    Text(Vec<String>),
}

/// A citation: document, article, clause, with the time it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawReference {
    /// Number of the document, such as `36/2024/QH15`.
    pub document: String,
    /// Title of the document.
    #[serde(default)]
    pub title: String,
    /// Article (điều).
    #[serde(default)]
    pub article: Option<String>,
    /// Clause (khoản).
    #[serde(default)]
    pub clause: Option<String>,
    /// Point (điểm).
    #[serde(default)]
    pub point: Option<String>,
    /// First day in force.
    #[serde(default, with = "optional_date")]
    pub valid_from: Option<Date>,
    /// Last day in force.
    #[serde(default, with = "optional_date")]
    pub valid_to: Option<Date>,
}

impl LawReference {
    /// Whether the document is in force on that day, as far as the reference says.
    pub fn in_force_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A question as a file describes it, before it has ids. Written down, it names its pictures in its
/// texts and does not hold them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionDraft {
    /// The author's own code, if he gave one.
    pub code: Option<String>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Sanitised HTML.
    pub stem: String,
    /// Options in the order of the source.
    pub options: Vec<DraftOption>,
    /// For [`QuestionKind::Number`]: value and tolerance.
    pub number: Option<(i64, i64)>,
    /// For [`QuestionKind::Text`]: the accepted forms.
    pub accepted: Vec<String>,
    /// Field of law or chapter.
    pub topic: Option<String>,
    /// 1 (easiest) to 5; 0 = unknown.
    pub level: u8,
    /// Sanitised HTML, shown when the key may be shown.
    pub explanation: Option<String>,
    /// Citations.
    pub laws: Vec<LawReference>,
    /// The pictures that its texts show, each once, in the order in which they are met.
    #[serde(skip)]
    pub media: Vec<Medium>,
}

impl QuestionDraft {
    /// Calls it with every text of the question that is HTML.
    pub fn each_text(&mut self, mut with: impl FnMut(&mut String)) {
        with(&mut self.stem);
        self.options
            .iter_mut()
            .for_each(|option| with(&mut option.text));
        self.explanation.iter_mut().for_each(with);
    }

    /// The names of the media that its texts show, each once, in their order.
    pub fn shown_media(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let options = self.options.iter().map(|option| option.text.as_str());
        let texts = std::iter::once(self.stem.as_str()).chain(options);
        for name in texts.chain(self.explanation.as_deref()).flat_map(media_of) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// An option of a draft; it gets its id when it is stored, unless the file is an export of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftOption {
    /// The id that an export carried.
    pub id: Option<String>,
    /// Sanitised HTML.
    pub text: String,
    /// Whether it is (one of) the right one(s).
    pub correct: bool,
    /// Keeps its place when options are shuffled.
    pub pinned: bool,
}

/// Where a question stands on its way into papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionStatus {
    /// Taken from a file or typed; not drawn.
    Draft,
    /// A second person has looked at it; not drawn yet.
    Checked,
    /// May be drawn.
    Approved,
    /// No longer drawn.
    Retired,
}

impl QuestionStatus {
    /// The word for it in rows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Checked => "checked",
            Self::Approved => "approved",
            Self::Retired => "retired",
        }
    }

    /// The status of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Draft, Self::Checked, Self::Approved, Self::Retired]
            .into_iter()
            .find(|s| s.word() == word)
    }
}

/// What participants may see of a question version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionContent {
    /// How it is answered.
    pub kind: QuestionKind,
    /// Sanitised HTML.
    pub stem: String,
    /// Options in stored order.
    pub options: Vec<QuestionOption>,
    /// 1 (easiest) to 5; 0 = unknown.
    pub level: u8,
    /// SHA-256 of each medium it shows, lower-case hex.
    #[serde(default)]
    pub media: Vec<String>,
}

/// An immutable version of a question, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionVersion {
    /// The question.
    pub id: QuestionId,
    /// 1, 2, …
    pub version: i64,
    /// The bank it belongs to.
    pub bank: BankId,
    /// The author's own code.
    pub code: Option<String>,
    /// Whether it may be drawn.
    pub status: QuestionStatus,
    /// What participants may see.
    pub content: QuestionContent,
    /// What is right.
    pub key: Key,
    /// Field of law or chapter.
    pub topic: Option<String>,
    /// Sanitised HTML, shown when the key may be shown.
    pub explanation: Option<String>,
    /// Citations.
    pub laws: Vec<LawReference>,
}

impl QuestionVersion {
    /// The names of all media that its texts show, those of the explanation among them.
    pub fn shown_media(&self) -> impl Iterator<Item = &str> {
        let explained = self.explanation.as_deref().into_iter().flat_map(media_of);
        self.content
            .media
            .iter()
            .map(String::as_str)
            .chain(explained)
    }
}

/// A question bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// Key of the row.
    pub id: BankId,
    /// Chosen code, unique in the platform.
    pub code: String,
    /// Title for people.
    pub title: String,
    /// The unit it belongs to; none: the whole platform.
    pub owner: Option<UnitId>,
}

/// Dates as `YYYY-MM-DD`, absent as null.
pub mod optional_date {
    use serde::{Deserialize, Deserializer, Serializer};
    use time::Date;
    use time::macros::format_description;

    /// Writes the date or null.
    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a date, null or an empty text.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let text = <Option<std::borrow::Cow<'de, str>>>::deserialize(deserializer)?;
        match text.as_deref().map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => Date::parse(text, format_description!("[year]-[month]-[day]"))
                .map(Some)
                .map_err(|_| serde::de::Error::custom("a date is written YYYY-MM-DD")),
        }
    }
}
