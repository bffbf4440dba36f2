//! What two people decide: publication, and orders among equals.

use super::world::{SLUG, World};
use super::{FIRST, prizes, rows, true_key, void_4};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::app::Refusal as _;
use thiluat::app::desk::{DeskError, NewProposal, TwoStaff};
use thiluat::auth::Actor;
use thiluat::domain::RoundState;

both_databases! {
    two_people_publish_and_a_later_change_is_published_anew,
    an_order_decides_a_tie,
    two_are_named_at_the_command_line,
}

async fn two_people_publish_and_a_later_change_is_published_anew(store: TestStore) {
    let world = World::closed(store).await;
    void_4(&world).await;
    let publish = || json!({ "publish": {} });
    let stale = world.propose(&world.an, publish()).await;
    let ruling = world.propose(&world.an, true_key(&world).await).await;
    world.approve(&world.binh, &ruling).await;
    // What was proposed is not the newest result any more.
    let path = format!("/proposals/{stale}/approval");
    assert_eq!(
        world.refused(&path, &world.binh, json!({})).await,
        "409 proposal.outdated"
    );
    let taken_back = world
        .post(
            &format!("/proposals/{stale}/refusal"),
            &world.an,
            json!({ "reason": "Có kết quả mới" }),
        )
        .await;
    assert_eq!(taken_back["state"], "withdrawn");
    let proposal = world.propose(&world.an, publish()).await;
    let done = world.approve(&world.binh, &proposal).await;
    assert_eq!(
        (&done["round"]["state"], &done["round"]["result_version"]),
        (&json!("published"), &json!(3))
    );
    let body = json!({ "what": publish(), "reason": "Nữa" });
    assert_eq!(
        world.refused("/proposals", &world.an, body).await,
        "409 result.published"
    );
    let published = async || {
        let list = world.get("/results", "").await;
        let items = list["items"].as_array().unwrap().iter();
        items
            .map(|result| result["published_at"] != Value::Null)
            .collect::<Vec<bool>>()
    };
    assert_eq!(published().await, [false, false, true]);

    // The winner let somebody else sit for him: the prizes move up, and have to be published anew.
    let body = json!({ "participant": world.person(3), "reason": "Thi hộ" });
    let made = world.post("/voids", &world.binh, body).await;
    assert_eq!(
        (&made["round"]["state"], &made["round"]["result_version"]),
        (&json!("closed"), &json!(4))
    );
    // Six took part: 1 is three off, the others two.
    let expected = [
        (1, 1, [12, 3, 60]),
        (2, 2, [11, 2, 70]),
        (3, 7, [9, 2, 65]),
        (4, 8, [9, 2, 66]),
        (5, 5, [4, 2, 90]),
        (6, 6, [4, 2, 91]),
    ];
    assert_eq!(world.result(4).await, rows(&expected));
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[1], &[2, 7], &[8, 5]])
    );
    let told = world.get("/prizes", &world.an).await;
    assert_eq!(told["published_version"], 3);
    let proposal = world.propose(&world.binh, publish()).await;
    let refused = world
        .refused(
            &format!("/proposals/{proposal}/approval"),
            &world.binh,
            json!({}),
        )
        .await;
    assert_eq!(refused, "403 two_people.same");
    world.approve(&world.an, &proposal).await;
    assert_eq!(published().await, [false, false, true, true]);
    let told = world.get("/prizes", &world.an).await;
    assert_eq!(
        (&told["state"], &told["published_version"]),
        (&json!("published"), &json!(4))
    );
    assert_eq!(told["prizes"][0]["published"], true);
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[1], &[2, 7], &[8, 5]])
    );

    // All of it stands in the audit log, without names.
    let mut work = world.platform.app.store.read().await.unwrap();
    let log = work.audit_log(100).await.unwrap();
    let count = |action: &str| log.iter().filter(|entry| entry.action == action).count();
    for (action, times) in [
        ("result.voided", 2),
        ("proposal.made", 4),
        ("proposal.declined", 1),
        ("round.marked_anew", 1),
        ("round.published", 2),
    ] {
        assert_eq!(count(action), times, "{action}");
    }
    assert!(log.iter().all(|entry| !entry.detail.contains("Lê Thị")));
}

async fn an_order_decides_a_tie(store: TestStore) {
    let world = World::closed(store).await;
    let order = |people: &[usize]| {
        let subjects: Vec<&str> = people.iter().map(|n| world.person(*n)).collect();
        json!({ "order": { "subjects": subjects } })
    };
    let body = json!({ "what": order(&[3, 3]), "reason": "Nhầm" });
    assert_eq!(
        world.refused("/proposals", &world.an, body).await,
        "422 order.invalid"
    );
    let proposal = world.propose(&world.an, order(&[3, 1])).await;
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[2], &[4], &[7]]),
        "not decided yet"
    );
    world.approve(&world.binh, &proposal).await;
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[2], &[4, 3], &[1, 7]])
    );
    // Places stay as they are: only the prizes were undecided.
    assert_eq!(world.result(1).await, rows(&FIRST));
    let proposal = world.propose(&world.an, json!({ "publish": {} })).await;
    let done = world.approve(&world.binh, &proposal).await;
    assert_eq!(done["round"]["state"], "published");
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[2], &[4, 3], &[1, 7]])
    );
    // What was published can't be sat anew, also while a newer result waits for two people.
    let body = json!({ "participant": world.person(5), "reason": "Chép bài" });
    let made = world.post("/voids", &world.binh, body).await;
    assert_eq!(made["round"]["state"], "closed");
    let reopen = world.call("POST", "/reopen", &world.an, &json!({})).await;
    assert_eq!(reopen.problem(), "409 round.revealed");
}

async fn two_are_named_at_the_command_line(store: TestStore) {
    let world = World::closed(store).await;
    void_4(&world).await;
    let app = &world.platform.app;
    let publish = async |by: &str, approved_by: &str| {
        let names = TwoStaff {
            by: by.into(),
            approved_by: approved_by.into(),
        };
        app.publish_in_names(SLUG, "v1", &names, "Đã xác minh")
            .await
    };
    let code = |error: DeskError| error.code();
    let refused = publish("an@example.vn", "an@example.vn")
        .await
        .map_err(code);
    assert_eq!(refused.unwrap_err(), "two_people.same");
    let refused = publish("xem@example.vn", "an@example.vn")
        .await
        .map_err(code);
    assert_eq!(refused.unwrap_err(), "auth.forbidden");
    let refused = publish("an@example.vn", "xem@example.vn")
        .await
        .map_err(code);
    assert_eq!(refused.unwrap_err(), "auth.forbidden");
    let now = publish("An@Example.vn", "binh@example.vn").await.unwrap();
    assert_eq!((now.state, now.result_version), (RoundState::Published, 2));
    // The command line itself has no name to propose or decide under.
    let round = app.round_named(SLUG, "v1").await.unwrap();
    let proposed = app
        .propose(Actor::Command, round, NewProposal::Publish, "Xong")
        .await;
    assert_eq!(proposed.map_err(code).unwrap_err(), "two_people.nameless");
}
