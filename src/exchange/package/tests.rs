//! Archives that want to do harm.

use super::*;
use crate::exchange::xlsx::fixture::{package, stored};

fn code(bytes: &[u8]) -> &'static str {
    check(bytes).expect_err("refused").code
}

/// Replaces a number in the central directory of an archive with one entry.
fn with_central_field(mut bytes: Vec<u8>, offset: usize, field: &[u8]) -> Vec<u8> {
    let header = bytes
        .windows(4)
        .rposition(|w| w == b"PK\x01\x02")
        .expect("a central header");
    bytes[header + offset..header + offset + field.len()].copy_from_slice(field);
    bytes
}

#[test]
fn usual_packages_pass() {
    assert_eq!(
        check(&package(&[("a.xml", b"<a/>"), ("b/c.png", b"\x89PNG\0\0")])),
        Ok(())
    );
}

#[test]
fn bombs_are_refused_by_what_they_inflate_to() {
    let dense = package(&[("a.bin", &vec![0; 8 << 20])]);
    assert!(dense.len() < 100_000);
    assert_eq!(code(&dense), "import.unpacked_too_large");
    // Not dense at all, but together too much.
    let part = vec![7; 1 << 20];
    let names: Vec<String> = (0..51).map(|i| format!("{i}.bin")).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|n| (n.as_str(), part.as_slice()))
        .collect();
    assert_eq!(code(&stored(&entries)), "import.unpacked_too_large");
}

#[test]
fn an_entry_that_lies_about_its_size_is_refused() {
    let honest = package(&[("a.bin", &vec![7; 4096])]);
    // Offset 24 of a central header: uncompressed size.
    let lying = with_central_field(honest, 24, &100_u32.to_le_bytes());
    assert_eq!(code(&lying), "import.size_mismatch");
}

#[test]
fn too_many_or_overlapping_entries_are_refused() {
    let names: Vec<String> = (0..501).map(|i| format!("{i}.xml")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"<a/>"[..])).collect();
    assert_eq!(code(&package(&entries)), "import.too_many_entries");
    let two = package(&[("a.bin", b"first"), ("b.bin", b"second")]);
    // Offset 42 of a central header: where the entry lies. Both now point to the first.
    let overlapping = with_central_field(two, 42, &0_u32.to_le_bytes());
    assert!(check(&overlapping).is_err());
}

#[test]
fn unsafe_names_passwords_and_archives_inside_are_refused() {
    for name in ["../../x", "/etc/x", "..\\x", "C:\\x"] {
        assert_eq!(
            code(&package(&[(name, b"x")])),
            "import.unsafe_path",
            "{name}"
        );
    }
    assert_eq!(
        code(&package(&[("a.xlsx", b"PK\x03\x04....")])),
        "import.nested_archive"
    );
    // Offset 8: flags; bit 0 = encrypted.
    let locked = with_central_field(package(&[("a.xml", b"<a/>")]), 8, &[1, 0]);
    assert_eq!(code(&locked), "import.encrypted");
    // Offset 4: made on Unix; offset 38: mode of a symbolic link.
    let link = with_central_field(package(&[("a.xml", b"b.xml")]), 4, &[0x14, 3]);
    let link = with_central_field(link, 38, &(0o120_777_u32 << 16).to_le_bytes());
    assert_eq!(code(&link), "import.unsafe_path");
    assert_eq!(code(b"PK\x03\x04 and then nothing"), "import.damaged");
}
