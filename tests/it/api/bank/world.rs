//! A bank, and members of staff of every role that has to do with it.

use crate::edge::wire::Reply;
use crate::support::database::TestStore;
use crate::support::platform::Platform;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::Role;

/// Code of the bank that tests write into.
pub const BANK: &str = "luat";

pub struct World {
    pub platform: Platform,
    tokens: BTreeMap<&'static str, String>,
}

impl World {
    /// An empty bank; `tac-gia` and `tac-gia-2` write, `duyet` and `duyet-2` review, `to-chuc`
    /// organises, `xem` reads contests only, `quan-tri` may do everything.
    pub async fn on(store: TestStore) -> Self {
        let platform = Platform::on(store).await;
        let mut tokens = BTreeMap::new();
        for (name, role) in [
            ("tac-gia", Role::Author),
            ("tac-gia-2", Role::Author),
            ("duyet", Role::Reviewer),
            ("duyet-2", Role::Reviewer),
            ("to-chuc", Role::Organiser),
            ("xem", Role::Viewer),
            ("quan-tri", Role::Administrator),
        ] {
            tokens.insert(name, signed_in(&platform, name, role).await);
        }
        let world = Self { platform, tokens };
        let body = json!({ "code": BANK, "title": "Pháp luật" });
        let made = world.call("tac-gia", "POST", "/banks", &body).await;
        assert_eq!(made.status, 201, "{made:?}");
        world
    }

    /// The same after a time in which all sessions ended.
    pub async fn again(mut self) -> Self {
        for (name, token) in &mut self.tokens {
            *token = session(&self.platform, name).await;
        }
        self
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

    /// What somebody reads whose browser asks for English.
    pub async fn in_english(&self, who: &str, path: &str) -> Value {
        let head = "accept-language: en\r\n";
        let token = &self.tokens[who];
        let reply = self
            .platform
            .call_with("GET", path, token, &Value::Null, head);
        reply.await.json()
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

    /// Adds a question as `tac-gia`, a second after what was before, and gives it.
    pub async fn add(&self, draft: &Value) -> Value {
        self.platform.clock.advance(1_000);
        let path = format!("/banks/{BANK}/questions");
        self.post("tac-gia", &path, draft.clone()).await
    }

    /// Writes the next version as that author.
    pub async fn rewrite(&self, who: &str, question: &Value, draft: Value) -> Value {
        let body = json!({ "base_version": question["version"], "draft": draft });
        let path = format!("/questions/{}/versions", text(&question["id"]));
        self.post(who, &path, body).await
    }

    /// Gives a verdict on the newest version.
    pub async fn review(&self, who: &str, question: &Value, verdict: &str) -> Value {
        let id = text(&question["id"]);
        let now = self.get(who, &format!("/questions/{id}")).await;
        let body = json!({ "version": now["version"], "verdict": verdict, "comment": "đã xem" });
        self.post(who, &format!("/questions/{id}/reviews"), body)
            .await
    }

    /// Adds a question that two reviewers look at: one checks, one approves.
    pub async fn approved(&self, draft: &Value) -> Value {
        let question = self.add(draft).await;
        self.review("duyet", &question, "check").await;
        self.review("duyet-2", &question, "approve").await
    }

    /// Actions and actors of the audit log, oldest first.
    pub async fn audited(&self) -> Vec<(String, String)> {
        let mut work = self.platform.app.store.read().await.unwrap();
        let mut log = work.audit_log(1_000).await.unwrap();
        log.reverse();
        log.into_iter()
            .map(|entry| (entry.action, entry.actor))
            .collect()
    }

    /// Reasons and questions of the tasks of the bank.
    pub async fn tasks(&self) -> Vec<(String, String)> {
        let tasks = self.get("duyet", &format!("/reviews?bank={BANK}")).await;
        let items = tasks["items"].as_array().unwrap().iter();
        items
            .map(|task| (text(&task["reason"]), text(&task["question"]["id"])))
            .collect()
    }
}

async fn signed_in(platform: &Platform, name: &str, role: Role) -> String {
    let new = NewStaff {
        email: format!("{name}@example.vn"),
        name: format!("Cán bộ {name}"),
        role,
        unit: None,
        password: password(name),
    };
    platform.app.add_staff(Actor::Command, &new).await.unwrap();
    session(platform, name).await
}

fn password(name: &str) -> String {
    format!("bốn con trâu của {name}")
}

/// A new session of a member of staff.
async fn session(platform: &Platform, name: &str) -> String {
    let body = json!({ "email": format!("{name}@example.vn"), "password": password(name) });
    let reply = platform.call("POST", "/staff/session", "", &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    text(&reply.json()["token"])
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A question with four options of which the first is right, and a citation.
pub fn draft(stem: &str) -> Value {
    json!({
        "kind": "single", "stem": stem, "topic": "Quy tắc", "level": 2,
        "options": [
            { "text": format!("đúng {stem}"), "correct": true },
            { "text": format!("sai một {stem}"), "correct": false },
            { "text": format!("sai hai {stem}"), "correct": false },
            { "text": format!("sai ba {stem}"), "correct": false },
        ],
        "laws": [{ "document": "36/2024/QH15", "title": "Luật thử", "article": "9" }],
    })
}

/// The same with other keys.
pub fn with(mut draft: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("keys and values: {changes}");
    };
    for (key, value) in changes {
        draft[key] = value;
    }
    draft
}
