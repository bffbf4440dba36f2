//! Packages and what hostile ones try.

use super::*;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn package() -> PackageToWrite {
    PackageToWrite {
        source: "[contest]\nslug = \"thi\"\n".to_owned(),
        about: vec![AboutBank {
            code: "b".to_owned(),
            title: "Ngân hàng".to_owned(),
            questions: 2,
        }],
        lock: None,
        banks: vec![("banks/b.json".to_owned(), b"{}".to_vec())],
        sealed: None,
    }
}

fn written(package: PackageToWrite) -> Vec<u8> {
    write_package(package, |message| format!("{:x}", message.len())).unwrap()
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> &'static str {
    read_package(bytes).unwrap_err().code
}

#[test]
fn a_package_comes_back_whole_and_is_the_same_each_time() {
    let bytes = written(package());
    assert_eq!(bytes, written(package()));
    let parts = read_package(&bytes).unwrap();
    assert_eq!(parts.source, package().source);
    assert_eq!(parts.about, package().about);
    assert_eq!(parts.banks, package().banks);
    let (message, signature) = parts.signed.unwrap();
    assert_eq!(signature, format!("{:x}", message.len()));
    let sealed = PackageToWrite {
        banks: Vec::new(),
        sealed: Some(vec![1, 2, 3]),
        lock: Some(AboutLock::Platform {}),
        ..package()
    };
    let parts = read_package(&written(sealed)).unwrap();
    assert_eq!(parts.sealed.as_deref(), Some(&[1, 2, 3][..]));
    assert_eq!(parts.lock, Some(AboutLock::Platform {}));
}

#[test]
fn packages_from_before_had_no_description() {
    let bytes = archive(&[("contest.json", b"{}"), ("banks/a.json", b"1")]);
    let parts = read_package(&bytes).unwrap();
    assert!(parts.about.is_empty() && parts.signed.is_none() && parts.lock.is_none());
    assert_eq!(parts.banks, [("banks/a.json".to_owned(), b"1".to_vec())]);
}

#[test]
fn other_entries_and_other_names_are_refused() {
    let contest: (&str, &[u8]) = ("contest.toml", b"");
    for name in [
        "seeds.json",
        "banks/../a.json",
        "banks/a/b.json",
        "/etc/passwd",
        "banks/.json",
        "banks/a b.json",
        "..\\contest.toml",
    ] {
        assert_eq!(
            refused(&archive(&[contest, (name, b"")])),
            "import.unknown_entry",
            "{name}"
        );
    }
    assert_eq!(
        refused(&archive(&[("banks/a.json", b"")])),
        "import.contest_missing"
    );
    let two = archive(&[contest, ("contest.json", b"")]);
    assert_eq!(refused(&two), "import.contest_missing");
    let hidden = archive(&[contest, ("sealed.bin", b"x")]);
    assert_eq!(
        refused(&hidden),
        "import.unknown_entry",
        "sealed by nothing that is said"
    );
    assert_eq!(refused(b"PK\x03\x04 no archive"), "import.damaged");
    assert_eq!(
        refused(&archive(&[("contest.toml", b"\xff")])),
        "import.encoding"
    );
}

#[test]
fn what_inflates_beyond_all_measure_is_refused() {
    let zeros = vec![b' '; 20 << 20];
    let bytes = archive(&[("contest.toml", b""), ("banks/a.json", &zeros)]);
    assert!(bytes.len() < 1 << 20);
    assert_eq!(refused(&bytes), "import.unpacked_too_large");
    let many: Vec<String> = (0..600).map(|n| format!("banks/{n}.json")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"1"[..])).collect();
    assert_eq!(refused(&archive(&many)), "import.too_many_entries");
}

#[test]
fn what_was_changed_since_is_told_by_its_name() {
    let parts = read_package(&written(package())).unwrap();
    let (about, _) = parts.signed.unwrap();
    let bank: (&str, &[u8]) = ("banks/b.json", b"{\"other\": 1}");
    let contest: (&str, &[u8]) = ("contest.toml", b"[contest]\nslug = \"thi\"\n");
    let error = read_package(&archive(&[contest, bank, ("package.json", &about)])).unwrap_err();
    assert_eq!(error.code, "import.changed");
    assert!(error.detail.contains("banks/b.json"), "{}", error.detail);
    let less = archive(&[contest, ("package.json", &about)]);
    assert_eq!(refused(&less), "import.changed");
    let nonsense = archive(&[contest, ("package.json", b"{\"format\": 1}")]);
    assert_eq!(refused(&nonsense), "import.damaged");
}
