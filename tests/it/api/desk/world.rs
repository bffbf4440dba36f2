//! A closed round with ties, a copied paper, one phone with two accounts and a wrong key; and two
//! members of staff who look into it.

use crate::edge::wire::Reply;
use crate::support::database::TestStore;
use crate::support::platform::{Platform, questions};
use serde_json::{Value, json};
use thiluat::app::banks::{BankImport, PlacedDraft};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::clock::Clock as _;
use thiluat::domain::{DraftOption, QuestionDraft, QuestionKind, Role, Timestamp};

pub const SLUG: &str = "ban-giai";
/// Everybody is asked all of them.
const QUESTIONS: i64 = 12;

/// A sitting: the answer to each question (`+` what is true, `a` to `c` a wrong option), the guess,
/// and the seconds it took.
pub struct Sitting {
    pub answers: &'static str,
    pub guess: i64,
    pub seconds: i64,
}

/// The people by number, from 1. The key of question 12 is wrong: it says option a, where `+` is true.
pub const PEOPLE: [Sitting; 8] = [
    // 1: all that is true.
    sitting("++++++++++++", 9, 60),
    // 2: has the wrong key of question 12, too.
    sitting("+++++++++++a", 8, 70),
    // 3: as 1, in the same time, and as far off with the guess.
    sitting("++++++++++++", 7, 60),
    // 4: the same person as 3, on a second account; faster than is plausible.
    sitting("++++++++++ba", 8, 50),
    // 5 and 6: the very same wrong options.
    sitting("++++abcabcaa", 8, 90),
    sitting("++++abcabcaa", 8, 91),
    sitting("+++++++++bbb", 8, 65),
    sitting("++++++++aab+", 8, 66),
];

const fn sitting(answers: &'static str, guess: i64, seconds: i64) -> Sitting {
    Sitting {
        answers,
        guess,
        seconds,
    }
}

pub struct World {
    pub platform: Platform,
    pub round: String,
    /// Ids of the people by number − 1.
    pub people: Vec<String>,
    /// Token of an organiser.
    pub an: String,
    /// Token of a verifier.
    pub binh: String,
    /// Token of somebody who only reads.
    pub xem: String,
    /// Token of participant 1.
    pub participant: String,
}

impl World {
    /// The closed round.
    pub async fn closed(store: TestStore) -> Self {
        let platform = Platform::on(store).await;
        let imported = platform.app.import_questions(Actor::Command, bank()).await;
        assert_eq!(i64::try_from(imported.unwrap().accepted), Ok(QUESTIONS));
        let round = apply(&platform).await;
        let (mut people, mut tokens) = (Vec::new(), Vec::new());
        for (number, sat) in (1..).zip(&PEOPLE) {
            let (id, token) = register(&platform, number).await;
            sit(&platform, &round, &token, sat).await;
            people.push(id);
            tokens.push(token);
        }
        let closed = platform.app.close_round(Actor::Command, SLUG, "v1", true);
        closed.await.unwrap();
        let an = staff(&platform, "an", Role::Organiser).await;
        let binh = staff(&platform, "binh", Role::Verifier).await;
        let xem = staff(&platform, "xem", Role::Viewer).await;
        Self {
            participant: tokens.swap_remove(0),
            platform,
            round,
            people,
            an,
            binh,
            xem,
        }
    }

    pub async fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        let path = format!("/rounds/{}{path}", self.round);
        self.platform.call(method, &path, token, body).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Value {
        let reply = self.call("GET", path, token, &Value::Null).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        reply.json()
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        let reply = self.call("POST", path, token, &body).await;
        assert!(matches!(reply.status, 200 | 201), "{path}: {reply:?}");
        reply.json()
    }

    /// Status and code of a refusal.
    pub async fn refused(&self, path: &str, token: &str, body: Value) -> String {
        self.call("POST", path, token, &body).await.problem()
    }

    /// Id of the person of that number.
    pub fn person(&self, number: usize) -> &str {
        &self.people[number - 1]
    }

    /// Proposes and gives the id of the proposal.
    pub async fn propose(&self, token: &str, what: Value) -> String {
        let body = json!({ "what": what, "reason": "Biên bản số 5" });
        let made = self.post("/proposals", token, body).await;
        assert_eq!(made["state"], "open");
        made["id"].as_str().unwrap().to_owned()
    }

    pub async fn approve(&self, token: &str, proposal: &str) -> Value {
        let path = format!("/proposals/{proposal}/approval");
        self.post(&path, token, json!({})).await
    }

    /// `tier: numbers of those who have it`, and who is tied and passed over.
    pub async fn prizes(&self, token: &str) -> Vec<(String, Vec<i64>)> {
        let prizes = self.get("/prizes", token).await;
        let items = prizes["prizes"].as_array().unwrap().iter();
        items
            .map(|prize| {
                let winners = prize["winners"].as_array().unwrap().iter();
                let numbers = winners.map(|w| w["subject"]["number"].as_i64().unwrap());
                (
                    prize["tier"].as_str().unwrap().to_owned(),
                    numbers.collect(),
                )
            })
            .collect()
    }

    /// Place, number and values of a result as staff read it.
    pub async fn result(&self, version: i64) -> Vec<(i64, i64, Vec<Option<i64>>)> {
        let result = self.get(&format!("/results/{version}"), &self.an).await;
        let entries = result["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| {
                let values = entry["values"].as_array().unwrap().iter();
                (
                    entry["place"].as_i64().unwrap(),
                    entry["person"]["number"].as_i64().unwrap(),
                    values.map(Value::as_i64).collect(),
                )
            })
            .collect()
    }
}

async fn apply(platform: &Platform) -> String {
    let now = platform.clock.now();
    let file = json!({
        "contest": { "slug": SLUG, "title": "Bàn giải", "organiser": "42" },
        "registration": {
            "identity": ["email"],
            "fields": [
                { "key": "full_name", "required": true }, { "key": "birth_date", "required": true },
                { "key": "phone", "required": true }, { "key": "email", "required": true },
                { "key": "unit", "required": true },
            ],
        },
        "rounds": [{
            "code": "v1", "title": "Vòng 1",
            "opens_at": Timestamp::from_millis(now.millis() - 3_600_000),
            "closes_at": Timestamp::from_millis(now.millis() + 7 * 86_400_000),
            "time_limit_s": 900, "min_plausible_s": 55,
            "blueprint": [{ "bank": "sai-khoa", "count": QUESTIONS }],
            "prediction": { "prompt": "Có bao nhiêu người dự thi?", "target": "people" },
            "ranking": { "individual": ["correct desc", "prediction_distance asc", "duration asc"] },
            "publish": { "at_submit": "none", "key": "round_close" },
        }],
        "prizes": [
            { "round": "v1", "tier": "Nhất", "count": 1 },
            { "round": "v1", "tier": "Nhì", "count": 2 },
            { "round": "v1", "tier": "Ba", "count": 2 },
        ],
        "awards": { "appeal_days": 3 },
    });
    let applied = platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await
        .unwrap();
    applied.rounds[0].id.to_string()
}

async fn register(platform: &Platform, number: usize) -> (String, String) {
    let phone = if number == 4 { 3 } else { number };
    let form = json!({
        "fields": {
            "full_name": format!("Lê Thị {number}"), "birth_date": "1985-02-03",
            "phone": format!("09{phone:08}"), "email": format!("p{number}@example.vn"),
            "unit": "18073",
        },
        "consents": ["take_part"],
    });
    let path = format!("/contests/{SLUG}/participants");
    let reply = platform.call("POST", &path, "", &form).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let reply = reply.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&reply["participant"]["id"]), text(&reply["token"]))
}

/// Answers from the top to the bottom, at equal intervals.
async fn sit(platform: &Platform, round: &str, token: &str, sat: &Sitting) {
    let attempt = platform.start(round, token, &format!("d-{token}")).await;
    let step = sat.seconds * 1_000 / QUESTIONS;
    for (slot, question) in (1..).zip(questions(&attempt)) {
        platform.clock.advance(step);
        let stem = question["html"].as_str().unwrap();
        let number: usize = stem.strip_prefix("Câu ").unwrap().parse().unwrap();
        let wanted = match sat.answers.as_bytes()[number - 1] {
            b'+' => "đúng".to_owned(),
            letter => format!("sai {}", char::from(letter)),
        };
        let options = question["options"].as_array().unwrap().iter();
        let fits = |o: &&Value| o["html"].as_str().unwrap().starts_with(&wanted);
        let option = options.clone().find(fits).unwrap()["id"].as_str().unwrap();
        let saved = platform
            .save(&attempt, token, slot, i64::try_from(slot).unwrap(), option)
            .await;
        assert_eq!(saved.status, 200, "{saved:?}");
    }
    platform
        .clock
        .advance(sat.seconds * 1_000 - step * QUESTIONS);
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let body = json!({ "epoch": 1, "final_seq": QUESTIONS, "prediction": sat.guess });
    let done = platform
        .call("POST", &format!("/attempts/{id}/submission"), token, &body)
        .await;
    assert_eq!(done.status, 200, "{done:?}");
}

/// Adds a member of staff and signs him in.
async fn staff(platform: &Platform, name: &str, role: Role) -> String {
    let password = format!("bốn con trâu của {name}");
    let new = NewStaff {
        email: format!("{name}@example.vn"),
        name: format!("Cán bộ {name}"),
        role,
        unit: None,
        password: password.clone(),
    };
    platform.app.add_staff(Actor::Command, &new).await.unwrap();
    let body = json!({ "email": new.email, "password": password });
    let reply = platform.call("POST", "/staff/session", "", &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()["token"].as_str().unwrap().to_owned()
}

/// Twelve questions of four options; the twelfth has a wrong key.
fn bank() -> BankImport {
    let question = |number: i64| QuestionDraft {
        code: None,
        kind: QuestionKind::Single,
        stem: format!("Câu {number}"),
        options: ["đúng", "sai a", "sai b", "sai c"]
            .iter()
            .map(|text| DraftOption {
                id: None,
                text: format!("{text} {number}"),
                correct: *text
                    == if number == QUESTIONS {
                        "sai a"
                    } else {
                        "đúng"
                    },
                pinned: false,
            })
            .collect(),
        number: None,
        accepted: Vec::new(),
        topic: None,
        level: 1,
        explanation: None,
        laws: Vec::new(),
        media: Vec::new(),
    };
    BankImport {
        bank: "sai-khoa".into(),
        title: None,
        questions: (1..=QUESTIONS)
            .map(|number| PlacedDraft {
                at: number.to_string(),
                draft: question(number),
            })
            .collect(),
        refused_before: 0,
        as_drafts: false,
        strict: true,
        dry_run: false,
        of: None,
    }
}
