//! What is typed is kept, and what there is to say of it.

use super::world::{BANK, QUESTIONS, World, at, document, is_ok, pointers};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    whatever_is_typed_is_kept_and_told_by_its_key,
    findings_are_those_of_applying,
    rules_feasibility_and_checklist_follow_the_document,
    what_is_too_large_or_no_table_is_not_kept,
}

async fn whatever_is_typed_is_kept_and_told_by_its_key(store: TestStore) {
    let world = World::on(store).await;
    let title = json!({ "title": "Thi luật" });
    let made = world.post("sen", "/contest-drafts", title).await;
    assert_eq!(made["revision"], 1);
    assert_eq!(made["slug"], Value::Null);
    assert_eq!(
        made["document"],
        json!({ "contest": { "title": "Thi luật", "slug": "thi-luat", "organiser": "18073" } })
    );
    assert_eq!(pointers(&made, "error"), ["/rounds"]);
    let typed = json!({
        "contest": { "title": "Thi", "slug": "thi", "organiser": "18073", "colour": "red" },
        "rounds": [{ "code": "v1", "title": null, "opens_at": "mai" }],
    });
    let kept = world.keep("sen", &made, typed.clone()).await;
    assert_eq!((&kept["revision"], &kept["document"]), (&json!(2), &typed));
    assert_eq!(
        pointers(&kept, "error"),
        [
            "/contest/colour",
            "/rounds/0/opens_at",
            "/rounds/0/title",
            "/rounds/0/closes_at",
            "/rounds/0/time_limit_s",
            "/rounds/0/blueprint",
        ]
    );
    assert_eq!(world.get("sen", &at(&made)).await, kept);
    // Somebody else kept another one meanwhile.
    let late = json!({ "revision": 1, "document": {} });
    let stale = world.call("sen", "PUT", &at(&made), &late).await;
    assert_eq!(stale.problem(), "409 draft.stale");
    assert_eq!(stale.json()["revision"], 2);
    let list = world.get("sen", "/contest-drafts").await;
    let line = &list["items"][0];
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &line["title"],
            &line["revision"],
            &line["complete"],
            &line["by"]["name"]
        ),
        (
            &json!("Thi"),
            &json!(2),
            &json!(false),
            &json!("Cán bộ sen")
        )
    );
    let whole = world.keep("sen", &kept, document(&world, "thi")).await;
    assert_eq!(pointers(&whole, "error"), [""; 0]);
    assert_eq!(whole["complete"], true);
    let list = world.get("sen", "/contest-drafts").await;
    assert_eq!(list["items"][0]["complete"], true);
    let gone = world.call("sen", "DELETE", &at(&made), &Value::Null).await;
    assert_eq!(gone.status, 204);
    let refused = world.refused("sen", "GET", &at(&made), Value::Null).await;
    assert_eq!(refused, "404 not_found");
}

/// Every fault that applying finds in a file, the draft finds, by the same key; and no other.
async fn findings_are_those_of_applying(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let mut revision = draft["revision"].as_i64().unwrap();
    for (pointer, value) in [
        ("/contest/slug", json!("Thi")),
        ("/contest/organiser", json!("99")),
        ("/contest/organiser", json!("18100")),
        ("/rounds/0/time_limit_s", json!(3)),
        ("/rounds/0/closes_at", json!("2020-01-01T00:00:00Z")),
        ("/rounds/0/blueprint/0/bank", json!("none")),
        ("/rounds/0/blueprint/0/count", json!(QUESTIONS + 1)),
        ("/rounds/0/blueprint", json!([])),
        ("/prizes/0/round", json!("vong-9")),
        ("/rounds/0/publish", json!({ "scoreboard": "frozen" })),
    ] {
        let mut file = document(&world, "thi");
        *file.pointer_mut(pointer).unwrap() = value;
        let body = json!({ "revision": revision, "document": file });
        let kept = world.call("sen", "PUT", &at(&draft), &body).await.json();
        revision += 1;
        let slug = file["contest"]["slug"].clone();
        let publish = json!({ "revision": revision, "confirm": slug });
        let path = format!("{}/publication", at(&draft));
        let refused = world.call("sen", "POST", &path, &publish).await;
        assert_eq!(refused.problem(), "422 contest.invalid", "{pointer}");
        let applied: Vec<(Value, Value)> = refused.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| (fault["pointer"].clone(), fault["code"].clone()))
            .collect();
        let told: Vec<(Value, Value)> = kept["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| (fault["pointer"].clone(), fault["code"].clone()))
            .collect();
        assert_eq!(told, applied, "{pointer}");
        assert_eq!(kept["complete"], false);
    }
    assert_eq!(world.get("sen", "/contests/managed").await["total"], 0);
}

async fn rules_feasibility_and_checklist_follow_the_document(store: TestStore) {
    let world = World::on(store).await;
    let mut file = document(&world, "thi");
    file["registration"] = json!({ "eligible": { "units": ["18073", "77777"] } });
    let draft = world.draft("sen", file.clone()).await;
    assert_eq!(
        pointers(&draft, "warning"),
        ["/registration/eligible/units/1"]
    );
    let sentences = |draft: &Value, language: &str| -> String {
        let sections = draft["rules"][language].as_array().unwrap().iter();
        let sentences = sections.map(|section| section["sentences"].to_string());
        sentences.collect::<Vec<_>>().join("\n")
    };
    assert!(sentences(&draft, "vi").contains("Mở từ "));
    assert!(sentences(&draft, "vi").contains("Phường Thành Sen"));
    assert!(sentences(&draft, "en").contains("Open from "));
    let cell =
        json!({ "round": "vong-1", "cell": 0, "bank": BANK, "wanted": 5, "available": QUESTIONS });
    assert_eq!(draft["feasibility"], json!([cell]));
    for key in [
        "findings",
        "name",
        "legal_basis",
        "organiser",
        "consents",
        "prizes",
        "questions",
        "key_release",
        "names",
        "windows",
    ] {
        assert!(is_ok(&draft, key), "{key}");
    }
    assert!(!is_ok(&draft, "dry_run") && !is_ok(&draft, "backup"));
    // What is missing is said of nothing: no stand-in shows.
    let round = file["rounds"][0].as_object_mut().unwrap();
    round.remove("opens_at");
    round.remove("time_limit_s");
    file["prizes"] = json!([]);
    file["contest"]["legal_basis"] = json!([]);
    file["rounds"][0]["blueprint"][0]["count"] = json!(QUESTIONS + 3);
    file["rounds"][0]["publish"] = json!({ "at_submit": "score_and_key", "names": "full" });
    file["rounds"][0]["attempts"] = json!({ "max": 3 });
    let less = world.keep("sen", &draft, file).await;
    let told = sentences(&less, "vi");
    assert!(!told.contains("Mở từ ") && !told.contains("phút"), "{told}");
    assert!(told.contains("Phường Thành Sen"));
    assert_eq!(less["feasibility"][0]["wanted"], json!(QUESTIONS + 3));
    for key in [
        "findings",
        "legal_basis",
        "prizes",
        "questions",
        "key_release",
        "names",
        "windows",
    ] {
        assert!(!is_ok(&less, key), "{key}");
    }
    assert!(is_ok(&less, "organiser") && is_ok(&less, "consents"));
    // The same in English, for who reads it.
    let english = world
        .platform
        .call_with(
            "GET",
            &at(&less),
            &world.token("sen"),
            &Value::Null,
            "accept-language: en\r\n",
        )
        .await
        .json();
    let missing = &english["findings"][0];
    let told = format!(
        "{} {}",
        missing["detail"], english["checklist"][0]["detail"]
    );
    assert!(told.is_ascii(), "{told}");
}

async fn what_is_too_large_or_no_table_is_not_kept(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let put = |document: Value| json!({ "revision": draft["revision"], "document": document });
    let large = put(json!({ "contest": { "title": "a".repeat(256 << 10) } }));
    let refused = world.refused("sen", "PUT", &at(&draft), large).await;
    assert_eq!(refused, "413 draft.too_large");
    let refused = world
        .refused("sen", "PUT", &at(&draft), put(json!([])))
        .await;
    assert_eq!(refused, "422 field.type");
    let body = json!({ "title": "" });
    assert_eq!(
        world.refused("sen", "POST", "/contest-drafts", body).await,
        "422 field.length"
    );
    let both = json!({ "title": "A", "from": { "template": "mot-tuan", "contest": "thi" } });
    assert_eq!(
        world.refused("sen", "POST", "/contest-drafts", both).await,
        "422 field.choice"
    );
    assert_eq!(
        world.get("sen", &at(&draft)).await["revision"],
        draft["revision"]
    );
}
