//! An attempt as its owner sees it.

use crate::client::path;
use crate::material::is_right;
use anyhow::{Context, Result, bail};
use hyper::Uri;
use serde::Deserialize;
use serde_json::Value;

/// A running attempt of one person.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Number of the person.
    pub person: usize,
    /// Id of the attempt.
    pub attempt: String,
    /// The epoch under which this device writes.
    pub epoch: u64,
    /// The highest number used so far.
    pub seq: u64,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

/// An answer that is about to be sent.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Place of its question in the paper, from 0.
    pub question: usize,
    /// Its number.
    pub seq: u64,
    /// The option chosen.
    pub option: String,
    /// Where it goes.
    pub path: Uri,
    /// What is sent.
    pub body: Vec<u8>,
}

/// A question of the paper.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its place as JSON writes it.
    pub slot: String,
    /// Ids of its options.
    pub options: Vec<String>,
    /// Which of them is right, if the bank is the one of `material.rs`.
    pub right: Option<usize>,
}

/// What a start and a look at an attempt answer.
#[derive(Deserialize)]
pub struct AttemptReply {
    /// The attempt itself.
    pub attempt: AttemptPart,
    /// Its questions; absent once it is handed in.
    #[serde(default)]
    paper: Option<PaperPart>,
    /// What is stored of its answers.
    #[serde(default)]
    pub answers: Vec<AnswerPart>,
}

/// The attempt within an answer.
#[derive(Deserialize)]
pub struct AttemptPart {
    /// Its id.
    pub id: String,
    /// Its present epoch.
    pub epoch: u64,
}

/// A stored answer.
#[derive(Deserialize)]
pub struct AnswerPart {
    /// A number, or the word `prediction`.
    pub slot: Value,
    /// The epoch under which it was written.
    pub epoch: u64,
    /// Its number.
    pub seq: u64,
    /// What was answered.
    pub answer: Value,
}

#[derive(Deserialize)]
struct PaperPart {
    questions: Vec<QuestionPart>,
}

#[derive(Deserialize)]
struct QuestionPart {
    slot: Value,
    options: Vec<OptionPart>,
}

#[derive(Deserialize)]
struct OptionPart {
    id: String,
    html: String,
}

impl Sitting {
    /// Reads the answer to a start.
    pub fn read(person: usize, body: &[u8]) -> Result<Self> {
        let reply: AttemptReply =
            serde_json::from_slice(body).context("the answer to a start is not as api.md 3")?;
        let paper = reply.paper.context("the answer to a start has no paper")?;
        // An attempt that was running goes on above the numbers that it used.
        let seq = reply.answers.iter().map(|answer| answer.seq).max();
        let seq = seq.unwrap_or(0);
        let questions = paper
            .questions
            .into_iter()
            .map(|question| {
                Ok(Question {
                    slot: slot_text(&question.slot)?,
                    right: question.options.iter().position(|one| is_right(&one.html)),
                    options: question.options.into_iter().map(|one| one.id).collect(),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            person,
            attempt: reply.attempt.id,
            epoch: reply.attempt.epoch,
            seq,
            questions,
        })
    }

    /// An answer to one question after the other, each time with the option after the one before.
    pub fn next_answer(&mut self) -> Result<Answer> {
        self.seq += 1;
        let (epoch, seq) = (self.epoch, self.seq);
        let turn = usize::try_from(seq)?;
        let number = turn % self.questions.len().max(1);
        let question = self.questions.get(number).context("an empty paper")?;
        let round = turn / self.questions.len();
        let place = round % question.options.len().max(1);
        let option = question
            .options
            .get(place)
            .context("a question has options")?;
        let slot = &question.slot;
        let body =
            format!(r#"{{"epoch":{epoch},"seq":{seq},"answer":{{"options":["{option}"]}}}}"#);
        Ok(Answer {
            question: number,
            seq,
            option: option.clone(),
            path: path(&format!("/api/v1/attempts/{}/answers/{slot}", self.attempt))?,
            body: body.into_bytes(),
        })
    }

    /// The body that answers the first `many` questions in one go, the first `right` of them from
    /// the key, and the number that the last answer bears.
    pub fn batch(&mut self, many: usize, right: usize) -> Vec<u8> {
        let mut answers = Vec::new();
        for (place, question) in self.questions.iter().take(many).enumerate() {
            self.seq += 1;
            let correct = question.right.unwrap_or(0);
            let chosen = if place < right {
                correct
            } else {
                (correct + 1) % question.options.len().max(1)
            };
            let option = question.options.get(chosen).map_or("", String::as_str);
            answers.push(format!(
                r#"{{"slot":{},"seq":{},"answer":{{"options":["{option}"]}}}}"#,
                question.slot, self.seq
            ));
        }
        let list = answers.join(",");
        format!(r#"{{"epoch":{},"answers":[{list}]}}"#, self.epoch).into_bytes()
    }
}

/// A slot as it stands in a path.
pub fn slot_text(slot: &Value) -> Result<String> {
    match slot {
        Value::Number(number) => Ok(number.to_string()),
        Value::String(word) => Ok(word.clone()),
        other => bail!("a slot is a number or a word, not {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = r#"{"attempt":{"id":"a1","ordinal":1,"epoch":1,"state":"active"},
        "paper":{"questions":[
            {"slot":1,"kind":"single","html":"<p>?</p>","media":[],"points":1,
             "options":[{"id":"x","html":"Phương án sai"},{"id":"y","html":"Phương án đúng"}]},
            {"slot":2,"kind":"single","html":"<p>?</p>","media":[],"points":1,
             "options":[{"id":"u","html":"Phương án đúng"},{"id":"v","html":"Phương án sai"}]}]},
        "answers":[],"server_time":"2026-01-01T00:00:00.000Z"}"#;

    #[test]
    fn a_batch_answers_the_first_ones_right_and_the_rest_wrong() {
        let mut sitting = Sitting::read(3, START.as_bytes()).unwrap();
        let body: Value = serde_json::from_slice(&sitting.batch(2, 1)).unwrap();
        assert_eq!(body["epoch"], 1);
        assert_eq!(
            body["answers"],
            serde_json::json!([
                {"slot":1,"seq":1,"answer":{"options":["y"]}},
                {"slot":2,"seq":2,"answer":{"options":["v"]}},
            ])
        );
        assert_eq!(sitting.seq, 2);
    }

    #[test]
    fn answers_go_round_the_questions_and_change_from_round_to_round() {
        let mut sitting = Sitting::read(3, START.as_bytes()).unwrap();
        let mut given = Vec::new();
        for _ in 0..4 {
            let answer = sitting.next_answer().unwrap();
            given.push((answer.question, answer.seq, answer.option));
        }
        let expected = [(1, 1, "u"), (0, 2, "y"), (1, 3, "v"), (0, 4, "x")];
        assert_eq!(
            given,
            expected.map(|(at, seq, option)| (at, seq, option.to_owned()))
        );
    }

    #[test]
    fn an_answer_without_a_paper_is_not_a_start() {
        let body = br#"{"attempt":{"id":"a1","epoch":1}}"#;
        assert!(Sitting::read(0, body).is_err());
    }
}
