//! Two provinces, and members of staff of the platform, of one province and of one commune.

use crate::edge::wire::{Reply, Wire};
use crate::support::database::TestStore;
use crate::support::platform::Platform;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiluat::app::Limits;
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::{Role, UnitDraft, UnitType};
use time::macros::date;

pub struct World {
    pub platform: Platform,
    tokens: BTreeMap<&'static str, String>,
}

/// Code, name, kind and parent.
const TREE: [(&str, &str, UnitType, Option<&str>); 6] = [
    ("18100", "Xã Đức Thọ", UnitType::Xa, Some("42")),
    (
        "18100-thcs",
        "Trường THCS Lê Lợi",
        UnitType::Truong,
        Some("18100"),
    ),
    ("18100-6a", "Lớp 6A", UnitType::Lop, Some("18100-thcs")),
    ("18100-6b", "Lớp 6B", UnitType::Lop, Some("18100-thcs")),
    ("40", "Tỉnh Nghệ An", UnitType::Tinh, None),
    ("17000", "Xã Đức Minh", UnitType::Xa, Some("40")),
];

impl World {
    /// `chung` organises for the whole platform, `tinh` for province 42, `xa` for commune 18100, `ngoai`
    /// for province 40; `xem` looks on at province 42.
    pub async fn on(store: TestStore) -> Self {
        Self::limited(store, Limits::default()).await
    }

    pub async fn limited(store: TestStore, limits: Limits) -> Self {
        let platform = Platform::limited(store, limits).await;
        let mut units: Vec<(String, UnitDraft)> = TREE
            .into_iter()
            .map(|(code, name, kind, parent)| {
                let draft = UnitDraft {
                    parent: parent.map(str::to_owned),
                    ..UnitDraft::new(code, name, kind)
                };
                (code.to_owned(), draft)
            })
            .collect();
        let past = UnitDraft {
            parent: Some("42".into()),
            valid_to: Some(date!(2025 - 06 - 30)),
            replaced_by: vec!["18100".into()],
            ..UnitDraft::new("18099", "Thị trấn Tùng Ảnh", UnitType::Khac)
        };
        units.push(("18099".into(), past));
        let done = platform.app.import_units(Actor::Command, &units).await;
        done.unwrap();
        let mut tokens = BTreeMap::new();
        for (name, role, unit) in [
            ("chung", Role::Organiser, None),
            ("tinh", Role::Organiser, Some("42")),
            ("xa", Role::Organiser, Some("18100")),
            ("ngoai", Role::Organiser, Some("40")),
            ("xem", Role::Viewer, Some("42")),
        ] {
            let new = NewStaff {
                email: format!("{name}@example.vn"),
                name: format!("Cán bộ {name}"),
                role,
                unit: unit.map(str::to_owned),
                password: "bốn con trâu của làng".into(),
            };
            platform.app.add_staff(Actor::Command, &new).await.unwrap();
            let body = json!({ "email": new.email, "password": new.password });
            let reply = platform.call("POST", "/staff/session", "", &body).await;
            let token = reply.json()["token"].as_str().unwrap().to_owned();
            tokens.insert(name, token);
        }
        Self { platform, tokens }
    }

    /// One request as that member of staff; nobody's if there is no such name.
    pub async fn call(&self, who: &str, method: &str, path: &str, body: &Value) -> Reply {
        let token = self.tokens.get(who).map_or("", String::as_str);
        self.platform.call(method, path, token, body).await
    }

    pub async fn get(&self, who: &str, path: &str) -> Value {
        let reply = self.call(who, "GET", path, &Value::Null).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        reply.json()
    }

    pub async fn send(&self, who: &str, method: &str, path: &str, body: Value) -> Value {
        let reply = self.call(who, method, path, &body).await;
        let taken = matches!(reply.status, 200..=202);
        assert!(taken, "{path}: {reply:?}");
        reply.json()
    }

    /// Status and code of a refusal.
    pub async fn refused(&self, who: &str, method: &str, path: &str, body: Value) -> String {
        self.call(who, method, path, &body).await.problem()
    }

    /// A form with a file and further parts.
    pub async fn upload(
        &self,
        who: &str,
        path: &str,
        name: &str,
        file: &[u8],
        parts: &[(&str, &str)],
    ) -> Reply {
        let mut body = Vec::new();
        for (part, text) in parts {
            let head = format!("--xx\r\ncontent-disposition: form-data; name=\"{part}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{text}\r\n").as_bytes());
        }
        let head = format!(
            "--xx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--xx--\r\n");
        let token = self.tokens.get(who).map_or("", String::as_str);
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: multipart/form-data; boundary=xx\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut wire = Wire::to(self.platform.address).await;
        wire.send([head.as_bytes(), &body].concat()).await;
        wire.reply().await
    }

    /// Actions of the audit log, oldest first, with what they say.
    pub async fn audited(&self) -> Vec<(String, String)> {
        let mut work = self.platform.app.store.read().await.unwrap();
        let mut log = work.audit_log(1_000).await.unwrap();
        log.reverse();
        log.into_iter()
            .map(|entry| (entry.action, entry.detail))
            .collect()
    }
}

/// One member of each item of a list.
pub fn each(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().unwrap();
    items
        .iter()
        .map(|item| item[key].as_str().unwrap_or_default().to_owned())
        .collect()
}
