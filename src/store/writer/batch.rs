//! What is written in one transaction: chosen from what waits, and told of afterwards.

use super::command::{Save, Starting, Submitting};
use super::{Command, StoreError};
use crate::domain::AttemptId;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Commands of one transaction, by kind. Saves are written before submissions, so within an
/// attempt the order of arrival holds.
#[derive(Default)]
pub(in crate::store) struct Batch {
    pub(in crate::store) saves: Vec<Save>,
    pub(in crate::store) starts: Vec<Box<dyn Starting>>,
    pub(in crate::store) submissions: Vec<Box<dyn Submitting>>,
}

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.saves.len() + self.starts.len() + self.submissions.len()
    }

    /// The same commands as batches of one each, in the same order.
    pub(super) fn singly(self) -> impl Iterator<Item = Self> {
        let saves = self.saves.into_iter().map(|save| Self {
            saves: vec![save],
            ..Self::default()
        });
        let starts = self.starts.into_iter().map(|start| Self {
            starts: vec![start],
            ..Self::default()
        });
        let submissions = self.submissions.into_iter().map(|submission| Self {
            submissions: vec![submission],
            ..Self::default()
        });
        saves.chain(starts).chain(submissions)
    }

    /// Tells everybody. Nobody listens any more where the phone hung up; the row stays all the same.
    pub(super) fn settle(self, committed: &Result<(), StoreError>) {
        let again = || match committed {
            Ok(()) => Ok(()),
            Err(error) => Err(for_everyone(error)),
        };
        for save in self.saves {
            let saves = again().and_then(|()| {
                save.saves
                    .ok_or_else(|| StoreError::Other("a save without an outcome".into()))
            });
            drop(save.reply.send(saves));
        }
        // A rule that panics while it is told must not silence those who come after it.
        for start in self.starts {
            drop(catch_unwind(AssertUnwindSafe(|| start.done(again()))));
        }
        for submission in self.submissions {
            drop(catch_unwind(AssertUnwindSafe(|| submission.done(again()))));
        }
    }
}

fn for_everyone(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
        StoreError::Full(why) => StoreError::Full(why.clone()),
        // A conflict with what another node wrote at once: trying again settles it.
        StoreError::Conflict => StoreError::Unavailable("written by another node at once".into()),
        other => StoreError::Other(other.to_string()),
    }
}

/// How far a batch has come with one attempt.
#[derive(Clone, Copy)]
enum Reached {
    /// Its saves up to this epoch and sequence are in.
    Saved(i64, i64),
    /// A save of it waits for the next batch, and so does everything after it.
    PutOff,
}

/// Takes a batch from what waits, and gives back what has to wait for the next one: a save whose
/// numbers do not lie above those of an earlier save of the same attempt, because the saving
/// statement must find that earlier one in the log, and whatever came for that attempt after it.
pub(super) fn gather(commands: Vec<Command>) -> (Batch, Vec<Command>) {
    let mut batch = Batch::default();
    let mut later = Vec::new();
    let mut reached: HashMap<AttemptId, Reached> = HashMap::new();
    for command in commands {
        match command {
            Command::Save(save) => {
                let first = save.responses.first().map_or(0, |r| r.seq);
                let last = save.responses.last().map_or(0, |r| r.seq);
                let now = Reached::Saved(save.epoch, last);
                match reached.entry(save.attempt) {
                    Entry::Vacant(place) => {
                        place.insert(now);
                        batch.saves.push(save);
                    }
                    Entry::Occupied(mut place) => match *place.get() {
                        Reached::Saved(epoch, seq) if epoch == save.epoch && seq < first => {
                            place.insert(now);
                            batch.saves.push(save);
                        }
                        _ => {
                            place.insert(Reached::PutOff);
                            later.push(Command::Save(save));
                        }
                    },
                }
            }
            Command::Start(start) => batch.starts.push(start),
            Command::Submit(submission) => match reached.get(&submission.attempt()) {
                Some(Reached::PutOff) => later.push(Command::Submit(submission)),
                _ => batch.submissions.push(submission),
            },
        }
    }
    (batch, later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Answer, Attempt, Response, Slot, Timestamp};
    use crate::store::writer::{NewResponse, SubmitPlan};
    use smallvec::smallvec;
    use tokio::sync::oneshot;

    fn id(attempt: u8) -> AttemptId {
        AttemptId(uuid::Uuid::from_bytes([attempt; 16]))
    }

    fn save(attempt: u8, epoch: i64, seq: i64) -> Command {
        let (reply, _) = oneshot::channel();
        Command::Save(Save {
            attempt: id(attempt),
            epoch,
            responses: smallvec![NewResponse {
                seq,
                slot: Slot(1),
                answer: Answer::Number(seq)
            }],
            saves: None,
            reply,
        })
    }

    struct HandIn(AttemptId);

    impl Submitting for HandIn {
        fn attempt(&self) -> AttemptId {
            self.0
        }
        fn plan(&mut self, _: Option<&Attempt>, _: &[Response], _: Timestamp) -> SubmitPlan {
            SubmitPlan::Nothing
        }
        fn done(self: Box<Self>, _: Result<(), StoreError>) {}
    }

    #[test]
    fn rising_saves_of_an_attempt_share_a_batch_and_older_ones_wait() {
        let (batch, later) = gather(vec![
            save(1, 1, 5),
            save(1, 1, 6),
            save(1, 1, 6),
            save(2, 1, 1),
            save(1, 1, 7),
            save(1, 2, 8),
        ]);
        assert_eq!((batch.saves.len(), later.len()), (3, 3));
        let (batch, later) = gather(later);
        assert_eq!((batch.saves.len(), later.len()), (2, 1));
        let (batch, later) = gather(later);
        assert_eq!((batch.saves.len(), later.len()), (1, 0));
    }

    #[test]
    fn handing_in_waits_for_the_saves_that_came_before_it() {
        let (batch, later) = gather(vec![
            save(1, 1, 5),
            save(1, 1, 4),
            Command::Submit(Box::new(HandIn(id(1)))),
            Command::Submit(Box::new(HandIn(id(2)))),
        ]);
        assert_eq!((batch.saves.len(), batch.submissions.len()), (1, 1));
        let (batch, later) = gather(later);
        assert_eq!((batch.saves.len(), batch.submissions.len()), (1, 1));
        assert!(later.is_empty());
    }
}
