//! Pictures of questions: nobody sees one but the person on whose paper it stands, when it is there
//! (security.md 1, 45), and staff who may read questions.

use crate::edge::wire::Reply;
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Cursor;
use thiluat::app::banks::{BankImport, PlacedDraft};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::Role;
use thiluat::exchange::read_questions;

both_databases! {
    a_picture_is_for_whose_paper_it_stands_on,
    a_picture_of_a_question_that_has_not_come_is_not_there,
    staff_who_read_questions_see_pictures,
}

/// A small picture of its own colour, as a file.
pub fn file(n: u8) -> Vec<u8> {
    let image = RgbImage::from_pixel(8, 6, Rgb([n, 255 - n, 40]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

/// Fills the bank `hinh` with questions that each show a picture, and another in the explanation;
/// gives the stored names of both, by question.
async fn bank(platform: &Platform, questions: u8) -> Vec<(String, String)> {
    let shown = |n: u8| format!("<img data-media=\"{}\" alt=\"Biển {n}\">", digest(&file(n)));
    let question = |n: u8| {
        json!({
            "kind": "single", "stem": format!("Biển nào? {}", shown(n)),
            "explanation": shown(100 + n),
            "options": [{ "text": "Một", "correct": true }, { "text": "Hai", "correct": false }],
        })
    };
    let media = (0..questions)
        .flat_map(|n| [n, 100 + n])
        .map(|n| json!({ "digest": digest(&file(n)), "base64": STANDARD.encode(file(n)) }));
    let text = json!({
        "format": "thiluat-bank/1",
        "questions": (0..questions).map(question).collect::<Vec<_>>(),
        "media": media.collect::<Vec<_>>(),
    });
    let read = read_questions(text.to_string().as_bytes(), "hinh.json", None).unwrap();
    assert!(read.refused().is_empty(), "{:?}", read.refused());
    let names = read
        .drafts()
        .iter()
        .map(|draft| (draft.media[0].digest.clone(), draft.media[1].digest.clone()))
        .collect();
    let placed = |entry: thiluat::exchange::Entry| PlacedDraft {
        at: entry.at.to_string(),
        draft: entry.draft.unwrap(),
    };
    let import = BankImport {
        bank: "hinh".into(),
        title: None,
        questions: read.entries.into_iter().map(placed).collect(),
        refused_before: 0,
        as_drafts: false,
        strict: true,
        dry_run: false,
        of: None,
    };
    platform
        .app
        .import_questions(Actor::Command, import)
        .await
        .unwrap();
    names
}

async fn contest(platform: &Platform, rules: Value) -> String {
    let mut round = json!({
        "code": "v1", "title": "Vòng 1",
        "opens_at": platform.clock_in(-3_600_000), "closes_at": platform.clock_in(86_400_000),
        "time_limit_s": 900, "blueprint": [{ "bank": "hinh", "count": 2 }],
        "publish": { "at_submit": "score", "key": "round_close" },
    });
    for (key, value) in rules.as_object().unwrap() {
        round[key] = value.clone();
    }
    let file = json!({
        "contest": { "slug": "thi", "title": "Thi", "organiser": "42" }, "rounds": [round],
    });
    let applied = platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await;
    let applied = applied.unwrap_or_else(|error| panic!("{:?}", error.findings()));
    applied.rounds[0].id.to_string()
}

async fn picture(platform: &Platform, attempt: &Value, token: &str, name: &str) -> Reply {
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let path = format!("/attempts/{id}/media/{name}");
    platform.call("GET", &path, token, &Value::Null).await
}

/// The picture that stands on the paper's question in that slot.
fn on_paper(attempt: &Value, slot: usize) -> String {
    let question = &attempt["paper"]["questions"][slot - 1];
    let media = question["media"].as_array().unwrap();
    assert_eq!(
        media.len(),
        1,
        "the explanation's picture is not told: {question}"
    );
    let name = media[0].as_str().unwrap().to_owned();
    assert!(question["html"].as_str().unwrap().contains(&name));
    name
}

async fn a_picture_is_for_whose_paper_it_stands_on(store: TestStore) {
    let platform = Platform::on(store).await;
    let names = bank(&platform, 6).await;
    let round = contest(&platform, json!({})).await;
    let (mine, other) = (
        platform.register("thi", 1).await,
        platform.register("thi", 2).await,
    );
    let attempt = platform.start(&round, &mine, "d").await;
    let held: Vec<String> = [1, 2].map(|slot| on_paper(&attempt, slot)).into();
    for (stem, explanation) in &names {
        let reply = picture(&platform, &attempt, &mine, stem).await;
        let wanted = if held.contains(stem) { 200 } else { 404 };
        assert_eq!(reply.status, wanted);
        if reply.status == 200 {
            assert_eq!(reply.header("content-type"), "image/png");
            let kept = reply.header("cache-control");
            assert!(kept.starts_with("private"), "{kept}");
            assert_eq!(&digest(&reply.body), stem, "its name is its content");
        }
        for (who, status) in [(other.as_str(), 404), ("", 401)] {
            assert_eq!(picture(&platform, &attempt, who, stem).await.status, status);
        }
        assert_eq!(
            picture(&platform, &attempt, &mine, explanation)
                .await
                .status,
            404
        );
    }
    for odd in ["key", &"g".repeat(64), &"A".repeat(64)] {
        assert_eq!(picture(&platform, &attempt, &mine, odd).await.status, 404);
    }
    // After the close the explanation may be told, and so may what it shows: to its own reader.
    platform.submit(&attempt, &mine, 0).await;
    platform
        .app
        .close_round(Actor::Command, "thi", "v1", true)
        .await
        .unwrap();
    for (stem, explanation) in &names {
        let wanted = if held.contains(stem) { 200 } else { 404 };
        let reply = picture(&platform, &attempt, &mine, explanation).await;
        assert_eq!(reply.status, wanted);
        assert_eq!(
            picture(&platform, &attempt, &other, explanation)
                .await
                .status,
            404
        );
    }
}

async fn a_picture_of_a_question_that_has_not_come_is_not_there(store: TestStore) {
    let platform = Platform::on(store).await;
    let names = bank(&platform, 2).await;
    let rules = json!({ "per_question_s": 30, "time_limit_s": 60 });
    let round = contest(&platform, rules).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let first = on_paper(&attempt, 1);
    let (second, _) = names.iter().find(|(stem, _)| *stem != first).unwrap();
    assert_eq!(
        picture(&platform, &attempt, &token, &first).await.status,
        200
    );
    assert_eq!(
        picture(&platform, &attempt, &token, second).await.status,
        404
    );
    platform.clock.advance(30_000);
    assert_eq!(
        picture(&platform, &attempt, &token, second).await.status,
        200
    );
}

async fn staff_who_read_questions_see_pictures(store: TestStore) {
    let platform = Platform::on(store).await;
    let names = bank(&platform, 1).await;
    let path = format!("/media/{}", names[0].1);
    for (role, status) in [(Role::Author, 200), (Role::Viewer, 403)] {
        let email = format!("{}@vi-du.vn", role.word());
        let new = NewStaff {
            email: email.clone(),
            name: "Cán bộ".into(),
            role,
            unit: None,
            password: "mot mat khau du dai".into(),
        };
        platform.app.add_staff(Actor::Command, &new).await.unwrap();
        let body = json!({ "email": email, "password": "mot mat khau du dai" });
        let signed = platform
            .call("POST", "/staff/session", "", &body)
            .await
            .json();
        let token = signed["token"].as_str().unwrap();
        assert_eq!(
            platform
                .call("GET", &path, token, &Value::Null)
                .await
                .status,
            status
        );
    }
    assert_eq!(
        platform.call("GET", &path, "", &Value::Null).await.status,
        401
    );
}
