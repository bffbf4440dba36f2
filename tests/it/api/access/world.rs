//! Two units that each run a contest on a bank of their own, with everything in it that a route can name;
//! and staff of every role, of each unit and of the whole platform.

use crate::api::imports::upload;
use crate::api::media::{digest, file};
use crate::support::database::TestStore;
use crate::support::platform::{Platform, bank_of, form, questions};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::{QuestionDraft, Role, Staff, UnitDraft, UnitType, WebhookId};
use thiluat::exchange::read_questions;
use thiluat::store::Webhook;

/// The password of everybody.
pub const PASSWORD: &str = "bốn con trâu của làng";

/// Names of things of a unit: `bank`, `question`, `import`, `digest`, `slug`, `round`, `attempt`,
/// `person`, `void`, `proposal`, `unit`, `registration`, `member`, `invitation`, `webhook`, `draft`,
/// `template`, `announcement`.
pub type Ids = BTreeMap<&'static str, String>;

/// Staff of every role, by the role's word.
pub struct Office(BTreeMap<&'static str, (String, Actor)>);

impl Office {
    /// The session of whoever has that role.
    pub fn token(&self, role: Role) -> &str {
        &self.0[role.word()].0
    }

    /// On whose behalf the administrator works.
    pub fn administrator(&self) -> Actor {
        self.0[Role::Administrator.word()].1
    }
}

/// A unit with what it has.
pub struct Tenant {
    /// What stands in every text of it.
    pub canary: String,
    pub office: Office,
    pub ids: Ids,
    /// The session of the person who sat its round.
    pub participant: String,
    /// Number of a document that only its bank cites.
    pub law: String,
}

impl Tenant {
    pub fn token(&self, role: Role) -> &str {
        self.office.token(role)
    }

    pub fn administrator(&self) -> &str {
        self.token(Role::Administrator)
    }
}

pub struct World {
    pub platform: Platform,
    pub a: Tenant,
    pub b: Tenant,
    /// Staff of the whole platform.
    pub everywhere: Office,
}

impl World {
    pub async fn on(store: TestStore) -> Self {
        let platform = Platform::on(store).await;
        let units = [
            ("don-vi-a", "42"),
            ("don-vi-b", "42"),
            ("to-a", "don-vi-a"),
            ("to-b", "don-vi-b"),
        ];
        let units = units.map(|(code, parent)| (code.to_owned(), unit(code, parent)));
        let brought = platform.app.import_units(Actor::Command, &units).await;
        brought.unwrap();
        let everywhere = office(&platform, None).await;
        let a = tenant(&platform, "a", 1).await;
        let b = tenant(&platform, "b", 2).await;
        Self {
            platform,
            a,
            b,
            everywhere,
        }
    }

    /// Lines of the audit log that somebody caused.
    pub async fn done_by(&self, actor: Actor) -> usize {
        let mut work = self.platform.app.store.read().await.unwrap();
        let log = work.audit_log(100_000).await.unwrap();
        let actor = actor.to_string();
        log.iter().filter(|entry| entry.actor == actor).count()
    }
}

/// Ids that nobody has.
pub fn nothing() -> Ids {
    let id = "01890000000070008000000000000000";
    let mut ids: Ids = [
        "question",
        "import",
        "round",
        "attempt",
        "person",
        "void",
        "proposal",
        "registration",
        "member",
        "invitation",
        "webhook",
        "draft",
        "template",
        "announcement",
    ]
    .map(|name| (name, id.to_owned()))
    .into();
    ids.insert("bank", "khong-co".to_owned());
    ids.insert("unit", "khong-co".to_owned());
    ids.insert("slug", "khong-co".to_owned());
    ids.insert("digest", "0".repeat(64));
    ids
}

fn unit(code: &str, parent: &str) -> UnitDraft {
    UnitDraft {
        code: code.to_owned(),
        name: format!("Đơn vị {code}"),
        kind: UnitType::Xa,
        parent: Some(parent.to_owned()),
        area_type: None,
        headcount: None,
        valid_from: None,
        valid_to: None,
        replaced_by: Vec::new(),
        block: None,
        headcount_source: None,
        headcount_date: None,
        aliases: Vec::new(),
    }
}

/// A member of staff of each role, for that unit or the whole platform.
pub async fn office(platform: &Platform, unit: Option<&str>) -> Office {
    let mut staff = BTreeMap::new();
    for (role, word) in Role::ALL {
        let new = NewStaff {
            email: format!("{word}@{}.vn", unit.unwrap_or("tinh")),
            name: format!("Cán bộ {word}"),
            role,
            unit: unit.map(str::to_owned),
            password: PASSWORD.to_owned(),
        };
        let added = platform.app.add_staff(Actor::Command, &new).await.unwrap();
        let body = json!({ "email": new.email, "password": new.password });
        let reply = platform.call("POST", "/staff/session", "", &body).await;
        let token = text(&reply.json()["token"]);
        staff.insert(word, (token, actor(&added)));
    }
    Office(staff)
}

fn actor(staff: &Staff) -> Actor {
    Actor::Staff {
        id: staff.id,
        role: staff.role,
        unit: staff.unit,
    }
}

fn text(value: &Value) -> String {
    let text = value.as_str();
    text.unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

async fn tenant(platform: &Platform, letter: &str, colour: u8) -> Tenant {
    let unit = format!("don-vi-{letter}");
    let office = office(platform, Some(&unit)).await;
    let chief = office.administrator();
    let token = office.token(Role::Administrator);
    let canary = format!("MẬT-{letter}");
    let law = format!("{colour}/2024/{letter}");
    let mut ids = Ids::from([
        ("bank", format!("kho-{letter}")),
        ("slug", format!("thi-{letter}")),
    ]);
    let drafts = drafts(&canary, &law, colour);
    let picture = drafts[0].media[0].digest.clone();
    let import = bank_of(&ids["bank"], drafts);
    platform.app.import_questions(chief, import).await.unwrap();
    ids.insert("digest", picture);
    let path = format!("/banks/{}/questions", ids["bank"]);
    let found = platform.call("GET", &path, token, &Value::Null).await;
    ids.insert("question", text(&found.json()["items"][0]["id"]));
    let csv = format!("Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\n{canary} một?,a,b,A\n");
    let name = format!("{canary}.csv");
    let started = upload(platform, token, &ids["bank"], &name, csv.as_bytes()).await;
    assert_eq!(started.status, 201, "{started:?}");
    ids.insert("import", text(&started.json()["id"]));
    let file = contest(platform, &ids, &unit, &canary);
    let applied = platform
        .app
        .apply_contest(chief, &file.to_string(), false)
        .await;
    let applied = applied.unwrap_or_else(|error| panic!("{:?}", error.findings()));
    ids.insert("round", applied.rounds[0].id.to_string());
    let participant = sit(platform, &mut ids, 1).await;
    let kept = (ids["person"].clone(), ids["attempt"].clone());
    sit(platform, &mut ids, 2).await;
    let second = ids.insert("person", kept.0).unwrap();
    ids.insert("attempt", kept.1);
    let closed = platform.app.close_round(chief, &ids["slug"], "v1", true);
    closed.await.unwrap();
    let post = async |path: &str, body: Value| {
        let path = format!("/rounds/{}{path}", ids["round"]);
        let reply = platform.call("POST", &path, token, &body).await;
        assert_eq!(reply.status, 201, "{path}: {reply:?}");
        reply.json()
    };
    let body = json!({ "participant": second, "reason": canary });
    let void = text(&post("/voids", body).await["voiding"]["id"]);
    let what = json!({ "remark": {
        "question": ids["question"], "version": 1, "ruling": "void_left_out",
    } });
    let body = json!({ "what": what, "reason": canary });
    let proposal = text(&post("/proposals", body).await["id"]);
    ids.insert("void", void);
    ids.insert("proposal", proposal);
    things_of_the_office(platform, &mut ids, letter, &canary, token).await;
    Tenant {
        canary,
        office,
        ids,
        participant,
        law,
    }
}

/// What an office has beside its banks and rounds: a unit below, accounts, drafts, what it said.
async fn things_of_the_office(
    platform: &Platform,
    ids: &mut Ids,
    letter: &str,
    canary: &str,
    token: &str,
) {
    let unit = format!("to-{letter}");
    let made = async |path: &str, token: &str, body: Value| {
        let reply = platform.call("POST", path, token, &body).await;
        assert!((200..300).contains(&reply.status), "{path}: {reply:?}");
        text(&reply.json()["id"])
    };
    let body = json!({ "title": canary });
    ids.insert("draft", made("/contest-drafts", token, body).await);
    let body = json!({
        "contest": ids["slug"], "title": canary, "summary": canary, "with_banks": false,
        "shared": false,
    });
    ids.insert("template", made("/templates", token, body).await);
    let path = format!("/contests/{}/announcements", ids["slug"]);
    ids.insert(
        "announcement",
        made(&path, token, json!({ "text": canary })).await,
    );
    let contact = json!({
        "name": canary, "email": format!("xin@{letter}.vn"), "phone": "0900000099",
    });
    let body = json!({ "name": format!("Thôn {canary}"), "type": "thon", "parent": unit,
        "contact": contact });
    ids.insert("registration", made("/unit-registrations", "", body).await);
    let body = json!({
        "email": format!("moi@{letter}.vn"), "name": canary, "role": "viewer", "unit": unit,
    });
    ids.insert("invitation", made("/staff/invitations", token, body).await);
    let new = NewStaff {
        email: format!("them@{letter}.vn"),
        name: canary.to_owned(),
        role: Role::Viewer,
        unit: Some(unit.clone()),
        password: PASSWORD.to_owned(),
    };
    let member = platform.app.add_staff(Actor::Command, &new).await.unwrap();
    ids.insert("member", member.id.to_string());
    let hook = Webhook {
        id: WebhookId(uuid::Uuid::from_u128(u128::from(letter.as_bytes()[0]))),
        owner: member.unit,
        url: format!("https://{letter}.example.vn/{canary}"),
        events: Vec::new(),
        secret: Vec::new(),
        made_by: "command".to_owned(),
        created_at: platform.app.now(),
        last: None,
    };
    let mut work = platform.app.store.begin().await.unwrap();
    work.add_webhook(&hook).await.unwrap();
    work.commit().await.unwrap();
    ids.insert("webhook", hook.id.to_string());
    ids.insert("unit", unit);
}

/// Six questions, each with a picture of the unit's colour.
fn drafts(canary: &str, law: &str, colour: u8) -> Vec<QuestionDraft> {
    let picture = file(colour);
    let shown = format!("<img data-media=\"{}\" alt=\"Hình\">", digest(&picture));
    let question = |n: usize| {
        json!({
            "kind": "single", "stem": format!("{canary} câu {n} {shown}"), "topic": canary,
            "options": [{ "text": "phải", "correct": true }, { "text": "không", "correct": false }],
            "laws": [{ "document": law }, { "document": "36/2024/QH15" }],
        })
    };
    let text = json!({
        "format": "thiluat-bank/1",
        "questions": (0..6).map(question).collect::<Vec<_>>(),
        "media": [{ "digest": digest(&picture), "base64": STANDARD.encode(&picture) }],
    });
    let read = read_questions(text.to_string().as_bytes(), "kho.json", None).unwrap();
    assert!(read.refused().is_empty(), "{:?}", read.refused());
    let entries = read.entries.into_iter();
    entries.filter_map(|entry| entry.draft).collect()
}

fn contest(platform: &Platform, ids: &Ids, unit: &str, canary: &str) -> Value {
    json!({
        "contest": { "slug": ids["slug"], "title": format!("Cuộc thi {canary}"), "organiser": unit },
        "rounds": [{
            "code": "v1", "title": "Vòng 1",
            "opens_at": platform.clock_in(-3_600_000), "closes_at": platform.clock_in(86_400_000),
            "time_limit_s": 900,
            "blueprint": [{ "bank": ids["bank"], "count": 2 }],
            "essay": { "prompt": "Vì sao cần luật?", "max_words": 10, "max_points": 10 },
            "ranking": { "individual": ["total desc", "duration asc"] },
            "publish": { "at_submit": "score", "key": "round_close" },
        }],
        "prizes": [{ "round": "v1", "tier": "Nhất", "count": 1 }],
    })
}

/// Registers person number `n`, who sits the round and writes an essay; gives the session.
async fn sit(platform: &Platform, ids: &mut Ids, n: usize) -> String {
    let path = format!("/contests/{}/participants", ids["slug"]);
    let reply = platform.call("POST", &path, "", &form(n)).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let reply = reply.json();
    let token = text(&reply["token"]);
    let attempt = platform.start(&ids["round"], &token, "d").await;
    let id = text(&attempt["attempt"]["id"]);
    for (slot, question) in (1..).zip(questions(&attempt)) {
        let option = text(&question["options"][0]["id"]);
        let seq = i64::try_from(slot).unwrap();
        let saved = platform.save(&attempt, &token, slot, seq, &option).await;
        assert_eq!(saved.status, 200, "{saved:?}");
    }
    let body = json!({ "epoch": 1, "seq": 3, "answer": { "text": "Luật giữ trật tự." } });
    let path = format!("/attempts/{id}/answers/essay");
    let saved = platform.call("PUT", &path, &token, &body).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let done = platform.submit(&attempt, &token, 3).await;
    assert_eq!(done.status, 200, "{done:?}");
    ids.insert("person", text(&reply["participant"]["id"]));
    ids.insert("attempt", id);
    token
}
