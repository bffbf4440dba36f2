//! A question file on its way into a bank: read apart, looked through, mended, taken.

use crate::edge::wire::{Reply, Wire};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use bytes::Bytes;
use serde_json::{Value, json};
use std::fmt::Write as _;
use thiluat::app::imports::{FileToRead, QuestionFiles as _, ReadFault};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::Role;
use thiluat::reading::Apart;

both_databases! {
    a_file_is_looked_through_mended_and_taken,
    what_the_bank_holds_already_is_told_before,
    only_who_may_brings_and_approves_questions,
    a_form_that_is_none_is_refused,
    what_was_mended_meanwhile_is_taken_or_its_mender_is_told,
    only_one_of_many_who_take_a_file_does,
}

const FILE: &str = "Ngân hàng thử,,,,,\n\
    Câu hỏi,Đáp án A,Đáp án B,Đáp án C,Đáp án đúng,Mức độ\n\
    Một?,a,b,c,A,\n\
    Hai?,a,b,c,B,rất khó hiểu\n\
    Ba?,a,b,c,E,\n\
    Bốn?,a,b,c,C,\n";

async fn staff(platform: &Platform, role: Role) -> String {
    let new = NewStaff {
        email: format!("{}@example.vn", role.word()),
        name: format!("Cán bộ {}", role.word()),
        role,
        unit: None,
        password: "bốn con trâu của làng".into(),
    };
    platform.app.add_staff(Actor::Command, &new).await.unwrap();
    let body = json!({ "email": new.email, "password": new.password });
    let reply = platform.call("POST", "/staff/session", "", &body).await;
    reply.json()["token"].as_str().unwrap().to_owned()
}

pub async fn upload(
    platform: &Platform,
    token: &str,
    bank: &str,
    name: &str,
    file: &[u8],
) -> Reply {
    let mut body = format!(
        "--xx\r\ncontent-disposition: form-data; name=\"bank\"\r\n\r\n{bank}\r\n\
         --xx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--xx--\r\n");
    let mut wire = Wire::to(platform.address).await;
    let head = format!(
        "POST /api/v1/imports HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: multipart/form-data; boundary=xx\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    wire.send([head.as_bytes(), &body].concat()).await;
    wire.reply().await
}

async fn get(platform: &Platform, token: &str, path: &str) -> Value {
    let reply = platform.call("GET", path, token, &Value::Null).await;
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    reply.json()
}

fn positions(page: &Value) -> Vec<i64> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["position"].as_i64().unwrap())
        .collect()
}

async fn a_file_is_looked_through_mended_and_taken(store: TestStore) {
    let platform = Platform::on(store).await;
    let token = staff(&platform, Role::Author).await;
    let reply = upload(&platform, &token, "moi", "thử.csv", FILE.as_bytes()).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let import = reply.json();
    let told = (
        &import["format"],
        &import["title"],
        &import["state"],
        &import["by"]["name"],
    );
    assert_eq!(
        told,
        (
            &json!("csv"),
            &json!("Ngân hàng thử"),
            &json!("open"),
            &json!("Cán bộ author")
        )
    );
    let counts = json!({ "questions": 4, "taken": 3, "refused": 1, "skipped": 0, "doubtful": 2 });
    assert_eq!(import["counts"], counts);
    let base = format!("/imports/{}", import["id"].as_str().unwrap());
    // Doubts first: what was not understood and what has no key, each beside the text of the file.
    let doubts = get(&platform, &token, &format!("{base}/items?show=doubtful")).await;
    assert_eq!(
        (positions(&doubts), &doubts["total"]),
        (vec![2, 3], &json!(2))
    );
    let (unclear, keyless) = (&doubts["items"][0], &doubts["items"][1]);
    assert_eq!(
        unclear["source"],
        "A: Hai?\nB: a\nC: b\nD: c\nE: B\nF: rất khó hiểu"
    );
    assert_eq!(unclear["draft"]["stem"], "Hai?");
    assert_eq!(keyless["state"], "refused");
    assert_eq!(keyless["refusal"]["code"], "import.key_invalid");
    // What was read of it stands in the editor.
    let options = keyless["draft"]["options"].as_array().unwrap();
    assert_eq!(
        (keyless["draft"]["stem"].as_str(), options.len()),
        (Some("Ba?"), 3)
    );
    // Page by page.
    let first = get(&platform, &token, &format!("{base}/items?limit=3")).await;
    assert_eq!(positions(&first), [1, 2, 3]);
    let rest = format!(
        "{base}/items?limit=3&cursor={}",
        first["next_cursor"].as_str().unwrap()
    );
    let rest = get(&platform, &token, &rest).await;
    assert_eq!(
        (positions(&rest), &rest["next_cursor"]),
        (vec![4], &Value::Null)
    );
    // A refused one is mended in place; a wrong mending is told by its part.
    let mend = async |position: i64, body: Value| {
        let path = format!("{base}/items/{position}");
        platform.call("PATCH", &path, &token, &body).await
    };
    let draft = |right: [bool; 2]| {
        json!({ "draft": { "kind": "single", "stem": "Ba?", "options": [
            { "text": "a", "correct": right[0] }, { "text": "b", "correct": right[1] },
        ] } })
    };
    let wrong = mend(3, draft([true, true])).await;
    assert_eq!(
        (wrong.status, &wrong.json()["code"]),
        (422, &json!("import.key_invalid"))
    );
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/draft/options");
    let odd = mend(3, json!({ "draft": { "kind": "single", "stemm": "x" } })).await;
    assert_eq!(odd.json()["errors"][0]["code"], "json.unknown_field");
    assert_eq!(
        mend(3, json!({ "skip": false })).await.json()["state"],
        "refused"
    );
    let picture = json!({ "draft": { "kind": "text", "accepted": ["a"],
        "stem": format!("<img data-media=\"{}\" alt=\"\">", "0f".repeat(32)) } });
    let strange = mend(3, picture).await;
    assert_eq!(strange.json()["errors"][0]["code"], "question.media");
    assert_eq!(mend(3, draft([false, true])).await.json()["state"], "fixed");
    assert_eq!(
        mend(4, json!({ "skip": true })).await.json()["state"],
        "skipped"
    );
    assert_eq!(mend(9, json!({ "skip": true })).await.status, 404);
    let counts = json!({ "questions": 4, "taken": 3, "refused": 0, "skipped": 1, "doubtful": 1 });
    assert_eq!(get(&platform, &token, &base).await["counts"], counts);
    // Nothing is in the bank before, and then all at once.
    let mut work = platform.app.store.read().await.unwrap();
    assert!(work.bank_by_code("moi").await.unwrap().is_none());
    drop(work);
    let done = platform
        .call("POST", &format!("{base}/commit"), &token, &json!({}))
        .await;
    assert_eq!(
        done.json(),
        json!({ "bank": "moi", "accepted": 3, "refused": [] })
    );
    let mut work = platform.app.store.read().await.unwrap();
    let bank = work.bank_by_code("moi").await.unwrap().unwrap();
    let questions = work.questions(bank.id).await.unwrap();
    let stems: Vec<&str> = questions.iter().map(|q| q.content.stem.as_str()).collect();
    assert_eq!(
        (bank.title.as_str(), stems),
        ("Ngân hàng thử", vec!["Một?", "Hai?", "Ba?"])
    );
    assert!(questions.iter().all(|q| q.status.word() == "draft"));
    drop(work);
    let again = platform
        .call("POST", &format!("{base}/commit"), &token, &json!({}))
        .await;
    assert_eq!(
        (again.status, &again.json()["code"]),
        (409, &json!("import.committed"))
    );
    assert_eq!(mend(1, json!({ "skip": true })).await.status, 409);
    assert_eq!(
        get(&platform, &token, "/imports").await["items"][0]["state"],
        "committed"
    );
    let gone = platform.call("DELETE", &base, &token, &Value::Null).await;
    assert_eq!(gone.status, 204);
    assert_eq!(
        platform
            .call("GET", &base, &token, &Value::Null)
            .await
            .status,
        404
    );
}

async fn what_the_bank_holds_already_is_told_before(store: TestStore) {
    let platform = Platform::on(store).await;
    let token = staff(&platform, Role::Organiser).await;
    for wanted in [(3, 0), (0, 3)] {
        let reply = upload(&platform, &token, "kho", "a.csv", FILE.as_bytes())
            .await
            .json();
        assert_eq!(reply["counts"]["taken"], wanted.0);
        let base = format!("/imports/{}", reply["id"].as_str().unwrap());
        let refused = get(&platform, &token, &format!("{base}/items?show=refused")).await;
        let codes = refused["items"].as_array().unwrap().iter();
        let held = codes.filter(|item| item["refusal"]["code"] == "import.duplicate");
        assert_eq!(held.count(), wanted.1);
        platform
            .call("POST", &format!("{base}/commit"), &token, &json!({}))
            .await;
    }
}

async fn only_who_may_brings_and_approves_questions(store: TestStore) {
    let platform = Platform::on(store).await;
    let author = staff(&platform, Role::Author).await;
    let administrator = staff(&platform, Role::Administrator).await;
    let import = upload(&platform, &author, "kho", "a.csv", FILE.as_bytes())
        .await
        .json();
    let base = format!("/imports/{}", import["id"].as_str().unwrap());
    for role in [Role::Reviewer, Role::Judge, Role::Verifier, Role::Viewer] {
        let token = staff(&platform, role).await;
        assert_eq!(
            upload(&platform, &token, "kho", "a.csv", b"x").await.status,
            403
        );
        for path in ["/imports", &base, &format!("{base}/items")] {
            let reply = platform.call("GET", path, &token, &Value::Null).await;
            assert_eq!(reply.status, 403, "{path}");
        }
    }
    assert_eq!(
        upload(&platform, "", "kho", "a.csv", b"x").await.status,
        401
    );
    // An office of one person can go on at once; nobody has approved it for rounds that ask for two.
    let approved = json!({ "as": "approved" });
    let commit = format!("{base}/commit");
    assert_eq!(
        platform
            .call("POST", &commit, &author, &approved)
            .await
            .status,
        403
    );
    assert_eq!(
        platform
            .call("POST", &commit, &administrator, &approved)
            .await
            .status,
        200
    );
    let list = get(&platform, &author, "/banks/kho/questions").await;
    let lines = list["items"].as_array().unwrap();
    assert_eq!(lines.len(), 3);
    for line in lines {
        let told = (&line["status"], &line["approvals"]);
        assert_eq!(told, (&json!("approved"), &json!(0)));
    }
}

async fn a_form_that_is_none_is_refused(store: TestStore) {
    let platform = Platform::on(store).await;
    let token = staff(&platform, Role::Author).await;
    let json = platform
        .call("POST", "/imports", &token, &json!({ "bank": "a" }))
        .await;
    assert_eq!(
        (json.status, &json.json()["code"]),
        (415, &json!("content_type"))
    );
    for (bank, name, file, status, code) in [
        ("a b", "a.csv", FILE.as_bytes(), 422, "import.bank_code"),
        ("a", "", FILE.as_bytes(), 422, "field.required"),
        ("a", "a.csv", b"", 422, "import.empty"),
        (
            "a",
            "a.xlsx",
            b"PK\x03\x04 no archive",
            415,
            "import.not_xlsx",
        ),
    ] {
        let reply = upload(&platform, &token, bank, name, file).await;
        assert_eq!(
            (reply.status, &reply.json()["code"]),
            (status, &json!(code)),
            "{reply:?}"
        );
    }
    assert_eq!(get(&platform, &token, "/imports").await["items"], json!([]));
}

fn any_file() -> FileToRead {
    FileToRead {
        name: "a.csv".into(),
        bytes: Bytes::from_static(FILE.as_bytes()),
        key: None,
        format: None,
    }
}

async fn what_was_mended_meanwhile_is_taken_or_its_mender_is_told(store: TestStore) {
    let platform = Platform::on(store).await;
    let token = staff(&platform, Role::Author).await;
    let reply = upload(&platform, &token, "dua", "thử.csv", FILE.as_bytes()).await;
    let base = format!("/imports/{}", reply.json()["id"].as_str().unwrap());
    let mend = async |position: i64| {
        let draft = json!({ "draft": { "kind": "single", "stem": format!("Sửa {position}?"),
            "options": [{ "text": "a", "correct": true }, { "text": "b", "correct": false }] } });
        let path = format!("{base}/items/{position}");
        (platform.call("PATCH", &path, &token, &draft).await).status
    };
    let take = async || {
        let path = format!("{base}/commit");
        (platform.call("POST", &path, &token, &json!({})).await).status
    };
    let (first, second, taken, third, fourth) =
        tokio::join!(mend(1), mend(2), take(), mend(3), mend(4));
    assert_eq!(taken, 200);
    let mut work = platform.app.store.read().await.unwrap();
    let bank = work.bank_by_code("dua").await.unwrap().unwrap();
    let questions = work.questions(bank.id).await.unwrap();
    for (position, status) in (1..).zip([first, second, third, fourth]) {
        let mended = format!("Sửa {position}?");
        let is_in = questions.iter().any(|q| q.content.stem == mended);
        assert_eq!(is_in, status == 200, "{position}: {status}");
        assert!(status == 200 || status == 409, "{position}: {status}");
    }
}

async fn only_one_of_many_who_take_a_file_does(store: TestStore) {
    let platform = Platform::on(store).await;
    let token = staff(&platform, Role::Author).await;
    let reply = upload(&platform, &token, "nhieu", "thử.csv", FILE.as_bytes()).await;
    let path = format!("/imports/{}/commit", reply.json()["id"].as_str().unwrap());
    let take = async || {
        let body = json!({});
        (platform.call("POST", &path, &token, &body).await).status
    };
    let (first, second, third) = tokio::join!(take(), take(), take());
    let mut statuses = [first, second, third];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409]);
    let mut work = platform.app.store.read().await.unwrap();
    let bank = work.bank_by_code("nhieu").await.unwrap().unwrap();
    assert_eq!(work.questions(bank.id).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_reader_that_dies_takes_nobody_with_it() {
    let dies = Apart::new("/bin/false".into()).read(any_file()).await;
    assert_eq!(dies.unwrap_err(), ReadFault::OverLimits);
    let absent = Apart::new("/no/such/program".into()).read(any_file()).await;
    assert!(matches!(absent.unwrap_err(), ReadFault::Failed(_)));
}

#[tokio::test]
async fn a_file_that_is_too_much_is_refused_and_the_next_one_is_read() {
    // 50 MiB of text that JSON makes many times larger: more than a reader may have.
    let mut text = String::from("{\"format\":\"thiluat-bank/1\",\"questions\":[");
    while text.len() < 49 << 20 {
        text.push_str("{\"kind\":\"text\",\"stem\":\"a\",\"accepted\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]},");
    }
    text.truncate(text.len() - 1);
    text.push_str("]}");
    let file = FileToRead {
        bytes: text.into(),
        name: "a.json".into(),
        ..any_file()
    };
    let reader = Apart::new(env!("CARGO_BIN_EXE_thiluat").into());
    let refused = reader.read(file).await.unwrap_err();
    let told = matches!(
        refused,
        ReadFault::OverLimits | ReadFault::Refused("field.too_many", ..)
    );
    assert!(told, "{refused:?}");
    assert_eq!(
        reader.read(any_file()).await.unwrap().items.len(),
        4,
        "the next one is read"
    );
}

/// The allocator reserved more address space than a reader may have: three of a hundred sound files were refused.
#[tokio::test]
async fn a_sound_file_is_read_every_time() {
    let mut text = String::from("Câu hỏi,Đáp án A,Đáp án B,Đáp án C,Đáp án đúng\n");
    for number in 0..500 {
        let _ = writeln!(text, "Câu thứ {number} hỏi điều gì?,một,hai,ba,A");
    }
    let text = Bytes::from(text);
    let reader = Apart::new(env!("CARGO_BIN_EXE_thiluat").into());
    for time in 0..100 {
        let file = FileToRead {
            bytes: text.clone(),
            ..any_file()
        };
        let read = reader.read(file).await;
        let read = read.unwrap_or_else(|fault| panic!("time {time}: {fault:?}"));
        assert_eq!(read.items.len(), 500, "time {time}");
    }
}
