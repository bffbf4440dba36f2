//! What waits for the writer, by kind, and what of it comes first.
//!
//! Each kind may grow up to a bound of its own, so that a crowd that hands in never refuses a save.
//! Saves go by themselves and take turns with the rest: a start or a submission costs many times as
//! much as a save, so few of them share a transaction, and those who save never wait long for it.
//! Submissions come before starts; a share of both is always kept, so that nobody waits for ever.
//! Registrations come last and by themselves, because they lock the rows of contests.
//!
//! Within an attempt the order of arrival holds: a save that does not rise above an earlier one of
//! the batch waits for the next one, and a submission waits for every save that came before it.

use super::batch::{Batch, Registration};
use super::command::{Command, Registering, Save, Starting, Submitting};
use crate::domain::AttemptId;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

/// Greatest number of saves in a transaction.
const SAVES: usize = 512;
/// Greatest number of starts and submissions in a transaction, together.
const COSTLY: usize = 128;
/// So many of them are kept for starts.
const STARTS: usize = 32;
/// Greatest number of registrations in a transaction.
const REGISTRATIONS: usize = 128;

/// Commands in the order of their arrival, by kind.
#[derive(Default)]
pub(super) struct Waiting {
    arrived: u64,
    saves: VecDeque<(u64, Save)>,
    starts: VecDeque<Box<dyn Starting>>,
    submissions: VecDeque<(u64, Box<dyn Submitting>)>,
    registrations: VecDeque<Box<dyn Registering>>,
}

impl Waiting {
    pub(super) fn push(&mut self, command: Command) {
        self.arrived += 1;
        match command {
            Command::Save(save) => self.saves.push_back((self.arrived, save)),
            Command::Start(start) => self.starts.push_back(start),
            Command::Submit(submission) => self.submissions.push_back((self.arrived, submission)),
            Command::Register(registration) => self.registrations.push_back(registration),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.saves.is_empty()
            && self.starts.is_empty()
            && self.submissions.is_empty()
            && self.registrations.is_empty()
    }

    /// Takes the next saves.
    pub(super) fn saves(&mut self) -> Batch {
        Batch {
            saves: self.next_saves(),
            ..Batch::default()
        }
    }

    /// Takes the next starts and submissions; empty although some wait only if saves come before
    /// them.
    pub(super) fn starts_and_submissions(&mut self) -> Batch {
        let starts = self.starts.len().min(STARTS);
        let submissions = self.next_submissions(COSTLY - starts);
        let starts = self.starts.len().min(COSTLY - submissions.len());
        Batch {
            starts: self.starts.drain(..starts).collect(),
            submissions,
            ..Batch::default()
        }
    }

    /// Takes the next registrations.
    pub(super) fn registrations(&mut self) -> Batch {
        let most = self.registrations.len().min(REGISTRATIONS);
        Batch {
            registrations: admissions(self.registrations.drain(..most)),
            ..Batch::default()
        }
    }

    /// Takes all that waits.
    pub(super) fn everything(&mut self) -> Batch {
        Batch {
            saves: self.saves.drain(..).map(|(_, save)| save).collect(),
            starts: self.starts.drain(..).collect(),
            submissions: self.submissions.drain(..).map(|(_, s)| s).collect(),
            registrations: admissions(self.registrations.drain(..)),
        }
    }

    fn next_saves(&mut self) -> Vec<Save> {
        let mut taken = Vec::with_capacity(self.saves.len().min(SAVES));
        let mut reached: HashMap<AttemptId, Reached> = HashMap::with_capacity(taken.capacity());
        let mut put_off = Vec::new();
        // What is put off doesn't count, so a device that sends one number over and over puts off
        // nobody else; the queue has a bound, and so has this search.
        while taken.len() < SAVES
            && let Some((arrived, save)) = self.saves.pop_front()
        {
            let first = save.responses.first().map_or(0, |r| r.seq);
            let last = save.responses.last().map_or(0, |r| r.seq);
            let now = Reached::Saved(save.epoch, last);
            let rises = match reached.entry(save.attempt) {
                Entry::Vacant(place) => {
                    place.insert(now);
                    true
                }
                Entry::Occupied(mut place) => {
                    let rises = matches!(*place.get(), Reached::Saved(epoch, seq)
                        if epoch == save.epoch && seq < first);
                    place.insert(if rises { now } else { Reached::PutOff });
                    rises
                }
            };
            if rises {
                taken.push(save);
            } else {
                put_off.push((arrived, save));
            }
        }
        for save in put_off.into_iter().rev() {
            self.saves.push_front(save);
        }
        taken
    }

    fn next_submissions(&mut self, most: usize) -> Vec<Box<dyn Submitting>> {
        let mut first_save: HashMap<AttemptId, u64> = HashMap::new();
        if !self.submissions.is_empty() {
            for (arrived, save) in &self.saves {
                first_save.entry(save.attempt).or_insert(*arrived);
            }
        }
        let mut taken = Vec::with_capacity(self.submissions.len().min(most));
        let mut put_off = Vec::new();
        while taken.len() < most
            && let Some((arrived, submission)) = self.submissions.pop_front()
        {
            let waits = first_save
                .get(&submission.attempt())
                .is_some_and(|save| *save < arrived);
            if waits {
                put_off.push((arrived, submission));
            } else {
                taken.push(submission);
            }
        }
        for submission in put_off.into_iter().rev() {
            self.submissions.push_front(submission);
        }
        taken
    }
}

fn admissions(waiting: impl Iterator<Item = Box<dyn Registering>>) -> Vec<Registration> {
    let fresh = |request| Registration {
        request,
        admitted: false,
    };
    waiting.map(fresh).collect()
}

/// How far a batch has come with one attempt.
#[derive(Clone, Copy)]
enum Reached {
    /// Its saves up to this epoch and sequence are in.
    Saved(i64, i64),
    /// A save of it waits for the next batch, and so does everything after it.
    PutOff,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Answer, Attempt, ParticipantId, Response, Round, RoundId, Slot, Timestamp,
    };
    use crate::store::StoreError;
    use crate::store::writer::{NewResponse, StartPlan, SubmitPlan};
    use smallvec::smallvec;
    use tokio::sync::oneshot;

    fn id(attempt: u32) -> AttemptId {
        AttemptId(uuid::Uuid::from_u128(attempt.into()))
    }

    fn save(attempt: u32, epoch: i64, seq: i64) -> Command {
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

    fn hand_in(attempt: u32) -> Command {
        Command::Submit(Box::new(HandIn(id(attempt))))
    }

    struct Begin;

    impl Starting for Begin {
        fn who(&self) -> (RoundId, ParticipantId) {
            let none = uuid::Uuid::nil();
            (RoundId(none), ParticipantId(none))
        }
        fn plan(&mut self, _: Option<&Round>, _: &[Attempt], _: Timestamp) -> StartPlan {
            StartPlan::Nothing
        }
        fn done(self: Box<Self>, _: Result<(), StoreError>) {}
    }

    fn begin() -> Command {
        Command::Start(Box::new(Begin))
    }

    fn waiting(commands: impl IntoIterator<Item = Command>) -> Waiting {
        let mut waiting = Waiting::default();
        for command in commands {
            waiting.push(command);
        }
        waiting
    }

    /// How many saves are written next, and how many submissions and starts after them.
    fn next(waiting: &mut Waiting) -> (usize, usize, usize) {
        let saves = waiting.saves();
        let rest = waiting.starts_and_submissions();
        assert!(saves.submissions.is_empty() && saves.starts.is_empty());
        assert!(rest.saves.is_empty());
        (saves.len(), rest.submissions.len(), rest.starts.len())
    }

    #[test]
    fn rising_saves_of_an_attempt_share_a_batch_and_older_ones_wait() {
        let mut waiting = waiting([
            save(1, 1, 5),
            save(1, 1, 6),
            save(1, 1, 6),
            save(2, 1, 1),
            save(1, 1, 7),
            save(1, 2, 8),
        ]);
        assert_eq!(next(&mut waiting), (3, 0, 0));
        assert_eq!(next(&mut waiting), (2, 0, 0));
        assert_eq!(next(&mut waiting), (1, 0, 0));
        assert!(waiting.is_empty());
    }

    #[test]
    fn handing_in_waits_for_the_saves_that_came_before_it() {
        let mut waiting = waiting([
            save(1, 1, 5),
            save(1, 1, 4),
            hand_in(1),
            hand_in(2),
            save(2, 1, 1),
            save(2, 1, 1),
        ]);
        // Attempt 2 handed in before its second save, which has to wait for its twin.
        assert_eq!(next(&mut waiting), (2, 1, 0));
        assert_eq!(next(&mut waiting), (2, 1, 0));
        assert!(waiting.is_empty());
    }

    #[test]
    fn handing_in_overtakes_no_save_of_a_long_queue() {
        let before = (0..3_000).map(|attempt| save(attempt, 1, 1));
        let mut waiting = waiting(before.chain([hand_in(2_999), hand_in(7)]));
        assert_eq!(next(&mut waiting), (512, 1, 0));
        for _ in 0..4 {
            assert_eq!(next(&mut waiting), (512, 0, 0));
        }
        assert_eq!(next(&mut waiting), (3_000 - 5 * 512, 1, 0));
        assert!(waiting.is_empty());
    }

    #[test]
    fn saves_come_first_and_everybody_gets_a_share() {
        let saves = (0..1_024).map(|attempt| save(attempt, 1, 1));
        let submissions = (5_000..5_300).map(hand_in);
        let starts = (0..100).map(|_| begin());
        let mut waiting = waiting(starts.chain(submissions).chain(saves));
        assert_eq!(next(&mut waiting), (512, 96, 32));
        assert_eq!(next(&mut waiting), (512, 96, 32));
        assert_eq!(next(&mut waiting), (0, 96, 32));
        assert_eq!(next(&mut waiting), (0, 12, 4));
        assert!(waiting.is_empty());
    }

    #[test]
    fn one_device_that_repeats_itself_puts_off_nobody_else() {
        let repeated = (0..900).map(|_| save(1, 1, 1));
        let others = (2..200).map(|attempt| save(attempt, 1, 1));
        let mut waiting = waiting(repeated.chain(others));
        assert_eq!(next(&mut waiting), (1 + 198, 0, 0));
        for _ in 1..900 {
            assert_eq!(next(&mut waiting), (1, 0, 0));
        }
        assert!(waiting.is_empty());
    }
}
