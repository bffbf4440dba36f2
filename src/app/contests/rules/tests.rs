//! The page tells every rule: whatever changes in the file changes on the page, in both languages.

use super::*;
use serde_json::{Value, json};

/// A contest file that says something at every key.
pub(in crate::app::contests) fn full() -> Value {
    json!({
        "contest": {
            "slug": "thi", "title": "Thi luật", "organiser": "42",
            "groups": [
                { "code": "a", "title": "Bảng A", "eligible": {
                    "min_age": 18, "max_age": 60, "units": ["42"], "unit_types": ["xa", "phuong"],
                    "fields": { "lop": ["10", "11"] }, "roster": "can-bo" } },
                { "code": "b", "title": "Bảng B" },
            ],
            "legal_basis": [{ "number": "1/KH", "date": "2026-01-15", "issuer": "UBND tỉnh" }],
        },
        "registration": {
            "identity": ["phone", "id_number"], "min_age": 14, "max_age": 70,
            "eligible": { "units": ["42"], "unit_types": ["xa"], "fields": { "lop": ["10"] }, "roster": "tat-ca" },
            "exclusions": [{ "code": "btc", "title": "Ban Tổ chức" }],
            "fields": [
                { "key": "full_name", "required": true }, { "key": "birth_date", "required": true },
                { "key": "phone", "required": true }, { "key": "id_number", "required": true },
                { "key": "unit", "required": true }, { "key": "occupation" },
                { "key": "lop", "required": true, "label": "Lớp", "kind": "choice", "options": ["10", "11"] },
            ],
            "consents": [{ "purpose": "take_part", "version": "1", "text": "Đồng ý.", "required": true }],
        },
        "rounds": [
            {
                "code": "loai", "title": "Vòng loại", "kind": "qualifying",
                "opens_at": "2026-12-01T00:00:00.000Z", "closes_at": "2026-12-08T00:00:00.000Z",
                "windows": [{ "from": "2026-12-01T01:00:00.000Z", "to": "2026-12-02T00:00:00.000Z" }],
                "last_start_at": "2026-12-07T00:00:00.000Z", "hard_end_at": "2026-12-08T01:00:00.000Z",
                "time_limit_s": 900, "per_question_s": 30, "groups": ["a"], "entry": { "code": "HT2026" },
                "sections": [{ "code": "p1", "title": "Phần một", "order": "easy_to_hard" }],
                "blueprint": [{ "bank": "b1", "topic": "Đất đai", "level": 2, "law": "31/2024/QH15",
                    "group": "a", "count": 10, "points": 2, "section": "p1", "disqualifying": true }],
                "paper": { "order": "as_listed", "shuffle_options": true, "require_all": false,
                    "multiple": "partial", "points_by_level": [1, 2, 3, 4, 5] },
                "attempts": { "max": 3, "per": "day", "recognised": "last", "cooldown_s": 60 },
                "prediction": { "prompt": "Bao nhiêu người?", "target": "people", "required": true,
                    "scope": "contest", "counted": "recognised" },
                "essay": { "prompt": "Viết.", "min_words": 100, "max_words": 500, "max_points": 10,
                    "judges": 2, "required": true },
                "ranking": { "individual": ["total desc", "prediction_distance asc", "duration asc", "lot asc"],
                    "where": "perfect", "least": { "correct": 5, "score": 6, "essay": 7, "total": 27 },
                    "duration_unit": "ms", "recognised_by": ["correct desc"] },
                "publish": { "at_submit": "score", "key": "never", "scoreboard": "frozen",
                    "names": "full", "target_visible": true, "freeze_at": "2026-12-07T00:00:00.000Z" },
                "beacon": { "rule": "xổ số", "due": "2026-12-01T00:00:00.000Z" },
                "review": { "required": true }, "min_plausible_s": 20,
            },
            {
                "code": "ck", "title": "Chung kết", "kind": "final",
                "opens_at": "2026-12-10T00:00:00.000Z", "closes_at": "2026-12-11T00:00:00.000Z",
                "time_limit_s": 600,
                "promotion": { "from": "loai", "top": 10, "per": "unit", "least": { "score": 8 } },
                "blueprint": [{ "bank": "b1", "count": 5 }],
            },
        ],
        "overall": [{ "code": "chung", "title": "Chung cuộc", "rounds": ["loai", "ck"], "rule": "rank_points",
            "points": [10, 8], "by": ["score desc", "duration asc"], "duration_unit": "s", "per_group": true }],
        "collectives": [{ "code": "xa", "title": "Xã", "block": ["xa", "phuong"], "rounds": ["loai"],
            "keys": ["ratio desc", "best_mean desc"], "least_people": 10, "least_ratio_percent": 5,
            "least_winners": 1 }],
        "prizes": [
            { "round": "loai", "group": "a", "tier": "Giải Nhất", "count": 1, "value_vnd": 3_000_000 },
            { "ranking": "xa", "tier": "Giải tập thể", "count": 2 },
        ],
        "awards": { "per_person_round": 2, "per_person_contest": 3, "appeal_days": 5 },
    })
}

/// Keys that the page leaves out, and why.
fn is_untold(pointer: &str) -> bool {
    let part = |name: &str| pointer.split('/').any(|part| part == name);
    // Names in addresses and files that people read by title instead.
    pointer == "/contest/slug"
        || pointer.ends_with("/code") && !part("entry")
        // A secret.
        || pointer.ends_with("/entry/code")
        // How a form is drawn, and versions of its texts.
        || pointer.ends_with("/kind") && part("fields")
        || pointer.ends_with("/purpose") || pointer.ends_with("/version")
        // Each section says its own.
        || pointer == "/rounds/0/paper/order"
        // Fixed by what people are known by.
        || pointer == "/registration/fields/0/key"
}

fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                leaves(member, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &format!("{at}/{index}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Other values of a leaf; the first one that the file can hold is taken.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(number) => vec![json!(number.as_i64().unwrap() + 1)],
        Value::String(text) => [
            "2026-12-03T04:05:06.000Z",
            "truong",
            "day",
            "best",
            "number",
            "score_and_key",
            "round_close",
            "off",
            "alias",
            "shuffled",
            "all_or_nothing",
            "attempts",
            "round",
            "valid",
            "week",
            "s",
            "ms",
            "sum_best",
            "correct asc",
            "winners asc",
            "email",
            "Khác",
        ]
        .into_iter()
        .filter(|other| other != text)
        .map(|other| json!(other))
        .collect(),
        _ => unreachable!("a leaf"),
    }
}

#[test]
fn every_rule_of_the_file_is_told_in_both_languages() {
    let page = |value: &Value| {
        let file: Result<ContestFile, _> = serde_json::from_value(value.clone());
        file.ok().map(|file| rules_page(&file, "Sở Tư pháp"))
    };
    let file = full();
    let told = page(&file).unwrap();
    let mut pointers = Vec::new();
    leaves(&file, "", &mut pointers);
    assert!(pointers.len() > 100);
    let mut silent = Vec::new();
    for pointer in pointers {
        let changed = others(file.pointer(&pointer).unwrap())
            .into_iter()
            .find_map(|other| {
                let mut changed = file.clone();
                *changed.pointer_mut(&pointer).unwrap() = other;
                page(&changed)
            });
        let Some(changed) = changed else {
            // `where` knows a single word.
            assert_eq!(pointer, "/rounds/0/ranking/where");
            continue;
        };
        let same = changed.vi == told.vi || changed.en == told.en;
        if same && !is_untold(&pointer) {
            silent.push(pointer);
        }
    }
    assert!(silent.is_empty(), "the page says nothing of {silent:#?}");
}

#[test]
fn both_languages_say_as_much() {
    let file: ContestFile = serde_json::from_value(full()).unwrap();
    let page = rules_page(&file, "Sở Tư pháp");
    let shape = |sections: &[RulesSection]| -> Vec<(Option<String>, usize)> {
        let one = |s: &RulesSection| (s.round.clone(), s.sentences.len());
        sections.iter().map(one).collect()
    };
    assert_eq!(shape(&page.vi), shape(&page.en));
    let first_round = page
        .vi
        .iter()
        .find(|section| section.round.is_some())
        .unwrap();
    assert_eq!(first_round.heading, "Vòng loại (vòng loại)");
    assert!(first_round.sentences.contains(
        &"Mở từ 07:00 ngày 01/12/2026 đến trước 07:00 ngày 08/12/2026 (giờ Việt Nam).".to_owned()
    ));
}
