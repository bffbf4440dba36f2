//! Files that can't be run, and the keys they are told.

use super::super::finding::Findings;
use super::check;
use serde_json::{Value, json};

fn file() -> Value {
    json!({
        "contest": { "slug": "thi-luat", "title": "Thi", "organiser": "42", "groups": [{ "code": "a", "title": "A" }] },
        "rounds": [{
            "code": "tuan-1", "title": "Tuần 1",
            "opens_at": "2026-12-01T00:00:00Z", "closes_at": "2026-12-08T00:00:00Z", "time_limit_s": 900,
            "blueprint": [{ "bank": "b", "count": 10 }],
        }],
        "prizes": [{ "round": "tuan-1", "tier": "Giải Nhất" }],
    })
}

fn keys(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut file = file();
    change(&mut file);
    let mut findings = Findings::default();
    check(&serde_json::from_value(file).unwrap(), &mut findings);
    findings
        .into_inner()
        .into_iter()
        .map(|finding| finding.key)
        .collect()
}

/// The keys told when one value is changed.
fn with(pointer: &str, value: Value) -> Vec<String> {
    keys(|file| {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        file.pointer_mut(parent).unwrap()[name] = value;
    })
}

#[test]
fn a_sound_file_has_no_findings() {
    assert_eq!(keys(|_| {}), [""; 0]);
}

#[test]
fn names_and_codes() {
    for slug in ["", "A", "thi_luat", "-a", "a--b", "thi luật"] {
        assert_eq!(
            with("/contest/slug", json!(slug)),
            ["contest.slug"],
            "{slug}"
        );
    }
    assert_eq!(with("/contest/title", json!("")), ["contest.title"]);
    assert_eq!(
        with(
            "/contest/groups",
            json!([{ "code": "a", "title": "A" }, { "code": "a", "title": "" }])
        ),
        ["contest.groups[1].code", "contest.groups[1].title"]
    );
    assert_eq!(
        with(
            "/contest/legal_basis",
            json!([{ "number": "1/KH", "date": "15/01/2026" }])
        ),
        ["contest.legal_basis[0].date"]
    );
    assert_eq!(with("/rounds", json!([])), ["rounds", "prizes[0].round"]);
}

#[test]
fn times_may_not_cross() {
    assert_eq!(
        with("/rounds/0/closes_at", json!("2026-12-01T00:00:00Z")),
        ["rounds[0].closes_at"]
    );
    assert_eq!(
        with("/rounds/0/last_start_at", json!("2026-12-09T00:00:00Z")),
        ["rounds[0].last_start_at"]
    );
    assert_eq!(
        with("/rounds/0/hard_end_at", json!("2026-12-07T00:00:00Z")),
        ["rounds[0].hard_end_at"]
    );
    let window = |from: &str, to: &str| json!({ "from": from, "to": to });
    let windows = json!([
        window("2026-12-02T00:00:00Z", "2026-12-03T00:00:00Z"),
        window("2026-12-02T12:00:00Z", "2026-12-09T00:00:00Z"),
        window("2026-12-04T00:00:00Z", "2026-12-04T00:00:00Z"),
    ]);
    assert_eq!(
        with("/rounds/0/windows", windows),
        [
            "rounds[0].windows[1]",
            "rounds[0].windows[1].from",
            "rounds[0].windows[2].to",
            "rounds[0].windows[2].from"
        ]
    );
    assert_eq!(
        with("/rounds/0/time_limit_s", json!(9)),
        ["rounds[0].time_limit_s"]
    );
}

#[test]
fn a_blueprint_draws_something_for_everyone() {
    assert_eq!(
        with("/rounds/0/blueprint", json!([])),
        ["rounds[0].blueprint"]
    );
    assert_eq!(
        with(
            "/rounds/0/blueprint",
            json!([{ "bank": "b", "count": 0, "points": 0, "level": 6, "group": "x" }])
        ),
        [
            "rounds[0].blueprint[0].count",
            "rounds[0].blueprint[0].points",
            "rounds[0].blueprint[0].level",
            "rounds[0].blueprint[0].group",
            "rounds[0].blueprint",
        ]
    );
    assert_eq!(
        with("/rounds/0/groups", json!(["x"])),
        ["rounds[0].groups[0]"]
    );
}

#[test]
fn comparators_need_what_they_compare() {
    assert_eq!(
        with(
            "/rounds/0/ranking",
            json!({ "individual": ["correct desc", "prediction_distance asc", "essay desc", "lot asc", "correct asc"] })
        ),
        [
            "rounds[0].ranking.individual[3]",
            "rounds[0].ranking.individual[4]",
            "rounds[0].ranking.individual[1]",
            "rounds[0].ranking.individual[2]",
        ]
    );
    let reviewed: [&str; 0] = [];
    assert_eq!(
        with("/rounds/0/review", json!({ "required": true })),
        reviewed
    );
}

#[test]
fn a_person_must_be_known_by_what_is_asked() {
    assert_eq!(
        with("/registration", json!({ "identity": ["email"] })),
        ["registration.identity[0]"]
    );
    assert_eq!(
        with(
            "/registration",
            json!({ "min_age": 18, "max_age": 14, "fields": [{ "key": "phone" }] })
        ),
        [
            "registration.min_age",
            "registration.max_age",
            "registration.max_age",
            "registration.fields"
        ]
    );
    assert_eq!(
        with(
            "/registration",
            json!({ "fields": [{ "key": "full_name" }, { "key": "phone" }, { "key": "Áo" }, { "key": "ao", "label": "Áo", "kind": "choice" }] })
        ),
        [
            "registration.fields[2].key",
            "registration.fields[2].label",
            "registration.fields[3].options"
        ]
    );
}

#[test]
fn caps_of_prizes_are_small_and_agree() {
    assert_eq!(
        with(
            "/awards",
            json!({ "per_person_round": 366, "appeal_days": 400 })
        ),
        ["awards.per_person_round", "awards.appeal_days"]
    );
    assert_eq!(
        with(
            "/awards",
            json!({ "per_person_round": 3, "per_person_contest": 2 })
        ),
        ["awards.per_person_round"]
    );
    assert_eq!(
        with(
            "/awards",
            json!({ "per_person_round": 0, "per_person_contest": 2 })
        ),
        Vec::<String>::new()
    );
}

#[test]
fn prizes_are_of_rounds_and_groups_that_exist() {
    assert_eq!(
        with(
            "/prizes",
            json!([{ "round": "x", "group": "x", "tier": "", "count": 0, "value_vnd": -1 }])
        ),
        [
            "prizes[0].round",
            "prizes[0].group",
            "prizes[0].tier",
            "prizes[0].count",
            "prizes[0].value_vnd"
        ]
    );
}

#[test]
fn a_paper_in_parts_names_the_part_of_every_cell() {
    let part = json!({ "code": "p1", "title": "Phần một" });
    assert_eq!(
        with("/rounds/0/sections", json!([part, part])),
        [
            "rounds[0].sections[0].code",
            "rounds[0].sections[1].code",
            "rounds[0].sections[1].code",
            "rounds[0].blueprint[0].section",
        ]
    );
    assert_eq!(
        with("/rounds/0/blueprint/0/section", json!("p9")),
        ["rounds[0].blueprint[0].section"]
    );
}

#[test]
fn time_for_each_question_fits_into_the_time_of_the_paper() {
    assert_eq!(
        with("/rounds/0/per_question_s", json!(90)),
        Vec::<String>::new()
    );
    assert_eq!(
        with("/rounds/0/per_question_s", json!(91)),
        ["rounds[0].time_limit_s"]
    );
    assert_eq!(
        with("/rounds/0/per_question_s", json!(1)),
        ["rounds[0].per_question_s"]
    );
}

#[test]
fn a_round_takes_people_from_an_earlier_one_by_places_or_points() {
    assert_eq!(
        with("/rounds/0/promotion", json!({ "from": "tuan-9" })),
        ["rounds[0].promotion.from", "rounds[0].promotion.top"]
    );
    assert_eq!(
        with("/rounds/0/promotion", json!({ "from": "tuan-9", "top": 0 })),
        ["rounds[0].promotion.from", "rounds[0].promotion.top"]
    );
}

#[test]
fn practice_has_no_prizes() {
    assert_eq!(
        with("/rounds/0/kind", json!("practice")),
        ["prizes[0].round"]
    );
}

#[test]
fn predicates_ask_only_for_what_the_form_asks() {
    assert_eq!(
        with(
            "/registration",
            json!({ "eligible": {
                "min_age": 18, "max_age": 16, "fields": { "lop": ["10"] }, "roster": "A b",
            } })
        ),
        [
            "registration.eligible.max_age",
            "registration.eligible.fields.lop",
            "registration.eligible.roster",
            "registration.eligible",
        ]
    );
}

#[test]
fn rankings_beyond_a_round_are_checked_key_by_key() {
    let overall = json!([{
        "code": "x", "title": "X", "rounds": ["none"], "rule": "final_only", "points": [1],
        "by": ["essay desc"], "per_group": true,
    }]);
    assert_eq!(
        with("/overall", overall),
        [
            "overall[0].rounds[0]",
            "overall[0].rounds",
            "overall[0].by[0]",
            "overall[0].points",
            "overall[0].rule",
        ]
    );
    let collectives = json!([{
        "code": "x", "title": "X", "block": [], "keys": ["people desc", "people asc"],
        "least_ratio_percent": 101,
    }]);
    assert_eq!(
        with("/collectives", collectives),
        [
            "collectives[0].block",
            "collectives[0].keys[1]",
            "collectives[0].least_ratio_percent",
        ]
    );
    assert_eq!(
        with("/prizes/0/ranking", json!("none")),
        ["prizes[0].ranking", "prizes[0].ranking"]
    );
}

#[test]
fn what_decides_who_may_begin_is_not_asked_for_after_answering() {
    let fields = json!([
        { "key": "full_name", "asked": "after" },
        { "key": "birth_date", "required": true, "asked": "after" },
        { "key": "phone", "required": true, "asked": "after" },
        { "key": "unit", "required": true, "asked": "after" },
        { "key": "occupation", "required": true, "asked": "after" },
        { "key": "sex", "required": true, "asked": "after" },
    ]);
    let told = |eligible: Value| {
        keys(|file| {
            file["registration"] = json!({ "fields": fields.clone(), "eligible": eligible });
        })
    };
    let after = |at: [usize; 3]| at.map(|at| format!("registration.fields[{at}].asked"));
    assert_eq!(told(json!({})), after([0, 1, 2]));
    let all = told(json!({ "units": ["42"], "fields": { "sex": ["female"] } }));
    assert_eq!(all.len(), 5, "{all:?}");
    assert!(
        after([3, 5, 5]).iter().all(|key| all.contains(key)),
        "{all:?}"
    );
}
