//! Tells random schedules to the platform and to the model, and compares step by step.

use super::book::Book;
use super::ground::{GRACE_S, SHORT_S};
use super::node::Door;
use super::reference::{Answer, Reference};
use crate::client::{Client, Reply, path};
use crate::sitting::{AttemptReply, Question, Sitting, slot_text};
use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result, ensure};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A request that is not answered within this time hangs.
const PATIENCE: Duration = Duration::from_mins(1);
/// Most steps of a schedule.
const STEPS: u32 = 24;
/// Few questions, options and numbers, so that they meet again and again.
const QUESTIONS: usize = 3;
const OPTIONS: usize = 2;
const NUMBERS: u64 = 12;

/// Whether a schedule waits until its attempt runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It does not.
    Busy,
    /// It does, in the round of seconds.
    Patient,
}

/// Tells one schedule after the other.
pub struct Teller {
    number: usize,
    round: String,
    door: Door,
    token: HeaderValue,
    rng: StdRng,
    kind: Kind,
    book: Arc<Book>,
    client: Client,
    told: u64,
}

/// The attempt of a schedule.
struct Scene {
    attempt: String,
    questions: Vec<Question>,
    model: Reference,
    /// The receipt, once there is one.
    receipt: Option<String>,
}

impl Teller {
    /// A person at `(number, round, door)`.
    pub fn new(
        (number, round, door): (usize, String, Door),
        token: HeaderValue,
        (seed, kind): (u64, Kind),
        book: Arc<Book>,
    ) -> Self {
        Self {
            number,
            round,
            token,
            rng: StdRng::seed_from_u64(seed ^ (number as u64).wrapping_mul(0x9e37_79b9)),
            kind,
            book,
            client: Client::new(door.address()),
            door,
            told: 0,
        }
    }

    /// Goes on while schedules are left.
    pub async fn tell(mut self, left: Arc<AtomicI64>) -> Result<()> {
        while left.fetch_sub(1, Ordering::AcqRel) > 0 {
            self.told += 1;
            self.schedule().await?;
        }
        Ok(())
    }

    async fn schedule(&mut self) -> Result<()> {
        let begun = Stopwatch::start();
        let mut scene = self.open().await?;
        let known = begun.elapsed();
        let steps = self.rng.random_range(3..=STEPS);
        for _ in 0..steps {
            // What happens near the deadline is for F7.
            if self.kind == Kind::Patient && begun.elapsed() > Duration::from_secs(4) {
                break;
            }
            self.step(&mut scene).await?;
        }
        if self.kind == Kind::Patient && !scene.model.ended {
            ensure!(
                begun.elapsed() < Duration::from_secs(SHORT_S.into()),
                "the node was away for so long that an attempt ran out"
            );
            let over = known + Duration::from_secs((SHORT_S + GRACE_S).into());
            tokio::time::sleep_until(begun.instant_at(over + Duration::from_millis(200))).await;
            scene.model.ended = true;
            for _ in 0..4 {
                self.step(&mut scene).await?;
            }
        }
        if !scene.model.ended {
            // So that the next schedule begins an attempt of its own.
            let epoch = scene.model.epoch;
            self.hand_in(&mut scene, epoch, 0).await?;
        }
        self.book.over(&scene.attempt);
        Ok(())
    }

    async fn step(&mut self, scene: &mut Scene) -> Result<()> {
        let epoch = scene.model.epoch;
        // Now and then a device that has lost its turn.
        let old = epoch.saturating_sub(1).max(1);
        let turn = if self.rng.random_range(0..4) == 0 {
            old
        } else {
            epoch
        };
        match self.rng.random_range(0..20) {
            0..13 => self.save(scene, turn).await,
            13..16 if !scene.model.ended => {
                let device = self.rng.random_range(0..3);
                self.take_turn(scene, device).await
            }
            16 => {
                let final_seq = if self.rng.random_range(0..2) == 0 {
                    0
                } else {
                    NUMBERS * 2
                };
                self.hand_in(scene, turn, final_seq).await
            }
            _ => self.look(scene).await,
        }
    }

    async fn open(&mut self) -> Result<Scene> {
        let reply = self.start(0).await?.expect(StatusCode::CREATED);
        // A start whose answer was lost in a crash is answered with 200 the next time.
        let reply = match reply {
            Ok(reply) => reply,
            Err(_) => self.start(0).await?.expect(StatusCode::OK)?,
        };
        let sitting = Sitting::read(self.number, &reply.body)?;
        self.book.started(self.number, &sitting.attempt);
        let mut model = Reference::default();
        let epoch = model.take_turn(0);
        if sitting.epoch != epoch {
            self.book.find(format!(
                "wrong: attempt {} begins with turn {}",
                sitting.attempt, sitting.epoch
            ));
        }
        Ok(Scene {
            attempt: sitting.attempt,
            questions: sitting.questions,
            model,
            receipt: None,
        })
    }

    async fn start(&mut self, device: u32) -> Result<Reply> {
        let to = format!("/api/v1/rounds/{}/attempts", self.round);
        // A device of its own in every schedule.
        let body = format!(r#"{{"device":"{}.{}.{device}"}}"#, self.number, self.told);
        self.ask(Method::POST, &to, &body).await
    }

    async fn take_turn(&mut self, scene: &mut Scene, device: u32) -> Result<()> {
        let reply = self.start(device).await?.expect(StatusCode::OK)?;
        let seen: AttemptReply = reply.json()?;
        let epoch = scene.model.take_turn(device);
        if (&*seen.attempt.id, seen.attempt.epoch) != (&*scene.attempt, epoch) {
            self.book.find(format!(
                "wrong: attempt {}: device {device} has turn {} of attempt {}, the model says {epoch}",
                scene.attempt, seen.attempt.epoch, seen.attempt.id
            ));
            scene.model.epoch = seen.attempt.epoch;
        }
        self.compare(scene, &seen)
    }

    async fn save(&mut self, scene: &mut Scene, epoch: u64) -> Result<()> {
        let numbers = (epoch, self.rng.random_range(1..=NUMBERS));
        let question = self.rng.random_range(0..QUESTIONS);
        let option = self.rng.random_range(0..OPTIONS);
        let asked = scene.questions.get(question).context("too few questions")?;
        let chosen = asked.options.get(option).context("too few options")?;
        let expected = scene.model.save(numbers, question, option);
        if expected == Answer::Taken {
            self.book.sent(&scene.attempt, numbers, &asked.slot, chosen);
        }
        let to = format!("/api/v1/attempts/{}/answers/{}", scene.attempt, asked.slot);
        let body = format!(
            r#"{{"epoch":{epoch},"seq":{},"answer":{{"options":["{chosen}"]}}}}"#,
            numbers.1
        );
        let reply = self.ask(Method::PUT, &to, &body).await?;
        let came = if reply.status == StatusCode::OK {
            let reply: Value = reply.json()?;
            let ack = &reply["ack"];
            Ok(format!("{} {}", ack["saved_at"], ack["mac"]))
        } else {
            Err(reply.code())
        };
        match (&expected, &came) {
            (Answer::Taken, Ok(ack)) => {
                self.book.saved(&scene.attempt, numbers, ack);
                let row = (question, option, ack.clone());
                scene.model.log.insert(numbers, row);
            }
            (Answer::Again(before), Ok(ack)) if before == ack => {}
            (Answer::Refused(code), Err(came)) if code == came => {}
            _ => self.book.find(format!(
                "wrong: attempt {} (epoch, seq) {numbers:?}: slot {} = {chosen} was answered {came:?}, \
                 the model says {expected:?}",
                scene.attempt, asked.slot
            )),
        }
        Ok(())
    }

    async fn hand_in(&mut self, scene: &mut Scene, epoch: u64, final_seq: u64) -> Result<()> {
        let expected = scene.model.hand_in(epoch, final_seq);
        if expected.is_ok() {
            self.book.handing_in(&scene.attempt);
        }
        let to = format!("/api/v1/attempts/{}/submission", scene.attempt);
        let body = format!(r#"{{"epoch":{epoch},"final_seq":{final_seq}}}"#);
        let reply = self.ask(Method::POST, &to, &body).await?;
        let came = if reply.status == StatusCode::OK {
            let body: Value = reply.json()?;
            let code = body["receipt"]["code"].as_str().unwrap_or_default();
            self.book.submitted(&scene.attempt, code);
            scene.receipt.get_or_insert_with(|| code.to_owned());
            scene.model.ended = true;
            Ok(())
        } else {
            Err(reply.code())
        };
        if came != expected.map_err(str::to_owned) {
            self.book.find(format!(
                "wrong: attempt {}: handing in under turn {epoch} after {final_seq} was answered \
                 {came:?}, the model says {expected:?}",
                scene.attempt
            ));
        }
        Ok(())
    }

    async fn look(&mut self, scene: &mut Scene) -> Result<()> {
        let from = format!("/api/v1/attempts/{}", scene.attempt);
        let reply = self.ask(Method::GET, &from, "").await?;
        let seen: AttemptReply = reply.expect(StatusCode::OK)?.json()?;
        self.compare(scene, &seen)
    }

    /// What is shown of a running attempt is the newest answer to each question.
    fn compare(&self, scene: &Scene, seen: &AttemptReply) -> Result<()> {
        if scene.model.ended {
            return Ok(());
        }
        let mut shown = HashMap::new();
        for answer in &seen.answers {
            let slot = slot_text(&answer.slot)?;
            let option = answer.answer["options"][0].as_str().unwrap_or_default();
            shown.insert(slot, ((answer.epoch, answer.seq), option.to_owned()));
        }
        let mut expected = HashMap::new();
        for (question, (numbers, option)) in scene.model.newest() {
            let asked = &scene.questions[question];
            let option = asked.options[option].clone();
            expected.insert(asked.slot.clone(), (numbers, option));
        }
        if shown != expected {
            self.book.find(format!(
                "wrong: attempt {} shows {shown:?}, the model says {expected:?}",
                scene.attempt
            ));
        }
        Ok(())
    }

    /// Asks until there is an answer, through crashes: the same question, so that the answer is the
    /// same whether or not an earlier try was carried out.
    async fn ask(&mut self, method: Method, to: &str, body: &str) -> Result<Reply> {
        let to = path(to)?;
        let watch = Stopwatch::start();
        loop {
            let sending = self
                .client
                .send(method.clone(), &to, Some(&self.token), body.to_owned());
            match tokio::time::timeout(PATIENCE, sending).await {
                Ok(Ok(reply)) if reply.status != StatusCode::SERVICE_UNAVAILABLE => {
                    return Ok(reply);
                }
                _ => {}
            }
            ensure!(watch.elapsed() < PATIENCE, "{to} is not answered");
            self.client = Client::new(self.door.address());
            let pause = self.rng.random_range(2..20);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }
}
