//! A draft as a contest file, both ways.

use super::world::{World, at, document};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    comments_stay_while_the_draft_says_the_same,
    what_can_not_be_read_is_told_by_its_line,
}

const FILE: &str = "# Thể lệ do xã soạn\n[contest]\nslug = \"thi\"\ntitle = \"Thi\" # tên gọi\n\
    organiser = \"18073\"\n";

async fn text(world: &World, draft: &Value) -> String {
    let path = format!("{}/file", at(draft));
    let reply = world.call("sen", "GET", &path, &Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    String::from_utf8(reply.body).unwrap()
}

async fn put(world: &World, draft: &Value, text: &str) -> crate::edge::wire::Reply {
    let body = json!({ "revision": draft["revision"], "text": text });
    let path = format!("{}/file", at(draft));
    world.call("sen", "PUT", &path, &body).await
}

async fn comments_stay_while_the_draft_says_the_same(store: TestStore) {
    let world = World::on(store).await;
    let made = world.draft("sen", document(&world, "cu")).await;
    let kept = put(&world, &made, FILE).await;
    assert_eq!(kept.status, 200, "{kept:?}");
    let kept = kept.json();
    assert_eq!(
        kept["document"],
        json!({ "contest": { "slug": "thi", "title": "Thi", "organiser": "18073" } })
    );
    assert_eq!(text(&world, &kept).await, FILE);
    // The same document again changes nothing of what was written.
    let same = world.keep("sen", &kept, kept["document"].clone()).await;
    assert_eq!(text(&world, &same).await, FILE);
    let changed = world.keep("sen", &same, document(&world, "thi")).await;
    let written = text(&world, &changed).await;
    assert!(
        !written.contains('#') && written.starts_with("[contest]\nslug = \"thi\"\n"),
        "{written}"
    );
    // What was written reads back as the same draft.
    let again = put(&world, &changed, &written).await.json();
    assert_eq!(again["document"], changed["document"]);
    let json = document(&world, "thi-json").to_string();
    let read = put(&world, &again, &json).await.json();
    assert_eq!(read["document"], document(&world, "thi-json"));
    assert_eq!(text(&world, &read).await, json);
}

async fn what_can_not_be_read_is_told_by_its_line(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let wrong = put(&world, &draft, "[contest]\nslug = \n").await;
    assert_eq!(wrong.problem(), "422 contest.invalid");
    let fault = &wrong.json()["errors"][0];
    assert_eq!(fault["code"], "toml.syntax");
    assert!(
        fault["detail"].as_str().unwrap().contains("dòng 2"),
        "{fault}"
    );
    let wrong = put(&world, &draft, "{\n \"contest\": [\n").await;
    assert_eq!(wrong.json()["errors"][0]["code"], "json.syntax");
    // A file whose keys are wrong is kept: the keys are findings.
    let odd = put(&world, &draft, "[contest]\ncolour = \"red\"\n").await;
    assert_eq!(odd.status, 200, "{odd:?}");
    assert_eq!(odd.json()["findings"][0]["pointer"], "/contest/colour");
}
