//! Other systems: signed, tried again, and nowhere that the settings do not name.

use super::post::{MailServer, System};
use super::world::{World, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use thiluat::app::Limits;
use thiluat::app::notifications::Event;
use thiluat::clock::Clock as _;
use thiluat::domain::Role;
use thiluat::engine::digest::{MacKey, hex};
use thiluat::post::{Allowed, Outgoing, Resolve};

both_databases! {
    a_system_is_told_and_can_check_who_calls,
    a_call_that_fails_is_made_again,
    a_system_is_told_of_its_own_unit_only,
}

/// Names as a stranger's server would answer them.
struct Rebound(&'static str);

#[async_trait::async_trait]
impl Resolve for Rebound {
    async fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        Ok(self
            .0
            .split(' ')
            .map(|text| text.parse().unwrap())
            .collect())
    }
}

async fn register_a_unit(world: &World, code: &str) {
    let app = &world.platform.app;
    let mut work = app.store.begin().await.unwrap();
    let parent = work.unit_by_code(code).await.unwrap().unwrap();
    let event = Event::unit_registered("Tổ 1", parent.id, &parent.draft.name);
    app.notify(&mut *work, &event).await.unwrap();
    work.commit().await.unwrap();
}

async fn made(world: &World, token: &str, url: &str) -> Value {
    let body = json!({ "url": url, "events": ["unit.registered", "round.closed"] });
    world.did(token, "POST", "/webhooks", body).await
}

async fn a_system_is_told_and_can_check_who_calls(store: TestStore) {
    let system = System::open().await;
    let world = World::with(store, Limits::default(), false, &[system.host()]).await;
    let top = world.sign_in("tinh").await;
    let hook = made(&world, &top, &format!("{}/hook?a=b", system.host())).await;
    let secret = text(&hook["secret"]);
    let list = world.get(&top, "/webhooks").await;
    assert_eq!(list["items"][0]["id"], hook["id"]);
    assert_eq!(list["items"][0]["last"], Value::Null);
    assert!(!list.to_string().contains(&secret));
    register_a_unit(&world, "18073").await;
    assert_eq!(world.deliver().await, 1);
    let (head, body) = system.calls().pop().unwrap();
    assert!(head.starts_with("post /hook?a=b http/1.1"), "{head}");
    let said = |name: &str| {
        let line = head
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("{name}: {head}")).to_owned()
    };
    assert_eq!(said("content-type"), "application/json");
    assert_eq!(said("thiluat-event"), "unit.registered");
    let seconds = world.platform.clock.now().millis() / 1000;
    let mac = MacKey::new(secret.as_bytes()).mac(format!("{seconds}.{body}").as_bytes());
    assert_eq!(
        said("thiluat-signature"),
        format!("t={seconds},v1={}", hex(&mac))
    );
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["id"], said("thiluat-delivery"));
    assert_eq!(
        (&told["event"], &told["data"]["unit"]),
        (&json!("unit.registered"), &json!("Tổ 1"))
    );
    assert_eq!(
        told["link"],
        "https://thi.example.vn/quan-tri/don-vi/dang-ky"
    );
    assert_eq!(
        world.get(&top, "/webhooks").await["items"][0]["last"]["status"],
        204
    );
    // A test call, an answer that is none, and the end of it.
    let path = format!("/webhooks/{}", text(&hook["id"]));
    let tried = world
        .did(&top, "POST", &format!("{path}/test"), Value::Null)
        .await;
    assert_eq!(
        tried,
        json!({ "delivered": true, "status": 204, "detail": "delivered" })
    );
    assert!(system.calls()[0].0.contains("thiluat-event: test"));
    world.did(&top, "DELETE", &path, Value::Null).await;
    register_a_unit(&world, "18073").await;
    assert_eq!(world.deliver().await, 0);
    assert_eq!(
        world.refused(&top, "DELETE", &path, Value::Null).await,
        "404 not_found"
    );
    for (url, events, said) in [
        (
            "https://hooks.vn/",
            json!(["round.closed"]),
            "422 webhook.host",
        ),
        (
            "https://127.0.0.1/",
            json!(["round.closed"]),
            "422 webhook.host",
        ),
        ("nothing", json!(["round.closed"]), "422 webhook.address"),
        (system.host().as_str(), json!([]), "422 webhook.events"),
        (
            system.host().as_str(),
            json!(["recovery"]),
            "422 webhook.events",
        ),
        (
            system.host().as_str(),
            json!(["round.closed", "round.closed"]),
            "422 webhook.events",
        ),
    ] {
        let body = json!({ "url": url, "events": events });
        assert_eq!(
            world.refused(&top, "POST", "/webhooks", body).await,
            said,
            "{url}"
        );
    }
    world.add("to-chuc", Role::Organiser, None).await;
    let organiser = world.sign_in("to-chuc").await;
    let refused = world
        .refused(&organiser, "GET", "/webhooks", Value::Null)
        .await;
    assert_eq!(refused, "403 auth.forbidden");
}

async fn a_call_that_fails_is_made_again(store: TestStore) {
    let system = System::open().await;
    let world = World::with(store, Limits::default(), false, &[system.host()]).await;
    let top = world.sign_in("tinh").await;
    let hook = made(&world, &top, &system.host()).await;
    system.answers("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n");
    register_a_unit(&world, "18073").await;
    let done = world.platform.app.deliver_due().await.unwrap();
    assert_eq!((done.sent, done.postponed), (0, 1));
    let last = world.get(&top, "/webhooks").await["items"][0]["last"].clone();
    assert_eq!(
        (&last["status"], &last["detail"]),
        (&json!(503), &json!("it answered 503"))
    );
    assert_eq!(
        world.platform.app.deliver_due().await.unwrap().postponed,
        0,
        "not before its time"
    );
    world.platform.clock.advance(30_000);
    system.answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    assert_eq!(world.deliver().await, 1);
    let calls = system.calls();
    let id = |head: &str| {
        let line = head
            .lines()
            .find(|line| line.starts_with("thiluat-delivery"));
        line.unwrap().to_owned()
    };
    assert_eq!(id(&calls[0].0), id(&calls[1].0), "the same delivery");
    // Nobody is followed elsewhere, and a reply without end is not listened to.
    let elsewhere = System::open().await;
    let path = format!("/webhooks/{}/test", text(&hook["id"]));
    for (reply, status) in [
        (
            format!(
                "HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
                elsewhere.host()
            ),
            json!(302),
        ),
        (
            format!(
                "HTTP/1.1 200 OK\r\ncontent-length: 70000\r\n\r\n{}",
                "x".repeat(70_000)
            ),
            json!(200),
        ),
        ("nonsense\r\n\r\n".to_owned(), Value::Null),
    ] {
        system.answers(&reply);
        let tried = world.did(&top, "POST", &path, Value::Null).await;
        assert_eq!(
            (&tried["delivered"], &tried["status"]),
            (&json!(false), &status),
            "{tried}"
        );
    }
    assert_eq!(elsewhere.hits(), 0);
}

async fn a_system_is_told_of_its_own_unit_only(store: TestStore) {
    let system = System::open().await;
    let world = World::with(store, Limits::default(), false, &[system.host()]).await;
    let (sen, phu) = (world.sign_in("sen").await, world.sign_in("phu").await);
    let hook = made(&world, &sen, &system.host()).await;
    register_a_unit(&world, "18070").await;
    register_a_unit(&world, "42").await;
    assert_eq!(world.deliver().await, 0);
    register_a_unit(&world, "18073").await;
    assert_eq!(world.deliver().await, 1);
    assert_eq!(world.get(&phu, "/webhooks").await["items"], json!([]));
    let path = format!("/webhooks/{}", text(&hook["id"]));
    for (method, path) in [("DELETE", path.clone()), ("POST", format!("{path}/test"))] {
        assert_eq!(
            world.refused(&phu, method, &path, Value::Null).await,
            "404 not_found"
        );
    }
    assert_eq!(
        world.get(&sen, "/webhooks").await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// A name that leads home is not followed there, however it is dressed; one that the settings name by its
/// very address is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_leads_home_is_not_followed() {
    for (answers, also, delivered) in [
        ("127.0.0.1", None, false),
        ("::ffff:127.0.0.1", None, false),
        ("::1", None, false),
        ("10.0.0.1", None, false),
        ("169.254.169.254", None, false),
        // One private address among public ones.
        ("1.1.1.1 127.0.0.1", None, false),
        ("127.0.0.1", Some("127.0.0.1"), true),
        ("127.0.0.1", Some("127.0.0.2"), false),
    ] {
        let system = System::open().await;
        let port = system.address.port();
        let mut hosts = vec![format!("http://hooks.vn:{port}")];
        hosts.extend(also.map(str::to_owned));
        let post = Outgoing::resolving(None, Allowed::of(&hosts), Arc::new(Rebound(answers)));
        let mail = MailServer::open().await;
        let store = TestStore::sqlite().await;
        let world = World::posting(store, Limits::default(), false, post, mail).await;
        let top = world.sign_in("tinh").await;
        let hook = made(&world, &top, &format!("http://hooks.vn:{port}/")).await;
        let path = format!("/webhooks/{}/test", text(&hook["id"]));
        let tried = world.did(&top, "POST", &path, Value::Null).await;
        assert_eq!(tried["delivered"], delivered, "{answers}: {tried}");
        assert_eq!(system.hits(), usize::from(delivered), "{answers}");
    }
}

/// Plain words on a port where TLS is spoken, and the other way round, are no call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn https_is_https() {
    let system = System::open().await;
    let host = system.address.to_string();
    let store = TestStore::sqlite().await;
    let world = World::with(store, Limits::default(), false, std::slice::from_ref(&host)).await;
    let top = world.sign_in("tinh").await;
    let body = json!({ "url": format!("http://{host}/"), "events": ["round.closed"] });
    let refused = world.refused(&top, "POST", "/webhooks", body).await;
    assert_eq!(refused, "422 webhook.plain");
    let hook = made(&world, &top, &format!("https://{host}/")).await;
    let path = format!("/webhooks/{}/test", text(&hook["id"]));
    let tried = world.did(&top, "POST", &path, Value::Null).await;
    assert_eq!(
        (&tried["delivered"], &tried["detail"]),
        (&json!(false), &json!("TLS failed"))
    );
    assert_eq!(system.calls(), [], "nothing was said in plain words");
}
