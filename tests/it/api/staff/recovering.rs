//! Ways back into an account.

use super::post::Arrived;
use super::world::{World, email, password, text, token_of};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::domain::Role;

both_databases! {
    a_letter_leads_back_once,
    asking_tells_nothing,
    a_letter_does_not_take_the_second_factor_off,
    an_administrator_helps_back,
}

async fn ask(world: &World, name: &str) {
    let body = json!({ "email": email(name) });
    let reply = world.call("", "POST", "/staff/recovery", body).await;
    assert_eq!(reply.status, 202, "{reply:?}");
    assert!(reply.body.is_empty());
}

fn complete(link: &str, password: &str) -> Value {
    json!({ "token": token_of(link, "khoi-phuc"), "password": password })
}

const PATH: &str = "/staff/recovery/complete";

async fn a_letter_leads_back_once(store: TestStore) {
    let world = World::on(store).await;
    let session = world.sign_in("sen").await;
    ask(&world, "sen").await;
    ask(&world, "sen").await;
    assert_eq!(world.deliver().await, 2);
    let links: Vec<String> = world.mail.letters().iter().map(Arrived::link).collect();
    let body = |link: &String| complete(link, "bảy con trâu ăn cỏ");
    // Asking does nothing to the account; of two letters one leads back.
    world.get(&session, "/staff/session").await;
    let mut done = Vec::new();
    for link in &links {
        done.push(world.call("", "POST", PATH, body(link)).await.status);
    }
    done.sort_unstable();
    assert_eq!(done, [204, 410]);
    for link in &links {
        assert_eq!(
            world.refused("", "POST", PATH, body(link)).await,
            "410 recovery.gone"
        );
    }
    let gone = world
        .refused(&session, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    let new = json!({ "email": email("sen"), "password": "bảy con trâu ăn cỏ" });
    world.did("", "POST", "/staff/session", new).await;
    // A quarter of an hour after the letter went it is over, and a bad password uses nothing up.
    ask(&world, "sen").await;
    world.deliver().await;
    let link = world.mail.letters()[0].link();
    let short = world
        .refused("", "POST", PATH, complete(&link, "ngắn"))
        .await;
    assert_eq!(short, "422 password.too_short");
    world.platform.clock.advance(15 * 60_000);
    assert_eq!(
        world.refused("", "POST", PATH, body(&link)).await,
        "410 recovery.gone"
    );
    assert!(
        world
            .audited()
            .await
            .contains(&"staff.came_back".to_owned())
    );
}

async fn asking_tells_nothing(store: TestStore) {
    let world = World::on(store).await;
    let top = world.sign_in("tinh").await;
    let closed = world.add("khoa", Role::Viewer, None).await;
    let body = json!({ "disabled": true });
    world
        .did(&top, "PATCH", &format!("/staff/{closed}"), body)
        .await;
    for name in ["khong-co", "khoa", "phu"] {
        ask(&world, name).await;
    }
    // The same is stored for all three: only the letter is written or not.
    let done = world.platform.app.deliver_due().await.unwrap();
    assert_eq!((done.sent, done.dropped), (1, 2));
    let letters = world.mail.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, email("phu"));
    // What waits shows neither address nor link to whoever reads the tables.
    ask(&world, "phu").await;
    let mut work = world.platform.app.store.read().await.unwrap();
    let now = thiluat::clock::Clock::now(&*world.platform.clock);
    let due = work.due_parcels(now, 9).await.unwrap();
    assert_eq!(due.len(), 1);
    let shown = String::from_utf8_lossy(&due[0].content).into_owned();
    assert!(
        !shown.contains("phu") && !shown.contains("way_back"),
        "{shown}"
    );
}

async fn a_letter_does_not_take_the_second_factor_off(store: TestStore) {
    let world = World::on(store).await;
    let token = world.sign_in("sen").await;
    let (_, codes) = world.second_factor(&token).await;
    ask(&world, "sen").await;
    world.deliver().await;
    let link = world.mail.letters()[0].link();
    world
        .did("", "POST", PATH, complete(&link, "bảy con trâu ăn cỏ"))
        .await;
    let bare = json!({ "email": email("sen"), "password": "bảy con trâu ăn cỏ" });
    let wanted = world
        .refused("", "POST", "/staff/session", bare.clone())
        .await;
    assert_eq!(wanted, "401 auth.second_factor");
    let mut body = bare;
    body["code"] = json!(codes[0]);
    world.did("", "POST", "/staff/session", body).await;
}

async fn an_administrator_helps_back(store: TestStore) {
    let world = World::on(store).await;
    let id = world.add("an", Role::Organiser, Some("18073")).await;
    let session = world.sign_in("an").await;
    world.second_factor(&session).await;
    let path = format!("/staff/{id}/recovery");
    let phu = world.sign_in("phu").await;
    assert_eq!(
        world.refused(&phu, "POST", &path, Value::Null).await,
        "404 not_found"
    );
    world.get(&session, "/staff/session").await;
    let sen = world.sign_in("sen").await;
    let help = world.did(&sen, "POST", &path, Value::Null).await;
    assert_eq!(help["expires_at"], world.platform.clock_in(86_400_000));
    // Sessions end at once; the second factor goes when the link is used, the old password till then.
    let gone = world
        .refused(&session, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    let old = json!({ "email": email("an"), "password": password("an") });
    let wanted = world.refused("", "POST", "/staff/session", old).await;
    assert_eq!(wanted, "401 auth.second_factor");
    let body = complete(&text(&help["link"]), "bảy con trâu ăn cỏ");
    world.did("", "POST", PATH, body.clone()).await;
    assert_eq!(
        world.refused("", "POST", PATH, body).await,
        "410 recovery.gone"
    );
    let new = json!({ "email": email("an"), "password": "bảy con trâu ăn cỏ" });
    let reply = world.did("", "POST", "/staff/session", new).await;
    assert_eq!(reply["staff"]["second_factor"], "none");
    // Nobody helps into an account that waits for its invitation.
    let body = json!({ "email": email("moi"), "name": "M", "role": "viewer", "unit": "18073" });
    world.did(&sen, "POST", "/staff/invitations", body).await;
    let listed = world.get(&sen, "/staff?state=invited").await;
    let path = format!("/staff/{}/recovery", text(&listed["items"][0]["id"]));
    assert_eq!(
        world.refused(&sen, "POST", &path, Value::Null).await,
        "409 staff.not_active"
    );
}
