//! The rules of a contest in plain words, written from its file alone: a sentence for every key that
//! people should know of, in Vietnamese and English.

mod contest;
mod paper;
mod places;
#[cfg(test)]
pub(super) mod tests;
mod words;

use crate::app::{Absent, App};
use crate::domain::contest::ContestFile;
use serde::Serialize;
use utoipa::ToSchema;

/// A part of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulesSection {
    /// Its heading.
    pub heading: String,
    /// Code of the round it is about; null: of the whole contest.
    pub round: Option<String>,
    /// Its sentences.
    pub sentences: Vec<String>,
}

/// The rules of a contest, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulesPage {
    /// In Vietnamese.
    pub vi: Vec<RulesSection>,
    /// In English.
    pub en: Vec<RulesSection>,
}

/// The page while it is written: everything is said twice.
struct Pages {
    page: RulesPage,
}

impl Pages {
    fn heading(&mut self, round: Option<&str>, vi: impl Into<String>, en: impl Into<String>) {
        let section = |heading: String| RulesSection {
            heading,
            round: round.map(str::to_owned),
            sentences: Vec::new(),
        };
        self.page.vi.push(section(vi.into()));
        self.page.en.push(section(en.into()));
    }

    fn say(&mut self, vi: impl Into<String>, en: impl Into<String>) {
        let pages = [
            (&mut self.page.vi, vi.into()),
            (&mut self.page.en, en.into()),
        ];
        for (sections, sentence) in pages {
            if let Some(section) = sections.last_mut() {
                section.sentences.push(sentence);
            }
        }
    }
}

/// The rules page of a contest file whose organiser has that name.
pub fn rules_page(file: &ContestFile, organiser: &str) -> RulesPage {
    let mut pages = Pages {
        page: RulesPage {
            vi: Vec::new(),
            en: Vec::new(),
        },
    };
    contest::write(file, organiser, &mut pages);
    for round in &file.rounds {
        pages.heading(
            Some(&round.code),
            format!("{} ({})", round.title, words::kind(round.kind).0),
            format!("{} ({})", round.title, words::kind(round.kind).1),
        );
        paper::write(file, round, &mut pages);
        places::write(file, round, &mut pages);
    }
    places::write_further(file, &mut pages);
    contest::write_prizes(file, &mut pages);
    let Pages { mut page } = pages;
    for sections in [&mut page.vi, &mut page.en] {
        sections.retain(|section| !section.sentences.is_empty());
    }
    page
}

impl App {
    /// The rules page of a published contest.
    pub async fn rules_page(&self, slug: &str) -> Result<RulesPage, Absent> {
        let known = self.published(slug).await?;
        Ok(rules_page(&known.contest.file, &known.organiser))
    }
}
