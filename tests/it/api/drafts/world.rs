//! A province with two communes, and staff of each.

use crate::edge::wire::{Reply, Wire};
use crate::support::database::TestStore;
use crate::support::platform::{CANARY, Platform, bank_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::{
    DraftOption, LawReference, QuestionDraft, QuestionKind, Role, Timestamp, UnitDraft, UnitType,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Bank of the first commune.
pub const BANK: &str = "luat";
/// Questions in it.
pub const QUESTIONS: usize = 12;

pub struct World {
    pub platform: Platform,
    staff: BTreeMap<&'static str, (String, Actor)>,
}

impl World {
    /// `tinh` organises for the province 42; `sen` and `hong` for its communes 18073 and 18100, which
    /// have administrators `sen-qt` and `hong-qt`; `xem` views and `soan` writes questions for 18073;
    /// `khac` organises for another province. The first commune has a bank.
    pub async fn on(store: TestStore) -> Self {
        let platform = Platform::on(store).await;
        let unit = |code: &str, name: &str, parent: Option<&str>| {
            let draft = UnitDraft {
                code: code.into(),
                name: name.into(),
                kind: UnitType::Xa,
                parent: parent.map(str::to_owned),
                area_type: None,
                headcount: Some(100),
                valid_from: None,
                valid_to: None,
                replaced_by: Vec::new(),
                block: None,
                headcount_source: None,
                headcount_date: None,
                aliases: Vec::new(),
            };
            (code.to_owned(), draft)
        };
        let units = [
            unit("18100", "Xã Hồng Lộc", Some("42")),
            unit("40", "Tỉnh Nghệ An", None),
        ];
        platform
            .app
            .import_units(Actor::Command, &units)
            .await
            .unwrap();
        let mut world = Self {
            platform,
            staff: BTreeMap::new(),
        };
        for (name, role, unit) in [
            ("tinh", Role::Organiser, "42"),
            ("sen", Role::Organiser, "18073"),
            ("sen-qt", Role::Administrator, "18073"),
            ("hong", Role::Organiser, "18100"),
            ("hong-qt", Role::Administrator, "18100"),
            ("xem", Role::Viewer, "18073"),
            ("soan", Role::Author, "18073"),
            ("khac", Role::Organiser, "40"),
        ] {
            world.add(name, role, unit).await;
        }
        world.bank("sen-qt", BANK, QUESTIONS).await;
        world
    }

    async fn add(&mut self, name: &'static str, role: Role, unit: &str) {
        let new = NewStaff {
            email: format!("{name}@example.vn"),
            name: format!("Cán bộ {name}"),
            role,
            unit: Some(unit.to_owned()),
            password: format!("bốn con trâu của {name}"),
        };
        let app = &self.platform.app;
        let staff = app.add_staff(Actor::Command, &new).await.unwrap();
        let body = json!({ "email": new.email, "password": new.password });
        let reply = self
            .platform
            .call("POST", "/staff/session", "", &body)
            .await;
        let token = reply.json()["token"].as_str().unwrap().to_owned();
        let actor = Actor::Staff {
            id: staff.id,
            role,
            unit: staff.unit,
        };
        self.staff.insert(name, (token, actor));
    }

    pub fn token(&self, who: &str) -> String {
        self.staff[who].0.clone()
    }

    pub fn actor(&self, who: &str) -> Actor {
        self.staff[who].1
    }

    /// Brings in a bank whose stems begin with its code.
    pub async fn bank(&self, who: &str, code: &str, questions: usize) {
        let drafts = (1..=questions).map(|n| question(&format!("{code} câu {n}")));
        let done = self
            .platform
            .app
            .import_questions(self.actor(who), bank_of(code, drafts))
            .await
            .unwrap();
        assert_eq!(done.accepted, questions);
    }

    pub async fn call(&self, who: &str, method: &str, path: &str, body: &Value) -> Reply {
        let token = self.staff.get(who).map_or("", |(token, _)| token);
        self.platform.call(method, path, token, body).await
    }

    pub async fn get(&self, who: &str, path: &str) -> Value {
        let reply = self.call(who, "GET", path, &Value::Null).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        reply.json()
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> Value {
        let reply = self.call(who, "POST", path, &body).await;
        assert!(matches!(reply.status, 200 | 201), "{path}: {reply:?}");
        reply.json()
    }

    /// Status and code of a refusal.
    pub async fn refused(&self, who: &str, method: &str, path: &str, body: Value) -> String {
        self.call(who, method, path, &body).await.problem()
    }

    /// A new draft with that document.
    pub async fn draft(&self, who: &str, document: Value) -> Value {
        let made = self
            .post(who, "/contest-drafts", json!({ "title": "Thi luật" }))
            .await;
        self.keep(who, &made, document).await
    }

    /// Keeps a document in the place of the one of that draft.
    pub async fn keep(&self, who: &str, draft: &Value, document: Value) -> Value {
        let body = json!({ "revision": draft["revision"], "document": document });
        let reply = self.call(who, "PUT", &at(draft), &body).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()
    }

    pub async fn publish(&self, who: &str, draft: &Value) -> Reply {
        let slug = draft["document"]["contest"]["slug"].clone();
        let body = json!({ "revision": draft["revision"], "confirm": slug });
        let path = format!("{}/publication", at(draft));
        self.call(who, "POST", &path, &body).await
    }

    /// Publishes a contest of 18073 that opened an hour ago, as the machine may.
    pub async fn contest(&self, slug: &str) -> Value {
        let mut file = document(self, slug);
        file["rounds"][0]["opens_at"] = json!(self.platform.clock_in(-3_600_000));
        let app = &self.platform.app;
        let applied = app
            .apply_contest(self.actor("sen"), &file.to_string(), false)
            .await
            .unwrap();
        json!({ "slug": applied.slug, "round": applied.rounds[0].id.to_string() })
    }

    /// A package of that contest.
    pub async fn package(&self, who: &str, path: &str) -> Vec<u8> {
        let reply = self.call(who, "GET", path, &Value::Null).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_eq!(reply.header("cache-control"), "no-store");
        reply.body
    }

    /// Uploads a package with further parts of the form.
    pub async fn upload(&self, who: &str, package: &[u8], parts: &[(&str, &str)]) -> Reply {
        let mut body = Vec::new();
        for (name, value) in parts {
            body.extend_from_slice(
                format!(
                    "--xx\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        body.extend_from_slice(
            b"--xx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"goi.zip\"\r\n\
              content-type: application/zip\r\n\r\n",
        );
        body.extend_from_slice(package);
        body.extend_from_slice(b"\r\n--xx--\r\n");
        let token = self.staff.get(who).map_or("", |(token, _)| token);
        let head = format!(
            "POST /api/v1/packages HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: multipart/form-data; boundary=xx\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut wire = Wire::to(self.platform.address).await;
        wire.send([head.as_bytes(), &body].concat()).await;
        wire.reply().await
    }

    /// A paper of the first round of a draft, from that seed or a new one.
    pub async fn rehearse(&self, who: &str, draft: &Value, seed: Option<&str>) -> Value {
        let body = json!({ "round": "vong-1", "seed": seed });
        self.post(who, &format!("{}/dry-run", at(draft)), body)
            .await
    }
}

/// The path of a draft.
pub fn at(draft: &Value) -> String {
    format!("/contest-drafts/{}", draft["id"].as_str().unwrap())
}

/// Pointers of findings of that severity.
pub fn pointers(draft: &Value, severity: &str) -> Vec<String> {
    let findings = draft["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["severity"] == severity)
        .map(|finding| finding["pointer"].as_str().unwrap().to_owned())
        .collect()
}

/// Whether a line of the checklist is as it should be.
pub fn is_ok(draft: &Value, key: &str) -> bool {
    let items = draft["checklist"].as_array().unwrap();
    let item = items.iter().find(|item| item["key"] == key);
    let item = item.unwrap_or_else(|| panic!("no {key}: {items:?}"));
    assert!(!item["detail"].as_str().unwrap().is_empty(), "{item}");
    item["ok"].as_bool().unwrap()
}

/// A contest of 18073 that opens tomorrow for a week.
pub fn document(world: &World, slug: &str) -> Value {
    const DAY: i64 = 86_400_000;
    json!({
        "contest": { "slug": slug, "title": "Tìm hiểu luật", "organiser": "18073",
            "legal_basis": [{ "number": "12/KH-UBND" }] },
        "rounds": [{
            "code": "vong-1", "title": "Vòng 1", "time_limit_s": 900,
            "opens_at": world.platform.clock_in(DAY), "closes_at": world.platform.clock_in(8 * DAY),
            "blueprint": [{ "bank": BANK, "count": 5, "points": 2 }],
            "publish": { "at_submit": "score", "key": "round_close" },
        }],
        "prizes": [{ "round": "vong-1", "tier": "Giải Nhất" }],
    })
}

/// Four options of which the first is right, and an explanation that must not leave early.
pub fn question(stem: &str) -> QuestionDraft {
    QuestionDraft {
        code: None,
        kind: QuestionKind::Single,
        stem: stem.to_owned(),
        options: ["đúng", "sai a", "sai b", "sai c"]
            .iter()
            .enumerate()
            .map(|(at, text)| DraftOption {
                id: None,
                text: format!("{text} {stem}"),
                correct: at == 0,
                pinned: false,
            })
            .collect(),
        number: None,
        accepted: Vec::new(),
        topic: Some("Quy tắc".into()),
        level: 2,
        explanation: Some(format!("{CANARY} {stem}")),
        laws: vec![LawReference {
            document: "36/2024/QH15".into(),
            title: "Luật thử".into(),
            article: Some("9".into()),
            clause: None,
            point: None,
            valid_from: None,
            valid_to: None,
        }],
        media: Vec::new(),
    }
}

/// Names and contents of the entries of an archive.
pub fn entries(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut entries = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.insert(name, content);
    }
    entries
}

/// An archive of these entries.
pub fn archive(entries: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Codes of the warnings of a reply.
pub fn warned(reply: &Value) -> Vec<String> {
    let warnings = reply["warnings"].as_array().unwrap().iter();
    warnings
        .map(|warning| {
            assert!(!warning["detail"].as_str().unwrap().is_empty());
            warning["code"].as_str().unwrap().to_owned()
        })
        .collect()
}

/// The instant of a text.
pub fn instant(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}
