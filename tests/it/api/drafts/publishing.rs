//! A draft becomes a contest, or changes one.

use super::world::{World, at, document, pointers};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    a_draft_is_published_once_its_address_is_typed,
    a_draft_that_changes_a_contest_goes_by_the_same_lock,
    an_address_that_is_taken_is_nobodys_to_overwrite,
}

async fn a_draft_is_published_once_its_address_is_typed(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let path = format!("{}/publication", at(&draft));
    let publish =
        |revision: i64, confirm: &str| json!({ "revision": revision, "confirm": confirm });
    let refused = world.refused("sen", "POST", &path, publish(2, "thy")).await;
    assert_eq!(refused, "422 draft.confirm");
    let refused = world.refused("sen", "POST", &path, publish(1, "thi")).await;
    assert_eq!(refused, "409 draft.stale");
    assert_eq!(
        world
            .call("", "GET", "/contests/thi", &Value::Null)
            .await
            .status,
        404
    );
    let done = world.post("sen", &path, publish(2, "thi")).await;
    assert_eq!(done["slug"], "thi");
    assert_eq!(
        (&done["rounds"][0]["code"], &done["rounds"][0]["state"]),
        (&json!("vong-1"), &json!("scheduled"))
    );
    assert_eq!(done["rounds"][0]["commitment"].as_str().unwrap().len(), 64);
    assert_eq!(
        world.refused("sen", "POST", &path, publish(2, "thi")).await,
        "404 not_found"
    );
    let seen = world.get("", "/contests/thi").await;
    assert_eq!(seen["title"], "Tìm hiểu luật");
    assert_eq!(
        world.get("sen", "/contest-drafts").await["items"],
        json!([])
    );
}

async fn a_draft_that_changes_a_contest_goes_by_the_same_lock(store: TestStore) {
    let world = World::on(store).await;
    let contest = world.contest("thi").await;
    let round = contest["round"].as_str().unwrap();
    let body = json!({ "title": "Sửa", "from": { "contest": "thi" } });
    let draft = world.post("sen", "/contest-drafts", body).await;
    assert_eq!(
        (&draft["slug"], &draft["title"]),
        (&json!("thi"), &json!("Tìm hiểu luật"))
    );
    assert_eq!(
        (&draft["complete"], pointers(&draft, "error").len()),
        (&json!(true), 0)
    );
    let token = world.platform.register("thi", 1).await;
    world.platform.start(round, &token, "d").await;
    // From now on people rely on it: what is locked is named before anybody tries to publish.
    let mut file = draft["document"].clone();
    file["rounds"][0]["time_limit_s"] = json!(60);
    file["contest"]["slug"] = json!("thi-khac");
    let wrong = world.keep("sen", &draft, file.clone()).await;
    assert_eq!(pointers(&wrong, "error"), ["/contest/slug"]);
    file["contest"]["slug"] = json!("thi");
    let wrong = world.keep("sen", &wrong, file.clone()).await;
    assert_eq!(pointers(&wrong, "error"), ["/rounds/0/time_limit_s"]);
    assert_eq!(
        world.publish("sen", &wrong).await.problem(),
        "409 contest.locked"
    );
    file["rounds"][0]["time_limit_s"] = json!(900);
    file["rounds"][0]["title"] = json!("Vòng một");
    let right = world.keep("sen", &wrong, file).await;
    assert_eq!(pointers(&right, "error"), [""; 0]);
    let done = world.publish("sen", &right).await.json();
    assert_eq!(done["amended"], json!(["rounds[0].title"]));
    assert_eq!(done["rounds"][0]["id"], contest["round"]);
    let rounds = &world.get("", "/contests/thi").await["rounds"];
    assert_eq!(rounds[0]["title"], "Vòng một");
}

async fn an_address_that_is_taken_is_nobodys_to_overwrite(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    // A new contest never takes the place of another one, not even of one's own.
    let draft = world.draft("sen", document(&world, "thi")).await;
    assert_eq!(pointers(&draft, "error"), ["/contest/slug"]);
    assert_eq!(draft["findings"][0]["code"], "contest.slug_taken");
    assert_eq!(
        world.publish("sen", &draft).await.problem(),
        "422 contest.invalid"
    );
    world.bank("hong-qt", "hong", 9).await;
    let mut file = document(&world, "thi");
    file["contest"]["organiser"] = json!("18100");
    file["rounds"][0]["blueprint"][0]["bank"] = json!("hong");
    let app = &world.platform.app;
    let refused = app
        .apply_contest(world.actor("hong"), &file.to_string(), false)
        .await
        .unwrap_err();
    assert_eq!(refused.findings()[0].code, "contest.slug_taken");
    let refused = world.refused(
        "hong",
        "POST",
        "/contest-drafts",
        json!({ "title": "A", "from": { "contest": "thi" } }),
    );
    assert_eq!(refused.await, "404 not_found");
}
