//! A contest goes to another unit, on this platform and on another one.

use super::world::{BANK, QUESTIONS, World, archive, document, entries, instant, pointers, warned};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::CANARY;
use serde_json::{Value, json};

both_databases! {
    another_unit_of_the_platform_takes_it_in_and_runs_it,
    sealed_banks_stay_sealed_without_the_passphrase,
    what_this_platform_did_not_make_waits_for_a_reviewer,
    a_package_that_was_tampered_with_is_refused,
    who_may_take_a_contest_out_and_in,
}

const PACKAGE: &str = "/contests/thi/package";
const PASSPHRASE: &str = "sông Lam nước chảy";

/// Puts the first round of a draft into the days to come, and keeps it.
async fn dated(world: &World, who: &str, draft: &Value) -> Value {
    let mut file = draft["document"].clone();
    let dates = document(world, "x");
    for key in ["opens_at", "closes_at"] {
        file["rounds"][0][key] = dates["rounds"][0][key].clone();
    }
    world.keep(who, draft, file).await
}

async fn draft_of(world: &World, who: &str, imported: &Value) -> Value {
    let path = format!("/contest-drafts/{}", imported["draft"].as_str().unwrap());
    world.get(who, &path).await
}

async fn another_unit_of_the_platform_takes_it_in_and_runs_it(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    let package = world.package("sen", PACKAGE).await;
    assert_eq!(
        package,
        world.package("sen", PACKAGE).await,
        "the same contest, the same file"
    );
    let looked = world.upload("hong", &package, &[("dry_run", "true")]).await;
    assert_eq!(looked.status, 200, "{looked:?}");
    let looked = looked.json();
    assert_eq!(looked["draft"], Value::Null);
    assert_eq!(
        world.get("hong", "/contest-drafts").await["items"],
        json!([])
    );
    let imported = world.upload("hong", &package, &[]).await;
    assert_eq!(imported.status, 201, "{imported:?}");
    let imported = imported.json();
    let bank = json!([{ "code": BANK, "stored_as": "luat-18100", "questions": QUESTIONS, "added": QUESTIONS }]);
    for reply in [&looked, &imported] {
        assert_eq!(reply["banks"], bank);
        assert_eq!(
            (&reply["slug"], &reply["organiser"]),
            (&json!("thi-18100"), &json!("18100"))
        );
        assert_eq!(
            (&reply["approved"], &reply["sealed"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(
            warned(reply),
            [
                "package.organiser",
                "package.slug",
                "package.window",
                "package.bank_renamed"
            ]
        );
    }
    let draft = draft_of(&world, "hong", &imported).await;
    assert_eq!(
        draft["document"]["rounds"][0]["blueprint"][0]["bank"],
        "luat-18100"
    );
    assert_eq!(
        pointers(&draft, "error"),
        ["/rounds/0/opens_at", "/rounds/0/closes_at"],
        "a window that has passed is asked for anew"
    );
    let ready = dated(&world, "hong", &draft).await;
    assert_eq!(pointers(&ready, "error"), [""; 0]);
    let done = world.publish("hong", &ready).await;
    assert_eq!(done.status, 200, "{done:?}");
    // Nothing of the first unit is seen by the second, and nothing of the second by the first.
    for (who, slug) in [("hong", "thi-18100"), ("sen", "thi")] {
        let list = world.get(who, "/contests/managed").await;
        assert_eq!(
            (&list["total"], &list["items"][0]["slug"]),
            (&json!(1), &json!(slug))
        );
    }
    assert_eq!(
        world
            .refused("hong", "GET", "/contests/thi/file", Value::Null)
            .await,
        "404 not_found"
    );
    // A second time its questions are known.
    let again = world
        .upload("hong", &package, &[("slug", "thi-lai")])
        .await
        .json();
    assert_eq!(
        (&again["slug"], &again["banks"][0]["added"]),
        (&json!("thi-lai"), &json!(0))
    );
    assert!(warned(&again).contains(&"package.questions_held".to_owned()));
    let taken = world.upload("hong", &package, &[("slug", "thi")]).await;
    assert_eq!(taken.problem(), "422 contest.slug_taken");
    let strange = world
        .upload("hong", &package, &[("organiser", "18073")])
        .await;
    assert_eq!(strange.problem(), "422 unit.unknown");
}

/// From SQLite to PostgreSQL, in another unit: the same seed draws the same paper.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_package_draws_the_same_papers_on_the_other_database() {
    let Some(other) = TestStore::postgres().await else {
        return;
    };
    let (first, second) = (
        World::on(TestStore::sqlite().await).await,
        World::on(other).await,
    );
    first.bank("sen-qt", "phu", 7).await;
    let mut file = document(&first, "thi");
    file["rounds"][0]["blueprint"] = json!([
        { "bank": "phu", "count": 3 }, { "bank": BANK, "count": 4, "level": 2 }, { "bank": BANK, "count": 2 },
    ]);
    file["rounds"][0]["paper"] = json!({ "order": "easy_to_hard" });
    let app = &first.platform.app;
    app.apply_contest(first.actor("sen"), &file.to_string(), false)
        .await
        .unwrap();
    let package = first.package("sen", PACKAGE).await;
    let imported = second.upload("hong-qt", &package, &[]).await.json();
    // Codes are free on the other platform, but for one that somebody has there.
    let stored: Vec<&Value> = imported["banks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bank| &bank["stored_as"])
        .collect();
    assert_eq!(stored, ["luat-18100", "phu"]);
    let body = json!({ "title": "A", "from": { "contest": "thi" } });
    let here = first.post("sen", "/contest-drafts", body).await;
    let there = draft_of(&second, "hong-qt", &imported).await;
    let mut papers = Vec::new();
    for _ in 0..5 {
        let tried = first.rehearse("sen", &here, None).await;
        let seed = tried["seed"].as_str().unwrap();
        println!("seed {seed}");
        assert_eq!(second.rehearse("hong-qt", &there, Some(seed)).await, tried);
        papers.push(tried["paper"].clone());
    }
    assert!(
        papers.windows(2).any(|pair| pair[0] != pair[1]),
        "seeds tell papers apart"
    );
}

async fn sealed_banks_stay_sealed_without_the_passphrase(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    let weak = json!({ "passphrase": "ngắn" });
    assert_eq!(
        world.refused("sen", "POST", PACKAGE, weak).await,
        "422 package.passphrase_weak"
    );
    let reply = world
        .call("sen", "POST", PACKAGE, &json!({ "passphrase": PASSPHRASE }))
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let package = reply.body;
    let parts = entries(&package);
    let names: Vec<&String> = parts.keys().collect();
    assert_eq!(
        names,
        ["contest.json", "package.json", "package.sig", "sealed.bin"]
    );
    for (name, content) in &parts {
        let text = String::from_utf8_lossy(content);
        assert!(!text.contains(CANARY) && !text.contains("câu 1"), "{name}");
    }
    let looked = world
        .upload("hong", &package, &[("dry_run", "true")])
        .await
        .json();
    assert_eq!(looked["sealed"], true);
    assert_eq!(looked["banks"][0]["questions"], json!(QUESTIONS));
    assert!(warned(&looked).contains(&"package.sealed".to_owned()));
    let needed = world.upload("hong", &package, &[]).await;
    assert_eq!(needed.problem(), "422 package.passphrase_needed");
    let wrong = world
        .upload("hong", &package, &[("passphrase", "sông Hồng nước chảy")])
        .await;
    assert_eq!(wrong.problem(), "422 package.passphrase_wrong");
    assert_eq!(
        world.get("hong", "/contest-drafts").await["items"],
        json!([])
    );
    let right = world
        .upload("hong", &package, &[("passphrase", PASSPHRASE)])
        .await;
    assert_eq!(right.status, 201, "{right:?}");
    assert_eq!(right.json()["banks"][0]["added"], json!(QUESTIONS));
    // Sealed for this platform: its units need no passphrase, and nobody else has the key.
    let sealed = world
        .package("sen", &format!("{PACKAGE}?keys=sealed"))
        .await;
    assert!(entries(&sealed).contains_key("sealed.bin"));
    let taken = world.upload("tinh", &sealed, &[("organiser", "42")]).await;
    assert_eq!(taken.status, 201, "{taken:?}");
}

async fn what_this_platform_did_not_make_waits_for_a_reviewer(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    let mut parts = entries(&world.package("sen", PACKAGE).await);
    parts.remove("package.sig");
    parts.remove("package.json");
    let unsigned = archive(&parts);
    let organiser = world.upload("hong", &unsigned, &[]).await.json();
    assert_eq!(organiser["approved"], false);
    assert!(warned(&organiser).contains(&"package.not_approved".to_owned()));
    let draft = draft_of(&world, "hong", &organiser).await;
    let ready = dated(&world, "hong", &draft).await;
    assert_eq!(pointers(&ready, "error"), ["/rounds/0/blueprint/0/count"]);
    // An office of one person, who may approve what he brings.
    let administrator = world
        .upload("tinh", &unsigned, &[("organiser", "42")])
        .await
        .json();
    assert_eq!(administrator["approved"], false);
    let administrator = world.upload("sen-qt", &unsigned, &[]).await.json();
    assert_eq!(administrator["approved"], true);
    assert_eq!(
        administrator["banks"][0]["stored_as"], BANK,
        "one's own bank"
    );
    assert_eq!(administrator["banks"][0]["added"], 0);
}

async fn a_package_that_was_tampered_with_is_refused(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    let parts = entries(&world.package("sen", PACKAGE).await);
    let mut changed = parts.clone();
    let bank = changed.get_mut("banks/luat.json").unwrap();
    let text = String::from_utf8(bank.clone()).unwrap();
    *bank = text
        .replacen("\"correct\": true", "\"correct\": false", 1)
        .replacen("\"correct\":true", "\"correct\":false", 1)
        .into_bytes();
    assert_ne!(changed["banks/luat.json"], parts["banks/luat.json"]);
    let refused = world.upload("hong", &archive(&changed), &[]).await;
    assert_eq!(refused.problem(), "422 import.changed");
    // Without the description the bank itself is read, and a question without a key is none.
    changed.remove("package.json");
    changed.remove("package.sig");
    let refused = world.upload("hong", &archive(&changed), &[]).await;
    assert_eq!(refused.problem(), "422 package.questions");
    let fault = &refused.json()["errors"][0];
    assert!(
        fault["pointer"]
            .as_str()
            .unwrap()
            .starts_with("/banks/luat.json/"),
        "{fault}"
    );
    let mut more = parts.clone();
    more.insert("seeds.json".to_owned(), b"{}".to_vec());
    let refused = world.upload("hong", &archive(&more), &[]).await;
    assert_eq!(refused.problem(), "422 import.unknown_entry");
    let mut broken = parts.clone();
    broken.remove("package.json");
    broken.remove("package.sig");
    broken.insert("contest.json".to_owned(), b"{ \"contest\": ".to_vec());
    let refused = world.upload("hong", &archive(&broken), &[]).await;
    assert_eq!(refused.problem(), "422 contest.invalid");
    assert_eq!(
        world
            .upload("hong", b"PK\x03\x04 nichts", &[])
            .await
            .problem(),
        "422 import.damaged"
    );
    assert_eq!(
        world.get("hong", "/contest-drafts").await["items"],
        json!([])
    );
}

async fn who_may_take_a_contest_out_and_in(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    let seal = json!({ "passphrase": PASSPHRASE });
    for (who, code) in [
        ("xem", "403 auth.forbidden"),
        ("hong", "404 not_found"),
        ("khac", "404 not_found"),
        ("", "401 auth.required"),
    ] {
        assert_eq!(
            world.refused(who, "GET", PACKAGE, Value::Null).await,
            code,
            "{who}"
        );
        assert_eq!(
            world.refused(who, "POST", PACKAGE, seal.clone()).await,
            code,
            "{who}"
        );
    }
    let package = world.package("tinh", PACKAGE).await;
    for who in ["xem", "soan"] {
        let refused = world.upload(who, &package, &[]).await;
        assert_eq!(refused.problem(), "403 auth.forbidden", "{who}");
    }
    let odd = world
        .upload("hong", &package, &[("dry_run", "vielleicht")])
        .await;
    assert_eq!(odd.problem(), "422 field.choice");
    let mut work = world.platform.app.store.read().await.unwrap();
    let log = work.audit_log(20).await.unwrap();
    let taken = log
        .iter()
        .find(|entry| entry.action == "contest.packaged")
        .unwrap();
    assert!(
        taken.actor.starts_with("staff:") && !taken.detail.contains("thi"),
        "{taken:?}"
    );
    let contest = work.contest_by_slug("thi").await.unwrap().unwrap();
    assert!(instant(&json!(contest.created_at)) <= taken.at);
}
