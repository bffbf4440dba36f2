//! What a test says of the items that it lists. Only sections that our own writer made are topics:
//! “Section 1” of another system is none.

use super::names;
use crate::exchange::lms::archive::{Files, resolved};
use crate::exchange::xml::{Element, parse, root_name};
use std::collections::HashMap;

/// Identifiers of sections that stand for a topic begin like this.
pub(super) const TOPIC: &str = "topic-";

/// What is known of an item from outside of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    pub topic: Option<String>,
    /// The categories of the reference, separated by blanks.
    pub categories: String,
}

/// The tests of a package.
#[derive(Default)]
pub(super) struct Tests {
    /// Title of the first one.
    pub title: Option<String>,
    /// By the name of the item's file.
    pub listed: HashMap<String, Listed>,
}

impl Tests {
    /// Reads every test; one that is no sound XML says nothing, and its items are read all the same.
    pub fn of(files: &Files) -> Self {
        let mut tests = Self::default();
        for (name, bytes) in files {
            let root = root_name(bytes);
            if root.is_some_and(|root| names::even_name(&root) == "assessmentTest")
                && let Ok(mut document) = parse(bytes, name)
            {
                names::even(&mut document.root);
                let title = document.root.attribute("title").map(str::to_owned);
                tests.title = tests.title.take().or(title);
                tests.sections(name, &document.root, None);
            }
        }
        tests
    }

    fn sections(&mut self, test: &str, element: &Element, topic: Option<&str>) {
        for inner in element.elements() {
            let own = inner
                .attribute("identifier")
                .is_some_and(|id| id.starts_with(TOPIC));
            let topic = if own { inner.attribute("title") } else { topic };
            if inner.name == "assessmentItemRef"
                && let Some(item) = inner
                    .attribute("href")
                    .and_then(|href| resolved(test, href))
            {
                self.listed.insert(
                    item,
                    Listed {
                        topic: topic.map(str::to_owned),
                        categories: inner.attribute("category").unwrap_or("").to_owned(),
                    },
                );
            }
            self.sections(test, inner, topic);
        }
    }
}
