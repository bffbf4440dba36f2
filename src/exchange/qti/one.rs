//! QTI 1.2, as Canvas, Blackboard and the tools that write for them have it.

use super::kinds;
use super::material::{RESPONSES, material};
use super::rules::Rules;
use crate::domain::{QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding};
use crate::exchange::html::is_blank;
use crate::exchange::lms::marks::{self, Marked};
use crate::exchange::lms::taking::{Album, Find, Taking, blank, option_name};
use crate::exchange::lms::{kind_not_held, place};
use crate::exchange::question_file::{Collector, Refused};
use crate::exchange::xml::{Document, Element, Lines};

/// Parts that say how an item is kept.
const UNSEEN: [&str; 3] = ["itemmetadata", "outcomes", "duration"];

/// Takes every item of a document; gives the title of its assessment.
pub(super) fn questions(
    document: &Document,
    find: &Find,
    album: &Album,
    nth: &mut usize,
    collector: &mut Collector,
) -> Option<String> {
    let mut lines = Lines::new(document.text);
    for item in document.root.within(&["item"]) {
        *nth += 1;
        let at = place(*nth, lines.line(item.span.start));
        let read = draft(item, find, &at, album);
        collector.push(at, item.outline(&UNSEEN).trim_end(), read);
    }
    let named = document.root.within(&["assessment", "objectbank"]);
    named
        .iter()
        .find_map(|named| named.attribute("title"))
        .map(str::to_owned)
}

fn draft(
    item: &Element,
    find: &Find,
    at: &At,
    album: &Album,
) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let mut taking = Taking::new(at, album);
    if let Some(kind) = stated_kind(item).as_deref().and_then(kinds::platform) {
        return Err(kind_not_held(at, kind).into());
    }
    let Some(presentation) = item.child("presentation") else {
        let detail = "Câu hỏi không có nội dung (presentation).";
        return Err(taking.refuse("import.stem_missing", detail).into());
    };
    let responses = presentation.within(&RESPONSES);
    let response = match responses.as_slice() {
        [only] => *only,
        [] => return Err(kind_not_held(at, "đoạn văn không có câu trả lời").into()),
        [first, ..] if first.name == "response_lid" => {
            return Err(kind_not_held(at, "ghép đôi hoặc nhiều ô chọn").into());
        }
        _ => return Err(kind_not_held(at, "nhiều ô trống trong một đoạn").into()),
    };
    taking.key_size(item.within(&["varequal"]).len())?;
    let mut draft = blank(QuestionKind::Single);
    draft.stem = taking.html("Câu hỏi", &material(presentation), limit::PASSAGE, find)?;
    let rules = Rules::of(item, response.attribute("ident").unwrap_or(""));
    let numeric = response.name == "response_num"
        || response
            .within(&["render_fib"])
            .iter()
            .any(|fib| matches!(fib.attribute("fibtype"), Some("Integer" | "Decimal")))
        || matches!(
            stated_kind(item).as_deref(),
            Some("numerical_question" | "Numeric")
        );
    match response.name.as_ref() {
        "response_lid" => choice(&mut taking, response, &rules, find, &mut draft)?,
        "response_str" | "response_num" if numeric => {
            draft.kind = QuestionKind::Number;
            draft.number = Some(rules.number(&mut taking)?);
        }
        "response_str" => {
            draft.kind = QuestionKind::Text;
            for form in rules.forms(&mut taking) {
                draft.accepted.extend(taking.accepted(&form)?);
            }
            if draft.accepted.is_empty() {
                return Err(kind_not_held(at, "tự luận (không ghi đáp án)").into());
            }
        }
        "response_grp" => return Err(kind_not_held(at, "ghép đôi").into()),
        _ => return Err(kind_not_held(at, "chọn điểm trên hình").into()),
    }
    draft.explanation = explanation(&mut taking, item, find, &rules)?;
    taking.finish(draft)
}

/// What Canvas or Blackboard calls the kind of the question.
fn stated_kind(item: &Element) -> Option<String> {
    let metadata = item.child("itemmetadata")?;
    let fields = metadata.within(&["qtimetadatafield"]);
    let labelled = fields.iter().find(|field| {
        field
            .child("fieldlabel")
            .is_some_and(|label| label.text().trim() == "question_type")
    });
    let entry = labelled.and_then(|field| field.child("fieldentry"));
    let entry = entry.or_else(|| metadata.first("bbmd_questiontype"));
    entry.map(|entry| entry.text().trim().to_owned())
}

fn choice(
    taking: &mut Taking,
    response: &Element,
    rules: &Rules,
    find: &Find,
    draft: &mut QuestionDraft,
) -> Result<(), Finding> {
    let several = response
        .attribute("rcardinality")
        .is_some_and(|c| c.eq_ignore_ascii_case("multiple"));
    let labels = response.within(&["response_label"]);
    taking.option_count(labels.len())?;
    let right = rules.right();
    let most = right.iter().map(|(_, points)| *points).fold(0.0, f64::max);
    // The key was bounded before.
    let even = 100.0 / f64::from(u32::try_from(right.len().max(1)).unwrap_or(u32::MAX));
    if several && right.iter().any(|(_, points)| (points - most).abs() > 1e-9) {
        taking.warn(
            "import.weights",
            "Không giữ điểm từng phần của các phương án; chỉ giữ đúng hay sai.",
        );
    }
    let mut marked = Vec::with_capacity(labels.len());
    for (nth, label) in labels.iter().enumerate() {
        let ident = label.attribute("ident").unwrap_or("");
        let points = right
            .iter()
            .find(|(right, _)| right == ident)
            .map(|(_, points)| *points);
        let share = match points {
            None => 0.0,
            Some(_) if several => even,
            Some(points) => points / most * 100.0,
        };
        marked.push(Marked {
            text: taking.html(&option_name(nth), &material(label), limit::OPTION, find)?,
            share,
            pinned: false,
        });
    }
    let named = |ident: &str| {
        labels
            .iter()
            .any(|label| label.attribute("ident") == Some(ident))
    };
    if let Some((missing, _)) = right.iter().find(|(ident, _)| !named(ident)) {
        let missing: String = missing.chars().take(40).collect();
        let detail = format!("Đáp án “{missing}” không phải là một phương án của câu.");
        return Err(taking.refuse("import.key_invalid", detail));
    }
    (draft.kind, draft.options) = marks::options(taking, marked, several);
    Ok(())
}

/// Feedback by its name: general, for the right answer, for others.
fn explanation(
    taking: &mut Taking,
    item: &Element,
    find: &Find,
    rules: &Rules,
) -> Result<Option<String>, Finding> {
    let right = rules.right();
    let (mut general, mut with_right, mut others) = (None, Vec::new(), false);
    for said in item.all("itemfeedback") {
        let name = said.attribute("ident").unwrap_or("").to_ascii_lowercase();
        let content = material(said);
        if is_blank(&content) {
            continue;
        }
        let of = name.strip_suffix("_fb").unwrap_or(&name);
        let is_general = matches!(of, "general" | "solution");
        let is_right = of == "correct"
            || right
                .iter()
                .any(|(ident, _)| ident.eq_ignore_ascii_case(of));
        if is_general || is_right {
            let html = taking.html("Giải thích", &content, limit::PASSAGE, find)?;
            if is_general {
                general = Some(html);
            } else {
                with_right.push(html);
            }
        } else {
            others = true;
        }
    }
    Ok(taking.explanation(general, with_right, others))
}
