//! What a paper tells beside its questions: its sections, its pace, its essay.

use super::facts::Facts;
use super::save::SaveError;
use crate::app::rounds::Material;
use crate::app::{Absent, App};
use crate::domain::contest::Essay;
use crate::domain::{Slot, Timestamp};
use crate::engine::attempt::Pacing;
use crate::engine::draw::Paper;
use serde::Serialize;

/// A section of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SectionView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub title: String,
    /// Number of its first question.
    pub first: u16,
    /// Number of its last question.
    pub last: u16,
}

/// Where an attempt stands that goes question by question. Questions that are still to come are not
/// in the paper yet: whoever reads the attempt again after `closes_at` gets the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pace {
    /// Seconds for each question by the rules.
    pub per_question_s: u32,
    /// Number of questions.
    pub questions: u16,
    /// The question whose turn it is; the last one once all have been.
    pub slot: u16,
    /// When its time is up.
    #[schema(value_type = String)]
    pub closes_at: Timestamp,
}

/// The essay that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EssayAsked {
    /// The question.
    pub prompt: String,
    /// Least number of words; 0: no limit.
    pub min_words: u32,
    /// Greatest number of words.
    pub max_words: u32,
    /// Greatest number of points, from all judges.
    pub max_points: u32,
    /// Whether the paper can't be handed in without it.
    pub required: bool,
}

impl From<&Essay> for EssayAsked {
    fn from(essay: &Essay) -> Self {
        Self {
            prompt: essay.prompt.clone(),
            min_words: essay.min_words,
            max_words: essay.max_words,
            max_points: essay.max_points * essay.judges,
            required: essay.required,
        }
    }
}

impl Facts {
    /// Where the attempt stands, by its pacing.
    pub(super) fn pace(&self, pacing: &Pacing, now: Timestamp) -> Pace {
        let questions = u16::try_from(self.paper.questions.len()).unwrap_or(u16::MAX);
        let time = |slot: u16| pacing.time_of(Slot(slot), self.started_at);
        let shown = |slot: &u16| time(*slot).is_shown(now);
        let slot = (1..=questions).take_while(shown).last().unwrap_or(1);
        Pace {
            per_question_s: pacing.per_question_s,
            questions,
            slot,
            closes_at: time(slot).closes_at,
        }
    }
}

/// The sections of a paper, those without a question left out.
pub(super) fn sections(material: &Material, paper: &Paper) -> Vec<SectionView> {
    let rules = &material.round.rules;
    let section_of = |cell: u16| {
        let cell = rules.blueprint.get(usize::from(cell));
        cell.and_then(|cell| cell.section.as_deref())
    };
    let of_section = |section: &crate::domain::contest::Section| {
        let slots = (1..).zip(&paper.questions);
        let mut slots = slots
            .filter(|(_, on_paper)| section_of(on_paper.cell) == Some(&section.code))
            .map(|(slot, _)| slot);
        let first = slots.next()?;
        Some(SectionView {
            code: section.code.clone(),
            title: section.title.clone(),
            first,
            last: slots.last().unwrap_or(first),
        })
    };
    rules.sections.iter().filter_map(of_section).collect()
}

impl App {
    /// How the questions of an attempt follow one another, as the rules and what was given to the
    /// person stand now; none where questions have no time of their own.
    pub(super) async fn pacing(&self, facts: &Facts) -> Result<Option<Pacing>, Absent> {
        let rules = &facts.material.round.rules;
        let Some(per_question_s) = rules.per_question_s else {
            return Ok(None);
        };
        // What was given may have changed since this attempt was remembered.
        let material = self.material(facts.material.round.id).await?;
        let person = self.person(facts.participant).await?;
        Ok(Some(Pacing {
            per_question_s,
            time_limit_s: rules.time_limit_s,
            extra: person.extra_time,
            outages: material.outages.clone(),
        }))
    }

    /// Refuses an answer outside its question's time.
    pub(super) async fn in_slot_time(&self, facts: &Facts, slot: Slot) -> Result<(), SaveError> {
        let is_question = slot != Slot::PREDICTION && slot != Slot::ESSAY;
        let Some(pacing) = self.pacing(facts).await?.filter(|_| is_question) else {
            return Ok(());
        };
        let (time, now) = (pacing.time_of(slot, facts.started_at), self.now());
        if time.takes(now) {
            return Ok(());
        }
        Err(SaveError::SlotTime {
            opens_at: time.opens_at,
            closes_at: time.closes_at,
            server_time: now,
        })
    }
}
