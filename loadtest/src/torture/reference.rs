//! The small model that random schedules are held against: what a platform that keeps its promises
//! answers to whatever is asked of one attempt, in whatever order (security.md 2.3).

use std::collections::{BTreeMap, HashMap};

/// (epoch, seq).
pub type Numbers = (u64, u64);

/// One attempt as the model knows it.
#[derive(Debug, Default)]
pub struct Reference {
    /// The turn in force; 0 before the start.
    pub epoch: u64,
    /// Who has it.
    pub device: u32,
    /// Whether it was handed in, or its time is up.
    pub ended: bool,
    /// What is stored: question, option, acknowledgement.
    pub log: BTreeMap<Numbers, (usize, usize, String)>,
}

/// What is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 200 with a new acknowledgement.
    Taken,
    /// 200 with this very acknowledgement.
    Again(String),
    /// 409 with this code.
    Refused(&'static str),
}

impl Reference {
    /// A save of an option in answer to a question under these numbers.
    pub fn save(&self, numbers: Numbers, question: usize, option: usize) -> Answer {
        if let Some((stored_question, stored, ack)) = self.log.get(&numbers) {
            return if (*stored_question, *stored) == (question, option) {
                Answer::Again(ack.clone())
            } else {
                Answer::Refused("answer.seq_conflict")
            };
        }
        let (epoch, seq) = numbers;
        if epoch != self.epoch {
            return Answer::Refused("attempt.superseded");
        }
        if self.ended {
            return Answer::Refused("attempt.closed");
        }
        let newer = self
            .log
            .range((epoch, seq)..)
            .any(|(_, row)| row.0 == question);
        if newer {
            return Answer::Refused("answer.stale");
        }
        Answer::Taken
    }

    /// A device asks for the turn; gives the turn that it has then.
    pub fn take_turn(&mut self, device: u32) -> u64 {
        if self.epoch == 0 || device != self.device {
            self.epoch += 1;
            self.device = device;
        }
        self.epoch
    }

    /// Handing in under that turn, as somebody who says that he sent so many answers.
    pub fn hand_in(&self, epoch: u64, final_seq: u64) -> Result<(), &'static str> {
        if self.ended {
            return Ok(());
        }
        if epoch != self.epoch {
            return Err("attempt.superseded");
        }
        let newest = self.log.range((self.epoch, 0)..).next_back();
        if newest.map_or(0, |((_, seq), _)| *seq) < final_seq {
            return Err("attempt.missing_answers");
        }
        Ok(())
    }

    /// The newest answer to each question.
    pub fn newest(&self) -> HashMap<usize, (Numbers, usize)> {
        let rows = self.log.iter();
        rows.map(|(numbers, (question, option, _))| (*question, (*numbers, *option)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_content_turn_and_end_decide_in_this_order() {
        let mut model = Reference::default();
        assert_eq!(model.take_turn(1), 1);
        assert_eq!(model.save((1, 4), 0, 0), Answer::Taken);
        model.log.insert((1, 4), (0, 0, "mac".into()));
        assert_eq!(model.save((1, 4), 0, 0), Answer::Again("mac".into()));
        assert_eq!(
            model.save((1, 4), 0, 1),
            Answer::Refused("answer.seq_conflict")
        );
        assert_eq!(model.save((1, 3), 0, 1), Answer::Refused("answer.stale"));
        assert_eq!(model.save((1, 3), 1, 1), Answer::Taken);
        assert_eq!(model.take_turn(1), 1);
        assert_eq!(model.take_turn(2), 2);
        assert_eq!(
            model.save((1, 5), 1, 1),
            Answer::Refused("attempt.superseded")
        );
        assert_eq!(model.hand_in(1, 0), Err("attempt.superseded"));
        assert_eq!(model.hand_in(2, 9), Err("attempt.missing_answers"));
        assert_eq!(model.hand_in(2, 0), Ok(()));
        model.ended = true;
        assert_eq!(model.save((2, 5), 1, 1), Answer::Refused("attempt.closed"));
        assert_eq!(model.save((1, 4), 0, 0), Answer::Again("mac".into()));
        assert_eq!(model.newest(), HashMap::from([(0, ((1, 4), 0))]));
    }
}
