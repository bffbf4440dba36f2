//! Simulated people sit a round, one after the other through its days.

use super::people::{Simulated, below};
use crate::app::App;
use crate::app::attempts::{NewAnswer, SlotName, StartRequest, SubmitRequest};
use crate::clock::{Clock as _, ManualClock};
use crate::domain::{Answer, Key, Millis, RoundId, Slot, Timestamp};
use crate::entropy::SeededEntropy;
use anyhow::Context as _;
use serde_json::Value;
use std::collections::HashSet;

/// Everything a sitting needs.
pub(super) struct Simulation<'a> {
    /// The use cases.
    pub(super) app: &'a App,
    /// Moved on as people sit.
    pub(super) clock: &'a ManualClock,
    /// How people behave.
    pub(super) chance: &'a SeededEntropy,
}

impl Simulation<'_> {
    /// Lets everybody sit the round once, spread over the span.
    pub(super) async fn round(
        &self,
        slug: &str,
        round: RoundId,
        people: &mut [Simulated],
        (from, to): (Timestamp, Timestamp),
    ) -> anyhow::Result<()> {
        let right = self.right_options(round).await?;
        let apart = to.since(from).0 / i64::try_from(people.len().max(1))?;
        for (turn, person) in (0..).zip(people) {
            self.clock.set(from + Millis(apart * turn));
            let token = match &person.token {
                Some(token) => token.clone(),
                None => {
                    let registered = self.app.register(slug, &person.form(), None, None).await?;
                    person.token = Some(registered.token.clone());
                    registered.token
                }
            };
            self.sit(round, &token, person.skill, &right, apart).await?;
        }
        Ok(())
    }

    async fn right_options(&self, round: RoundId) -> anyhow::Result<HashSet<String>> {
        let material = self.app.material(round).await?;
        let keys = material.questions.iter().map(|question| &question.key);
        Ok(keys
            .flat_map(|key| match key {
                Key::Options(ids) => ids.clone(),
                Key::Number { .. } | Key::Text(_) => Vec::new(),
            })
            .collect())
    }

    async fn sit(
        &self,
        round: RoundId,
        token: &str,
        skill: u8,
        right: &HashSet<String>,
        apart: i64,
    ) -> anyhow::Result<()> {
        let who = self.app.signed_in(token).await?;
        let request = StartRequest {
            round,
            device: None,
            idempotency_key: None,
            address: None,
            code: None,
        };
        let started = self.app.start_attempt(who, request).await?;
        let head = &started.view.attempt;
        let paper: Value = serde_json::from_str(&started.view.to_json())?;
        let questions = paper["paper"]["questions"]
            .as_array()
            .context("a paper has questions")?;
        let mut answers = Vec::new();
        for (seq, question) in (1..).zip(questions) {
            let options: Vec<&str> = question["options"]
                .as_array()
                .context("a question has options")?
                .iter()
                .filter_map(|option| option["id"].as_str())
                .collect();
            let knows = below(self.chance, 100) < u64::from(skill);
            let fits = |option: &&&str| right.contains(**option) == knows;
            let chosen = options
                .iter()
                .find(fits)
                .or(options.first())
                .context("an option")?;
            answers.push(NewAnswer {
                slot: SlotName(Slot(u16::try_from(seq)?)),
                seq,
                answer: Answer::Options(vec![(*chosen).to_owned()]),
            });
        }
        let final_seq = i64::try_from(answers.len())?;
        // From two minutes to ten, always done before the next one begins.
        let used = 120_000 + i64::try_from(below(self.chance, 480_000))?;
        self.clock.advance(used.min(apart - 1_000).max(1_000));
        for (_, result) in self
            .app
            .save_answers(who, head.id, head.epoch, answers)
            .await?
        {
            result?;
        }
        let asked = self
            .app
            .material(round)
            .await?
            .round
            .rules
            .prediction
            .is_some();
        let submit = SubmitRequest {
            epoch: head.epoch,
            final_seq,
            last: Vec::new(),
            prediction: if asked {
                Some(i64::try_from(below(self.chance, 120))?)
            } else {
                None
            },
        };
        self.app.submit_attempt(who, head.id, submit).await?;
        debug_assert!(self.clock.now() > head.started_at);
        Ok(())
    }
}
