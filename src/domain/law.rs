//! Documents of law, as the platform's own register knows them.

use super::LawReference;
use std::collections::BTreeMap;
use time::Date;

/// A document of law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawDocument {
    /// Number, such as `36/2024/QH15`: what citations name.
    pub number: String,
    /// Title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// Number of the document that takes its place.
    pub replaced_by: Option<String>,
    /// Where the text can be read.
    pub link: Option<String>,
}

/// The register: documents by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LawRegister(BTreeMap<String, LawDocument>);

impl LawRegister {
    /// From its documents.
    pub fn new(documents: impl IntoIterator<Item = LawDocument>) -> Self {
        Self(
            documents
                .into_iter()
                .map(|document| (document.number.clone(), document))
                .collect(),
        )
    }

    /// The document of that number.
    pub fn get(&self, number: &str) -> Option<&LawDocument> {
        self.0.get(number.trim())
    }

    /// All documents, by number.
    pub fn documents(&self) -> impl Iterator<Item = &LawDocument> {
        self.0.values()
    }

    /// The last day on which a document is in force: its own, or the day before the document that
    /// takes its place begins.
    pub fn last_day(&self, document: &LawDocument) -> Option<Date> {
        document.valid_to.or_else(|| {
            let next = self.get(document.replaced_by.as_deref()?)?;
            next.valid_from?.previous_day()
        })
    }

    /// The last day of what a citation rests on: the earlier one of what it says itself and of what
    /// the register knows.
    pub fn last_day_of(&self, law: &LawReference) -> Option<Date> {
        let known = self
            .get(&law.document)
            .and_then(|document| self.last_day(document));
        match (law.valid_to, known) {
            (Some(own), Some(known)) => Some(own.min(known)),
            (own, known) => own.or(known),
        }
    }

    /// Whether what a citation rests on is in force on that day, as far as anybody knows.
    pub fn in_force_on(&self, law: &LawReference, day: Date) -> bool {
        let begins = self
            .get(&law.document)
            .and_then(|document| document.valid_from);
        law.in_force_on(day)
            && begins.is_none_or(|begins| begins <= day)
            && self.last_day_of(law).is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn document(number: &str, from: Option<Date>, to: Option<Date>) -> LawDocument {
        LawDocument {
            number: number.into(),
            title: String::new(),
            issuer: String::new(),
            valid_from: from,
            valid_to: to,
            replaced_by: None,
            link: None,
        }
    }

    fn cites(number: &str, to: Option<Date>) -> LawReference {
        LawReference {
            document: number.into(),
            title: String::new(),
            article: None,
            clause: None,
            point: None,
            valid_from: None,
            valid_to: to,
        }
    }

    #[test]
    fn a_document_ends_by_itself_or_the_day_before_the_next_one_begins() {
        let mut old = document("1", None, None);
        old.replaced_by = Some("2".into());
        let next = document("2", Some(date!(2027 - 01 - 01)), None);
        let ended = document("3", None, Some(date!(2026 - 06 - 30)));
        let register = LawRegister::new([old, next, ended]);
        let on = |number, day| register.in_force_on(&cites(number, None), day);
        assert!(on("1", date!(2026 - 12 - 31)));
        assert!(!on("1", date!(2027 - 01 - 01)));
        assert!(!on("2", date!(2026 - 12 - 31)));
        assert!(on("2", date!(2027 - 01 - 01)));
        assert!(on("3", date!(2026 - 06 - 30)));
        assert!(!on("3", date!(2026 - 07 - 01)));
        assert!(on("unknown", date!(2026 - 07 - 01)));
    }

    #[test]
    fn what_the_citation_says_itself_counts_too() {
        let register = LawRegister::new([document("3", None, Some(date!(2026 - 06 - 30)))]);
        let early = cites("3", Some(date!(2026 - 01 - 31)));
        assert_eq!(
            register.last_day_of(&early),
            Some(date!(2026 - 01 - 31)),
            "the earlier day counts"
        );
        assert!(!register.in_force_on(&early, date!(2026 - 02 - 01)));
        let late = cites("3", Some(date!(2028 - 01 - 31)));
        assert_eq!(register.last_day_of(&late), Some(date!(2026 - 06 - 30)));
    }
}
