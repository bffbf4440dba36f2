//! QTI 1.2, as Canvas, Blackboard and the tools that write for them have it.

use super::kinds;
use crate::domain::{QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding};
use crate::exchange::html::{from_plain, is_blank};
use crate::exchange::lms::marks::{self, Marked};
use crate::exchange::lms::markup::is_markup;
use crate::exchange::lms::number::{self, NOT_WHOLE};
use crate::exchange::lms::taking::{Album, Find, Taking, blank, option_name};
use crate::exchange::lms::{kind_not_held, place};
use crate::exchange::question_file::{Collector, Refused};
use crate::exchange::xml::{Document, Element, Lines, escaped};

/// Parts that say how an item is kept.
const UNSEEN: [&str; 3] = ["itemmetadata", "outcomes", "duration"];

/// Responses, each with how it is answered.
const RESPONSES: [&str; 5] = [
    "response_lid",
    "response_str",
    "response_num",
    "response_grp",
    "response_xy",
];

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

/// The texts and pictures of an element but those inside of responses, as HTML.
fn material(element: &Element) -> String {
    let mut html = String::new();
    add_material(element, &mut html);
    html
}

fn add_material(element: &Element, html: &mut String) {
    for inner in element.elements() {
        match inner.name.as_ref() {
            "mattext" | "mat_formattedtext" => add_text(inner, html),
            "matimage" => {
                let address = escaped(inner.attribute("uri").unwrap_or(""));
                let alt = escaped(inner.attribute("label").unwrap_or(""));
                html.push_str(&format!("<img src=\"{address}\" alt=\"{alt}\">"));
            }
            name if RESPONSES.contains(&name) => {}
            _ => add_material(inner, html),
        }
    }
}

/// Adds a text, apart from what stands before it.
fn add_text(element: &Element, html: &mut String) {
    let text = element.text();
    let text = text.trim();
    let kind = element
        .attribute("texttype")
        .or(element.attribute("type"))
        .unwrap_or("");
    let kind = kind.to_ascii_lowercase();
    let is_html = kind.contains("html") || kind == "smart_text" || is_markup(text);
    if text.is_empty() {
        return;
    }
    if !html.is_empty() {
        html.push_str("<br>");
    }
    if is_html {
        html.push_str(text);
    } else {
        html.push_str(&from_plain(text));
    }
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
    let even = 100.0 / right.len().max(1) as f64;
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

/// The conditions of an item that give points.
struct Rules<'e, 'a> {
    response: &'e str,
    /// Conditions with the points that they give.
    scoring: Vec<(&'e Element<'a>, f64)>,
}

impl<'e, 'a> Rules<'e, 'a> {
    fn of(item: &'e Element<'a>, response: &'e str) -> Self {
        let conditions = item
            .all("resprocessing")
            .flat_map(|rules| rules.all("respcondition"));
        let scoring = conditions.filter_map(|condition| {
            let points = condition
                .all("setvar")
                .filter_map(points)
                .fold(0.0, f64::max);
            let test = condition.child("conditionvar")?;
            (points > 0.0).then_some((test, points))
        });
        Self {
            response,
            scoring: scoring.collect(),
        }
    }

    /// Values that a condition wants to be answered, each with its points.
    fn right(&self) -> Vec<(String, f64)> {
        let mut right: Vec<(String, f64)> = Vec::new();
        for (test, points) in &self.scoring {
            for value in self.wanted(test) {
                match right.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, known)) => *known = known.max(*points),
                    None => right.push((value, *points)),
                }
            }
        }
        right
    }

    /// The values of `varequal` in a condition, but not those inside of a `not`.
    fn wanted(&self, test: &Element) -> Vec<String> {
        let mut wanted = Vec::new();
        for inner in test.elements() {
            match inner.name.as_ref() {
                "not" => {}
                "varequal" => {
                    let own = inner
                        .attribute("respident")
                        .is_none_or(|id| id == self.response);
                    let value = inner.text().trim().to_owned();
                    if own && !value.is_empty() {
                        wanted.push(value);
                    }
                }
                _ => wanted.extend(self.wanted(inner)),
            }
        }
        wanted
    }

    /// Accepted forms: those with the greatest points.
    fn forms(&self, taking: &mut Taking) -> Vec<String> {
        let right = self.right();
        let most = right.iter().map(|(_, points)| *points).fold(0.0, f64::max);
        if right.iter().any(|(_, points)| *points < most) {
            taking.warn(
                "import.weights",
                "Không giữ câu trả lời chỉ được một phần điểm.",
            );
        }
        let best = right.into_iter().filter(|(_, points)| *points >= most);
        best.map(|(form, _)| form).collect()
    }

    /// The number: one that is wanted, with the range that is accepted around it.
    fn number(&self, taking: &mut Taking) -> Result<(i64, i64), Finding> {
        let bound = |name: &str| {
            let found = self.scoring.iter().find_map(|(test, _)| test.first(name));
            found.map(|bound| bound.text().trim().to_owned())
        };
        let range = bound("vargte").zip(bound("varlte"));
        let held = match (range, self.right().as_slice()) {
            (Some((least, greatest)), _) => number::between(&least, &greatest),
            (None, [(value, _)]) if bound("vargt").is_none() => number::near(value, "0"),
            _ => None,
        };
        let (key, _) = held.ok_or_else(|| taking.refuse("import.number_not_whole", NOT_WHOLE))?;
        Ok(key)
    }
}

/// The points of a `setvar`; `SCORE.max` is the whole mark.
fn points(set: &Element) -> Option<f64> {
    let text = set.text();
    let text = text.trim();
    if text.to_ascii_lowercase().ends_with(".max") {
        return Some(100.0);
    }
    text.parse().ok().filter(|points: &f64| points.is_finite())
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
