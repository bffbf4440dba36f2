//! `contest schema`, `rules` and `people`; `participant extra-time`; `round outage` and `rank`.

use super::program::{CONTEST, Program};
use serde_json::Value;

#[test]
fn the_schema_is_printed_without_an_installation_and_the_rules_with_one() {
    let program = Program::furnished();
    let printed = program.run(&["contest", "schema"]).done();
    let schema: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file]).done();
    let vietnamese = program.run(&["contest", "rules", "thi-thu"]).done();
    assert!(vietnamese.contains("Đối tượng dự thi\n- "), "{vietnamese}");
    let english = program
        .run(&["contest", "rules", "thi-thu", "--language", "en"])
        .done();
    assert!(english.contains("Who may take part\n- "), "{english}");
    let said = program.run(&["contest", "rules", "khac"]).refused();
    assert!(said.contains("not_found"), "{said}");
    assert_eq!(
        program
            .run(&["contest", "rules", "thi-thu", "--language", "fr"])
            .code,
        2
    );
}

#[test]
fn a_list_of_people_is_taken_row_by_row_or_not_at_all() {
    let program = Program::furnished();
    let registration =
        "[registration]\nexclusions = [{ code = \"btc\", title = \"Ban Tổ chức\" }]\n\n[[rounds]]";
    let source = CONTEST.replacen("[[rounds]]", registration, 1);
    let file = program.file("contest.toml", &source);
    program.run(&["contest", "apply", &file]).done();
    let good = program.file("btc.csv", "phone\n0912345678\n0987654321\n0912345678\n");
    let out = program
        .run(&["contest", "people", "thi-thu", "btc", &good])
        .done();
    assert_eq!(out.trim(), "btc: 2 người, 0 đã đăng ký dự thi");
    let bad = program.file("bad.csv", "phone;name\n0912345678;An\n");
    let said = program
        .run(&["contest", "people", "thi-thu", "btc", &bad])
        .refused();
    assert!(said.contains("bad.csv, dòng 2: name"), "{said}");
    let said = program
        .run(&["contest", "people", "thi-thu", "khac", &good])
        .refused();
    assert!(
        said.contains("not_found") && said.contains("khac"),
        "{said}"
    );
}

#[test]
fn time_is_given_and_places_are_made_again_by_command() {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file]).done();
    let extra = [
        "participant",
        "extra-time",
        "thi-thu",
        "--identity",
        "phone=0912345678",
        "--seconds",
        "300",
        "--reason",
        "khiếm thị",
    ];
    assert!(program.run(&extra).refused().contains("not_found"));
    let outage = |to: &str| {
        program.run(&[
            "round",
            "outage",
            "thi-thu",
            "vong-1",
            "--from",
            "2026-12-01T09:00:00+07:00",
            "--to",
            to,
            "--reason",
            "mất điện",
        ])
    };
    assert_eq!(
        outage("2026-12-01T09:10:00+07:00").done().trim(),
        "thi-thu\tvong-1\t0"
    );
    assert!(
        outage("2026-12-01T08:00:00+07:00")
            .refused()
            .contains("field.outage")
    );
    assert_eq!(outage("hôm nay").code, 2);
    let rank = ["round", "rank", "thi-thu", "vong-1"];
    assert!(program.run(&rank).refused().contains("round.not_closed"));
    program
        .run(&["round", "close", "thi-thu", "vong-1", "--now"])
        .done();
    assert_eq!(program.run(&rank).done().trim(), "thi-thu\tvong-1\t2");
}
