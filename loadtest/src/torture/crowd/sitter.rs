//! One person who starts, answers, looks, changes the device and hands in, and compares what comes
//! back with what came before.

use super::Shared;
use super::phone::{Answered, Phone, Request};
use super::seat::{Answer, Seat};
use crate::client::Reply;
use crate::sitting::{AttemptReply, Sitting, slot_text};
use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result};
use hyper::StatusCode;
use hyper::header::HeaderValue;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// The clock of the person and the time on the wire: how much later an answer may seem to have come.
const TOLERANCE: Duration = Duration::from_millis(100);

/// One person.
pub struct Sitter {
    number: usize,
    rng: StdRng,
    shared: Arc<Shared>,
    phone: Phone,
    device: u32,
    seat: Option<Seat>,
}

impl Sitter {
    /// A person who has not begun.
    pub fn new(
        number: usize,
        token: HeaderValue,
        mut rng: StdRng,
        shared: Arc<Shared>,
    ) -> Result<Self> {
        let dice = StdRng::seed_from_u64(rng.random());
        Ok(Self {
            number,
            phone: Phone::new(number, token, dice, &shared)?,
            rng,
            shared,
            device: 0,
            seat: None,
        })
    }

    /// Sits until everybody has to leave.
    pub async fn sit(mut self) -> Result<()> {
        let spread = self.shared.habits.spread;
        tokio::time::sleep(spread.mul_f64(self.rng.random::<f64>())).await;
        while !self.shared.leaving() {
            if self.seat.is_none() {
                self.start().await?;
                continue;
            }
            let habits = &self.shared.habits;
            let mut dice = self.rng.random_range(0..1000_u32);
            let mut falls = |share: u32| {
                let hit = dice < share;
                dice = dice.wrapping_sub(share);
                hit
            };
            if falls(habits.hand_ins) {
                self.hand_in().await?;
            } else if falls(habits.takeovers) {
                self.device += 1;
                self.start().await?;
            } else if falls(habits.looks) {
                self.look().await?;
            } else if falls(habits.replays) {
                self.replay().await?;
            } else {
                self.answer().await?;
            }
            let pause = self.shared.habits.pause;
            if !pause.is_zero() {
                let pause = pause.mul_f64(self.rng.random::<f64>());
                tokio::time::sleep(pause).await;
            }
        }
        if self.shared.habits.leave_done {
            self.hand_in().await?;
        }
        Ok(())
    }

    async fn start(&mut self) -> Result<()> {
        let to = format!("/api/v1/rounds/{}/attempts", self.shared.habits.round);
        let body = format!(r#"{{"device":"máy {}.{}"}}"#, self.number, self.device);
        let begun = Stopwatch::start();
        let asked = self.phone.ask(Request::post("start", &to), &body);
        let Some(Answered { reply, .. }) = asked.await? else {
            return Ok(());
        };
        if !reply.status.is_success() {
            self.refused("start", &reply);
            return Ok(());
        }
        self.shared
            .tally(|tally| tally.starts.record(begun.elapsed()));
        let mut sitting = Sitting::read(self.number, &reply.body)?;
        self.shared.book.started(self.number, &sitting.attempt);
        let seen: AttemptReply = reply.json()?;
        self.compare(&seen)?;
        let known = reply.status == StatusCode::CREATED;
        // Numbers go on after those that were ever sent, also where the attempt ran before.
        sitting.seq = {
            let pages = self.shared.book.pages();
            let page = pages.attempts.get(&sitting.attempt);
            let sent = page.into_iter().flat_map(|page| page.rows.keys());
            sent.map(|(_, seq)| *seq).max().unwrap_or(0)
        };
        let same = |seat: &Seat| seat.sitting.attempt == sitting.attempt;
        match self.seat.as_mut().filter(|seat| same(seat)) {
            Some(seat) => seat.sitting = sitting,
            None => {
                self.seat = Some(Seat {
                    sitting,
                    begun,
                    known: known.then(|| begun.elapsed()),
                    last: None,
                });
            }
        }
        Ok(())
    }

    async fn answer(&mut self) -> Result<()> {
        let Some(seat) = &mut self.seat else {
            return Ok(());
        };
        let Some(answer) = seat.next(&mut self.rng) else {
            return Ok(());
        };
        let attempt = seat.sitting.attempt.clone();
        let numbers = (answer.epoch, answer.seq);
        self.shared
            .book
            .sent(&attempt, numbers, &answer.slot, &answer.option);
        self.save(&attempt, answer).await
    }

    async fn replay(&mut self) -> Result<()> {
        let seat = self.seat.as_ref();
        let last = seat.and_then(|seat| Some((seat.sitting.attempt.clone(), seat.last.clone()?)));
        match last {
            Some((attempt, answer)) => self.save(&attempt, answer).await,
            None => Ok(()),
        }
    }

    async fn save(&mut self, attempt: &str, answer: Answer) -> Result<()> {
        let to = format!("/api/v1/attempts/{attempt}/answers/{}", answer.slot);
        let body = answer.body();
        let answered = self.phone.ask(Request::put("save", &to), &body).await?;
        let Some(Answered { reply, asked, took }) = answered else {
            return Ok(());
        };
        if reply.status != StatusCode::OK {
            if reply.code() == "attempt.closed" && self.may_be_closed(attempt) {
                return self.hand_in().await;
            }
            if reply.code() == "attempt.closed" {
                self.shared.book.find(format!(
                    "wrong: attempt {attempt} was ended before its time: {}",
                    String::from_utf8_lossy(&reply.body)
                ));
            }
            self.refused("save", &reply);
            return Ok(());
        }
        let reply: Value = reply.json()?;
        let ack = &reply["ack"];
        let numbers = (answer.epoch, answer.seq);
        let told = (ack["epoch"].as_u64(), ack["seq"].as_u64());
        if told != (Some(numbers.0), Some(numbers.1)) {
            self.shared.book.find(format!(
                "wrong: attempt {attempt}: {numbers:?} was sent and {told:?} acknowledged"
            ));
        }
        let word = format!("{} {}", ack["saved_at"], ack["mac"]);
        let is_first = {
            let pages = self.shared.book.pages();
            let row = pages
                .attempts
                .get(attempt)
                .and_then(|page| page.rows.get(&numbers));
            row.is_some_and(|row| row.ack.is_none())
        };
        self.shared.book.saved(attempt, numbers, &word);
        self.shared.acknowledged(took);
        if let Some(seat) = &mut self.seat {
            let sent_after = seat.begun.elapsed().saturating_sub(asked.elapsed());
            if let (true, Some(known), Some(latest)) =
                (is_first, seat.known, self.shared.habits.latest())
                && sent_after > known + latest + TOLERANCE
            {
                self.shared.book.find(format!(
                    "wrong: attempt {attempt} {numbers:?}: acknowledged although it was sent \
                     {sent_after:?} after the start"
                ));
            }
            seat.last = Some(answer);
        }
        Ok(())
    }

    /// Whether the time of the attempt can be up; nothing may end before.
    fn may_be_closed(&self, attempt: &str) -> bool {
        let Some(limit) = self.shared.habits.limit else {
            return false;
        };
        let seat = self.seat.as_ref();
        let seat = seat.filter(|seat| seat.sitting.attempt == attempt);
        seat.is_some_and(|seat| seat.begun.elapsed() >= limit)
    }

    async fn hand_in(&mut self) -> Result<()> {
        let Some(seat) = &self.seat else {
            return Ok(());
        };
        let attempt = seat.sitting.attempt.clone();
        let epoch = seat.sitting.epoch;
        let to = format!("/api/v1/attempts/{attempt}/submission");
        // What was acknowledged is what has to be there.
        let newest = {
            let pages = self.shared.book.pages();
            let rows = pages.attempts.get(&attempt).map(|page| &page.rows);
            let acked = rows
                .into_iter()
                .flatten()
                .filter(|(_, row)| row.ack.is_some());
            acked.map(|((_, seq), _)| *seq).max().unwrap_or(0)
        };
        let body = format!(r#"{{"epoch":{epoch},"final_seq":{newest}}}"#);
        self.shared.book.handing_in(&attempt);
        let again = self.rng.random_range(0..4) == 0;
        let watch = Stopwatch::start();
        for _ in 0..=u8::from(again) {
            let asked = self.phone.ask(Request::post("submit", &to), &body);
            let Some(Answered { reply, .. }) = asked.await? else {
                return Ok(());
            };
            if reply.status != StatusCode::OK {
                self.refused("submit", &reply);
                return Ok(());
            }
            let reply: Value = reply.json()?;
            let code = reply["receipt"]["code"].as_str();
            let code = code.context("a submission gives a receipt")?;
            self.shared.book.submitted(&attempt, code);
        }
        self.shared
            .tally(|tally| tally.finals.record(watch.elapsed()));
        self.seat = None;
        Ok(())
    }

    async fn look(&mut self) -> Result<()> {
        let Some(seat) = &self.seat else {
            return Ok(());
        };
        let from = format!("/api/v1/attempts/{}", seat.sitting.attempt);
        let asked = self.phone.ask(Request::get("look", &from), "").await?;
        let Some(Answered { reply, .. }) = asked else {
            return Ok(());
        };
        if reply.status != StatusCode::OK {
            self.refused("look", &reply);
            return Ok(());
        }
        self.compare(&reply.json()?)
    }

    /// What the platform shows of an attempt holds the newest acknowledged answer to each question.
    fn compare(&self, seen: &AttemptReply) -> Result<()> {
        let attempt = &seen.attempt.id;
        let mut shown = std::collections::HashMap::new();
        for answer in &seen.answers {
            shown.insert(slot_text(&answer.slot)?, (answer.epoch, answer.seq));
        }
        let mut findings = Vec::new();
        {
            let pages = self.shared.book.pages();
            let rows = pages.attempts.get(attempt).map(|page| &page.rows);
            for (numbers, row) in rows.into_iter().flatten() {
                let newest = shown.get(&row.slot);
                if row.ack.is_some() && newest.is_none_or(|newest| newest < numbers) {
                    findings.push(format!(
                        "lost: attempt {attempt} (epoch, seq) {numbers:?}: slot {} = {} was \
                         acknowledged, shown is {newest:?}",
                        row.slot, row.option
                    ));
                }
            }
        }
        for finding in findings {
            self.shared.book.find(finding);
        }
        Ok(())
    }

    /// An answer that ends the matter but is not the one hoped for.
    fn refused(&mut self, what: &str, reply: &Reply) {
        let came = format!("{} {}", reply.status.as_u16(), reply.code());
        self.shared.tally(|tally| tally.trouble(what, &came));
        let attempt = self.seat.as_ref().map_or("", |seat| &seat.sitting.attempt);
        self.shared.book.find(format!(
            "refused: person {} attempt {attempt}: {what} was answered {came}",
            self.number
        ));
        self.seat = None;
    }
}
