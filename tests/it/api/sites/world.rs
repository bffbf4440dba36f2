//! Members of staff, and requests by addresses that do not stand under `/api/v1`.

use crate::edge::wire::{Reply, Wire};
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::{Role, Timestamp};

/// A browser that somebody looks at.
pub const BROWSER: &str = "user-agent: Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile\r\n";

const PASSWORD: &str = "bốn con trâu trên đồng";

fn email(role: Role, unit: Option<&str>) -> String {
    format!("{role:?}-{}@example.vn", unit.unwrap_or("tat-ca")).to_lowercase()
}

/// Adds a member of staff of that unit, and gives his token.
pub async fn staff(platform: &Platform, role: Role, unit: Option<&str>) -> String {
    let new = NewStaff {
        email: email(role, unit),
        name: "Cán bộ".into(),
        role,
        unit: unit.map(str::to_owned),
        password: PASSWORD.into(),
    };
    platform.app.add_staff(Actor::Command, &new).await.unwrap();
    session(platform, role, unit).await
}

/// A new session of that member of staff: sessions end long before a day is over.
pub async fn session(platform: &Platform, role: Role, unit: Option<&str>) -> String {
    let email = email(role, unit);
    let body = json!({ "email": email, "password": PASSWORD });
    let reply = platform.call("POST", "/staff/session", "", &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()["token"].as_str().unwrap().to_owned()
}

/// One request by its whole address, with further header lines.
pub async fn ask(platform: &Platform, method: &str, target: &str, head: &str) -> Reply {
    let mut wire = Wire::to(platform.address).await;
    wire.send(format!(
        "{method} {target} HTTP/1.1\r\nhost: localhost\r\n{head}\r\n"
    ))
    .await;
    if method == "HEAD" {
        wire.reply_to_head().await
    } else {
        wire.reply().await
    }
}

/// The text of a reply that has to be 200.
pub async fn page(platform: &Platform, target: &str) -> String {
    let reply = ask(platform, "GET", target, "").await;
    assert_eq!(reply.status, 200, "{target}: {reply:?}");
    String::from_utf8(reply.body).unwrap()
}

/// Applies a contest of one round with that title, open for five days and two hours yet.
pub async fn titled(platform: &Platform, slug: &str, title: &str) -> String {
    let now = thiluat::clock::Clock::now(&*platform.clock).millis();
    let at = Timestamp::from_millis;
    let file = json!({
        "contest": { "slug": slug, "title": title, "organiser": "42" },
        "rounds": [{
            "code": "v1", "title": "Vòng 1", "opens_at": at(now - 3_600_000),
            "closes_at": at(now + 5 * 86_400_000 + 7_200_000), "time_limit_s": 900,
            "blueprint": [{ "bank": "thu", "count": 10 }],
        }],
    });
    let applied = platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await
        .unwrap();
    applied.rounds[0].id.to_string()
}

/// The items of a list.
pub fn items(list: &Value) -> &Vec<Value> {
    list["items"].as_array().unwrap()
}
