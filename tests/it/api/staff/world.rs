//! A province with two communes, an administrator of each, and a mail server that keeps what it gets.

use super::post::MailServer;
use crate::edge::wire::Reply;
use crate::support::database::TestStore;
use crate::support::platform::Platform;
use serde_json::{Value, json};
use std::sync::Arc;
use thiluat::app::staff::NewStaff;
use thiluat::app::{App, Limits, Place};
use thiluat::auth::Actor;
use thiluat::auth::totp::Totp;
use thiluat::clock::Clock as _;
use thiluat::domain::{Role, UnitDraft, UnitType};
use thiluat::post::{Allowed, Mailer, Outgoing};

pub const ADDRESS: &str = "https://thi.example.vn";

pub struct World {
    pub platform: Platform,
    pub mail: MailServer,
}

/// Whose account: address, role, unit.
pub const TOP: (&str, Role, Option<&str>) = ("tinh", Role::Administrator, None);
pub const SEN: (&str, Role, Option<&str>) = ("sen", Role::Administrator, Some("18073"));
pub const PHU: (&str, Role, Option<&str>) = ("phu", Role::Administrator, Some("18070"));

impl World {
    pub async fn on(store: TestStore) -> Self {
        Self::with(store, Limits::default(), false, &[]).await
    }

    /// With limits, a second factor for everybody or not, and hosts that may be called.
    pub async fn with(
        store: TestStore,
        limits: Limits,
        second_factor_required: bool,
        hosts: &[String],
    ) -> Self {
        let mail = MailServer::open().await;
        let mailer = Mailer::new(&mail.url(), "Thi Luật <thi@example.vn>").unwrap();
        let post = Outgoing::new(Some(mailer), Allowed::of(hosts));
        Self::posting(store, limits, second_factor_required, post, mail).await
    }

    /// The same with another post room.
    pub async fn posting(
        store: TestStore,
        limits: Limits,
        second_factor_required: bool,
        post: Outgoing,
        mail: MailServer,
    ) -> Self {
        let furnish = move |app: App| {
            let place = Place {
                address: ADDRESS.to_owned(),
                second_factor_required,
            };
            app.at_place(place).with_post(Arc::new(post))
        };
        let platform = Platform::furnished(store, limits, furnish).await;
        let draft = UnitDraft {
            code: "18070".into(),
            name: "Phường Trần Phú".into(),
            kind: UnitType::Phuong,
            parent: Some("42".into()),
            area_type: None,
            headcount: None,
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
            block: None,
            headcount_source: None,
            headcount_date: None,
            aliases: Vec::new(),
        };
        let units = [("1".to_owned(), draft)];
        platform
            .app
            .import_units(Actor::Command, &units)
            .await
            .unwrap();
        let world = Self { platform, mail };
        for (name, role, unit) in [TOP, SEN, PHU] {
            world.add(name, role, unit).await;
        }
        world
    }

    /// Adds an account with the password of [`password`]; gives its id.
    pub async fn add(&self, name: &str, role: Role, unit: Option<&str>) -> String {
        let new = NewStaff {
            email: email(name),
            name: format!("Cán bộ {name}"),
            role,
            unit: unit.map(str::to_owned),
            password: password(name),
        };
        let added = self.platform.app.add_staff(Actor::Command, &new).await;
        added.unwrap().id.to_string()
    }

    pub async fn call(&self, token: &str, method: &str, path: &str, body: Value) -> Reply {
        self.platform.call(method, path, token, &body).await
    }

    pub async fn get(&self, token: &str, path: &str) -> Value {
        let reply = self.call(token, "GET", path, Value::Null).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        reply.json()
    }

    /// A body that is taken.
    pub async fn did(&self, token: &str, method: &str, path: &str, body: Value) -> Value {
        let reply = self.call(token, method, path, body).await;
        assert!((200..300).contains(&reply.status), "{path}: {reply:?}");
        if reply.body.is_empty() {
            Value::Null
        } else {
            reply.json()
        }
    }

    /// Status and code of a refusal.
    pub async fn refused(&self, token: &str, method: &str, path: &str, body: Value) -> String {
        self.call(token, method, path, body).await.problem()
    }

    /// Signs in with the password of that name.
    pub async fn sign_in(&self, name: &str) -> String {
        let body = json!({ "email": email(name), "password": password(name) });
        let reply = self.did("", "POST", "/staff/session", body).await;
        text(&reply["token"])
    }

    /// Sends what waits, and gives how many went.
    pub async fn deliver(&self) -> usize {
        self.platform.app.deliver_due().await.unwrap().sent
    }

    /// Actions of the audit log, oldest first.
    pub async fn audited(&self) -> Vec<String> {
        let mut work = self.platform.app.store.read().await.unwrap();
        let mut log = work.audit_log(1_000).await.unwrap();
        log.reverse();
        log.into_iter().map(|entry| entry.action).collect()
    }

    /// Sets a second factor up for whoever's session that is; gives the app and the recovery codes.
    pub async fn second_factor(&self, token: &str) -> (Phone, Vec<String>) {
        let offer = self.did(token, "POST", "/staff/me/totp", json!({})).await;
        let phone = Phone::of(&text(&offer["secret"]));
        let body = json!({ "code": self.code(&phone) });
        let on = self.did(token, "PUT", "/staff/me/totp", body).await;
        let codes = on["recovery_codes"].as_array().unwrap();
        (phone, codes.iter().map(text).collect())
    }

    /// What the app on the phone shows now.
    pub fn code(&self, phone: &Phone) -> String {
        phone.0.code_at(self.platform.clock.now())
    }
}

/// An app on a phone.
pub struct Phone(Totp);

impl Phone {
    /// That was given a secret by typing.
    pub fn of(base32: &str) -> Self {
        let secret = totp_rs::Secret::try_from_base32(base32).unwrap();
        Self(Totp::new(secret.as_bytes(), "phone").unwrap())
    }
}

pub fn email(name: &str) -> String {
    format!("{name}@example.vn")
}

pub fn password(name: &str) -> String {
    format!("bốn con trâu của {name}")
}

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// What stands after # in a link, which leads to that page.
pub fn token_of(link: &str, page: &str) -> String {
    let start = format!("{ADDRESS}/quan-tri/{page}#");
    link.strip_prefix(&start)
        .unwrap_or_else(|| panic!("{link}"))
        .to_owned()
}
