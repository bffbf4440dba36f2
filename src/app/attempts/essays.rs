//! Essays: what judges read, and the marks that they give (domain.md 2.2 C6, C7).

use crate::app::refusal::refuses_through_its_cause;
use crate::app::rounds::RoundError;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::round_of;
use crate::app::{Absent, App, Language, NotFound, Refusal};
use crate::auth::{Action, Actor};
use crate::domain::{Answer, AttemptId, RoundId, Slot};
use crate::engine::ranking::Ranking;
use crate::store::{EssayMark, StoreError};
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;

/// Most essays in one answer.
const MOST: usize = 50;
/// Longest note of a judge, in characters.
const LONGEST_NOTE: usize = 2_000;

/// A mark can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMark {
    /// The round has no essay.
    #[error("the round has no essay")]
    NoEssay,
    /// Not between none and the most that the rules give.
    #[error("points from 0 to {0}")]
    Points(u32),
    /// As many judges as the rules ask for have marked it already.
    #[error("{0} judges have marked it already")]
    Judged(u32),
    /// The note is too long or has characters that can't be used.
    #[error("the note can't be taken")]
    Note,
}

impl Refusal for BadMark {
    fn code(&self) -> &'static str {
        match self {
            Self::NoEssay => "essay.none",
            Self::Points(_) => "field.range",
            Self::Judged(_) => "essay.judged",
            Self::Note => "text.invalid",
        }
    }

    fn detail(&self, language: Language) -> String {
        let vietnamese = language == Language::Vietnamese;
        match self {
            Self::NoEssay if vietnamese => "Vòng thi này không có câu tự luận.".into(),
            Self::NoEssay => "This round has no essay.".into(),
            Self::Points(max) if vietnamese => format!("Điểm từ 0 đến {max}."),
            Self::Points(max) => format!("Points go from 0 to {max}."),
            Self::Judged(judges) if vietnamese => format!("Bài này đã đủ {judges} giám khảo chấm."),
            Self::Judged(judges) => format!("This essay has been marked by all {judges} judges."),
            Self::Note if vietnamese => "Nhận xét quá dài hoặc có ký tự không dùng được.".into(),
            Self::Note => "The note is too long or has characters that can't be used.".into(),
        }
    }
}

/// Why essays are not shown, or a mark was not taken.
#[derive(Debug, thiserror::Error)]
pub enum EssayError {
    /// No such round or attempt, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The round is not closed.
    #[error(transparent)]
    Round(#[from] RoundError),
    /// The mark can't be taken.
    #[error(transparent)]
    BadMark(#[from] BadMark),
}

impl From<StoreError> for EssayError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl EssayError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Absent(refusal) => refusal,
            Self::Forbidden(refusal) => refusal,
            Self::Round(refusal) => refusal,
            Self::BadMark(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(EssayError);

/// An essay as a judge sees it: neither who wrote it nor what others gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EssayView {
    /// The attempt, by which it is marked.
    #[schema(value_type = String)]
    pub attempt: AttemptId,
    /// What was written.
    pub text: String,
    /// Its number of words.
    pub words: usize,
    /// The points that this judge gave; none: not marked yet.
    pub points: Option<i64>,
    /// What this judge noted.
    pub note: Option<String>,
}

/// A page of essays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EssayList {
    /// The essays.
    pub items: Vec<EssayView>,
    /// Where the next page begins; none: this is the last one.
    pub next_cursor: Option<String>,
}

impl App {
    /// The essays of the recognised attempts of a closed round that are ranked by their questions,
    /// in the order of registration.
    pub async fn essays(
        &self,
        actor: Actor,
        id: RoundId,
        cursor: Option<&str>,
    ) -> Result<EssayList, EssayError> {
        allowed(actor, Action::MarkEssays)?;
        let mut work = self.store.read().await?;
        let (round, _) = round_of(&mut *work, actor, id).await?;
        if round.rules.essay.is_none() {
            return Err(BadMark::NoEssay.into());
        }
        if !round.state.is_over() {
            return Err(RoundError::NotClosed.into());
        }
        let recognised = crate::app::rounds::recognised_in(&mut *work, &round)
            .await
            .map_err(RoundError::from)?;
        let ranking = Ranking::new(&round.rules.ranking).ok();
        let shown = |entry: &&crate::engine::ranking::Entry| {
            ranking
                .as_ref()
                .is_some_and(|ranking| ranking.admits_live(entry))
        };
        let from: i64 = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let mut page: Vec<_> = recognised
            .iter()
            .filter(shown)
            .filter(|entry| entry.number > from)
            .take(MOST + 1)
            .collect();
        let more = page.len() > MOST;
        page.truncate(MOST);
        let next_cursor = page
            .last()
            .filter(|_| more)
            .map(|last| last.number.to_string());
        let judge = actor.to_string();
        let own: HashMap<AttemptId, EssayMark> = work
            .essay_marks(id, None)
            .await?
            .into_iter()
            .filter(|mark| mark.judge == judge)
            .map(|mark| (mark.attempt, mark))
            .collect();
        let mut items = Vec::with_capacity(page.len());
        for entry in page {
            let log = work.newest_responses(entry.attempt).await?;
            let newest = log
                .iter()
                .filter(|response| response.slot == Slot::ESSAY)
                .max_by_key(|response| (response.epoch, response.seq));
            let Some(Answer::Text(text)) = newest.map(|response| &response.answer) else {
                continue;
            };
            let mark = own.get(&entry.attempt);
            items.push(EssayView {
                attempt: entry.attempt,
                text: text.clone(),
                words: text.split_whitespace().count(),
                points: mark.map(|mark| mark.points),
                note: mark.map(|mark| mark.note.clone()),
            });
        }
        Ok(EssayList { items, next_cursor })
    }

    /// Takes a judge's mark of an essay; a later one of the same judge stands in its place. Standings
    /// change only when the round is ranked again.
    pub async fn mark_essay(
        &self,
        actor: Actor,
        round: RoundId,
        attempt: AttemptId,
        points: i64,
        note: &str,
    ) -> Result<EssayMark, EssayError> {
        allowed(actor, Action::MarkEssays)?;
        let note = crate::domain::text::passage(note, LONGEST_NOTE).map_err(|_| BadMark::Note)?;
        let mut work = self.store.begin().await?;
        let (round, _) = round_of(&mut *work, actor, round).await?;
        let essay = round.rules.essay.as_ref().ok_or(BadMark::NoEssay)?;
        if !round.state.is_over() {
            return Err(RoundError::NotClosed.into());
        }
        let found = work.attempt(attempt).await?;
        let found = found.filter(|found| found.round == round.id && found.outcome.is_some());
        found.ok_or(NotFound).map_err(Absent::from)?;
        if !(0..=i64::from(essay.max_points)).contains(&points) {
            return Err(BadMark::Points(essay.max_points).into());
        }
        let judge = actor.to_string();
        let marks = work.essay_marks(round.id, None).await?;
        let others = marks
            .iter()
            .filter(|mark| mark.attempt == attempt && mark.judge != judge)
            .count();
        if others >= essay.judges as usize {
            return Err(BadMark::Judged(essay.judges).into());
        }
        let mut mark = EssayMark {
            attempt,
            judge,
            version: 0,
            points,
            note,
            at: self.now(),
        };
        mark.version = work.add_essay_mark(&mark).await?;
        let detail = json!({ "points": points, "version": mark.version });
        let subject = format!("attempt:{attempt}");
        self.audit(&mut *work, &mark.judge, "essay.marked", subject, &detail)
            .await?;
        work.commit().await?;
        Ok(mark)
    }
}
