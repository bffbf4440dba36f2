//! A PDF read back by a reader that is not ours, for tests.

use std::io::{ErrorKind, Write as _};
use std::process::{Command, Stdio};

/// The text of a PDF, page by page, as `pdftotext` reads it; none where the machine has none.
pub(in crate::reports) fn text_of(pdf: &[u8]) -> Option<Vec<String>> {
    let reader = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: pdftotext (poppler-utils) is not installed");
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let mut input = reader.stdin.take().unwrap();
    input.write_all(pdf).unwrap();
    drop(input);
    let told = reader.wait_with_output().unwrap();
    assert!(told.status.success(), "pdftotext reads the file");
    let text = String::from_utf8(told.stdout).unwrap();
    Some(
        text.trim_end_matches('\u{c}')
            .split('\u{c}')
            .map(str::to_owned)
            .collect(),
    )
}
