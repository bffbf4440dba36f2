//! A contest of the province that runs, and its staff.

use crate::edge::wire::Reply;
use crate::support::database::TestStore;
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::Role;

pub const SLUG: &str = "dang-thi";

pub struct World {
    pub platform: Platform,
    pub round: String,
    /// Token of an organiser of the province.
    pub an: String,
    /// Token of another one.
    pub ha: String,
    /// Token of somebody who only reads.
    pub xem: String,
    /// Token of an organiser of a commune, to whom the contest of the province is not there.
    pub xa: String,
}

impl World {
    /// One open round; `round` adds to its rules.
    pub async fn open(store: TestStore, round: Value) -> Self {
        let platform = Platform::on(store).await;
        let round = platform.contest(SLUG, round).await;
        let an = staff(&platform, "an", Role::Organiser, None).await;
        let ha = staff(&platform, "ha", Role::Organiser, None).await;
        let xem = staff(&platform, "xem", Role::Viewer, None).await;
        let xa = staff(&platform, "xa", Role::Organiser, Some("18073")).await;
        Self {
            platform,
            round,
            an,
            ha,
            xem,
            xa,
        }
    }

    /// A call under the contest.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        let path = format!("/contests/{SLUG}{path}");
        self.platform.call(method, &path, token, body).await
    }

    /// A call under the round.
    pub async fn of_round(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        let path = format!("/rounds/{}{path}", self.round);
        self.platform.call(method, &path, token, body).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let reply = self.call("GET", path, &self.an, &Value::Null).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        reply.json()
    }

    /// Numbers of the people that a query finds, in its order.
    pub async fn found(&self, query: &str) -> Vec<i64> {
        let list = self.get(&format!("/participants?{query}")).await;
        numbers(&list)
    }

    /// Registers a person by that form and gives his id and token.
    pub async fn registered(&self, form: &Value) -> (String, String) {
        let reply = self.call("POST", "/participants", "", form).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        let reply = reply.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&reply["participant"]["id"]), text(&reply["token"]))
    }
}

/// Numbers of the people of a list.
pub fn numbers(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["number"].as_i64().unwrap()).collect()
}

/// A form with that name and telephone number.
pub fn form(name: &str, phone: &str) -> Value {
    json!({
        "fields": {
            "full_name": name, "birth_date": "1990-05-19", "phone": phone, "unit": "18073",
        },
        "consents": ["take_part"],
    })
}

async fn staff(platform: &Platform, name: &str, role: Role, unit: Option<&str>) -> String {
    let new = NewStaff {
        email: format!("{name}@example.vn"),
        name: format!("Cán bộ {name}"),
        role,
        unit: unit.map(str::to_owned),
        password: format!("bốn con trâu của {name}"),
    };
    platform.app.add_staff(Actor::Command, &new).await.unwrap();
    signed_in(platform, name).await
}

async fn signed_in(platform: &Platform, name: &str) -> String {
    let body = json!({
        "email": format!("{name}@example.vn"), "password": format!("bốn con trâu của {name}"),
    });
    let reply = platform.call("POST", "/staff/session", "", &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()["token"].as_str().unwrap().to_owned()
}
