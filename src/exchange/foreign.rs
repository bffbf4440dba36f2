//! Formats that are known but not read: a file in one of them is refused by its name, with what to
//! export in place of it.

use super::finding::Unreadable;
use super::format::Sample;
use super::{plain_text, xml};

/// The refusal of a file in such a format.
pub(super) fn named(sample: &Sample) -> Option<Unreadable> {
    let root = xml::root_name(sample.bytes);
    let detail = match root.as_deref() {
        Some("POOL") => {
            "Tệp là ngân hàng của Blackboard đời cũ (POOL, .dat), chưa đọc được. Trong Blackboard, hãy xuất \
             ngân hàng (Pool) ra gói .zip rồi nhập gói đó."
        }
        Some("examview") => {
            "Tệp của ExamView, chưa đọc được. Trong ExamView, hãy xuất dạng Blackboard hoặc QTI rồi nhập gói .zip."
        }
        Some(_) => return None,
        None => text(&plain_text::of(sample, &["txt", "text", "md", ""])?)?,
    };
    Some(Unreadable::new("import.format_not_read", detail))
}

fn text(text: &str) -> Option<&'static str> {
    let mut lines = text
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty());
    let first = lines.next()?;
    if first.starts_with("# Start of question") || first.starts_with(":TYPE:") {
        return Some(
            "Tệp của WebCT, chưa đọc được. Hãy nhập tệp vào Moodle, xuất dạng Moodle XML rồi nhập tệp đó.",
        );
    }
    // `1. …` with `*b) …` for what is right.
    let numbered = |line: &str| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && line[digits..].starts_with('.')
    };
    let starred = |line: &str| {
        let inner = line.strip_prefix('*').map(str::as_bytes);
        matches!(inner, Some([b'a'..=b'z', b')', ..]))
    };
    let is_source = first.starts_with("Quiz title:") || numbered(first);
    if is_source && text.lines().any(starred) && text.lines().any(numbered) {
        return Some(
            "Tệp nguồn của text2qti, chưa đọc được. Hãy chạy text2qti rồi nhập gói .zip, hoặc viết lại dạng Aiken.",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::exchange::detect;

    #[test]
    fn files_of_other_programs_are_refused_by_name() {
        for (text, name, told) in [
            ("<?xml version='1.0'?><POOL></POOL>", "a.dat", "Blackboard"),
            ("<examview/>", "a.xml", "ExamView"),
            ("# Start of question:1\n:TYPE:MC\n", "a.txt", "WebCT"),
            (
                "Quiz title: x\n\n1. Câu?\na) x\n*b) y\n",
                "a.txt",
                "text2qti",
            ),
        ] {
            let refused = detect(text.as_bytes(), name).expect_err("refused");
            assert_eq!(refused.code, "import.format_not_read");
            assert!(refused.detail.contains(told), "{}", refused.detail);
        }
    }
}
