//! B: changing the answer of one question of a running attempt, in a closed loop, at half the
//! reached rate in an open loop, and while the server is killed.

use super::{Stage, sit};
use crate::client::{Client, path};
use crate::drive::{self, Plan, Progress, Worker};
use crate::figure::{Figure, count};
use crate::floor::writer::Alone;
use crate::ledger::Ledger;
use crate::people::Person;
use crate::sitting::Sitting;
use anyhow::{Context, Result, ensure};
use hyper::{Method, StatusCode, Uri};
use serde::Deserialize;
use std::time::Duration;

/// When the server is killed after the saves began, and for how long they would have gone on.
const KILLED_AFTER: Duration = Duration::from_millis(700);
const KILL_PERIOD: Duration = Duration::from_secs(3);

/// One phone that changes its mind about one question.
pub struct Save {
    client: Client,
    path: Uri,
    person: Person,
    sitting: Sitting,
    ledger: Ledger,
    reply_bytes: usize,
}

#[derive(Deserialize)]
struct SaveReply {
    ack: Ack,
}

#[derive(Deserialize)]
struct Ack {
    epoch: u64,
    seq: u64,
}

impl Save {
    fn body(&self, seq: u64) -> Result<(String, &str)> {
        let options = &self.question()?.options;
        let place = usize::try_from(seq)? % options.len().max(1);
        let option = options.get(place).context("a question has options")?;
        let epoch = self.sitting.epoch;
        let body =
            format!(r#"{{"epoch":{epoch},"seq":{seq},"answer":{{"options":["{option}"]}}}}"#);
        Ok((body, option))
    }

    fn question(&self) -> Result<&crate::sitting::Question> {
        let first = self.sitting.questions.first();
        first.context("a paper has questions")
    }
}

impl Worker for Save {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        self.sitting.seq += 1;
        let seq = self.sitting.seq;
        let (body, option) = self.body(seq)?;
        let option = option.to_owned();
        let token = Some(&self.person.token);
        let sent = self.client.send(Method::PUT, &self.path, token, body);
        let reply = sent.await?.expect(StatusCode::OK)?;
        self.reply_bytes = reply.body.len();
        let SaveReply { ack } = reply.json()?;
        let epoch = self.sitting.epoch;
        ensure!(
            (ack.epoch, ack.seq) == (epoch, seq),
            "({epoch}, {seq}) was sent and ({}, {}) acknowledged",
            ack.epoch,
            ack.seq
        );
        let Sitting {
            person,
            attempt,
            questions,
            ..
        } = &self.sitting;
        self.ledger
            .saved(*person, attempt, &questions[0].slot, (epoch, seq, &option))?;
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// The phones, each in an attempt of its own.
pub struct Phones(Vec<Save>);

impl Phones {
    /// As many people as there are connections start an attempt.
    pub fn seated(stage: &Stage) -> Result<Self> {
        let many = stage.settings.connections().min(stage.people.len());
        let last = stage.people.len();
        let begun = sit::begin(stage, last - many..last, Plan::until_done())?;
        ensure!(
            begun.done.len() == many,
            "{} of {many} attempts could be started: {}",
            begun.done.len(),
            begun.tally.first_error.unwrap_or_default()
        );
        let phones = begun.done.into_iter().enumerate().map(|(place, sitting)| {
            let slot = &sitting.questions.first().context("an empty paper")?.slot;
            Ok(Save {
                client: stage.platform.client(place),
                path: path(&format!(
                    "/api/v1/attempts/{}/answers/{slot}",
                    sitting.attempt
                ))?,
                person: Person::of(&stage.people, sitting.person)?.clone(),
                sitting,
                ledger: Ledger::open(&stage.ledgers, &format!("saves-{place}"))?,
                reply_bytes: 0,
            })
        });
        Ok(Self(phones.collect::<Result<_>>()?))
    }

    /// All of them save by this plan.
    pub fn drive(&mut self, plan: Plan) -> drive::Tally {
        let (phones, tally) = drive::run(std::mem::take(&mut self.0), plan);
        self.0 = phones;
        tally
    }

    /// They write down what they know and hand in.
    pub fn hand_in(self, stage: &Stage) -> Result<()> {
        let sittings: Vec<Sitting> = self.0.iter().map(|phone| phone.sitting.clone()).collect();
        self.close()?;
        let connections = stage.settings.connections();
        sit::hand_in(stage, sittings, connections, Plan::until_done(), "phones")?;
        Ok(())
    }

    /// Puts every acknowledgement, and the last number sent to each slot, where the check finds it.
    pub fn close(self) -> Result<()> {
        for mut phone in self.0 {
            let slot = phone.question()?.slot.clone();
            let Sitting {
                person,
                attempt,
                seq,
                ..
            } = &phone.sitting;
            phone.ledger.sent(*person, attempt, &slot, *seq)?;
            phone.ledger.flush()?;
        }
        Ok(())
    }
}

/// The figures `save` and `save-half-rate`, and what the batch writer alone reached right after.
pub fn run(stage: &Stage, phones: &mut Phones) -> Result<([Figure; 2], Alone)> {
    let period = stage.settings.period();
    let mut rounds = stage.rounds();
    phones.drive(Plan::lasting(Duration::from_millis(200)));
    let first = phones.0.first().context("no phone could start")?;
    let (request, reply) = (first.body(1_000)?.0.len(), first.reply_bytes);
    for _ in 0..stage.settings.rounds {
        rounds.floor(|| stage.floor.json(request, reply, period))?;
        rounds.platform(|| Ok(phones.drive(Plan::lasting(period))))?;
    }
    let alone = stage.writer_alone(stage.settings.seconds)?;
    let mut closed = rounds.figure("save", stage.profile())?;
    closed.aside.goal = stage.goal("≥ 0.45", "≥ 0.35");
    closed.aside.others = "CTFd 149/s, Moodle 142/s";

    let mut open = half_rate(stage, phones, closed.rate, "save-half-rate")?;
    open.aside.goal = "p99 ≤ 10 ms";
    for figure in [&mut closed, &mut open] {
        figure.durability = stage.durable();
    }
    let alone = alone.unwrap_or_default();
    closed.writer = alone.save;
    Ok(([closed, open], alone))
}

/// A figure of that name at half the rate that was reached, whether or not acknowledgements are back.
pub fn half_rate(stage: &Stage, phones: &mut Phones, reached: f64, name: &str) -> Result<Figure> {
    let half = (reached / 2.0).max(1.0);
    let interval = Duration::from_secs_f64(count(phones.0.len()) / half);
    let mut rounds = stage.rounds();
    rounds.platform(|| {
        Ok(phones.drive(Plan {
            interval: Some(interval),
            ..Plan::lasting(stage.settings.period() * 2)
        }))
    })?;
    rounds.figure(name, stage.profile())
}

/// Kills the first node while the phones save, and starts it again; gives how many saves were
/// acknowledged before it died, and how long the new one took to answer.
pub fn kill(stage: &mut Stage, phones: &mut Phones) -> Result<(usize, Duration)> {
    let plan = Plan {
        stop_on_error: true,
        ..Plan::lasting(KILL_PERIOD)
    };
    let (tally, back) = stage
        .platform
        .killed_during(KILLED_AFTER, || phones.drive(plan))?;
    Ok((tally.latencies.count(), back))
}
