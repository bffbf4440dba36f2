//! One person, who follows a script.

use super::deed::Deed;
use super::{Scene, report::Report};
use crate::client::{Client, Reply, bearer, path};
use crate::ledger::Ledger;
use crate::scenario::sit::{START_BODY, hand_in_body};
use crate::sitting::Sitting;
use anyhow::{Context, Result, bail, ensure};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use serde::Deserialize;
use std::rc::Rc;
use std::time::Duration;

/// How often one who is told to come back does so.
const TRIES: u32 = 30;
/// The longest pause before that, whatever the platform asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Something to do, and when, counted from the start of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When it is due.
    pub at: Duration,
    /// What.
    pub deed: Deed,
}

/// A person and what is still to be done.
#[derive(Clone, Debug)]
pub struct Script {
    /// Number of the person.
    pub person: usize,
    /// Says who it is; none before joining.
    pub token: Option<HeaderValue>,
    /// The running attempt, if there is one.
    pub sitting: Option<Sitting>,
    /// In the order of their times.
    pub steps: Vec<Step>,
    /// Number of the last answer that was sent to each question, acknowledged or not.
    sent: Vec<u64>,
}

#[derive(Deserialize)]
struct Joined {
    token: String,
}

#[derive(Deserialize)]
struct Saved {
    ack: Ack,
}

#[derive(Deserialize)]
struct Ack {
    epoch: u64,
    seq: u64,
}

impl Script {
    /// Someone with nothing to do yet.
    pub fn new(person: usize, token: Option<HeaderValue>, sitting: Option<Sitting>) -> Self {
        Self {
            person,
            token,
            sitting,
            steps: Vec::new(),
            sent: Vec::new(),
        }
    }

    /// The same with one more step, due after the ones before.
    #[must_use]
    pub fn then(mut self, at: Duration, deed: Deed) -> Self {
        self.steps.push(Step { at, deed });
        self
    }

    /// Writes down the last number sent to each question.
    pub fn close(&self, ledger: &mut Ledger) -> Result<()> {
        let Some(sitting) = &self.sitting else {
            return Ok(());
        };
        for (question, seq) in sitting.questions.iter().zip(&self.sent) {
            if *seq > 0 {
                ledger.sent(self.person, &sitting.attempt, &question.slot, *seq)?;
            }
        }
        Ok(())
    }

    fn running(&mut self) -> Result<&mut Sitting> {
        self.sitting.as_mut().context("no attempt is running")
    }

    /// Does it, however often the platform has it come back.
    async fn perform(&mut self, scene: &Scene, deed: Deed) -> Result<()> {
        match deed {
            Deed::Join => {
                let body = scene.way.sign_up.body(self.person)?;
                let to = scene.way.participants.clone();
                let reply = self.ask(scene, (Method::POST, to, body)).await?;
                let Joined { token } = reply.expect(StatusCode::CREATED)?.json()?;
                self.token = Some(bearer(&token)?);
            }
            Deed::Start => {
                let to = scene.way.attempts.clone();
                let reply = self.ask(scene, (Method::POST, to, START_BODY.into()));
                let reply = reply.await?.expect_begun()?;
                let sitting = Sitting::read(self.person, &reply.body)?;
                let mut ledger = scene.ledger.borrow_mut();
                ledger.started(self.person, &sitting.attempt)?;
                self.sent = vec![0; sitting.questions.len()];
                self.sitting = Some(sitting);
            }
            Deed::Save => self.save(scene).await?,
            Deed::Submit => {
                let sitting = self.running()?;
                let body = hand_in_body(sitting).into_bytes();
                let to = path(&format!("/api/v1/attempts/{}/submission", sitting.attempt))?;
                let reply = self.ask(scene, (Method::POST, to, body)).await?;
                reply.expect(StatusCode::OK)?;
                let attempt = self.running()?.attempt.clone();
                let mut ledger = scene.ledger.borrow_mut();
                ledger.submitted(self.person, &attempt)?;
            }
            Deed::Board => {
                let from = scene.way.board.clone();
                let reply = self.ask(scene, (Method::GET, from, Vec::new())).await?;
                reply.expect(StatusCode::OK)?;
            }
            Deed::Place => {
                let from = scene.way.place.clone();
                let reply = self.ask(scene, (Method::GET, from, Vec::new())).await?;
                reply.expect(StatusCode::OK)?;
            }
            Deed::Resume => {
                let from = path(&format!("/api/v1/attempts/{}", self.running()?.attempt))?;
                let reply = self.ask(scene, (Method::GET, from, Vec::new())).await?;
                reply.expect(StatusCode::OK)?;
            }
        }
        Ok(())
    }

    async fn save(&mut self, scene: &Scene) -> Result<()> {
        let answer = self.running()?.next_answer()?;
        let questions = self.running()?.questions.len();
        self.sent.resize(questions, 0);
        self.sent[answer.question] = answer.seq;
        let request = (Method::PUT, answer.path, answer.body);
        let reply = self.ask(scene, request).await?;
        let Saved { ack } = reply.expect(StatusCode::OK)?.json()?;
        let sitting = self.running()?;
        let (epoch, seq) = (sitting.epoch, answer.seq);
        ensure!(
            (ack.epoch, ack.seq) == (epoch, seq),
            "({epoch}, {seq}) was sent and ({}, {}) acknowledged",
            ack.epoch,
            ack.seq
        );
        let slot = &sitting.questions[answer.question].slot;
        let mut ledger = scene.ledger.borrow_mut();
        ledger.saved(
            sitting.person,
            &sitting.attempt,
            slot,
            (epoch, seq, &answer.option),
        )
    }

    async fn ask(
        &self,
        scene: &Scene,
        (method, to, body): (Method, hyper::Uri, Vec<u8>),
    ) -> Result<Reply> {
        for _ in 0..TRIES {
            let ask = async |client: &mut Client| {
                let token = self.token.as_ref();
                client.send(method.clone(), &to, token, body.clone()).await
            };
            let reply = scene.connected(ask).await?;
            let status = reply.status;
            let busy = matches!(
                status,
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
            );
            let Some(pause) = reply.retry_after.filter(|_| busy) else {
                let fault = u64::from(status.is_server_error());
                scene.report.borrow_mut().faults += fault;
                return Ok(reply);
            };
            scene.report.borrow_mut().refused += 1;
            tokio::time::sleep(pause.min(LONGEST_PAUSE)).await;
        }
        bail!("told {TRIES} times to come back later")
    }
}

/// Follows a script to its end; a step whose time has come waits only for the one before it.
pub async fn act(scene: &Rc<Scene>, mut script: Script) -> Script {
    for step in std::mem::take(&mut script.steps) {
        tokio::time::sleep_until(scene.watch.instant_at(step.at)).await;
        let done = script.perform(scene, step.deed).await;
        let took = scene.watch.elapsed().saturating_sub(step.at);
        let mut report = scene.report.borrow_mut();
        match done {
            Ok(()) => note(&mut report, scene, step, took),
            Err(error) => report.failed(step.deed, &error),
        }
    }
    script
}

fn note(report: &mut Report, scene: &Scene, step: Step, took: Duration) {
    report.done.entry(step.deed).or_default().record(took);
    if scene
        .window
        .as_ref()
        .is_some_and(|window| window.contains(&step.at))
    {
        report.within.entry(step.deed).or_default().record(took);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_its_steps_in_the_order_given() {
        let second = Duration::from_secs(1);
        let script = Script::new(3, None, None)
            .then(Duration::ZERO, Deed::Join)
            .then(second, Deed::Start);
        let deeds: Vec<Deed> = script.steps.iter().map(|step| step.deed).collect();
        assert_eq!(deeds, [Deed::Join, Deed::Start]);
    }
}
