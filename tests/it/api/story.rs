//! The whole of it through the program itself: a bank from a file, a contest file, two hundred
//! people over HTTP, a node that is killed in the middle, and a result that is what the file says.

use crate::edge::wire::{Reply, Wire};
use crate::support::database::TempFolder;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PEOPLE: usize = 200;
const QUESTIONS: usize = 20;
const SLUG: &str = "giao-thong-2026";

fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thiluat"));
    command
        .arg("--data")
        .arg(data)
        .env("THILUAT__LOG__LEVEL", "error");
    command
}

fn run(data: &Path, arguments: &[&str]) -> String {
    let output = program(data).args(arguments).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// A running node, killed without warning when it goes out of scope.
struct Node {
    process: Child,
    address: SocketAddr,
}

impl Node {
    fn start(data: &Path) -> Self {
        let mut process = program(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .parse()
            .unwrap();
        Self { process, address }
    }

    /// SIGKILL: nothing is finished, nothing is flushed.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        let mut wire = Wire::to(self.address).await;
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let session = if token.is_empty() {
            String::new()
        } else {
            format!("authorization: Bearer {token}\r\n")
        };
        let content = if body.is_empty() {
            String::new()
        } else {
            format!(
                "content-type: application/json\r\ncontent-length: {}\r\n",
                body.len()
            )
        };
        wire.send(format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {}\r\n{session}{content}\r\n{body}",
            self.address
        ))
        .await;
        wire.reply().await
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The road-law bank where the shared data is at hand, the demonstration bank elsewhere.
fn bank() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = here.join("../shared/data/question-files-vi/ngan-hang-gplx.xlsx");
    if shared.exists() {
        shared
    } else {
        here.join("demo/bank.json")
    }
}

/// The bank as its organiser keeps it: stem to the text of the right option.
fn keys(data: &Path, folder: &Path) -> HashMap<String, String> {
    let file = folder.join("bank.json");
    run(
        data,
        &[
            "bank",
            "export",
            "gplx",
            "--format",
            "json",
            "--out",
            file.to_str().unwrap(),
        ],
    );
    let bank: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    bank["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| {
            let options = question["options"].as_array().unwrap();
            let right = options
                .iter()
                .find(|option| option["correct"] == true)
                .unwrap();
            (text(&question["stem"]), text(&right["text"]))
        })
        .collect()
}

/// Person number `n` answers so many questions wrongly: five people share each number of errors.
fn errors(n: usize) -> usize {
    n % 40 / 2
}

struct Sitting {
    token: String,
    attempt: String,
    /// What was acknowledged, by slot.
    acked: HashMap<usize, Value>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_people_sit_a_contest_and_a_node_dies_in_the_middle() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    run(
        &data,
        &[
            "units",
            "import",
            here.join("demo/units.csv").to_str().unwrap(),
        ],
    );
    let file = bank();
    let told = run(
        &data,
        &[
            "bank",
            "import",
            file.to_str().unwrap(),
            "--bank",
            "gplx",
            "--json",
        ],
    );
    let told: Value = serde_json::from_str(&told).unwrap();
    if file.ends_with("ngan-hang-gplx.xlsx") {
        assert_eq!(told["accepted"], 141);
        let csv = file.with_extension("csv");
        let told = run(
            &data,
            &[
                "bank",
                "import",
                csv.to_str().unwrap(),
                "--bank",
                "gplx-csv",
                "--json",
            ],
        );
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["accepted"], 141);
    }
    let keys = keys(&data, folder.path());
    let contest = folder.path().join("contest.toml");
    std::fs::write(&contest, contest_file()).unwrap();
    run(&data, &["contest", "apply", contest.to_str().unwrap()]);
    assert_eq!(
        run(&data, &["contest", "show", SLUG]).trim(),
        contest_file().trim()
    );

    let node = Node::start(&data);
    let round = node
        .call("GET", &format!("/contests/{SLUG}"), "", &Value::Null)
        .await
        .json();
    let round = round["rounds"][0]["id"].as_str().unwrap().to_owned();
    let mut sittings = Vec::new();
    for n in 0..PEOPLE {
        sittings.push(begin(&node, &round, n, &keys).await);
    }
    // Everybody has answered half; the node dies and comes back on another port.
    node.kill();
    let node = Node::start(&data);
    for (n, sitting) in sittings.iter_mut().enumerate() {
        let path = format!("/attempts/{}", sitting.attempt);
        let view = node
            .call("GET", &path, &sitting.token, &Value::Null)
            .await
            .json();
        let stored: HashMap<usize, Value> = view["answers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| {
                (
                    usize::try_from(a["slot"].as_u64().unwrap()).unwrap(),
                    a["answer"].clone(),
                )
            })
            .collect();
        assert_eq!(
            stored, sitting.acked,
            "person {n}: every acknowledged answer is there"
        );
        answer(
            &node,
            &view,
            n,
            QUESTIONS / 2 + 1..=QUESTIONS,
            &keys,
            sitting,
        )
        .await;
        let body = json!({ "epoch": 1, "final_seq": QUESTIONS });
        let done = node
            .call("POST", &format!("{path}/submission"), &sitting.token, &body)
            .await;
        let right = QUESTIONS - errors(n);
        assert_eq!(
            done.json()["result"]["correct"],
            right,
            "person {n}: {done:?}"
        );
    }
    // A command beside the running node, which sees it on its next requests.
    run(&data, &["round", "close", SLUG, "tuan-1"]);
    let board = loop {
        let path = format!("/rounds/{round}/scoreboard?limit=200");
        let board = node.call("GET", &path, "", &Value::Null).await.json();
        if board["state"] == "final" {
            break board;
        }
        tokio::task::yield_now().await;
    };
    check(&board);
    drop(node);
    assert!(run(&data, &["doctor"]).contains("ok"));
}

/// Ten people share each score, so places are 1, 11, 21, …
fn check(board: &Value) {
    let entries = board["entries"].as_array().unwrap();
    assert_eq!(entries.len(), PEOPLE);
    for (at, entry) in entries.iter().enumerate() {
        let tied = at / 10;
        assert_eq!(entry["score"], QUESTIONS - tied, "row {at}");
        assert_eq!(entry["place"], tied * 10 + 1, "row {at}");
    }
    assert_eq!(
        board["totals"],
        json!({ "people": PEOPLE, "attempts": PEOPLE })
    );
}

async fn begin(node: &Node, round: &str, n: usize, keys: &HashMap<String, String>) -> Sitting {
    let form = json!({
        "fields": {
            "full_name": format!("Thí sinh số {n}"),
            "birth_date": "1988-03-02",
            "phone": format!("+84 9{n:08}"),
            "unit": "18073",
        },
        "consents": [{ "purpose": "take_part", "version": "1" }],
    });
    let path = format!("/contests/{SLUG}/participants");
    let registered = node.call("POST", &path, "", &form).await;
    assert_eq!(registered.status, 201, "{registered:?}");
    let token = registered.json()["token"].as_str().unwrap().to_owned();
    let path = format!("/rounds/{round}/attempts");
    let started = node
        .call("POST", &path, &token, &json!({ "device": "phone" }))
        .await;
    assert_eq!(started.status, 201, "{started:?}");
    let view = started.json();
    let attempt = view["attempt"]["id"].as_str().unwrap().to_owned();
    let mut sitting = Sitting {
        token,
        attempt,
        acked: HashMap::new(),
    };
    answer(node, &view, n, 1..=QUESTIONS / 2, keys, &mut sitting).await;
    sitting
}

async fn answer(
    node: &Node,
    view: &Value,
    n: usize,
    slots: std::ops::RangeInclusive<usize>,
    keys: &HashMap<String, String>,
    sitting: &mut Sitting,
) {
    for slot in slots {
        let question = &view["paper"]["questions"][slot - 1];
        let right = &keys[question["html"].as_str().unwrap()];
        let wanted = slot > errors(n);
        let options = question["options"].as_array().unwrap();
        let fits = |option: &&Value| (option["html"].as_str().unwrap() == right) == wanted;
        let chosen = options.iter().find(fits).unwrap();
        let answer = json!({ "options": [chosen["id"]] });
        let body = json!({ "epoch": 1, "seq": slot, "answer": answer });
        let path = format!("/attempts/{}/answers/{slot}", sitting.attempt);
        let saved = node.call("PUT", &path, &sitting.token, &body).await;
        assert_eq!(saved.status, 200, "{saved:?}");
        sitting.acked.insert(slot, answer);
    }
}

fn contest_file() -> String {
    format!(
        r#"[contest]
slug = "{SLUG}"
title = "Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ"
organiser = "42"

[[rounds]]
code = "tuan-1"
title = "Tuần 1"
opens_at = "2020-12-01T07:00:00+07:00"
closes_at = "2099-12-08T00:00:00+07:00"
time_limit_s = 3600
[[rounds.blueprint]]
bank = "gplx"
count = {QUESTIONS}
[rounds.ranking]
individual = ["correct desc"]
[rounds.publish]
at_submit = "score"
"#
    )
}
