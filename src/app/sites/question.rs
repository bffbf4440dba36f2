//! Câu hỏi hôm nay: a question that is public already, another one each day.
//!
//! It is taken from what the proof of a closed round tells: questions that stood on papers, with the
//! keys they were marked by. Explanations and citations stay with those who sat the paper. Looking at
//! it lets nothing out that was not out: a round whose keys never left the server is passed over, so
//! that it can still be reopened, and so is one of whose questions another round may draw.

use crate::app::contests::Known;
use crate::app::{Absent, App};
use crate::domain::{
    ContestId, Key, Millis, QuestionContent, QuestionKind, Round, RoundState, Timestamp, markup,
};
use crate::engine::digest::Fields;
use crate::store::{StoreError, UnitOfWork};
use dashmap::DashMap;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// How long what was found serves: a round that is scheduled meanwhile makes nodes forget it at once.
const FRESH: Millis = Millis::seconds(10);
/// Papers of a round that are looked at: all questions of a usual bank stand on so many.
const PAPERS: i64 = 200;
/// Longest text of a question or an option that a widget has room for, in characters.
const LONGEST: usize = 600;

/// A question that is public already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayQuestion {
    /// The day in Viet Nam, `YYYY-MM-DD`.
    pub day: String,
    /// Title of the round that asked it.
    pub round: String,
    /// The question, plain text.
    pub text: String,
    /// Whether several options may be right.
    pub several: bool,
    /// The options.
    pub options: Vec<DayOption>,
    /// Ids of the right options, as the proof of the round tells them to everybody.
    pub right: Vec<String>,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayOption {
    /// Its id.
    pub id: String,
    /// Plain text.
    pub text: String,
}

/// Questions of the day as they were found.
#[derive(Default)]
pub(super) struct Kept {
    found: DashMap<ContestId, Arc<Found>>,
    /// Held while one reader looks, so that a crowd of them looks once.
    looking: tokio::sync::Mutex<()>,
}

struct Found {
    at: Timestamp,
    question: Option<DayQuestion>,
}

impl Kept {
    pub(super) fn forget(&self) {
        self.found.clear();
    }

    fn fresh(&self, contest: ContestId, now: Timestamp) -> Option<Arc<Found>> {
        let found = self.found.get(&contest)?;
        let same_day = found.at.vietnam_day() == now.vietnam_day();
        (same_day && now.since(found.at) < FRESH).then(|| Arc::clone(&found))
    }
}

impl App {
    /// The question of the day of a contest; none while no closed round has given its keys away.
    pub(super) async fn question_of_the_day(
        &self,
        known: &Known,
    ) -> Result<Option<DayQuestion>, Absent> {
        let (id, now) = (known.contest.id, self.now());
        if let Some(found) = self.sites.questions.fresh(id, now) {
            return Ok(found.question.clone());
        }
        let _turn = self.sites.questions.looking.lock().await;
        if let Some(found) = self.sites.questions.fresh(id, now) {
            return Ok(found.question.clone());
        }
        let question = self.look_for_question(id, now).await?;
        let found = Found {
            at: now,
            question: question.clone(),
        };
        self.sites.questions.found.insert(id, Arc::new(found));
        Ok(question)
    }

    async fn look_for_question(
        &self,
        contest: ContestId,
        now: Timestamp,
    ) -> Result<Option<DayQuestion>, Absent> {
        let mut work = self.store.read().await?;
        let mut all = Vec::new();
        for round in work.rounds_of(contest).await? {
            if matches!(round.state, RoundState::Closed | RoundState::Published) && round.revealed {
                all.append(&mut self.public_questions(&mut *work, &round).await?);
            }
        }
        if all.is_empty() {
            return Ok(None);
        }
        let day = now.to_vietnam().date();
        let digest = Fields::of("thiluat/question-of-the-day/1")
            .text(&contest.to_string())
            .number(now.vietnam_day())
            .hash();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        let place = u64::from_be_bytes(first) % all.len() as u64;
        let mut question = all.swap_remove(usize::try_from(place).unwrap_or(0));
        question.day = day.to_string();
        Ok(Some(question))
    }

    /// What the proof of a round tells of its questions and a widget can show, in a fixed order.
    async fn public_questions(
        &self,
        work: &mut dyn UnitOfWork,
        round: &Round,
    ) -> Result<Vec<DayQuestion>, StoreError> {
        let material = match self.material(round.id).await {
            Ok(material) => material,
            Err(Absent::NotFound(_)) => return Ok(Vec::new()),
            Err(Absent::Store(error)) => return Err(error),
        };
        if self.hold_on_keys(work, &material, true).await?.is_some() {
            return Ok(Vec::new());
        }
        let mut drawn = BTreeSet::new();
        for sat in work.handed_in(round.id, (0, 0), PAPERS).await? {
            let paper = material.paper(sat.number, sat.attempt.ordinal, sat.group.as_deref());
            drawn.extend(paper.questions.iter().map(|asked| asked.question));
        }
        let all = material.drawer.questions();
        let shown = drawn.into_iter().filter_map(|at| {
            let (named, question) = (&all[at as usize], &material.questions[at as usize]);
            // What turned out to be wrong is nothing to learn from.
            let ruled = material.rulings.get(&named.id, named.version).is_some();
            (!ruled)
                .then(|| plain(&question.content, &question.key, &round.rules.title))
                .flatten()
        });
        Ok(shown.collect())
    }
}

/// The question in plain text, if that says all of it.
fn plain(content: &QuestionContent, key: &Key, round: &str) -> Option<DayQuestion> {
    let choice = matches!(content.kind, QuestionKind::Single | QuestionKind::Multiple);
    let Key::Options(right) = key else {
        return None;
    };
    if !choice || !content.media.is_empty() {
        return None;
    }
    let options: Option<Vec<DayOption>> = content
        .options
        .iter()
        .map(|option| {
            Some(DayOption {
                id: option.id.clone(),
                text: words(&option.text)?,
            })
        })
        .collect();
    Some(DayQuestion {
        day: String::new(),
        round: round.to_owned(),
        text: words(&content.stem)?,
        several: content.kind == QuestionKind::Multiple,
        options: options?,
        right: right.clone(),
    })
}

/// The words of a fragment that lose nothing without their markup.
fn words(html: &str) -> Option<String> {
    let tells_by_form = ["<sub", "<sup", "<table", "<img", "<ol", "<ul", "<pre"];
    if tells_by_form.iter().any(|tag| html.contains(tag)) {
        return None;
    }
    let text = markup::plain(html);
    (1..=LONGEST)
        .contains(&text.chars().count())
        .then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::QuestionOption;

    fn content(stem: &str, options: &[&str], kind: QuestionKind) -> QuestionContent {
        QuestionContent {
            kind,
            stem: stem.to_owned(),
            options: (1..)
                .zip(options)
                .map(|(n, text)| QuestionOption {
                    id: format!("o{n}"),
                    text: (*text).to_owned(),
                    pinned: false,
                })
                .collect(),
            level: 1,
            media: Vec::new(),
        }
    }

    #[test]
    fn only_what_plain_text_says_whole_is_shown() {
        let key = Key::Options(vec!["o2".into()]);
        let asked = content(
            "<p>Tốc độ &lt; <b>50</b>?</p>",
            &["Có", "Không"],
            QuestionKind::Single,
        );
        let shown = plain(&asked, &key, "Tuần 1").unwrap();
        assert_eq!(
            (shown.text.as_str(), shown.several),
            ("Tốc độ < 50?", false)
        );
        assert_eq!(shown.right, ["o2"]);
        assert_eq!(shown.options[1].text, "Không");

        let with = |stem: &str, option: &str| content(stem, &["Có", option], QuestionKind::Single);
        for lost in [
            with("10 m<sup>2</sup>?", "Không"),
            with("<table><tr><td>1</td></tr></table>", "Không"),
            with("Bao nhiêu?", "H<sub>2</sub>O"),
            with("", "Không"),
            with(&"a".repeat(LONGEST + 1), "Không"),
        ] {
            assert_eq!(plain(&lost, &key, ""), None, "{lost:?}");
        }
        let mut pictured = with("Biển nào?", "Không");
        pictured.media.push("0".repeat(64));
        assert_eq!(plain(&pictured, &key, ""), None);
        let number = Key::Number {
            value: 1,
            tolerance: 0,
        };
        assert_eq!(
            plain(
                &content("Bao nhiêu?", &[], QuestionKind::Number),
                &number,
                ""
            ),
            None
        );
    }
}
