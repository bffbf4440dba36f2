//! Every kind of question, pinned options, papers from easy to hard, other comparators: both verifiers
//! mark and rank as the platform did.

use super::world::{Given, SLUG, World, handed_on, sealed};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::{Platform, bank_of, questions};
use serde_json::{Value, json};
use thiluat::auth::Actor;
use thiluat::domain::{DraftOption, QuestionDraft, QuestionKind, RoundId};
use thiluat::store::EssayMark;

both_databases! {
    all_kinds_of_questions_are_marked_alike,
    all_rules_of_papers_and_places_are_followed_alike,
}

const KINDS: [QuestionKind; 4] = [
    QuestionKind::Single,
    QuestionKind::Multiple,
    QuestionKind::Number,
    QuestionKind::Text,
];

fn question(n: usize) -> QuestionDraft {
    let kind = KINDS[n % 4];
    let right = match kind {
        QuestionKind::Single => 1,
        QuestionKind::Multiple => 2,
        QuestionKind::Number | QuestionKind::Text => 0,
    };
    let options = if right == 0 { 0 } else { 5 };
    QuestionDraft {
        media: Vec::new(),
        code: None,
        kind,
        stem: format!("Câu {n}"),
        options: (0..options)
            .map(|at| DraftOption {
                id: None,
                text: format!("{} {at} {n}", if at < right { "đúng" } else { "sai" }),
                correct: at < right,
                pinned: at == 2 || at == 4,
            })
            .collect(),
        number: (kind == QuestionKind::Number).then(|| (10 * i64::try_from(n).unwrap(), 2)),
        accepted: match kind {
            QuestionKind::Text => vec![format!("Luật  Đất đai {n}"), format!("LĐĐ {n}")],
            _ => Vec::new(),
        },
        topic: None,
        level: u8::try_from(n % 5 + 1).unwrap(),
        explanation: None,
        laws: Vec::new(),
    }
}

/// What person `p` answers to a question: mostly right, now and then wrong, now and then nothing.
fn answer(asked: &Value, p: i64) -> Option<Value> {
    let html = asked["html"].as_str().unwrap();
    let n: i64 = html.trim_start_matches("Câu ").parse().unwrap();
    let mood = (n + p) % 5;
    if mood == 4 {
        return None;
    }
    let right = mood != 3;
    Some(match asked["kind"].as_str().unwrap() {
        "number" => json!({ "number": if right { 10 * n + p % 3 } else { 10 * n + 3 } }),
        "text" => match mood {
            0 => json!({ "text": format!(" luật đất\u{a0}ĐAI {n} ") }),
            1 => json!({ "text": format!("lđđ {n}") }),
            2 => json!({ "text": format!("Lua\u{323}\u{302}t Đất đai {n}") }),
            _ => json!({ "text": "khác" }),
        },
        kind => {
            let options = asked["options"].as_array().unwrap();
            let fits = |o: &&Value| o["html"].as_str().unwrap().starts_with("đúng") == right;
            let ids: Vec<&Value> = options.iter().filter(fits).map(|o| &o["id"]).collect();
            let some = if kind == "single" || !right {
                1
            } else {
                ids.len()
            };
            json!({ "options": ids[..some] })
        }
    })
}

async fn sit(platform: &Platform, round: &str, token: &str, p: i64) {
    let attempt = platform.start(round, token, "d").await;
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let mut seq = 0;
    for (slot, asked) in (1..).zip(questions(&attempt)) {
        let Some(answer) = answer(asked, p) else {
            continue;
        };
        seq += 1;
        let body = json!({ "epoch": 1, "seq": seq, "answer": answer });
        let path = format!("/attempts/{id}/answers/{slot}");
        let reply = platform.call("PUT", &path, token, &body).await;
        assert_eq!(reply.status, 200, "{asked} {body} {reply:?}");
    }
    platform.clock.advance(1_234 + 77 * p);
    let reply = platform.submit(&attempt, token, seq).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

/// A closed round of those rules, sat by eight people.
async fn played(store: TestStore, rules: Value) -> World {
    let platform = Platform::on(store).await;
    let bank = bank_of("tron", (1..=24).map(question));
    let imported = platform.app.import_questions(Actor::Command, bank).await;
    imported.unwrap();
    let round = platform.contest(SLUG, rules).await;
    for p in 0..8_i64 {
        let token = platform.register(SLUG, usize::try_from(p).unwrap()).await;
        for _ in 0..=p % 2 {
            sit(&platform, &round, &token, p).await;
        }
    }
    let world = World::around(platform, round);
    world.close().await;
    world
}

async fn all_kinds_of_questions_are_marked_alike(store: TestStore) {
    let rules = json!({
        "blueprint": [{ "bank": "tron", "count": 9, "points": 4 }, { "bank": "thu", "count": 2 }],
        "paper": { "order": "easy_to_hard" },
        "attempts": { "max": 2, "recognised": "last" },
        "ranking": {
            "individual": ["score desc", "attempts_used asc", "duration desc", "submitted_at desc"],
            "duration_unit": "ms",
        },
    });
    let world = played(store, rules).await;
    let text = world.export().await;
    for word in ["\"number\":", "\"text\":\"", "\"options\":[]"] {
        assert!(text.contains(word), "{word}");
    }
    assert_eq!(world.verdict(text.as_bytes(), &Given::default()), "ok");
    // Another text that is as right is no longer the one that was handed in; one that is wrong is marked so.
    let honest: Value = serde_json::from_str(&text).unwrap();
    let mut told = [honest.clone(), honest.clone()];
    let rows = honest["attempts"].as_array().unwrap();
    let is_right = |r: &Value| r["text"].as_str().is_some_and(|text| text != "khác");
    let responses = |row: &Value| row["responses"].as_array().unwrap().clone();
    let (at, slot) = rows
        .iter()
        .enumerate()
        .find_map(|(at, row)| Some((at, responses(row).iter().position(is_right)?)))
        .unwrap();
    let given = rows[at]["responses"][slot]["text"].as_str().unwrap();
    told[0]["attempts"][at]["responses"][slot]["text"] = given.to_uppercase().into();
    told[1]["attempts"][at]["responses"][slot]["text"] = format!("{given}?").into();
    let [same, wrong] = told.map(|bundle| world.verdict(&sealed(bundle), &Given::default()));
    assert_eq!(same, "receipts_root");
    let (number, ordinal) = (&rows[at]["number"], &rows[at]["ordinal"]);
    assert_eq!(wrong, format!("attempt {number} {ordinal} correct"));
}

/// Sections, points by level, shares, a question that decides, thresholds, essays.
async fn all_rules_of_papers_and_places_are_followed_alike(store: TestStore) {
    let rules = json!({
        "sections": [
            { "code": "a", "title": "A", "order": "easy_to_hard" },
            { "code": "b", "title": "B" },
            { "code": "c", "title": "C", "order": "as_listed" },
        ],
        "blueprint": [
            { "bank": "tron", "level": 2, "count": 1, "section": "c", "disqualifying": true },
            { "bank": "tron", "count": 7, "section": "b" },
            { "bank": "thu", "count": 2, "section": "c" },
            { "bank": "tron", "count": 5, "section": "a" },
        ],
        "paper": { "multiple": "partial", "points_by_level": [1, 2, 4, 7, 11] },
        "attempts": { "max": 2 },
        "essay": { "prompt": "Vì sao?", "max_words": 50, "max_points": 10, "judges": 2 },
        "ranking": {
            "individual": ["total desc", "essay desc", "duration asc"],
            "least": { "correct": 2, "total": 8 },
        },
    });
    let world = played(store, rules).await;
    let app = &world.platform.app;
    // Half of the essays are marked by both judges, some by one of them only.
    let round: RoundId = world.round.parse().unwrap();
    let mut work = app.store.read().await.unwrap();
    let finished = work.finished_in(round).await.unwrap();
    drop(work);
    let mut work = app.store.begin().await.unwrap();
    for (at, found) in (0_i64..).zip(&finished) {
        for judge in 0..(at % 3) {
            let mark = EssayMark {
                attempt: found.attempt.id,
                judge: format!("judge{judge}"),
                version: 0,
                points: (3 * at + judge) % 11,
                note: String::new(),
                at: app.now(),
            };
            work.add_essay_mark(&mark).await.unwrap();
        }
    }
    work.commit().await.unwrap();
    app.rank_again(Actor::Command, SLUG, "v1").await.unwrap();
    let text = world.export().await;
    handed_on("rules", &text);
    let honest: Value = serde_json::from_str(&text).unwrap();
    let rows = honest["attempts"].as_array().unwrap();
    let standings = honest["result"]["standings"].as_array().unwrap();
    let people = honest["participants"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["essay"].is_i64()), "{rows:?}");
    assert!(
        !standings.is_empty() && standings.len() < people.len(),
        "{standings:?}"
    );
    assert_eq!(world.verdict(text.as_bytes(), &Given::default()), "ok");
    let first = &standings[0];
    let at = rows
        .iter()
        .position(|row| (&row["number"], &row["ordinal"]) == (&first["number"], &first["ordinal"]))
        .unwrap();
    // Judges who think again change nothing that was published: not even twice ten points for the first.
    world.platform.clock.advance(1_000);
    let mut work = app.store.begin().await.unwrap();
    for judge in ["judge0", "judge1"] {
        let mark = EssayMark {
            attempt: finished[at].attempt.id,
            judge: judge.into(),
            version: 0,
            points: 10,
            note: String::new(),
            at: app.now(),
        };
        work.add_essay_mark(&mark).await.unwrap();
    }
    work.commit().await.unwrap();
    let later = world.export().await;
    assert_eq!(world.verdict(later.as_bytes(), &Given::default()), "ok");
    // Points that judges did not give move a place.
    let mut told = honest.clone();
    let given = told["attempts"][at]["essay"].as_i64().unwrap_or(0);
    told["attempts"][at]["essay"] = (given + 1).into();
    let verdict = world.verdict(&sealed(told), &Given::default());
    assert_eq!(verdict, format!("standing 1 {} values", first["number"]));
}
