//! The texts of notices and letters: templates in both languages, filled with facts.

use crate::app::Language;
use crate::domain::{NoticeKind, Role};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static VIETNAMESE: LazyLock<Texts> = LazyLock::new(|| read(include_str!("texts/vi.toml")));
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| read(include_str!("texts/en.toml")));

fn read(text: &str) -> Texts {
    toml::from_str(text).expect("the embedded texts are read by a test")
}

#[derive(Deserialize)]
struct Texts {
    role: BTreeMap<String, String>,
    #[serde(flatten)]
    kinds: BTreeMap<String, Template>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    /// What settings call the kind.
    name: String,
    /// One line.
    title: String,
    text: String,
}

/// A text that is ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub title: String,
    pub text: String,
}

fn of(language: Language) -> &'static Texts {
    match language {
        Language::Vietnamese => &VIETNAMESE,
        Language::English => &ENGLISH,
    }
}

fn template(kind: NoticeKind, language: Language) -> &'static Template {
    of(language)
        .kinds
        .get(kind.word())
        .expect("every kind has its texts, as a test holds")
}

/// What settings call a kind.
pub(super) fn name(kind: NoticeKind, language: Language) -> &'static str {
    &template(kind, language).name
}

/// What people call a role.
pub(super) fn role(role: Role, language: Language) -> &'static str {
    of(language)
        .role
        .get(role.word())
        .map_or("", String::as_str)
}

/// The texts of a kind, filled.
pub(super) fn write(
    kind: NoticeKind,
    facts: &BTreeMap<String, String>,
    language: Language,
) -> Written {
    let template = template(kind, language);
    Written {
        title: fill(&template.title, facts),
        text: fill(&template.text, facts),
    }
}

/// One walk over the template: a fact that holds braces is not filled again.
fn fill(template: &str, facts: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((key, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        out.push_str(facts.get(key).map_or("", String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::event::facts_of;
    use super::*;

    const BOTH: [Language; 2] = [Language::Vietnamese, Language::English];

    fn places(template: &str) -> Vec<&str> {
        let parts = template.split('{').skip(1);
        parts.map(|part| part.split_once('}').unwrap().0).collect()
    }

    #[test]
    fn every_place_is_filled_in_both_languages() {
        for (kind, word) in NoticeKind::ALL {
            let facts: BTreeMap<String, String> = facts_of(kind)
                .iter()
                .map(|key| ((*key).to_owned(), format!("<{key}>")))
                .collect();
            let used = BOTH.map(|language| {
                let template = template(kind, language);
                assert!(!template.name.is_empty(), "{word}");
                let mut used = places(&template.text);
                used.extend(places(&template.title));
                for key in &used {
                    assert!(facts_of(kind).contains(key), "{word} has no {key}");
                }
                let written = write(kind, &facts, language);
                let all = format!("{}\n{}", written.title, written.text);
                assert!(!all.contains(['{', '}']), "{word}: {all}");
                assert!(!written.title.contains('\n'), "{word}: one line");
                used.sort_unstable();
                used.dedup();
                used
            });
            assert_eq!(used[0], used[1], "{word} says less in one language");
        }
        for (known, word) in Role::ALL {
            for language in BOTH {
                assert!(!role(known, language).is_empty(), "{word}");
            }
        }
        for language in BOTH {
            assert_eq!(of(language).kinds.len(), NoticeKind::ALL.len());
        }
    }

    #[test]
    fn what_people_wrote_is_no_template() {
        let facts = BTreeMap::from([
            ("unit".to_owned(), "{parent}".to_owned()),
            ("parent".to_owned(), "bí mật".to_owned()),
        ]);
        assert_eq!(fill("{unit}!", &facts), "{parent}!");
        assert_eq!(fill("a {nothing} b", &facts), "a  b");
    }
}
