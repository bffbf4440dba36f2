//! Blackboard's text upload: a question a line, its parts separated by tabs.
//!
//! `MC⇥question⇥option⇥correct⇥option⇥incorrect…`, also `MA`, `TF`, `FIB`, `NUM`; other kinds are
//! refused by name. Read only.

use super::draft_check::limit;
use super::finding::{At, Finding, Unreadable};
use super::format::{Format, Sample, Shape};
use super::lms::entities::decoded;
use super::lms::number::{self, NOT_WHOLE};
use super::lms::taking::{Album, Taking, blank, no_files, option_name};
use super::lms::{kind_not_held, place, read_only};
use super::plain_text;
use super::question_file::{Collector, QuestionFile, Refused};
use crate::domain::{DraftOption, QuestionDraft, QuestionKind};

pub(super) const SHAPE: Shape = Shape {
    word: "blackboard",
    recognises,
    read,
    write: read_only,
};

/// Kinds that the bank does not hold, with what people call them.
const NOT_HELD: [(&str, &str); 10] = [
    ("ESS", "tự luận"),
    ("SR", "tự luận ngắn"),
    ("ORD", "sắp xếp thứ tự"),
    ("MAT", "ghép đôi"),
    ("FIB_PLUS", "nhiều ô trống trong một đoạn"),
    ("FIL", "nộp tệp"),
    ("OP", "thang ý kiến"),
    ("JUMBLED_SENTENCE", "chọn từ điền vào chỗ trống"),
    ("QUIZ_BOWL", "đặt câu hỏi cho câu trả lời"),
    ("NUM_RANGE", "khoảng số"),
];

/// Kinds that it holds.
const HELD: [&str; 5] = ["MC", "MA", "TF", "FIB", "NUM"];

fn is_kind(word: &str) -> bool {
    HELD.contains(&word) || NOT_HELD.iter().any(|(kind, _)| *kind == word)
}

fn recognises(sample: &Sample) -> bool {
    let text = plain_text::of(sample, &["txt", "tsv", ""]);
    text.is_some_and(|text| {
        let first = text.lines().find(|line| !line.trim().is_empty());
        let kind = first.and_then(|line| line.split_once('\t'));
        kind.is_some_and(|(kind, _)| is_kind(kind.trim()))
    })
}

fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let text = plain_text::read(bytes)?;
    let mut collector = Collector::new(Format::Blackboard);
    let album = Album::default();
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    for (nth, (number, line)) in (1..).zip(lines) {
        let at = place(nth, number);
        collector.push(at.clone(), line, draft(line, &at, &album));
    }
    Ok(collector.finish(None, None))
}

fn draft(line: &str, at: &At, album: &Album) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let mut taking = Taking::new(at, album);
    let mut parts = line.split('\t').map(str::trim);
    let kind = parts.next().unwrap_or("").to_uppercase();
    if let Some((_, name)) = NOT_HELD.iter().find(|(known, _)| *known == kind) {
        return Err(kind_not_held(at, name).into());
    }
    let stem = parts.next().unwrap_or("");
    let rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let mut draft = blank(QuestionKind::Single);
    draft.stem = taking.html("Câu hỏi", stem, limit::PASSAGE, &no_files)?;
    taking.key_size(rest.len())?;
    match kind.as_str() {
        "MC" | "MA" => {
            taking.option_count(rest.len().div_ceil(2))?;
            if kind == "MA" {
                draft.kind = QuestionKind::Multiple;
            }
            for (nth, pair) in rest.chunks(2).enumerate() {
                let correct = match pair.get(1).map(|word| word.to_lowercase()).as_deref() {
                    Some("correct") => true,
                    Some("incorrect") => false,
                    _ => {
                        let detail = format!(
                            "{}: sau phương án phải là correct hoặc incorrect.",
                            option_name(nth)
                        );
                        return Err(taking.refuse("import.key_invalid", detail).into());
                    }
                };
                let text = taking.html(&option_name(nth), pair[0], limit::OPTION, &no_files)?;
                draft.options.push(DraftOption {
                    id: None,
                    text,
                    correct,
                    pinned: false,
                });
            }
        }
        "TF" => {
            let said = rest.first().map(|word| word.to_lowercase());
            let truth = match said.as_deref() {
                Some("true") => true,
                Some("false") => false,
                _ => {
                    let detail = "Câu đúng/sai cần đáp án true hoặc false.";
                    return Err(taking.refuse("import.key_invalid", detail).into());
                }
            };
            for (text, correct) in [("Đúng", truth), ("Sai", !truth)] {
                draft.options.push(DraftOption {
                    id: None,
                    text: text.to_owned(),
                    correct,
                    pinned: false,
                });
            }
        }
        "FIB" => {
            draft.kind = QuestionKind::Text;
            for form in rest {
                draft.accepted.extend(taking.accepted(&decoded(form))?);
            }
        }
        "NUM" => {
            draft.kind = QuestionKind::Number;
            let tolerance = rest.get(1).copied().unwrap_or("0");
            let held = rest
                .first()
                .and_then(|value| number::near(value, tolerance));
            let Some((key, cut)) = held else {
                return Err(taking.refuse("import.number_not_whole", NOT_WHOLE).into());
            };
            if cut {
                taking.warn(
                    "import.weights",
                    "Sai số lẻ được bỏ phần lẻ, vì câu trả lời là số nguyên.",
                );
            }
            draft.number = Some(key);
        }
        _ => {
            let shown: String = kind.chars().take(40).collect();
            return Err(kind_not_held(at, &shown).into());
        }
    }
    taking.finish(draft)
}

#[cfg(test)]
mod tests {
    use crate::domain::QuestionKind;
    use crate::exchange::{Format, read_questions};
    use proptest::prelude::*;

    #[test]
    fn lines_are_questions() {
        let text = "MC\tPh&#7847;n <b>nào</b>?\tMột\tIncorrect\tHai\tCorrect\n\
                    MA\tNhững gì?\ta\tcorrect\tb\tcorrect\tc\tincorrect\n\
                    TF\tĐất phẳng.\tfalse\nFIB\tThủ đô?\tHà Nội\tThăng Long\nNUM\tTuổi?\t18\t1\n\
                    ESS\tViết.\nMC\tGì?\ta\tmaybe\n";
        let file = read_questions(text.as_bytes(), "bank.txt", None).expect("readable");
        assert_eq!(file.format, Format::Blackboard);
        let drafts = file.drafts();
        assert_eq!(drafts[0].stem, "Phần <b>nào</b>?");
        assert!(drafts[0].options[1].correct && !drafts[0].options[0].correct);
        assert_eq!(drafts[1].kind, QuestionKind::Multiple);
        assert!(drafts[2].options[1].correct);
        assert_eq!(drafts[3].accepted, ["Hà Nội", "Thăng Long"]);
        assert_eq!(drafts[4].number, Some((18, 1)));
        let codes: Vec<_> = file.refused().iter().map(|refused| refused.code).collect();
        assert_eq!(codes, ["import.kind_not_held", "import.key_invalid"]);
    }

    proptest! {
        #![proptest_config(crate::exchange::seeded(128))]

        #[test]
        fn any_lines_are_read_or_refused(text in "(MC|MA|TF|FIB|NUM|ESS|\t|correct|1|true|<img src=x>|&#8238;|ớ|\n){0,40}") {
            let _ = read_questions(text.as_bytes(), "bank.txt", Some(Format::Blackboard));
        }
    }
}
