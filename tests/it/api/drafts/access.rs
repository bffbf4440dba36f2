//! Whose drafts they are.

use super::world::{World, at, document};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    drafts_are_seen_by_their_unit_and_by_those_above_it,
}

async fn drafts_are_seen_by_their_unit_and_by_those_above_it(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let calls = |draft: &Value| {
        let base = at(draft);
        [
            ("GET", base.clone(), Value::Null),
            (
                "PUT",
                base.clone(),
                json!({ "revision": 2, "document": {} }),
            ),
            ("GET", format!("{base}/file"), Value::Null),
            (
                "PUT",
                format!("{base}/file"),
                json!({ "revision": 2, "text": "" }),
            ),
            (
                "POST",
                format!("{base}/dry-run"),
                json!({ "round": "vong-1" }),
            ),
            (
                "POST",
                format!("{base}/dry-run/marks"),
                json!({ "round": "vong-1", "seed": "0".repeat(64), "answers": [] }),
            ),
            (
                "POST",
                format!("{base}/publication"),
                json!({ "revision": 2, "confirm": "thi" }),
            ),
            ("DELETE", base, Value::Null),
        ]
    };
    for (method, path, body) in calls(&draft) {
        for who in ["hong", "hong-qt", "khac"] {
            let refused = world.refused(who, method, &path, body.clone()).await;
            assert_eq!(refused, "404 not_found", "{who} {method} {path}");
        }
        for who in ["xem", "soan"] {
            let refused = world.refused(who, method, &path, body.clone()).await;
            assert_eq!(refused, "403 auth.forbidden", "{who} {method} {path}");
        }
        let refused = world.refused("", method, &path, body).await;
        assert_eq!(refused, "401 auth.required", "{method} {path}");
    }
    assert_eq!(
        world.get("hong", "/contest-drafts").await["items"],
        json!([])
    );
    assert_eq!(world.get("sen-qt", &at(&draft)).await["id"], draft["id"]);
    let seen = world.get("tinh", "/contest-drafts").await;
    assert_eq!(seen["items"][0]["id"], draft["id"]);
    let changed = world
        .keep("tinh", &draft, document(&world, "thi-tinh"))
        .await;
    assert_eq!(changed["by"]["name"], "Cán bộ tinh");
    // A bank of another unit is not there for whoever does not reach it.
    let mut file = document(&world, "thi-hong");
    file["contest"]["organiser"] = json!("18100");
    let other = world.draft("hong", file).await;
    assert_eq!(other["findings"][0]["code"], "contest.bank");
    assert_eq!(other["feasibility"], json!([]));
}
