//! The made-up contest of a measurement: units, a bank of 600 questions, a round of 20.

use anyhow::Result;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Slug of the contest.
pub const SLUG: &str = "do-tai";
/// Code of the bank.
pub const BANK: &str = "do-tai";
/// Code of the unit to which everyone belongs.
pub const UNIT: &str = "42-01";
/// Questions in the bank (performance.md 4).
pub const QUESTIONS: usize = 600;
/// Questions of a paper.
pub const DRAWN: usize = 20;
/// Only the right option of a question says this, so that the generator can answer from the key.
const RIGHT: &str = "đúng";

/// The files from which the platform is filled.
pub struct Material {
    /// Settings of the server, every limit off.
    pub config: PathBuf,
    /// Unit tree.
    pub units: PathBuf,
    /// Question bank.
    pub bank: PathBuf,
    /// Contest file.
    pub contest: PathBuf,
}

impl Material {
    /// Writes all files into `folder`, with further settings of the server and, if given, another
    /// contest.
    pub fn write(folder: &Path, settings: &str, another: Option<&str>) -> Result<Self> {
        let material = Self {
            config: folder.join("config.toml"),
            units: folder.join("units.csv"),
            bank: folder.join("bank.json"),
            contest: folder.join("contest.toml"),
        };
        fs::write(&material.config, format!("{CONFIG}{settings}"))?;
        fs::write(&material.units, units())?;
        fs::write(&material.bank, serde_json::to_vec(&bank())?)?;
        fs::write(
            &material.contest,
            another.map_or_else(contest, str::to_owned),
        )?;
        Ok(material)
    }
}

/// Whether an option of the bank, as it stands on a paper, is the right one.
pub fn is_right(html: &str) -> bool {
    html.contains(RIGHT)
}

const CONFIG: &str = "\
[limits]
saves_per_attempt_per_s = 0
starts_per_person_per_min = 0
submissions_per_attempt_per_min = 0
sign_in_failures_per_person_per_min = 0
sign_in_failures_per_address_per_min = 0
sign_ups_per_address_per_min = 0

[log]
level = \"warn\"
";

fn units() -> String {
    format!(
        "code,name,type,parent,area_type,headcount,valid_from,valid_to,replaced_by\n\
         42,Tỉnh Hà Tĩnh,tinh,,,,,,\n\
         {UNIT},Đơn vị đo tải,xa,42,rural,20000,,,\n"
    )
}

fn bank() -> Value {
    let questions: Vec<Value> = (1..=QUESTIONS).map(question).collect();
    json!({
        "format": "thiluat-bank/1",
        "code": BANK,
        "title": "Ngân hàng câu hỏi đo tải",
        "questions": questions,
    })
}

fn question(number: usize) -> Value {
    let options: Vec<Value> = (0..4)
        .map(|place| {
            let correct = place == number % 4;
            let text = if correct {
                format!("Phương án {RIGHT} của câu hỏi số {number}, dài như một phương án thường gặp trong đề thi.")
            } else {
                format!("Phương án sai thứ {place} của câu hỏi số {number}, dài như một phương án thường gặp.")
            };
            json!({ "text": text, "correct": correct })
        })
        .collect();
    json!({
        "kind": "single",
        "stem": format!(
            "Câu hỏi số {number} của ngân hàng đo tải: trong các phương án dưới đây, phương án nào \
             được đánh dấu là phương án phải chọn?"
        ),
        "options": options,
        "topic": format!("Chủ đề {}", number % 6 + 1),
        "level": number % 3 + 1,
        "explanation": format!("Câu hỏi số {number} chỉ dùng để đo tải và không nói gì về pháp luật."),
        "laws": [],
    })
}

/// Open since long and for long, so that no window closes during a measurement; as many attempts
/// as anyone likes.
fn contest() -> String {
    format!(
        r#"[contest]
slug = "{SLUG}"
title = "Cuộc thi đo tải"
organiser = "42"

[registration]
identity = ["phone"]
fields = [
  {{ key = "full_name", required = true }},
  {{ key = "birth_date", required = true }},
  {{ key = "phone", required = true }},
  {{ key = "unit", required = true }},
]

[[rounds]]
code = "vong-1"
title = "Vòng đo tải"
opens_at = "2026-01-01T00:00:00+07:00"
closes_at = "2099-01-01T00:00:00+07:00"
time_limit_s = 3600

[[rounds.blueprint]]
bank = "{BANK}"
count = {DRAWN}
points = 1

[rounds.attempts]
max = 0

[rounds.publish]
at_submit = "score"
key = "never"
scoreboard = "live"
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_one_right_option_that_says_so() {
        let bank = bank();
        let questions = bank["questions"].as_array().unwrap();
        assert_eq!(questions.len(), QUESTIONS);
        for question in questions {
            let options = question["options"].as_array().unwrap();
            assert_eq!(options.len(), 4);
            for option in options {
                let says = is_right(option["text"].as_str().unwrap());
                assert_eq!(Value::from(says), option["correct"]);
            }
        }
    }
}
