//! Lists of people are taken into a contest.

use crate::api::units::world::{World, each};
use crate::edge::wire::Reply;
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use std::fmt::Write as _;
use thiluat::auth::Actor;
use thiluat::clock::Clock as _;
use thiluat::domain::{HeldBy, Timestamp};

both_databases! {
    a_class_list_becomes_participants_with_codes,
    a_dry_run_adds_nobody,
    bad_rows_are_told_by_row_and_column,
    who_is_there_is_named_and_not_changed,
    a_list_of_eligible_people_grows,
    consents_are_held_by_the_organiser_and_none_is_chosen_for_anybody,
    thousands_are_taken,
    only_the_organiser_brings_people_in,
}

/// A contest of commune 18100, not yet published, whose people are known by a code of the school.
async fn contest(world: &World, registration: Value) {
    let now = world.platform.clock.now().millis();
    let at = |hours: i64| Timestamp::from_millis(now + hours * 3_600_000);
    let mut fields = json!([
        { "key": "full_name", "required": true },
        { "key": "birth_date", "required": true },
        { "key": "unit", "required": true },
        { "key": "code", "required": true },
        { "key": "to", "label": "Tổ", "kind": "choice", "options": ["Tổ 1", "Tổ 2"] },
    ]);
    let mut rules = json!({ "identity": ["code"], "fields": fields.take() });
    for (key, value) in registration.as_object().unwrap() {
        rules[key] = value.clone();
    }
    let file = json!({
        "contest": { "slug": "thi", "title": "Thi thử", "organiser": "18100" },
        "registration": rules,
        "rounds": [{
            "code": "v1", "title": "Vòng 1", "opens_at": at(-1), "closes_at": at(100),
            "time_limit_s": 900, "blueprint": [{ "bank": "thu", "count": 10 }],
            "publish": { "at_submit": "score", "key": "round_close" },
        }],
    });
    let applied = world
        .platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await;
    applied.unwrap();
}

async fn send(world: &World, who: &str, list: &str, parts: &[(&str, &str)]) -> Reply {
    let path = "/contests/thi/rosters";
    world
        .upload(who, path, "6a.csv", list.as_bytes(), parts)
        .await
}

async fn take(world: &World, list: &str, parts: &[(&str, &str)]) -> Value {
    let reply = send(world, "xa", list, parts).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

const LIST: &str = "TRƯỜNG THCS LÊ LỢI,,,,,\n\
    DANH SÁCH HỌC SINH,,,,,\n\
    STT,Họ và tên,Ngày sinh,Lớp,Mã HS,Tổ\n\
    1,Nguyễn Thị Đào,05/09/2014,6A,hs01,Tổ 1\n\
    2,Trần Văn An,1/10/2014,Lớp 6b,hs02,\n";

async fn a_class_list_becomes_participants_with_codes(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({})).await;
    let taken = take(&world, LIST, &[("unit", "18100-thcs")]).await;
    assert_eq!(taken["refused"], json!([]), "{taken}");
    assert_eq!(
        (&taken["rows"], &taken["added"], &taken["existing"]),
        (&json!(2), &json!(2), &json!(0))
    );
    let slips = taken["slips"].as_array().unwrap();
    assert_eq!(
        each(&taken["slips"], "full_name"),
        ["Nguyễn Thị Đào", "Trần Văn An"]
    );
    assert_eq!(each(&taken["slips"], "unit"), ["Lớp 6A", "Lớp 6B"]);
    assert_eq!(each(&taken["slips"], "identity"), ["HS01", "HS02"]);
    assert_eq!(
        (&slips[0]["number"], &slips[1]["number"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(slips[0]["link"], "http://localhost/cuoc-thi/thi/tro-lai");
    // The code on the slip lets its owner in.
    let body = json!({
        "identity": { "code": "hs01" },
        "sign_in_code": slips[0]["sign_in_code"],
    });
    let reply = world
        .platform
        .call("POST", "/contests/thi/sessions", "", &body)
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.json()["participant"]["number"], 1);
    let uses = world.get("xa", "/units/18100-6a").await;
    assert_eq!(uses["participants"], 1);
    let log = world.audited().await;
    let (action, detail) = log.last().unwrap();
    assert_eq!(action, "contest.roster_taken");
    assert!(
        !detail.contains("Đào") && detail.contains("held_by_organiser"),
        "{detail}"
    );
}

async fn a_dry_run_adds_nobody(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({})).await;
    let told = take(&world, LIST, &[("unit", "18100-thcs"), ("dry_run", "true")]).await;
    assert_eq!((&told["added"], &told["slips"]), (&json!(2), &json!([])));
    let taken = take(&world, LIST, &[("unit", "18100-thcs")]).await;
    assert_eq!(
        (&taken["added"], &taken["slips"][0]["number"]),
        (&json!(2), &json!(1))
    );
}

async fn bad_rows_are_told_by_row_and_column(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({ "min_age": 10 })).await;
    let list = "Họ tên,Ngày sinh,Đơn vị,Lớp,Mã,Tổ,Dân tộc,Email\n\
        A,05/09/2014,,6A,h1,,Kinh,\n\
        Lê Bình,31/02/2014,,6A,h2,,,\n\
        Lê Chi,05/09/2014,Trường Lạ,,h3,,,\n\
        Lê Dũng,05/09/2014,,6A,,Tổ 9,,\n\
        Lê Giang,05/09/2020,,6A,h5,,,\n\
        Lê Hoa,05/09/2014,,6A,h6,,,hoa@example.vn\n\
        Lê Hoa,05/09/2014,,6A,H6,,,\n\
        Lê Kim,05/09/2014,,,h7,,,\n\
        Lê Lan,05/09/2014,18100-6b,,h8,,,\n";
    let taken = take(&world, list, &[]).await;
    let refused = taken["refused"].as_array().unwrap();
    let places: Vec<(&str, &str)> = refused
        .iter()
        .map(|row| (row["at"].as_str().unwrap(), row["code"].as_str().unwrap()))
        .collect();
    let expected = [
        ("dòng 2, cột A", "field.invalid"),
        ("dòng 3, cột B", "field.invalid"),
        ("dòng 4, cột C", "unit.unknown"),
        ("dòng 5", "field.required"),
        ("dòng 5, cột F", "field.invalid"),
        ("dòng 6, cột B", "field.age"),
        ("dòng 8", "roster.duplicate"),
        ("dòng 9", "field.required"),
    ];
    assert_eq!(places, expected, "{taken}");
    let missing = refused[3]["detail"].as_str().unwrap();
    assert!(missing.starts_with("Mã: "), "{missing}");
    assert_eq!(taken["added"], 2, "good rows are taken");
    let warned = each(&taken["warnings"], "code");
    assert_eq!(warned, ["roster.not_asked"], "{taken}");
    let nobody = take(&world, "Họ tên,Mã\nLê An,h1\n", &[]).await;
    assert_eq!(
        nobody["refused"].as_array().unwrap().len(),
        2,
        "date of birth and unit"
    );
}

async fn who_is_there_is_named_and_not_changed(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({})).await;
    let unit = [("unit", "18100-thcs")];
    let first = take(&world, LIST, &unit).await;
    let code = first["slips"][0]["sign_in_code"].clone();
    let list = format!(
        "{}3,Phạm Thị Cúc,2/2/2014,9Z,hs03,\n",
        LIST.replace("Đào", "Mai")
    );
    let second = take(&world, &list, &unit).await;
    assert_eq!(
        (&second["added"], &second["existing"]),
        (&json!(1), &json!(2))
    );
    let warned = each(&second["warnings"], "code");
    assert_eq!(
        warned,
        [
            "roster.class_unknown",
            "participant.exists",
            "participant.exists"
        ]
    );
    assert_eq!(second["warnings"][1]["at"], "dòng 4");
    assert_eq!(second["slips"][0]["number"], 3, "no number is skipped");
    assert_eq!(second["slips"][0]["unit"], "Trường THCS Lê Lợi");
    let body = json!({ "identity": { "code": "hs01" }, "sign_in_code": code });
    let reply = world
        .platform
        .call("POST", "/contests/thi/sessions", "", &body)
        .await;
    assert_eq!(reply.status, 200, "the code of before is good");
}

async fn a_list_of_eligible_people_grows(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({ "eligible": { "roster": "hoc-sinh" } })).await;
    let unit = ("unit", "18100-thcs");
    let without = take(&world, LIST, &[unit]).await;
    assert_eq!(
        each(&without["refused"], "code"),
        ["participant.not_on_roster"; 2]
    );
    let taken = take(&world, LIST, &[unit, ("list", "hoc-sinh")]).await;
    assert_eq!(taken["added"], 2, "{taken}");
    // Taken again they are on the list already, and stay the ones they are.
    let again = take(&world, LIST, &[unit, ("list", "hoc-sinh")]).await;
    assert_eq!(
        (&again["added"], &again["existing"]),
        (&json!(0), &json!(2))
    );
    let reply = send(&world, "xa", LIST, &[unit, ("list", "nowhere")]).await;
    assert_eq!(reply.problem(), "422 field.invalid");
    assert_eq!(reply.json()["errors"][0]["pointer"], "/list");
}

async fn consents_are_held_by_the_organiser_and_none_is_chosen_for_anybody(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({})).await;
    let list = "Họ tên,Ngày sinh,Lớp,Mã,Người giám hộ,SĐT phụ huynh\n\
        Lê An,05/09/2014,6A,h1,Lê Văn Bố,912345678\n\
        Lê Ba,05/09/2014,6A,h2,,\n\
        Lê Cô,05/09/1990,6A,h3,,\n\
        Lê Dì,05/09/2014,6A,h4,Lê Văn Sai,12\n";
    let taken = take(&world, list, &[]).await;
    assert_eq!(taken["added"], 3, "{taken}");
    let refused = &taken["refused"][0];
    assert_eq!(
        (&refused["at"], &refused["code"]),
        (&json!("dòng 5, cột F"), &json!("field.invalid"))
    );
    let mut work = world.platform.app.store.read().await.unwrap();
    let contest = work.contest_by_slug("thi").await.unwrap().unwrap();
    let people = work.participants_of(contest.id).await.unwrap();
    let purposes = |at: usize| -> Vec<&str> {
        let consents = people[at].consents.iter();
        consents.map(|consent| consent.purpose.as_str()).collect()
    };
    assert_eq!(purposes(0), ["take_part", "guardian"]);
    assert_eq!(purposes(1), ["take_part", "guardian"]);
    assert_eq!(purposes(2), ["take_part"]);
    for person in &people {
        let held = person.consents.iter();
        assert!(
            held.map(|c| c.held_by)
                .all(|by| by == Some(HeldBy::Organiser))
        );
    }
    let guardian = people[0].guardian.as_ref().unwrap();
    assert_eq!(guardian.phone, "+84912345678");
    assert_eq!(people[1].guardian, None, "his paper is with the organiser");
}

async fn thousands_are_taken(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({})).await;
    let mut list = String::from("Họ tên,Ngày sinh,Lớp,Mã\n");
    for number in 0..1_200 {
        let _ = writeln!(list, "Học Sinh Số {number},05/09/2014,6A,h{number}");
    }
    let taken = take(&world, &list, &[]).await;
    assert_eq!(taken["added"], 1_200);
    let slips = taken["slips"].as_array().unwrap();
    let numbers: Vec<i64> = slips
        .iter()
        .map(|s| s["number"].as_i64().unwrap())
        .collect();
    assert_eq!(
        numbers,
        (1..=1_200).collect::<Vec<_>>(),
        "in the order of the list"
    );
}

async fn only_the_organiser_brings_people_in(store: TestStore) {
    let world = World::on(store).await;
    contest(&world, json!({})).await;
    for (who, problem) in [
        ("ngoai", "404 not_found"),
        ("xem", "403 auth.forbidden"),
        ("", "401 auth.required"),
    ] {
        assert_eq!(
            send(&world, who, LIST, &[]).await.problem(),
            problem,
            "{who}"
        );
    }
    let elsewhere = send(&world, "xa", LIST, &[("unit", "17000")]).await;
    assert_eq!(elsewhere.problem(), "422 field.invalid");
    assert_eq!(elsewhere.json()["errors"][0]["pointer"], "/unit");
    let none = send(&world, "xa", "a,b\n1,2\n", &[]).await;
    assert_eq!(none.problem(), "422 roster.no_headings");
    assert_eq!(
        take(&world, LIST, &[("unit", "18100-thcs")]).await["added"],
        2
    );
}
