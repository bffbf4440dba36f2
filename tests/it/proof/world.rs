//! A round that was sat and closed, its bundle, and both verifiers.

use crate::support::database::{TempFolder, TestStore};
use crate::support::platform::{Platform, form, option, questions};
use serde_json::{Value, json};
use std::process::Command;
use thiluat::app::Keys;
use thiluat::app::proofs::{Unverified, verify_file};
use thiluat::auth::Actor;
use thiluat::engine::digest::hex;
use thiluat::engine::proof::{self, GivenReceipt, Outside};

/// The contest of these tests.
pub const SLUG: &str = "thi";
/// Attempts of each person, by number of right answers; the number of the person is the place + 1.
/// The last attempt of everybody is worse than an earlier one, so that it is not recognised.
const SAT: [&[usize]; 7] = [
    &[10, 4],
    &[7],
    &[10, 10, 3],
    &[0],
    &[9, 8, 6],
    &[7, 2],
    &[5],
];
/// Whose papers hold two questions for grown-ups.
const GROUPS: [&str; 2] = ["can-bo", "hoc-sinh"];

/// A closed round.
pub struct World {
    pub platform: Platform,
    pub round: String,
    /// Every receipt, in the order of sitting.
    pub receipts: Vec<Value>,
    folder: TempFolder,
}

/// The contest file; `round` adds to the round or replaces keys of it.
pub fn file(platform: &Platform, round: &Value) -> Value {
    let mut rules = json!({
        "code": "v1", "title": "Vòng 1", "time_limit_s": 900,
        "opens_at": platform.clock_in(-3_600_000),
        "closes_at": platform.clock_in(7 * 86_400_000),
        "blueprint": [
            { "bank": "thu", "count": 8 },
            { "bank": "thu", "count": 2, "points": 3, "group": "can-bo" },
            { "bank": "thu", "count": 3, "points": 2, "group": "hoc-sinh" },
        ],
        "attempts": { "max": 3 },
        "prediction": { "prompt": "Bao nhiêu lượt đúng hết?", "target": "attempts_all_correct" },
        "ranking": { "individual":
            ["correct desc", "prediction_distance asc", "duration asc", "submitted_at asc"] },
        "publish": { "at_submit": "score", "key": "round_close" },
    });
    for (key, value) in round.as_object().unwrap() {
        rules[key] = value.clone();
    }
    json!({
        "contest": {
            "slug": SLUG, "title": "Thi thử", "organiser": "42",
            "groups": GROUPS.map(|code| json!({ "code": code, "title": code })),
        },
        "rounds": [rules],
    })
}

impl World {
    /// Sat and closed.
    pub async fn closed(store: TestStore, round: &Value) -> Self {
        let world = Self::sat(store, round).await;
        world.close().await;
        world
    }

    /// Sat, not closed.
    pub async fn sat(store: TestStore, round: &Value) -> Self {
        let platform = Platform::on(store).await;
        let file = file(&platform, round);
        let applied = platform
            .app
            .apply_contest(Actor::Command, &file.to_string(), false)
            .await
            .unwrap();
        let round = applied.rounds[0].id.to_string();
        let asked = !file["rounds"][0]["prediction"].is_null();
        let mut receipts = Vec::new();
        for (at, attempts) in SAT.iter().enumerate() {
            let mut body = form(at + 1);
            body["group"] = GROUPS[at % 2].into();
            let path = format!("/contests/{SLUG}/participants");
            let reply = platform.call("POST", &path, "", &body).await;
            assert_eq!(reply.status, 201, "{reply:?}");
            let token = reply.json()["token"].as_str().unwrap().to_owned();
            for right in *attempts {
                receipts.push(sit(&platform, (&round, asked), &token, *right, at).await);
            }
        }
        Self {
            platform,
            round,
            receipts,
            folder: TempFolder::new(),
        }
    }

    /// Around a platform whose round was sat by other means.
    pub fn around(platform: Platform, round: String) -> Self {
        Self {
            platform,
            round,
            receipts: Vec::new(),
            folder: TempFolder::new(),
        }
    }

    /// Closes the round.
    pub async fn close(&self) {
        let closing = self
            .platform
            .app
            .close_round(Actor::Command, SLUG, "v1", true);
        closing.await.unwrap();
    }

    /// The text of the exported bundle.
    pub async fn export(&self) -> String {
        let (path, is_archive) = self.export_by(20_000).await;
        assert!(!is_archive);
        std::fs::read_to_string(path).unwrap()
    }

    /// Where the exported bundle is, and whether it is a ZIP: so many rows go into a file of it.
    pub async fn export_by(&self, rows_per_file: usize) -> (String, bool) {
        let path = self.path("bundle");
        let create = || {
            std::fs::File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(true)
                .open(&path)
        };
        let app = &self.platform.app;
        let (_, is_archive) = app
            .export_proof(Actor::Command, (SLUG, "v1"), rows_per_file, create)
            .await
            .unwrap();
        (path, is_archive)
    }

    /// A path in the folder of this world.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// What both verifiers say of a file: `ok`, or where it differs. They must agree.
    pub fn verdict(&self, bytes: &[u8], outside: &Given) -> String {
        let path = self.path("told");
        std::fs::write(&path, bytes).unwrap();
        let ours = ours(&path, outside);
        let theirs = self.theirs(&path, outside);
        if ours.starts_with("form") {
            assert!(theirs.starts_with("form"), "ours {ours}, theirs {theirs}");
        } else {
            assert_eq!(ours, theirs, "ours and theirs");
        }
        ours
    }

    /// What the verifier in Python says.
    pub fn theirs(&self, path: &str, outside: &Given) -> String {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify/verify.py");
        let mut command = Command::new("python3");
        command.args([script, path]);
        if let Some(commitment) = &outside.commitment {
            command.args(["--commitment", commitment]);
        }
        for (at, receipt) in outside.receipts.iter().enumerate() {
            let path = self.path(&format!("receipt-{at}.json"));
            std::fs::write(&path, receipt.to_string()).unwrap();
            command.args(["--receipt", &path]);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        match output.status.code() {
            Some(0) => "ok".to_owned(),
            _ => said
                .trim()
                .strip_prefix("differs: ")
                .unwrap_or(&said)
                .to_owned(),
        }
    }
}

/// What a reader brings along.
#[derive(Default, Clone)]
pub struct Given {
    pub commitment: Option<String>,
    pub receipts: Vec<Value>,
}

impl Given {
    /// That receipt.
    pub fn receipt(receipt: &Value) -> Self {
        Self {
            commitment: None,
            receipts: vec![receipt.clone()],
        }
    }
}

/// What the verifier of the program says.
pub fn ours(path: &str, given: &Given) -> String {
    let outside = Outside {
        commitment: given.commitment.clone(),
        receipts: given
            .receipts
            .iter()
            .map(|receipt| GivenReceipt::read(&receipt.to_string()).unwrap())
            .collect(),
        ..Outside::default()
    };
    match verify_file(path.as_ref(), &outside) {
        Ok(_) => "ok".to_owned(),
        Err(Unverified::Differs(difference)) => {
            for sentence in [difference.vietnamese(), difference.english()] {
                assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
            }
            difference.spot.to_string()
        }
        Err(Unverified::File(error)) => panic!("{error}"),
    }
}

/// The keys of the test platform.
pub fn keys() -> Keys {
    Keys::from_master(&[9; 32])
}

/// What somebody who holds the platform's key would publish: the lie with a digest and a signature that
/// fit it.
pub fn sealed(mut lie: Value) -> Vec<u8> {
    let digest = proof::digest(&lie.to_string()).unwrap();
    lie["digest"] = hex(&digest).into();
    lie["signature"] = keys().sign(&digest).into();
    lie.to_string().into_bytes()
}

/// Sits a paper with so many right answers, at a pace of one's own.
async fn sit(
    platform: &Platform,
    (round, asked): (&str, bool),
    token: &str,
    right: usize,
    person: usize,
) -> Value {
    let attempt = platform.start(round, token, "d").await;
    let count = questions(&attempt).len();
    for slot in 1..=count {
        // One person leaves the second question blank.
        if person == 3 && slot == 2 {
            continue;
        }
        let option = option(&attempt, slot, slot <= right);
        let seq = i64::try_from(slot).unwrap();
        let reply = platform.save(&attempt, token, slot, seq, &option).await;
        assert_eq!(reply.status, 200, "{reply:?}");
    }
    let pace = i64::try_from(person).unwrap();
    platform.clock.advance(1_500 + 700 * pace);
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let mut body = json!({ "epoch": attempt["attempt"]["epoch"], "final_seq": count });
    if asked {
        body["prediction"] = json!(2 + person);
    }
    let path = format!("/attempts/{id}/submission");
    let reply = platform.call("POST", &path, token, &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()["receipt"].clone()
}
