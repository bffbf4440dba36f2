//! An attempt as its person sees it: paper, answers so far, time left.

use super::facts::Facts;
use super::parts::{EssayAsked, Pace, sections};
use crate::app::rounds::Material;
use crate::app::{Absent, App, SignedIn};
use crate::domain::{Answer, Attempt, AttemptId, AttemptState, Response, Slot, Timestamp};
use crate::engine::attempt::{Pacing, Timeliness, remaining};
use crate::engine::draw::Paper;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The head of an attempt.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AttemptHead {
    /// Id of the attempt.
    #[schema(value_type = String)]
    pub id: AttemptId,
    /// Id of the round.
    pub round: String,
    /// Slug of the contest.
    pub contest: String,
    /// Which of the person's attempts at the round it is, from 1.
    pub ordinal: i64,
    /// The device's turn; saves of an older epoch are refused.
    pub epoch: i64,
    /// active, submitted, expired or void.
    #[schema(value_type = String)]
    pub state: AttemptState,
    /// When it began.
    #[schema(value_type = String)]
    pub started_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String)]
    pub deadline: Timestamp,
    /// Time left in milliseconds, 0 when it has ended.
    pub remaining_ms: i64,
    /// Hash of the paper, hex.
    pub paper_hash: String,
}

/// An answer so far.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SavedAnswer {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// Epoch under which it was saved.
    pub epoch: i64,
    /// Its sequence number.
    pub seq: i64,
    /// The answer.
    #[schema(value_type = Object)]
    pub answer: Answer,
}

/// A slot as addresses and bodies write it: a number, `prediction` or `essay`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotName(pub Slot);

impl Serialize for SlotName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Slot::PREDICTION => serializer.serialize_str("prediction"),
            Slot::ESSAY => serializer.serialize_str("essay"),
            Slot(number) => serializer.serialize_u16(number),
        }
    }
}

impl<'de> serde::Deserialize<'de> for SlotName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl serde::de::Visitor<'_> for Name {
            type Value = SlotName;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the number of a question, \"prediction\" or \"essay\"")
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<SlotName, E> {
                let number = u16::try_from(number)
                    .ok()
                    .filter(|number| is_question(*number));
                let wrong = || E::invalid_value(serde::de::Unexpected::Other("number"), &self);
                number
                    .map(|number| SlotName(Slot(number)))
                    .ok_or_else(wrong)
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SlotName, E> {
                text.parse()
                    .map_err(|NotASlot| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Name)
    }
}

fn is_question(number: u16) -> bool {
    ![Slot::PREDICTION, Slot::ESSAY].contains(&Slot(number))
}

/// The text names no slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a slot")]
pub struct NotASlot;

impl std::str::FromStr for SlotName {
    type Err = NotASlot;
    fn from_str(text: &str) -> Result<Self, NotASlot> {
        match text {
            "prediction" => return Ok(Self(Slot::PREDICTION)),
            "essay" => return Ok(Self(Slot::ESSAY)),
            _ => {}
        }
        match text.parse::<u16>() {
            Ok(number) if is_question(number) => Ok(Self(Slot(number))),
            _ => Err(NotASlot),
        }
    }
}

/// An attempt as its person sees it.
pub struct AttemptView {
    /// The head.
    pub attempt: AttemptHead,
    /// The latest answer of every answered question.
    pub answers: Vec<SavedAnswer>,
    /// When this was told.
    pub server_time: Timestamp,
    facts: Arc<Facts>,
    pacing: Option<Pacing>,
}

impl AttemptView {
    pub(super) fn of(
        facts: &Arc<Facts>,
        attempt: &Attempt,
        log: &[Response],
        pacing: Option<Pacing>,
        now: Timestamp,
    ) -> Self {
        let left = match attempt.state {
            AttemptState::Active => remaining(now, attempt.deadline_at).0,
            _ => 0,
        };
        Self {
            attempt: AttemptHead {
                id: attempt.id,
                round: attempt.round.to_string(),
                contest: facts.material.contest.file.contest.slug.clone(),
                ordinal: attempt.ordinal,
                epoch: attempt.epoch,
                state: attempt.state,
                started_at: attempt.started_at,
                deadline: attempt.deadline_at,
                remaining_ms: left,
                paper_hash: attempt.paper_hash.clone(),
            },
            answers: latest(log)
                .into_values()
                .map(|response| SavedAnswer {
                    slot: SlotName(response.slot),
                    epoch: response.epoch,
                    seq: response.seq,
                    answer: response.answer.clone(),
                })
                .collect(),
            server_time: now,
            facts: Arc::clone(facts),
            pacing,
        }
    }

    /// The reply as JSON, the paper spliced from fragments that were escaped once.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(16 * 1024);
        out.push_str(r#"{"attempt":"#);
        out.push_str(&json(&self.attempt));
        out.push_str(r#","paper":"#);
        let pace = self.pacing.as_ref();
        let pace = pace.map(|pacing| self.facts.pace(pacing, self.server_time));
        write_paper(
            &self.facts.material,
            &self.facts.paper,
            pace.as_ref(),
            &mut out,
        );
        out.push_str(r#","answers":"#);
        out.push_str(&json(&self.answers));
        out.push_str(r#","server_time":""#);
        out.push_str(&self.server_time.to_string());
        out.push_str("\"}");
        out
    }
}

/// Writes a paper: its questions, those that are still to come left out where they have a time of
/// their own, and what it tells beside them.
pub(super) fn write_paper(
    material: &Material,
    paper: &Paper,
    pace: Option<&Pace>,
    out: &mut String,
) {
    out.push_str(r#"{"questions":"#);
    let shown = pace.map_or(usize::MAX, |pace| usize::from(pace.slot));
    material.render(paper, shown, out);
    if let Some(pace) = pace {
        out.push_str(r#","pace":"#);
        out.push_str(&json(pace));
    }
    let sections = sections(material, paper);
    if !sections.is_empty() {
        out.push_str(r#","sections":"#);
        out.push_str(&json(&sections));
    }
    if let Some(essay) = &material.round.rules.essay {
        out.push_str(r#","essay":"#);
        out.push_str(&json(&EssayAsked::from(essay)));
    }
    out.push('}');
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data has a JSON form")
}

/// The latest answer of every slot: the projection of the log (performance.md 2.1).
pub(in crate::app) fn latest(log: &[Response]) -> BTreeMap<Slot, &Response> {
    let mut latest: BTreeMap<Slot, &Response> = BTreeMap::new();
    for response in log {
        let place = latest.entry(response.slot).or_insert(response);
        if (response.epoch, response.seq) > (place.epoch, place.seq) {
            *place = response;
        }
    }
    latest
}

impl App {
    /// An attempt of that person, on any node, after any crash. One whose time is up is handed in
    /// by the clock first.
    pub async fn view_attempt(&self, who: SignedIn, id: AttemptId) -> Result<AttemptView, Absent> {
        let facts = self.facts(id, who.participant).await?;
        let (mut attempt, mut log) = self.read_attempt(id).await?;
        let mut now = self.now();
        if attempt.state == AttemptState::Active
            && Timeliness::at(now, attempt.deadline_at) == Timeliness::Closed
        {
            self.expire(&facts).await?;
            (attempt, log) = self.read_attempt(id).await?;
            now = self.now();
        }
        let pacing = self.pacing(&facts).await?;
        Ok(AttemptView::of(&facts, &attempt, &log, pacing, now))
    }

    pub(super) async fn read_attempt(
        &self,
        id: AttemptId,
    ) -> Result<(Attempt, Vec<Response>), Absent> {
        let mut work = self.store.read_urgently().await?;
        let attempt = work.attempt(id).await?.ok_or(crate::app::NotFound)?;
        let log = work.newest_responses(id).await?;
        Ok((attempt, log))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_a_number_from_one_or_the_prediction() {
        assert_eq!("7".parse(), Ok(SlotName(Slot(7))));
        assert_eq!("prediction".parse(), Ok(SlotName(Slot::PREDICTION)));
        assert_eq!("essay".parse(), Ok(SlotName(Slot::ESSAY)));
        for wrong in ["0", "-1", "x", "", "65535", "70000"] {
            assert_eq!(wrong.parse::<SlotName>(), Err(NotASlot), "{wrong}");
        }
        assert_eq!(
            serde_json::from_str::<SlotName>("3").unwrap(),
            SlotName(Slot(3))
        );
        assert!(serde_json::from_str::<SlotName>("0").is_err());
    }
}
