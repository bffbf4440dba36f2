//! `analyse`: statistics of any table of marks.

use super::program::Program;
use serde_json::{Value, json};

#[test]
fn a_table_of_marks_gives_item_and_test_statistics() {
    let program = Program::new();
    let file = program.file("diem.csv", "1,1,1\n1,1,1\n1,1,0\n1,0,0\n0,0,0\n");
    let said = program.run(&["analyse", &file, "--json"]).done();
    let figures: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(figures["attempts"], 4);
    let test = &figures["test"];
    assert_eq!((&test["mean"], &test["cic"]), (&json!(1.5), &json!(75.0)));
    let item = &figures["items"][0];
    assert_eq!((&item["facility"], &item["n"]), (&json!(0.75), &json!(4)));
    assert_eq!(item["discriminative_efficiency"], 100.0);
    assert!(!program.data().exists(), "analysing needs no data folder");
    let said = program.run(&["analyse", &file]).done();
    assert_eq!(said.lines().count(), 5, "{said}");
}

#[test]
fn what_is_no_table_of_marks_is_refused_by_its_place() {
    let program = Program::new();
    let above = program.file("cao.csv", "1,1\n1,2\n");
    let said = program.run(&["analyse", &above, "--json"]).refused();
    assert!(said.contains("dòng 2") || said.contains("line 2"), "{said}");
    let word = program.file("chu.csv", "1,1\n1,mot\n");
    let said = program.run(&["analyse", &word]).refused();
    assert!(said.contains("dòng 2, cột B"), "{said}");
}
