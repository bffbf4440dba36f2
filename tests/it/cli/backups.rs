//! `backup` and `restore`.

use super::program::{CONTEST, Program};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A program with a contest, and its backup.
fn backed_up() -> (Program, std::path::PathBuf) {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file]).done();
    let backup = program.path("backup.zip");
    program.run(&["backup", "--out", text(&backup)]).done();
    (program, backup)
}

#[test]
fn a_backup_is_the_same_installation_elsewhere() {
    let (program, backup) = backed_up();
    let key = program.path("backup.zip.key");
    assert_eq!(
        std::fs::metadata(&key).unwrap().permissions().mode() & 0o077,
        0
    );
    let other = Program::new();
    other.run(&["restore", text(&backup)]).done();
    assert_eq!(other.run(&["contest", "show", "thi-thu"]).done(), CONTEST);
    // The seed of the round opens: the papers are the same.
    let said = other.run(&["doctor"]).done();
    assert!(said.contains("ok   rounds: 1 under way, 1 open"), "{said}");
    let said = other.run(&["restore", text(&backup)]).refused();
    assert!(said.contains("restore.not_empty"), "{said}");
    for left in ["backup.zip.part", "backup.zip.store"] {
        assert!(!program.path(left).exists(), "{left} is left behind");
    }
}

#[test]
fn a_backup_without_its_key_is_not_restored() {
    let (program, backup) = backed_up();
    let alone = program.path("alone.zip");
    std::fs::copy(&backup, &alone).unwrap();
    let other = Program::new();
    let said = other.run(&["restore", text(&alone)]).refused();
    assert!(said.contains("alone.zip.key"), "{said}");
    let stranger = Program::new();
    stranger.run(&["migrate"]).done();
    let foreign = stranger.data().join("keys.toml");
    let said = other
        .run(&["restore", text(&alone), "--key", text(&foreign)])
        .refused();
    assert!(said.contains("another key"), "{said}");
    assert!(
        !other.data().join("thiluat.db").exists(),
        "nothing half restored"
    );
    let key = program.path("backup.zip.key");
    other
        .run(&["restore", text(&alone), "--key", text(&key)])
        .done();
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let (program, backup) = backed_up();
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    std::fs::write(&backup, bytes).unwrap();
    let other = Program::new();
    let said = other.run(&["restore", text(&backup)]).refused();
    assert!(said.contains("restore.damaged"), "{said}");
    assert!(
        !other.data().join("thiluat.db").exists(),
        "nothing half restored"
    );
    drop(program);
}
