//! From Moodle XML to drafts.

use super::kind_name;
use super::rich::{html, plain, raw};
use crate::domain::{DraftOption, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding, Unreadable};
use crate::exchange::format::Format;
use crate::exchange::lms::marks::{self, Marked};
use crate::exchange::lms::number::{self, NOT_WHOLE};
use crate::exchange::lms::taking::{Album, Taking, blank, option_name};
use crate::exchange::lms::{category, kind_not_held, place, tag, wildcard};
use crate::exchange::question_file::{Collector, QuestionFile, Refused};
use crate::exchange::xml::{Element, Lines, parse};

/// Not part of what people see of a question in the file.
const UNSEEN: [&str; 3] = ["file", "image_base64", "stamp"];

/// Feedback that Moodle writes by itself begins like this.
const MADE_BY_ITSELF: [&str; 2] = ["Your answer is", "Câu trả lời của bạn"];

pub(super) fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let document = parse(bytes, "")?;
    if document.root.name == "MOODLE_BACKUP" {
        let detail = "Tệp là bản sao lưu khóa học của Moodle. Trong Moodle, hãy vào Ngân hàng câu hỏi → \
                      Xuất và chọn dạng Moodle XML.";
        return Err(Unreadable::new("import.moodle_backup", detail));
    }
    let mut collector = Collector::new(Format::Moodle);
    let album = Album::default();
    let mut lines = Lines::new(document.text);
    let mut topic = None;
    let mut nth = 0;
    for question in document.root.within(&["question"]) {
        let kind = question.attribute("type").unwrap_or("").trim();
        if kind == "category" {
            topic = question
                .child("category")
                .and_then(|path| category::topic(&raw(path)));
            continue;
        }
        nth += 1;
        let at = place(nth, lines.line(question.span.start));
        let read = draft(question, kind, topic.as_deref(), &at, &album);
        collector.push(at, question.outline(&UNSEEN).trim_end(), read);
    }
    if nth == 0 {
        let detail = "Tệp Moodle XML không có câu hỏi nào (phần tử question).";
        return Err(Unreadable::new("import.no_questions", detail));
    }
    Ok(collector.finish(None, None))
}

fn draft(
    question: &Element,
    kind: &str,
    topic: Option<&str>,
    at: &At,
    album: &Album,
) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let mut taking = Taking::new(at, album);
    let mut draft = blank(QuestionKind::Single);
    if let Some(code) = question.child("idnumber") {
        draft.code = taking.line("Mã", &raw(code), limit::CODE)?;
    }
    if let Some(topic) = topic {
        draft.topic = taking.topic(topic)?;
    }
    let tags: Vec<String> = question
        .child("tags")
        .map_or_else(Vec::new, |tags| tags.all("tag").map(raw).collect());
    draft.level = tag::level(&mut taking, tags.iter().map(String::as_str));
    if let Some(text) = question.child("questiontext") {
        draft.stem = html(&mut taking, "Câu hỏi", text, limit::PASSAGE)?;
    }
    let answers: Vec<Answer> = question.all("answer").map(Answer::of).collect();
    taking.key_size(answers.len())?;
    match kind {
        "multichoice" | "multichoiceset" => {
            choice(&mut taking, question, kind, &answers, &mut draft)?;
        }
        "truefalse" => true_false(&mut taking, &answers, &mut draft)?,
        "shortanswer" => {
            draft.kind = QuestionKind::Text;
            draft.accepted = accepted(&mut taking, question, &answers)?;
        }
        "numerical" => {
            draft.kind = QuestionKind::Number;
            draft.number = Some(number_key(&mut taking, question, &answers)?);
        }
        other => return Err(kind_not_held(at, &kind_name(other)).into()),
    }
    draft.explanation = explanation(&mut taking, question, &answers, &draft)?;
    not_kept(&mut taking, question);
    taking.finish(draft)
}

/// An `<answer>` with its share of the mark.
struct Answer<'e, 'a> {
    element: &'e Element<'a>,
    share: f64,
}

impl<'e, 'a> Answer<'e, 'a> {
    fn of(element: &'e Element<'a>) -> Self {
        let share = element.attribute("fraction");
        let share = share
            .map(str::to_owned)
            .or_else(|| element.child("fraction").map(Element::text));
        let share = share.and_then(|share| share.trim().parse::<f64>().ok());
        Self {
            element,
            share: share.filter(|share| share.is_finite()).unwrap_or(0.0),
        }
    }
}

fn choice(
    taking: &mut Taking,
    question: &Element,
    kind: &str,
    answers: &[Answer],
    draft: &mut QuestionDraft,
) -> Result<(), Finding> {
    taking.option_count(answers.len())?;
    let single = question.child("single").map(Element::text);
    let all_or_nothing = kind == "multichoiceset";
    let several = all_or_nothing || matches!(single.as_deref().map(str::trim), Some("false" | "0"));
    // There, every right answer has the whole mark.
    let right = answers
        .iter()
        .filter(|answer| answer.share > 0.0)
        .count()
        .max(1);
    let part = 100.0 / f64::from(u32::try_from(right).unwrap_or(u32::MAX));
    let mut marked = Vec::with_capacity(answers.len());
    for (nth, answer) in answers.iter().enumerate() {
        let share = if all_or_nothing && answer.share > 0.0 {
            part
        } else {
            answer.share
        };
        marked.push(Marked {
            text: html(taking, &option_name(nth), answer.element, limit::OPTION)?,
            share,
            pinned: false,
        });
    }
    (draft.kind, draft.options) = marks::options(taking, marked, several);
    Ok(())
}

fn true_false(
    taking: &mut Taking,
    answers: &[Answer],
    draft: &mut QuestionDraft,
) -> Result<(), Finding> {
    for answer in answers {
        let said = plain(answer.element);
        let text = match said.to_lowercase().as_str() {
            "true" | "đúng" => "Đúng",
            "false" | "sai" => "Sai",
            _ => {
                let detail = "Câu đúng/sai có câu trả lời không phải true hay false.";
                return Err(taking.refuse("import.key_invalid", detail));
            }
        };
        draft.options.push(DraftOption {
            id: None,
            text: text.to_owned(),
            correct: marks::is_full(answer.share),
            pinned: false,
        });
    }
    Ok(())
}

fn accepted(
    taking: &mut Taking,
    question: &Element,
    answers: &[Answer],
) -> Result<Vec<String>, Finding> {
    let mut accepted = Vec::new();
    for answer in answers {
        if marks::is_full(answer.share) {
            let (form, open) = wildcard::meant(&plain(answer.element));
            if open {
                taking.warn("import.wildcard", wildcard::NOT_KEPT);
            }
            accepted.extend(taking.accepted(&form)?);
        } else if answer.share > 0.0 {
            taking.warn(
                "import.weights",
                "Không giữ câu trả lời chỉ được một phần điểm.",
            );
        }
    }
    if question
        .child("usecase")
        .is_some_and(|case| case.text().trim() == "1")
    {
        let detail = "Ngân hàng không phân biệt chữ hoa, chữ thường trong câu trả lời.";
        taking.warn("import.case_not_kept", detail);
    }
    Ok(accepted)
}

fn number_key(
    taking: &mut Taking,
    question: &Element,
    answers: &[Answer],
) -> Result<(i64, i64), Finding> {
    let mut key = None;
    for answer in answers {
        let value = plain(answer.element);
        if value == "*" {
            continue;
        }
        if !marks::is_full(answer.share) {
            if answer.share > 0.0 {
                taking.warn(
                    "import.weights",
                    "Không giữ câu trả lời chỉ được một phần điểm.",
                );
            }
            continue;
        }
        let tolerance = answer.element.child("tolerance").map(Element::text);
        let held = number::near(&value, tolerance.as_deref().unwrap_or("0"));
        let Some((held, cut)) = held else {
            return Err(taking.refuse("import.number_not_whole", NOT_WHOLE));
        };
        if cut {
            taking.warn(
                "import.weights",
                "Sai số lẻ được bỏ phần lẻ, vì câu trả lời là số nguyên.",
            );
        }
        if key.is_some_and(|key| key != held) {
            let detail = "Ngân hàng chỉ giữ một đáp án số, ở đây có nhiều đáp án trọn điểm.";
            return Err(taking.refuse("import.key_invalid", detail));
        }
        key = Some(held);
    }
    if !question.within(&["unit"]).is_empty() {
        taking.warn("import.units_not_kept", "Không giữ đơn vị đo của đáp án.");
    }
    let detail = "Không có đáp án số nào được trọn điểm.";
    key.ok_or_else(|| taking.refuse("import.key_invalid", detail))
}

fn explanation(
    taking: &mut Taking,
    question: &Element,
    answers: &[Answer],
    draft: &QuestionDraft,
) -> Result<Option<String>, Finding> {
    const PART: &str = "Giải thích";
    let general = match question.child("generalfeedback") {
        Some(general) => Some(html(taking, PART, general, limit::PASSAGE)?),
        None => None,
    };
    let has_general = general.as_ref().is_some_and(|html| !html.is_empty());
    let (mut with_right, mut others) = (Vec::new(), false);
    for (nth, answer) in answers.iter().enumerate() {
        let Some(said) = answer.element.child("feedback") else {
            continue;
        };
        let right = match draft.options.get(nth) {
            Some(option) => option.correct,
            None => marks::is_full(answer.share),
        };
        // What is not kept is not looked at: a picture that is missing there harms nobody.
        if right && !has_general {
            with_right.push(html(taking, PART, said, limit::PASSAGE)?);
        } else {
            others |= !raw(said).trim().is_empty();
        }
    }
    Ok(taking.explanation(general, with_right, others))
}

/// Tells of the parts that a person wrote and the bank does not hold.
fn not_kept(taking: &mut Taking, question: &Element) {
    for name in [
        "correctfeedback",
        "partiallycorrectfeedback",
        "incorrectfeedback",
    ] {
        let said = question.child(name).map(raw).unwrap_or_default();
        let said = said.trim();
        if !said.is_empty() && !MADE_BY_ITSELF.iter().any(|words| said.contains(words)) {
            let detail =
                "Không giữ lời nhận xét chung cho câu trả lời đúng, đúng một phần hoặc sai.";
            taking.warn("import.feedback_not_kept", detail);
        }
    }
    if question
        .all("hint")
        .any(|hint| !raw(hint).trim().is_empty())
    {
        taking.warn("import.hint_not_kept", "Không giữ gợi ý.");
    }
    if question
        .child("image")
        .is_some_and(|image| !image.text().trim().is_empty())
    {
        taking.warn(
            "import.picture_not_kept",
            "Không đọc hình kiểu cũ (phần tử image) của câu hỏi.",
        );
    }
}
