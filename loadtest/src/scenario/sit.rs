//! Beginning, answering and handing in attempts: each by many workers until the work is used up.

use super::Stage;
use crate::client::{Client, path};
use crate::drive::{self, Plan, Progress, Tally, Worker};
use crate::ledger::Ledger;
use crate::people::{People, Person};
use crate::sitting::Sitting;
use anyhow::Result;
use bytes::Bytes;
use hyper::{Method, StatusCode, Uri};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};

/// What starts send.
pub const START_BODY: &str = r#"{"device":"do-tai"}"#;

/// Work that workers take from until nothing is left.
struct Pile<T>(Mutex<Vec<T>>);

impl<T> Pile<T> {
    fn of(items: impl IntoIterator<Item = T>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(items.into_iter().collect())))
    }

    fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

/// A phase: what it came to, and how long the bodies of its answers were on average.
pub struct Phase<T> {
    /// What was achieved, piece by piece.
    pub done: Vec<T>,
    /// Rates and latencies.
    pub tally: Tally,
    /// Mean length of an answer's body.
    pub reply_bytes: usize,
}

fn mean(bytes: usize, of: usize) -> usize {
    bytes / of.max(1)
}

struct Start {
    client: Client,
    path: Uri,
    people: People,
    pile: Arc<Pile<usize>>,
    /// Whether a busy platform is asked again: nobody measures these starts.
    patient: bool,
    begun: Vec<(usize, Bytes)>,
}

impl Worker for Start {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let Some(person) = self.pile.take() else {
            return Ok(Progress::Exhausted);
        };
        let token = &Person::of(&self.people, person)?.token;
        let (method, to, token) = (Method::POST, &self.path, Some(token));
        let reply = if self.patient {
            self.client
                .send_patiently(method, to, token, START_BODY)
                .await
        } else {
            self.client.send(method, to, token, START_BODY).await
        };
        // Only a new attempt is what is measured; a crowd that is made ready may have some running.
        let reply = if self.patient {
            reply?.expect_begun()?
        } else {
            reply?.expect(StatusCode::CREATED)?
        };
        // Read when the clock has stopped: the measured server must not wait for this parser.
        self.begun.push((person, reply.body));
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// These people begin an attempt each; every start that was acknowledged goes into the ledger.
pub fn begin(
    stage: &Stage,
    people: impl IntoIterator<Item = usize>,
    plan: Plan,
) -> Result<Phase<Sitting>> {
    let pile = Pile::of(people);
    let to = path(&format!("/api/v1/rounds/{}/attempts", stage.platform.round))?;
    let workers = (0..stage.settings.connections()).map(|number| Start {
        client: stage.platform.client(number),
        path: to.clone(),
        people: Arc::clone(&stage.people),
        pile: Arc::clone(&pile),
        patient: plan.period.is_none(),
        begun: Vec::new(),
    });
    let (workers, tally) = drive::run(workers.collect(), plan);
    let mut ledger = Ledger::open(&stage.ledgers, "starts")?;
    let mut done = Vec::new();
    let mut bytes = 0;
    for (person, body) in workers.into_iter().flat_map(|one| one.begun) {
        bytes += body.len();
        let sitting = Sitting::read(person, &body)?;
        ledger.started(person, &sitting.attempt)?;
        done.push(sitting);
    }
    ledger.flush()?;
    let reply_bytes = mean(bytes, done.len());
    Ok(Phase {
        done,
        tally,
        reply_bytes,
    })
}

struct Answer {
    client: Client,
    people: People,
    pile: Arc<Pile<(Sitting, Vec<u8>)>>,
    done: Vec<Sitting>,
}

/// A refused answer is an entry with an error in an answer that is a 200 as a whole.
#[derive(Deserialize)]
struct BatchReply {
    results: Vec<BatchResult>,
}

#[derive(Deserialize)]
struct BatchResult {
    #[serde(default)]
    ack: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    error: Option<serde_json::Value>,
}

impl Worker for Answer {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let Some((sitting, body)) = self.pile.take() else {
            return Ok(Progress::Exhausted);
        };
        let to = path(&format!("/api/v1/attempts/{}/answers", sitting.attempt))?;
        let token = &Person::of(&self.people, sitting.person)?.token;
        let sent = self
            .client
            .send_patiently(Method::PUT, &to, Some(token), body);
        let reply: BatchReply = sent.await?.expect(StatusCode::OK)?.json()?;
        for result in &reply.results {
            anyhow::ensure!(
                result.ack.is_some() && result.error.is_none(),
                "an answer was refused: {:?}",
                result.error
            );
        }
        self.done.push(sitting);
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// Answers the first `many` questions of each attempt, as many of them right as `right` says.
pub fn answer(
    stage: &Stage,
    sittings: Vec<Sitting>,
    many: usize,
    mut right: impl FnMut() -> usize,
) -> Result<Vec<Sitting>> {
    let pile = Pile::of(sittings.into_iter().map(|mut sitting| {
        let body = sitting.batch(many, right());
        (sitting, body)
    }));
    let workers = (0..stage.settings.connections()).map(|number| Answer {
        client: stage.platform.client(number),
        people: Arc::clone(&stage.people),
        pile: Arc::clone(&pile),
        done: Vec::new(),
    });
    let (workers, tally) = drive::run(workers.collect(), Plan::until_done());
    if let Some(error) = tally.first_error {
        anyhow::bail!("{} attempts could not be answered: {error}", tally.errors);
    }
    Ok(workers.into_iter().flat_map(|one| one.done).collect())
}

struct HandIn {
    client: Client,
    people: People,
    pile: Arc<Pile<Sitting>>,
    done: Vec<(usize, String)>,
    bytes: usize,
}

impl Worker for HandIn {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let Some(sitting) = self.pile.take() else {
            return Ok(Progress::Exhausted);
        };
        let to = path(&format!("/api/v1/attempts/{}/submission", sitting.attempt))?;
        let token = &Person::of(&self.people, sitting.person)?.token;
        let body = hand_in_body(&sitting);
        let sent = self.client.send(Method::POST, &to, Some(token), body);
        let reply = sent.await?.expect(StatusCode::OK)?;
        self.bytes += reply.body.len();
        self.done.push((sitting.person, sitting.attempt));
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// What a hand-in sends.
pub fn hand_in_body(sitting: &Sitting) -> String {
    format!(
        r#"{{"epoch":{},"final_seq":{}}}"#,
        sitting.epoch, sitting.seq
    )
}

/// Hands these attempts in over so many connections; every submission that was acknowledged goes
/// into the ledger of that name.
pub fn hand_in(
    stage: &Stage,
    sittings: Vec<Sitting>,
    connections: usize,
    plan: Plan,
    ledger: &str,
) -> Result<Phase<(usize, String)>> {
    let pile = Pile::of(sittings);
    let workers = (0..connections).map(|number| HandIn {
        client: stage.platform.client(number),
        people: Arc::clone(&stage.people),
        pile: Arc::clone(&pile),
        done: Vec::new(),
        bytes: 0,
    });
    let (workers, tally) = drive::run(workers.collect(), plan);
    let bytes = workers.iter().map(|one| one.bytes).sum();
    let done: Vec<_> = workers.into_iter().flat_map(|one| one.done).collect();
    let mut ledger = Ledger::open(&stage.ledgers, ledger)?;
    for (person, attempt) in &done {
        ledger.submitted(*person, attempt)?;
    }
    ledger.flush()?;
    Ok(Phase {
        reply_bytes: mean(bytes, done.len()),
        done,
        tally,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pile_hands_out_each_piece_once() {
        let pile = Pile::of([1, 2, 3]);
        let mut taken = vec![pile.take(), pile.take(), pile.take()];
        taken.sort_unstable();
        assert_eq!(taken, [Some(1), Some(2), Some(3)]);
        assert_eq!(pile.take(), None);
    }
}
