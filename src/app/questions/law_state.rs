//! Where the laws that a question cites stand today.

use crate::domain::Timestamp;
use crate::domain::law::LawRegister;
use crate::domain::{LawReference, VIETNAM};
use serde::Serialize;
use time::{Date, Duration};
use utoipa::ToSchema;

/// A law that ends within so many days is a task.
pub const SOON_DAYS: i64 = 60;

/// A cited law that ended, ends or was replaced; or one with a link to its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LawState {
    /// Number of the document.
    pub document: String,
    /// The cited article.
    pub article: Option<String>,
    /// Its last day in force, `YYYY-MM-DD`.
    #[schema(value_type = Option<String>)]
    #[serde(with = "crate::domain::question::optional_date")]
    pub ends_on: Option<Date>,
    /// Number of the document that takes its place.
    pub replaced_by: Option<String>,
    /// Where the text can be read.
    pub link: Option<String>,
}

/// What a citation means for the question that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::app) enum Standing {
    /// In force for as long as anybody knows.
    InForce,
    /// Ends within sixty days, or something takes its place.
    Ends,
    /// Not in force any more.
    Ended,
}

/// The register as of a day.
pub(in crate::app) struct Today {
    pub register: LawRegister,
    pub day: Date,
}

impl Today {
    /// The day in Viet Nam.
    pub fn new(register: LawRegister, now: Timestamp) -> Self {
        Self {
            register,
            day: now.to_vietnam().date(),
        }
    }

    /// Where a citation stands, with its last day and what takes its place.
    pub fn standing(&self, law: &LawReference) -> (Standing, Option<Date>, Option<String>) {
        let last = self.register.last_day_of(law);
        let known = self.register.get(&law.document);
        let replaced_by = known.and_then(|document| document.replaced_by.clone());
        let soon = self.day + Duration::days(SOON_DAYS);
        let standing = if last.is_some_and(|last| last < self.day) {
            Standing::Ended
        } else if last.is_some_and(|last| last <= soon) || replaced_by.is_some() {
            Standing::Ends
        } else {
            Standing::InForce
        };
        (standing, last, replaced_by)
    }

    /// The same for a reply.
    pub fn state(&self, law: &LawReference) -> LawState {
        let (_, ends_on, replaced_by) = self.standing(law);
        LawState {
            document: law.document.clone(),
            article: law.article.clone(),
            ends_on,
            replaced_by,
            link: self
                .register
                .get(&law.document)
                .and_then(|document| document.link.clone()),
        }
    }

    /// The instant at which a day begins in Viet Nam.
    pub fn begins(day: Date) -> Timestamp {
        Timestamp::from_millis(day.midnight().assume_offset(VIETNAM).unix_timestamp() * 1_000)
    }
}
