//! Wrong usage, and installations that can't be opened.

use super::program::Program;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn wrong_usage_is_two() {
    let program = Program::new();
    for arguments in [
        &["fly"][..],
        &["bank", "import", "x"],
        &["contest", "apply"],
        &["serve", "--listen", "here"],
    ] {
        let ran = program.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    }
    let help = program.run(&["bank", "import", "--help"]).done();
    assert!(
        help.contains("--strict") && help.contains("thiluat bank import"),
        "{help}"
    );
    assert!(
        !program.data().exists(),
        "asking for help makes no data folder"
    );
}

#[test]
fn settings_are_checked() {
    let program = Program::new();
    assert_eq!(program.run(&["config", "check"]).done(), "ok\n");
    let file = program.file("thiluat.toml", "[http]\nlisten_at = \"x\"\n");
    let said = program
        .run(&["config", "check", "--config", &file])
        .refused();
    assert!(said.contains("listen_at"), "{said}");
    assert!(
        program
            .run(&["config", "print"])
            .done()
            .contains("[database]")
    );
}

#[test]
fn a_missing_or_foreign_key_is_told() {
    let program = Program::new();
    program.run(&["migrate"]).done();
    let key = program.data().join("keys.toml");
    let mode = std::fs::metadata(&key).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "only its owner reads the key");
    let mode = std::fs::metadata(program.data())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "only its owner enters the data folder");
    std::fs::rename(&key, program.path("kept")).unwrap();
    assert!(program.run(&["migrate"]).refused().contains("keys.toml"));
    let other = Program::new();
    other.run(&["migrate"]).done();
    std::fs::copy(other.data().join("keys.toml"), &key).unwrap();
    let said = program.run(&["migrate"]).refused();
    assert!(said.contains("another key"), "{said}");
    let doctor = program.run(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("FAIL installation"), "{}", doctor.out);
    std::fs::rename(program.path("kept"), &key).unwrap();
    program.run(&["migrate"]).done();
}

#[test]
fn a_data_folder_that_is_a_file_is_told() {
    let program = Program::new();
    program.file("data", "not a folder");
    let said = program.run(&["migrate"]).refused();
    assert!(said.contains("data") && said.contains("--data"), "{said}");
}

#[test]
fn the_doctor_and_the_document_answer() {
    let program = Program::furnished();
    let out = program.run(&["doctor"]).done();
    assert!(out.contains("ok   integrity: sound"), "{out}");
    let document: serde_json::Value =
        serde_json::from_str(&program.run(&["openapi"]).done()).unwrap();
    assert!(document["paths"].as_object().unwrap().len() > 5);
}
