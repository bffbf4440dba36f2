//! What staff are told, who of them, and how.

use super::world::{World, email, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::app::notifications::Event;
use thiluat::auth::Actor;
use thiluat::domain::Role;

both_databases! {
    those_nearest_to_an_affair_are_told,
    questions_that_wait_are_gathered_for_an_hour,
    somebody_chooses_how_to_be_told,
    the_clock_opens_and_closes_and_tells,
}

async fn told(world: &World, name: &str) -> Vec<(String, String)> {
    let token = world.sign_in(name).await;
    let list = world.get(&token, "/staff/me/notifications").await;
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| (text(&item["kind"]), text(&item["title"])))
        .collect()
}

async fn those_nearest_to_an_affair_are_told(store: TestStore) {
    let world = World::on(store).await;
    world.add("tinh-42", Role::Organiser, Some("42")).await;
    world.add("xem-sen", Role::Viewer, Some("18073")).await;
    let app = &world.platform.app;
    let unit = async |code: &str| {
        let mut work = app.store.read().await.unwrap();
        work.unit_by_code(code).await.unwrap().unwrap().id
    };
    let tell = async |event: Event| {
        let mut work = app.store.begin().await.unwrap();
        app.notify(&mut *work, &event).await.unwrap();
        work.commit().await.unwrap();
    };
    // Below Thành Sen: its own administrator; below the province: the province's organiser.
    tell(Event::unit_registered(
        "Tổ 1",
        unit("18073").await,
        "Phường Thành Sen",
    ))
    .await;
    tell(Event::unit_registered(
        "Xã mới",
        unit("42").await,
        "Tỉnh Hà Tĩnh",
    ))
    .await;
    let kind = "unit.registered".to_owned();
    assert_eq!(
        told(&world, "sen").await,
        [(kind.clone(), "Đơn vị đăng ký: Tổ 1".to_owned())]
    );
    assert_eq!(
        told(&world, "tinh-42").await,
        [(kind, "Đơn vị đăng ký: Xã mới".to_owned())]
    );
    for name in ["tinh", "phu", "xem-sen"] {
        assert_eq!(told(&world, name).await, [], "{name}");
    }
    // In the language of the reader, unread until it is read.
    let token = world.sign_in("sen").await;
    assert_eq!(world.get(&token, "/staff/session").await["unread"], 1);
    let head = "accept-language: en\r\n";
    let path = "/staff/me/notifications";
    let list = world
        .platform
        .call_with("GET", path, &token, &Value::Null, head)
        .await
        .json();
    assert_eq!(list["items"][0]["title"], "Unit registers: Tổ 1");
    assert_eq!(
        (&list["unread"], &list["items"][0]["read"]),
        (&json!(1), &json!(false))
    );
    let id = list["items"][0]["id"].clone();
    let phu = world.sign_in("phu").await;
    let read = "/staff/me/notifications/read";
    // Those of others stay as they are.
    world.did(&phu, "POST", read, json!({ "ids": [id] })).await;
    assert_eq!(world.get(&token, path).await["unread"], 1);
    let left = world
        .did(&token, "POST", read, json!({ "ids": [id] }))
        .await;
    assert_eq!(left["unread"], 0);
    assert_eq!(world.get(&token, path).await["items"][0]["read"], true);
    world
        .did(&token, "POST", read, json!({ "all": true }))
        .await;
    for body in [
        json!({}),
        json!({ "ids": [], "all": true }),
        json!({ "all": false }),
    ] {
        assert_eq!(world.call(&token, "POST", read, body).await.status, 422);
    }
}

async fn questions_that_wait_are_gathered_for_an_hour(store: TestStore) {
    let world = World::on(store).await;
    world.add("duyet", Role::Reviewer, None).await;
    world.add("tac-gia", Role::Author, None).await;
    let reviewer = world.sign_in("duyet").await;
    let body = json!({ "kinds": [{ "kind": "question.to_review", "in_app": true, "mail": true }] });
    world
        .did(&reviewer, "PUT", "/staff/me/notification-settings", body)
        .await;
    let write = async |number: usize| {
        let token = world.sign_in("tac-gia").await;
        let question = crate::api::bank::world::draft(&format!("Câu viết {number}"));
        world
            .did(&token, "POST", "/banks/thu/questions", question)
            .await;
    };
    for number in 0..3 {
        write(number).await;
    }
    let title = |count: usize| {
        let kind = "question.to_review".to_owned();
        (kind, format!("{count} câu hỏi chờ duyệt"))
    };
    assert_eq!(told(&world, "duyet").await, [title(3)]);
    // The letter waits for the end of the hour, and says all of it.
    assert_eq!(world.deliver().await, 0);
    world.platform.clock.advance(3_600_000);
    assert_eq!(world.deliver().await, 1);
    let letter = world.mail.letters().pop().unwrap();
    assert_eq!(letter.to, email("duyet"));
    assert!(letter.text.contains("Có 3 câu hỏi"), "{}", letter.text);
    assert!(
        letter
            .text
            .contains("https://thi.example.vn/quan-tri/cho-duyet")
    );
    write(9).await;
    assert_eq!(told(&world, "duyet").await, [title(1), title(3)]);
    // The author knows, and others have no part in it.
    assert_eq!(told(&world, "tac-gia").await, []);
}

async fn somebody_chooses_how_to_be_told(store: TestStore) {
    let world = World::on(store).await;
    let token = world.sign_in("sen").await;
    let path = "/staff/me/notification-settings";
    let settings = world.get(&token, path).await;
    assert_eq!(settings["mail_possible"], true);
    let kinds = settings["kinds"].as_array().unwrap();
    assert_eq!(kinds.len(), 6, "{settings}");
    assert!(
        kinds
            .iter()
            .all(|kind| kind["in_app"] == true && kind["mail"] == false)
    );
    // What was read can be sent back as it is.
    world.did(&token, "PUT", path, settings.clone()).await;
    let app = &world.platform.app;
    let parent = {
        let mut work = app.store.read().await.unwrap();
        work.unit_by_code("18073").await.unwrap().unwrap().id
    };
    for (in_app, mail) in [(false, false), (false, true), (true, true)] {
        let one = json!({ "kind": "unit.registered", "in_app": in_app, "mail": mail });
        let now = world
            .did(&token, "PUT", path, json!({ "kinds": [one] }))
            .await;
        let mut set = now["kinds"].as_array().unwrap().iter();
        let set = set.find(|kind| kind["kind"] == "unit.registered").unwrap();
        assert_eq!(
            (&set["in_app"], &set["mail"]),
            (&json!(in_app), &json!(mail))
        );
        let before = world.get(&token, "/staff/me/notifications").await["unread"].as_i64();
        let mut work = app.store.begin().await.unwrap();
        let event = Event::unit_registered("Tổ 1", parent, "Phường Thành Sen");
        app.notify(&mut *work, &event).await.unwrap();
        work.commit().await.unwrap();
        let after = world.get(&token, "/staff/me/notifications").await["unread"].as_i64();
        assert_eq!(after.unwrap() - before.unwrap(), i64::from(in_app));
        assert_eq!(world.deliver().await, usize::from(mail));
    }
    for kind in ["recovery", "staff.invited", "nothing"] {
        let one = json!({ "kind": kind, "in_app": true, "mail": true });
        let refused = world
            .refused(&token, "PUT", path, json!({ "kinds": [one] }))
            .await;
        assert_eq!(refused, "422 field.choice", "{kind}");
    }
}

async fn the_clock_opens_and_closes_and_tells(store: TestStore) {
    let world = World::on(store).await;
    let platform = &world.platform;
    let window = json!({
        "opens_at": platform.clock_in(3_600_000), "closes_at": platform.clock_in(7_200_000),
    });
    platform.contest("thi", window).await;
    platform.app.advance().await.unwrap();
    assert_eq!(told(&world, "tinh").await, []);
    platform.clock.advance(3_600_001);
    for _ in 0..2 {
        platform.app.advance().await.unwrap();
    }
    let opened = ("round.opened".to_owned(), "Đã mở: Vòng 1".to_owned());
    assert_eq!(told(&world, "tinh").await, std::slice::from_ref(&opened));
    platform.clock.advance(3_600_000);
    for _ in 0..2 {
        platform.app.advance().await.unwrap();
    }
    let closed = ("round.closed".to_owned(), "Đã đóng: Vòng 1".to_owned());
    assert_eq!(told(&world, "tinh").await, [closed.clone(), opened]);
    // Opened by hand: whoever did it knows; the command line is nobody.
    platform
        .contest("thi-2", json!({ "opens_at": platform.clock_in(3_600_000) }))
        .await;
    platform
        .app
        .open_round(Actor::Command, "thi-2", "v1")
        .await
        .unwrap();
    assert_eq!(told(&world, "tinh").await.len(), 3);
    assert_eq!(told(&world, "sen").await, []);
}
