//! Holds the ledgers against the platform: whatever was acknowledged has to be there.

use crate::client::{Client, Reply, path};
use crate::drive::{self, Plan, Progress, Worker};
use crate::ledger::{Acknowledged, Saved, SlotKey};
use crate::people::{People, Person};
use crate::platform::Platform;
use crate::scenario::Stage;
use crate::sitting::{AttemptReply, slot_text};
use anyhow::{Context, Result};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Acknowledgements that the platform does not know of any more, by what was acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Starts.
    pub starts: u64,
    /// Submissions.
    pub submissions: u64,
    /// Answers: missing, older than acknowledged, another one, or one that was never sent.
    pub saves: u64,
    /// How many acknowledgements were looked up.
    pub looked_up: u64,
}

/// One look at the platform.
enum Look {
    /// A person's attempts: which must be there, and which must be handed in.
    Attempts {
        person: usize,
        started: Vec<String>,
        submitted: Vec<String>,
    },
    /// The stored answer of a slot, and the highest number that was ever sent to it.
    Answer {
        key: SlotKey,
        saved: Saved,
        sent: u64,
    },
}

struct Checker {
    client: Client,
    people: People,
    me: String,
    looks: Arc<Mutex<Vec<Look>>>,
    lost: Lost,
}

#[derive(Deserialize)]
struct Me {
    attempts: Vec<AttemptLine>,
}

#[derive(Deserialize)]
struct AttemptLine {
    id: String,
    state: String,
}

impl Worker for Checker {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let look = self
            .looks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        match look {
            None => return Ok(Progress::Exhausted),
            Some(Look::Attempts {
                person,
                started,
                submitted,
            }) => {
                let token = &Person::of(&self.people, person)?.token;
                let me: Me = look_up(&mut self.client, &self.me, token).await?.json()?;
                let known: HashMap<_, _> = me
                    .attempts
                    .into_iter()
                    .map(|line| (line.id, line.state))
                    .collect();
                let missing = started.iter().filter(|id| !known.contains_key(*id));
                self.lost.starts += u64::try_from(missing.count())?;
                let open = submitted
                    .iter()
                    .filter(|id| known.get(*id).is_none_or(|state| state != "submitted"));
                self.lost.submissions += u64::try_from(open.count())?;
                self.lost.looked_up += u64::try_from(started.len() + submitted.len())?;
            }
            Some(Look::Answer { key, saved, sent }) => {
                let (person, attempt, slot) = &key;
                let token = &Person::of(&self.people, *person)?.token;
                let from = format!("/api/v1/attempts/{attempt}");
                let reply = look_up(&mut self.client, &from, token).await?;
                let reply: AttemptReply = reply.json()?;
                let mut stored = None;
                for answer in reply.answers {
                    if slot_text(&answer.slot)? == *slot {
                        let option = answer.answer["options"][0].as_str().unwrap_or_default();
                        stored = Some(Saved {
                            epoch: answer.epoch,
                            seq: answer.seq,
                            answer: option.to_owned(),
                        });
                    }
                }
                self.lost.saves += u64::from(!keeps(stored.as_ref(), &saved, sent));
                self.lost.looked_up += 1;
            }
        }
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

async fn look_up(client: &mut Client, from: &str, token: &HeaderValue) -> Result<Reply> {
    let from = path(from)?;
    let sent = client.send_patiently(Method::GET, &from, Some(token), "");
    sent.await?.expect(StatusCode::OK)
}

/// Whether what is stored keeps what was acknowledged: the same, or a later one that was sent but
/// whose acknowledgement did not arrive.
fn keeps(stored: Option<&Saved>, acknowledged: &Saved, sent: u64) -> bool {
    stored.is_some_and(|stored| {
        stored == acknowledged
            || (stored.epoch, stored.seq) > (acknowledged.epoch, acknowledged.seq)
                && stored.seq <= sent
    })
}

fn looks(ledger: Acknowledged) -> Vec<Look> {
    let mut attempts: HashMap<usize, (HashSet<String>, HashSet<String>)> = HashMap::new();
    for (person, attempt) in ledger.started {
        attempts.entry(person).or_default().0.insert(attempt);
    }
    for (person, attempt) in ledger.submitted {
        attempts.entry(person).or_default().1.insert(attempt);
    }
    let attempts = attempts
        .into_iter()
        .map(|(person, (started, submitted))| Look::Attempts {
            person,
            started: started.into_iter().collect(),
            submitted: submitted.into_iter().collect(),
        });
    let sent = ledger.sent;
    let answers = ledger.saved.into_iter().map(|(key, saved)| {
        let sent = sent.get(&key).copied().unwrap_or(saved.seq);
        Look::Answer { key, saved, sent }
    });
    attempts.chain(answers).collect()
}

/// Looks up every acknowledgement in the ledgers of the run.
pub fn against_platform(stage: &Stage) -> Result<Lost> {
    let looks = looks(Acknowledged::read(&stage.ledgers)?);
    check(
        &stage.platform,
        &stage.people,
        looks,
        stage.settings.connections(),
    )
}

fn check(
    platform: &Platform,
    people: &People,
    looks: Vec<Look>,
    connections: usize,
) -> Result<Lost> {
    let looks = Arc::new(Mutex::new(looks));
    let workers = (0..connections).map(|number| Checker {
        client: platform.client(number),
        people: Arc::clone(people),
        me: format!("/api/v1/contests/{}/participants/me", platform.contest),
        looks: Arc::clone(&looks),
        lost: Lost::default(),
    });
    let (workers, tally) = drive::run(workers.collect(), Plan::until_done());
    if let Some(error) = tally.first_error {
        return Err(anyhow::anyhow!(error)).context("the ledger could not be held against it");
    }
    Ok(workers.iter().fold(Lost::default(), |sum, one| Lost {
        starts: sum.starts + one.lost.starts,
        submissions: sum.submissions + one.lost.submissions,
        saves: sum.saves + one.lost.saves,
        looked_up: sum.looked_up + one.lost.looked_up,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(epoch: u64, seq: u64, answer: &str) -> Saved {
        Saved {
            epoch,
            seq,
            answer: answer.to_owned(),
        }
    }

    #[test]
    fn an_acknowledged_answer_is_kept_only_by_itself_or_a_later_one_that_was_sent() {
        let acknowledged = saved(1, 7, "b");
        for (stored, kept) in [
            (Some(saved(1, 7, "b")), true),
            (Some(saved(1, 8, "c")), true),
            (Some(saved(1, 7, "c")), false),
            (Some(saved(1, 6, "b")), false),
            (Some(saved(1, 9, "b")), false),
            (None, false),
        ] {
            assert_eq!(keeps(stored.as_ref(), &acknowledged, 8), kept, "{stored:?}");
        }
    }

    #[test]
    fn attempts_are_looked_up_once_a_person_and_answers_once_a_slot() {
        let key = (4, "a".to_owned(), "1".to_owned());
        let ledger = Acknowledged {
            started: vec![
                (4, "a".to_owned()),
                (4, "b".to_owned()),
                (5, "c".to_owned()),
            ],
            submitted: vec![(4, "b".to_owned())],
            saved: HashMap::from([(key.clone(), saved(1, 2, "x"))]),
            sent: HashMap::from([(key, 3)]),
        };
        let looks = looks(ledger);
        let people = looks
            .iter()
            .filter(|look| matches!(look, Look::Attempts { .. }));
        assert_eq!((people.count(), looks.len()), (2, 3));
    }
}
