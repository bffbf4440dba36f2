//! The questions of a bank by words and filters, and what the filters can be.

use super::shelf::{Item, Shelf};
use crate::app::questions::{QuestionError, Standing, Today};
use crate::app::staff::allowed;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::law::LawRegister;
use crate::domain::{LawReference, QuestionId, QuestionKind, QuestionStatus, Timestamp, text};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// Questions of a page, if nothing is said, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;
/// Longest search text that is looked at, in characters.
const LONGEST: usize = 200;

/// Which questions.
#[derive(Debug, Clone, Default)]
pub struct QuestionQuery {
    /// Words that all have to occur; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// Of this topic.
    pub topic: Option<String>,
    /// Of this level.
    pub level: Option<u8>,
    /// Whose newest version stands there.
    pub status: Option<QuestionStatus>,
    /// Answered in this way.
    pub kind: Option<QuestionKind>,
    /// Citing the document of this number.
    pub law: Option<String>,
    /// With this finding.
    pub finding: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Questions of a page.
    pub limit: Option<usize>,
}

/// A page of questions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionList {
    /// With a search text those first that hold it with its tone marks; then in order of their making.
    pub items: Vec<QuestionLine>,
    /// There are more.
    pub next_cursor: Option<String>,
    /// How many there are in all.
    pub total: usize,
}

/// A question in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionLine {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: QuestionId,
    /// The author's own code.
    pub code: Option<String>,
    /// Its place in the bank, from 1.
    pub number: usize,
    /// Number of the newest version.
    pub version: i64,
    /// draft, checked, approved or retired.
    #[schema(value_type = String)]
    pub status: QuestionStatus,
    /// single, multiple, number or text.
    #[schema(value_type = String)]
    pub kind: QuestionKind,
    /// The stem as plain text, at most 200 characters.
    pub stem_text: String,
    /// Field of law or chapter.
    pub topic: Option<String>,
    /// 1 to 5; 0 = unknown.
    pub level: u8,
    /// Citations, such as “36/2024/QH15, Điều 9”.
    pub laws: Vec<String>,
    /// How many people approved the newest version.
    pub approvals: usize,
    /// Codes of what a person should look at.
    pub findings: Vec<&'static str>,
    /// When something about it changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl App {
    /// The questions of a bank that the query asks for, a page of them.
    pub async fn find_questions(
        &self,
        actor: Actor,
        bank: &str,
        query: &QuestionQuery,
    ) -> Result<QuestionList, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let shelf = self.shelf(&mut *work, actor, bank).await?;
        let today = Today::new(LawRegister::new(work.laws().await?), self.now());
        drop(work);
        let findings = Findings::new(&shelf, &today);
        let words = Words::new(query.q.as_deref().unwrap_or_default());
        let mut found: Vec<(u8, usize)> = Vec::new();
        for (at, item) in shelf.items.iter().enumerate() {
            if !fits(item, query) {
                continue;
            }
            let Some(rank) = words.rank(item) else {
                continue;
            };
            if let Some(code) = &query.finding
                && !findings.of(at, item).contains(&code.as_str())
            {
                continue;
            }
            found.push((rank, at));
        }
        found.sort_unstable();
        let after = match &query.cursor {
            None => 0,
            Some(cursor) => {
                let place = place(cursor).ok_or(NotFound)?;
                found.partition_point(|found| *found <= place)
            }
        };
        let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
        let page = &found[after..found.len().min(after + limit)];
        let last = page.last().filter(|_| after + page.len() < found.len());
        Ok(QuestionList {
            items: page
                .iter()
                .map(|(_, at)| line(*at, &shelf.items[*at], &findings))
                .collect(),
            next_cursor: last.map(|(rank, at)| format!("{rank}.{at}")),
            total: found.len(),
        })
    }
}

/// The words of a search.
struct Words {
    /// Folded.
    folded: Vec<String>,
    /// Those that were typed with marks, in lower case.
    marked: Vec<String>,
}

impl Words {
    fn new(typed: &str) -> Self {
        let typed: String = typed.chars().take(LONGEST).collect();
        let typed = text::normal(&typed).to_lowercase();
        let words = typed.split_whitespace();
        Self {
            folded: words.clone().map(text::folded).collect(),
            marked: words
                .filter(|word| text::folded(word) != **word)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// None where a word is missing; 0 where all occur as they were typed, 1 where some only without
    /// their marks.
    fn rank(&self, item: &Item) -> Option<u8> {
        let all = |words: &[String], text: &str| words.iter().all(|word| text.contains(word));
        if !all(&self.folded, &item.folded) {
            return None;
        }
        Some(u8::from(!all(&self.marked, &item.words)))
    }
}

fn place(cursor: &str) -> Option<(u8, usize)> {
    let (rank, at) = cursor.split_once('.')?;
    Some((rank.parse().ok()?, at.parse().ok()?))
}

fn fits(item: &Item, query: &QuestionQuery) -> bool {
    let question = &item.question;
    let topic = |wanted: &String| {
        let own = question.topic.as_deref().unwrap_or_default();
        text::normal(own) == text::normal(wanted)
    };
    let law = |wanted: &String| {
        let wanted = text::normal(wanted);
        question.laws.iter().any(|law| law.document == wanted)
    };
    query.topic.as_ref().is_none_or(topic)
        && query.level.is_none_or(|level| item.level() == level)
        && query.status.is_none_or(|status| question.status == status)
        && query.kind.is_none_or(|kind| question.content.kind == kind)
        && query.law.as_ref().is_none_or(law)
}

/// What a person should look at, question by question.
pub(super) struct Findings<'a> {
    alike: BTreeSet<usize>,
    longest_too_often: bool,
    today: &'a Today,
}

impl<'a> Findings<'a> {
    pub fn new(shelf: &Shelf, today: &'a Today) -> Self {
        Self {
            alike: shelf
                .alike
                .iter()
                .flat_map(|pair| [pair.first, pair.second])
                .collect(),
            longest_too_often: shelf.longest_too_often,
            today,
        }
    }

    /// The codes for the question at that index.
    pub fn of(&self, at: usize, item: &Item) -> Vec<&'static str> {
        let mut codes: Vec<&'static str> = item.weak.iter().map(|weak| weak.code()).collect();
        if self.alike.contains(&at) {
            codes.push("quality.duplicate");
        }
        if self.longest_too_often && item.sketch.longest.is_some_and(|(longest, _)| longest) {
            codes.push("quality.longest_often");
        }
        let laws = item.question.laws.iter();
        match laws.map(|law| self.today.standing(law).0).max() {
            Some(Standing::Ended) => codes.push("law.ended"),
            Some(Standing::Ends) => codes.push("law.ends"),
            Some(Standing::InForce) | None => {}
        }
        if item.usage.as_ref().is_some_and(|usage| usage.alarm) {
            codes.push("statistics.alarm");
        }
        codes
    }
}

fn line(at: usize, item: &Arc<Item>, findings: &Findings) -> QuestionLine {
    let question = &item.question;
    QuestionLine {
        id: question.id,
        code: question.code.clone(),
        number: at + 1,
        version: question.version,
        status: question.status,
        kind: question.content.kind,
        stem_text: item.stem.clone(),
        topic: question.topic.clone(),
        level: item.level(),
        laws: question.laws.iter().map(citation).collect(),
        approvals: item.approvals,
        findings: findings.of(at, item),
        updated_at: item.updated_at,
    }
}

/// A citation as people write it.
pub(in crate::app) fn citation(law: &LawReference) -> String {
    let mut text = law.document.clone();
    for (word, part) in [
        ("điểm", &law.point),
        ("khoản", &law.clause),
        ("Điều", &law.article),
    ] {
        if let Some(part) = part {
            text.push_str(", ");
            text.push_str(word);
            text.push(' ');
            text.push_str(part);
        }
    }
    text
}
