//! `units import`, `bank import`, `bank export`.

use super::program::{Program, demo};
use serde_json::{Value, json};

#[test]
fn units_are_imported_and_imported_again() {
    let program = Program::new();
    let first = program.run(&["units", "import", &demo("units.csv")]).done();
    assert!(first.contains("0 thay đổi"), "{first}");
    let again = program.run(&["units", "import", &demo("units.csv")]).done();
    assert!(again.contains(": 0 mới, 0 thay đổi"), "{again}");
}

#[test]
fn bad_units_are_named_by_row() {
    let program = Program::new();
    let file = program.file(
        "units.csv",
        "code,name,type,parent\n1,Tỉnh,tinh,\n2,Xã,xa,9\n",
    );
    let said = program.run(&["units", "import", &file]).refused();
    assert!(
        said.contains("import.units") && said.contains("dòng 3") && said.contains("«9»"),
        "{said}"
    );
    let file = program.file("more.csv", "code,name,type,headcount\n1,Tỉnh,tinh,nhiều\n");
    let said = program.run(&["units", "import", &file]).refused();
    assert!(said.contains("dòng 2"), "{said}");
}

#[test]
fn the_report_of_an_import_is_json() {
    let program = Program::new();
    let bank = demo("bank.json");
    let import = |more: &[&str]| {
        let mut arguments = vec!["bank", "import", &bank, "--bank", "b", "--json"];
        arguments.extend(more);
        let ran = program.run(&arguments);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        (ran.code, report)
    };
    let (code, report) = import(&["--dry-run"]);
    let questions = report["questions"].as_u64().unwrap();
    assert!(code == 0 && questions >= 120, "{report}");
    assert_eq!(report["accepted"], questions);
    let (code, report) = import(&[]);
    assert_eq!(
        (code, &report["accepted"], &report["format"]),
        (0, &json!(questions), &json!("json"))
    );
    assert_eq!(report["refused"], json!([]));
    let (code, report) = import(&[]);
    assert_eq!((code, &report["accepted"]), (1, &json!(0)));
    assert_eq!(
        report["refused"].as_array().unwrap().len() as u64,
        questions
    );
    assert_eq!(report["refused"][0]["code"], "import.duplicate");
    let keys: Vec<_> = report
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
}

#[test]
fn a_file_that_is_none_is_reported_too() {
    let program = Program::new();
    let file = program.file("bank.xlsx", "<html>");
    let ran = program.run(&["bank", "import", &file, "--bank", "b", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["accepted"]), (1, &json!(0)));
    assert_eq!(report["refused"][0]["code"], "import.not_xlsx");
    let said = program
        .run(&["bank", "import", "no-such.csv", "--bank", "b"])
        .refused();
    assert!(said.contains("no-such.csv"), "{said}");
}

#[test]
fn a_bank_goes_out_and_in_in_every_format() {
    let program = Program::furnished();
    for format in ["json", "csv", "xlsx", "docx"] {
        let out = program.path(&format!("bank.{format}"));
        let out = out.to_str().unwrap();
        program
            .run(&[
                "bank",
                "export",
                "phap-luat-quanh-ta",
                "--format",
                format,
                "--out",
                out,
            ])
            .done();
        let ran = program.run(&[
            "bank", "import", out, "--bank", format, "--json", "--strict",
        ]);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(
            (ran.code, &report["format"]),
            (0, &json!(format)),
            "{report}"
        );
        assert_eq!(report["accepted"], report["questions"]);
    }
    let said = program
        .run(&["bank", "export", "none", "--format", "csv", "--out", "x"])
        .refused();
    assert!(said.contains("none"), "{said}");
}

#[test]
fn a_key_file_gives_the_key_of_a_paper_and_of_nothing_else() {
    let program = Program::furnished();
    let paper = program.path("paper.docx");
    let paper = paper.to_str().unwrap();
    let export = [
        "bank",
        "export",
        "phap-luat-quanh-ta",
        "--format",
        "docx",
        "--without-keys",
        "--out",
        paper,
    ];
    program.run(&export).done();
    let ran = program.run(&["bank", "import", paper, "--bank", "bare", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["accepted"]), (1, &json!(0)));
    assert_eq!(report["refused"][0]["code"], "import.key_invalid");
    let keys: Vec<String> = (1..=999).map(|number| format!("{number}.A")).collect();
    let keys = program.file("keys.txt", &keys.join(" "));
    let ran = program.run(&["bank", "import", paper, &keys, "--bank", "keyed", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (ran.code, &report["format"]),
        (0, &json!("docx")),
        "{report}"
    );
    assert!(report["accepted"].as_u64().unwrap() > 0, "{report}");
    let bank = demo("bank.json");
    let ran = program.run(&["bank", "import", &bank, &keys, "--bank", "b", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["refused"][0]["code"], "import.key_file");
    let words = program.file("words.txt", "không có đáp án nào");
    let said = program
        .run(&["bank", "import", paper, &words, "--bank", "b"])
        .refused();
    assert!(said.contains("words.txt"), "{said}");
}
