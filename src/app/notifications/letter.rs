//! What a letter says: in Vietnamese, and below the same in English, because nobody knows beforehand how a
//! reader of the future reads.

use super::texts::{self, Written};
use crate::app::{App, Language};
use crate::domain::{NoticeKind, Role, Timestamp};
use std::collections::BTreeMap;
use time::macros::format_description;

/// Stands between the two languages.
const RULE: &str = "\n\n----------\n\n";

/// The facts of a letter about one account.
pub(super) fn facts_of_account(
    app: &App,
    name: &str,
    link: &str,
    until: Timestamp,
) -> BTreeMap<String, String> {
    let facts = [
        ("name", name.to_owned()),
        ("link", link.to_owned()),
        ("until", until_text(until)),
        ("address", app.place.address.clone()),
    ];
    facts.map(|(key, value)| (key.to_owned(), value)).into()
}

/// Subject and text of a letter.
pub(super) fn write(
    kind: NoticeKind,
    facts: &BTreeMap<String, String>,
    link: Option<&str>,
) -> (String, String) {
    let both = [Language::Vietnamese, Language::English].map(|language| {
        let mut facts = facts.clone();
        // A role is told by its word, and said in each language.
        if let Some(role) = facts.get("role").and_then(|word| Role::of(word)) {
            facts.insert("role".into(), texts::role(role, language).to_owned());
        }
        let Written { title, text } = texts::write(kind, &facts, language);
        let text = match link {
            Some(link) => format!("{text}\n\n{link}"),
            None => text,
        };
        (title, text)
    });
    let [(subject, vietnamese), (title, english)] = both;
    let text = format!("{vietnamese}{RULE}{title}\n\n{english}\n");
    (subject, text)
}

/// An instant as people in Viet Nam read it.
fn until_text(at: Timestamp) -> String {
    let format = format_description!("[hour]:[minute] [day]/[month]/[year] (UTC+7)");
    at.to_vietnam().format(format).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_everything_in_both_languages() {
        let facts = BTreeMap::from([
            ("name".to_owned(), "Trần Văn An".to_owned()),
            ("role".to_owned(), "reviewer".to_owned()),
            (
                "link".to_owned(),
                "https://thi.vn/quan-tri/loi-moi#t".to_owned(),
            ),
            ("address".to_owned(), "https://thi.vn".to_owned()),
            ("until".to_owned(), until_text(Timestamp::from_millis(0))),
        ]);
        let (subject, text) = write(NoticeKind::StaffInvited, &facts, None);
        assert_eq!(subject, "Mời tham gia Thi Luật");
        for part in [
            "duyệt câu hỏi",
            "reviewer of questions",
            "07:00 01/01/1970 (UTC+7)",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(text.matches("https://thi.vn/quan-tri/loi-moi#t").count(), 2);
    }
}
