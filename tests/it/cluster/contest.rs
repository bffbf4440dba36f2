//! A small contest that people sit at any of several nodes, step by step.

use crate::support::node::{Installation, Node};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

pub const SLUG: &str = "hai-may";
pub const ROUND: &str = "vong-1";
pub const QUESTIONS: usize = 20;

/// Somebody who sits it.
pub struct Person {
    pub number: usize,
    pub token: String,
    pub attempt: String,
    view: Value,
    acked: HashMap<usize, Value>,
}

/// Prepares an installation; gives the bank as its organiser keeps it: stem to right option.
pub fn prepare(place: &Installation, folder: &Path) -> HashMap<String, String> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    let at = |path: std::path::PathBuf| path.to_str().unwrap().to_owned();
    place.run(&["units", "import", &at(demo.join("units.csv"))]);
    let bank = at(demo.join("bank.json"));
    place.run(&["bank", "import", &bank, "--bank", "thu"]);
    let file = folder.join("contest.toml");
    std::fs::write(&file, contest_file()).unwrap();
    place.run(&["contest", "apply", &at(file)]);
    let out = folder.join("bank-out.json");
    let copy = at(out.clone());
    place.run(&["bank", "export", "thu", "--format", "json", "--out", &copy]);
    let bank: Value = serde_json::from_str(&std::fs::read_to_string(out).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let questions = bank["questions"].as_array().unwrap();
    questions
        .iter()
        .map(|question| {
            let mut options = question["options"].as_array().unwrap().iter();
            let right = options.find(|option| option["correct"] == true).unwrap();
            (text(&question["stem"]), text(&right["text"]))
        })
        .collect()
}

fn contest_file() -> String {
    format!(
        r#"[contest]
slug = "{SLUG}"
title = "Hai máy chủ"
organiser = "42"
[[rounds]]
code = "{ROUND}"
title = "Vòng 1"
opens_at = "2020-12-01T07:00:00+07:00"
closes_at = "2099-12-08T00:00:00+07:00"
time_limit_s = 3600
[[rounds.blueprint]]
bank = "thu"
count = {QUESTIONS}
[rounds.ranking]
individual = ["correct desc"]
[rounds.publish]
at_submit = "score"
"#
    )
}

/// Id of the round.
pub async fn round(node: &Node) -> String {
    let path = format!("/contests/{SLUG}");
    let page = node.call("GET", &path, "", &Value::Null).await.json();
    page["rounds"][0]["id"].as_str().unwrap().to_owned()
}

/// How many of the questions that person answers wrongly.
pub fn errors(number: usize) -> usize {
    number % 8
}

impl Person {
    /// Registers and begins.
    pub async fn begin(node: &Node, round: &str, number: usize) -> Self {
        let form = json!({
            "fields": {
                "full_name": format!("Thí sinh số {number}"),
                "birth_date": "1988-03-02",
                "phone": format!("+84 9{number:08}"),
                "unit": "18073",
            },
            "consents": ["take_part"],
        });
        let path = format!("/contests/{SLUG}/participants");
        let registered = node.call("POST", &path, "", &form).await;
        assert_eq!(registered.status, 201, "{registered:?}");
        let token = registered.json()["token"].as_str().unwrap().to_owned();
        let path = format!("/rounds/{round}/attempts");
        let device = json!({ "device": "phone" });
        let started = node.call("POST", &path, &token, &device).await;
        assert_eq!(started.status, 201, "{started:?}");
        let view = started.json();
        let attempt = view["attempt"]["id"].as_str().unwrap().to_owned();
        Self {
            number,
            token,
            attempt,
            view,
            acked: HashMap::new(),
        }
    }

    /// Answers the questions of these slots; every one of them must be acknowledged.
    pub async fn answer(
        &mut self,
        node: &Node,
        slots: std::ops::RangeInclusive<usize>,
        keys: &HashMap<String, String>,
    ) {
        for slot in slots {
            let question = &self.view["paper"]["questions"][slot - 1];
            let right = &keys[question["html"].as_str().unwrap()];
            let wanted = slot > errors(self.number);
            let mut options = question["options"].as_array().unwrap().iter();
            let fits = |option: &&Value| (option["html"].as_str().unwrap() == right) == wanted;
            let chosen = options.find(fits).unwrap();
            let answer = json!({ "options": [chosen["id"]] });
            let body = json!({ "epoch": 1, "seq": slot, "answer": answer });
            let path = format!("/attempts/{}/answers/{slot}", self.attempt);
            let saved = node.call("PUT", &path, &self.token, &body).await;
            assert_eq!(saved.status, 200, "person {}: {saved:?}", self.number);
            self.acked.insert(slot, answer);
        }
    }

    /// Takes the attempt up at that node, where every acknowledged answer has to be.
    pub async fn resume(&mut self, node: &Node) {
        let path = format!("/attempts/{}", self.attempt);
        let view = node.call("GET", &path, &self.token, &Value::Null).await;
        let view = view.json();
        let slot = |value: &Value| usize::try_from(value["slot"].as_u64().unwrap()).unwrap();
        let answers = view["answers"].as_array().unwrap().iter();
        let stored: HashMap<usize, Value> = answers
            .map(|stored| (slot(stored), stored["answer"].clone()))
            .collect();
        assert_eq!(stored, self.acked, "person {}", self.number);
        assert_eq!(view["paper"], self.view["paper"], "the same paper anywhere");
    }

    /// Hands in and gets the score that the answers deserve.
    pub async fn hand_in(&self, node: &Node) {
        let path = format!("/attempts/{}/submission", self.attempt);
        let body = json!({ "epoch": 1, "final_seq": QUESTIONS });
        let done = node.call("POST", &path, &self.token, &body).await;
        assert_eq!(done.status, 200, "person {}: {done:?}", self.number);
        let correct = QUESTIONS - errors(self.number);
        assert_eq!(done.json()["result"]["correct"], correct);
    }
}

/// The board of the round at that node.
pub async fn board(node: &Node, round: &str) -> Value {
    let path = format!("/rounds/{round}/scoreboard?limit=200");
    let reply = node.call("GET", &path, "", &Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

/// Waits until the board at that node is so. The test's own limit of time ends a wait for ever.
pub async fn board_is(node: &Node, round: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let look = async {
        loop {
            let board = board(node, round).await;
            if wanted(&board) {
                return board;
            }
        }
    };
    let patience = std::time::Duration::from_secs(30);
    if let Ok(board) = tokio::time::timeout(patience, look).await {
        return board;
    }
    panic!("the board stays {}", board(node, round).await)
}

/// Place, name and score of everybody, in the order of the board.
pub fn places(board: &Value) -> Vec<(u64, String, u64)> {
    let entries = board["entries"].as_array().unwrap().iter();
    let mut places: Vec<_> = entries
        .map(|entry| {
            let number = |key: &str| entry[key].as_u64().unwrap();
            let name = entry["name"].as_str().unwrap().to_owned();
            (number("place"), name, number("score"))
        })
        .collect();
    places.sort();
    places
}
