//! Feeds: the same entries in two forms, each of which its readers can read.

use super::world::{ask, items, page, titled};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use thiluat::auth::Actor;

both_databases! { what_happens_to_contests_is_told_in_both_forms }

/// The texts of every element of that name, and whether the document is well formed.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut depth, mut inside) = (Vec::new(), 0, None);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                if start.name().as_ref() == name {
                    inside = Some(String::new());
                }
            }
            Event::End(_) => {
                depth -= 1;
                found.extend(inside.take());
            }
            Event::Text(text) => {
                if let Some(inside) = &mut inside {
                    inside.push_str(&text.into_inner());
                }
            }
            Event::GeneralRef(named) => {
                if let Some(inside) = &mut inside {
                    let reference = match &*named {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("{other}"),
                    };
                    inside.push_str(reference);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{xml}");
    found
}

async fn what_happens_to_contests_is_told_in_both_forms(store: TestStore) {
    let platform = Platform::on(store).await;
    let empty = page(&platform, "/feed.xml").await;
    assert_eq!(texts(&empty, "updated"), ["1970-01-01T00:00:00Z"]);
    titled(&platform, "thi", "Luật <mới> & \"cũ\"").await;
    platform.clock.advance(3_600_000);
    platform
        .contest("sau", json!({ "opens_at": platform.clock_in(3_600_000) }))
        .await;

    let feed = ask(&platform, "GET", "/feed.json", "").await;
    assert_eq!(feed.header("content-type"), "application/feed+json");
    assert_eq!(feed.header("cache-control"), "public, max-age=60");
    let json = feed.json();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["feed_url"], "http://localhost/feed.json");
    let titles = |feed: &Value| -> Vec<String> {
        let titles = items(feed)
            .iter()
            .map(|item| item["title"].as_str().unwrap().to_owned());
        titles.collect()
    };
    // What has not happened yet is not told.
    assert_eq!(
        titles(&json),
        [
            "Cuộc thi mới: Thi thử",
            "Cuộc thi mới: Luật <mới> & \"cũ\"",
            "Đã mở Vòng 1 – Luật <mới> & \"cũ\"",
        ]
    );
    let opened = &json["items"][2];
    assert_eq!(opened["id"], "http://localhost/cuoc-thi/thi#v1/mo");
    assert_eq!(opened["url"], "http://localhost/cuoc-thi/thi");
    assert_eq!(opened["date_published"], "2026-12-01T00:00:00Z");
    assert_eq!(opened["authors"], json!([{ "name": "Tỉnh Hà Tĩnh" }]));

    platform.clock.advance(1_000);
    let closed = platform.app.close_round(Actor::Command, "thi", "v1", true);
    closed.await.unwrap();
    platform.clock.advance(6_000);
    let json = ask(&platform, "GET", "/feed.json?lang=en", "").await.json();
    assert_eq!(titles(&json)[0], "Vòng 1 has closed – Luật <mới> & \"cũ\"");

    let atom = ask(&platform, "GET", "/feed.xml?lang=en", "").await;
    assert_eq!(
        atom.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    let xml = String::from_utf8(atom.body.clone()).unwrap();
    let (ids, all) = (texts(&xml, "id"), texts(&xml, "title"));
    assert_eq!(all[1..], titles(&json));
    assert_eq!(ids.len(), 5);
    for (item, id) in items(&json).iter().zip(&ids[1..]) {
        assert_eq!(&item["id"], id);
    }
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    let newest = texts(&xml, "updated").into_iter().skip(1).max().unwrap();
    assert_eq!(texts(&xml, "updated")[0], newest);

    let known = format!("if-none-match: {}\r\n", atom.header("etag"));
    let again = ask(&platform, "GET", "/feed.xml?lang=en", &known).await;
    assert_eq!(again.status, 304);
    let strange = ask(&platform, "GET", "/feed.xml?lang=fr", "").await;
    assert_eq!(strange.problem(), "422 field.choice");
}
