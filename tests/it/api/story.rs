//! The whole of it through the program itself: a bank from a file, a contest file, two hundred
//! people over HTTP, a node that is killed in the middle, and a result that is what the file says.

use crate::support::database::TempFolder;
use crate::support::node::{Installation, Node};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const PEOPLE: usize = 200;
const QUESTIONS: usize = 20;
const SLUG: &str = "giao-thong-2026";

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
fn keys(place: &Installation, folder: &Path) -> HashMap<String, String> {
    let file = folder.join("bank.json");
    place.run(&[
        "bank",
        "export",
        "gplx",
        "--format",
        "json",
        "--out",
        file.to_str().unwrap(),
    ]);
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
    let place = Installation::at(folder.path().join("data"), &[]);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    place.run(&[
        "units",
        "import",
        here.join("demo/units.csv").to_str().unwrap(),
    ]);
    let file = bank();
    let told = place.run(&[
        "bank",
        "import",
        file.to_str().unwrap(),
        "--bank",
        "gplx",
        "--json",
    ]);
    let told: Value = serde_json::from_str(&told).unwrap();
    if file.ends_with("ngan-hang-gplx.xlsx") {
        assert_eq!(told["accepted"], 141);
        let csv = file.with_extension("csv");
        let told = place.run(&[
            "bank",
            "import",
            csv.to_str().unwrap(),
            "--bank",
            "gplx-csv",
            "--json",
        ]);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["accepted"], 141);
    }
    let keys = keys(&place, folder.path());
    let contest = folder.path().join("contest.toml");
    std::fs::write(&contest, contest_file()).unwrap();
    place.run(&["contest", "apply", contest.to_str().unwrap()]);
    assert_eq!(
        place.run(&["contest", "show", SLUG]).trim(),
        contest_file().trim()
    );

    let node = Node::start(&place);
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
    let node = Node::start(&place);
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
    place.run(&["round", "close", SLUG, "tuan-1"]);
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
    assert!(place.run(&["doctor"]).contains("ok"));
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
