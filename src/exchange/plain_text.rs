//! Text files: UTF-8 with or without byte order mark, lines ended in any way.

use super::finding::{At, Unreadable, line_of};
use super::format::Sample;

/// The head of a file as text, if it may be text of one of these endings. Bytes that are no UTF-8
/// are replaced: reading says what is wrong with them.
pub(super) fn of(sample: &Sample, endings: &[&str]) -> Option<String> {
    let head = &sample.bytes[..sample.bytes.len().min(256 << 10)];
    let last = sample
        .bytes
        .iter()
        .rev()
        .find(|byte| !byte.is_ascii_whitespace());
    // A text may begin with a sign of HTML, but only a document ends with one too.
    let markup = sample.first_sign() == Some(b'<') && last == Some(&b'>');
    let binary = sample.is_zip() || head.starts_with(b"%PDF") || head.contains(&0);
    let may_be = !markup && !binary && endings.contains(&sample.ending.as_str());
    may_be.then(|| lines_ended(&String::from_utf8_lossy(head)))
}

/// The text of a file; every line ends with a line feed.
///
/// # Errors
/// `import.encoding` with the first line that is no UTF-8.
pub(super) fn read(bytes: &[u8]) -> Result<String, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        let line = line_of(bytes, bad.valid_up_to());
        let detail = format!(
            "Dòng {line} không phải UTF-8 (có thể là TCVN3, VNI hoặc Windows-1258). Hãy lưu dạng UTF-8."
        );
        Unreadable::new("import.encoding", detail).at(&At::Line(line, 1))
    })?;
    Ok(lines_ended(text))
}

fn lines_ended(text: &str) -> String {
    text.trim_start_matches('\u{FEFF}')
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}
