//! An item of 2.x or 3.0 as a draft.

use super::body::Body;
use super::key::{self, Declared};
use super::kinds;
use super::test::Listed;
use crate::domain::{DraftOption, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding};
use crate::exchange::html::is_blank;
use crate::exchange::lms::taking::{Album, Find, Taking, blank, option_name};
use crate::exchange::lms::{kind_not_held, tag};
use crate::exchange::question_file::Refused;
use crate::exchange::xml::Element;

/// Parts of an item that say how it is run, not what it asks.
pub(super) const UNSEEN: [&str; 6] = [
    "responseProcessing",
    "outcomeDeclaration",
    "templateDeclaration",
    "templateProcessing",
    "catalogInfo",
    "stylesheet",
];

/// Reads an item whose names are in the form of 2.x; `listed` is what a test says of it.
pub(super) fn draft(
    item: &Element,
    listed: &Listed,
    find: &Find,
    at: &At,
    album: &Album,
) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let mut taking = Taking::new(at, album);
    if item.child("templateProcessing").is_some() {
        return Err(kind_not_held(at, "có tham số ngẫu nhiên").into());
    }
    if item.child("assessmentStimulusRef").is_some() {
        return Err(kind_not_held(at, "dựa trên một đoạn văn chung ở tệp khác").into());
    }
    let Some(content) = item.child("itemBody") else {
        let detail = "Câu hỏi không có nội dung (itemBody).";
        return Err(taking.refuse("import.stem_missing", detail).into());
    };
    let body = Body::of(&mut taking, content)?;
    let interaction = match body.interactions.as_slice() {
        [] => return Err(kind_not_held(at, "đoạn văn không có câu trả lời").into()),
        [only] => *only,
        [first, ..] => {
            let held = matches!(
                first.name.as_ref(),
                "choiceInteraction" | "textEntryInteraction"
            );
            let other = body
                .interactions
                .iter()
                .find(|other| other.name != first.name);
            let name = match (held, other) {
                (true, None) => "nhiều ô trả lời trong một câu",
                (true, Some(other)) => kinds::interaction(&other.name),
                (false, _) => kinds::interaction(&first.name),
            };
            return Err(kind_not_held(at, name).into());
        }
    };
    let identifier = interaction.attribute("responseIdentifier").unwrap_or("");
    let kind = interaction.name.as_ref();
    if !matches!(kind, "choiceInteraction" | "textEntryInteraction") {
        return Err(kind_not_held(at, kinds::interaction(kind)).into());
    }
    let mut draft = blank(QuestionKind::Single);
    if let Some(code) = item.attribute("label") {
        draft.code = taking.line("Mã", code, limit::CODE)?;
    }
    if let Some(topic) = &listed.topic {
        draft.topic = taking.topic(topic)?;
    }
    draft.level = tag::level(&mut taking, listed.categories.split_whitespace());
    draft.stem = taking.html("Câu hỏi", &body.html, limit::PASSAGE, find)?;
    let Some(declared) = Declared::find(item, identifier) else {
        let detail = "Câu hỏi không khai đáp án (responseDeclaration).";
        return Err(taking.refuse("import.key_invalid", detail).into());
    };
    taking.key_size(declared.correct.len() + declared.mapped.len())?;
    let mut feedback = body.feedback;
    if kind == "choiceInteraction" {
        feedback |= choice(&mut taking, interaction, &declared, find, &mut draft)?;
    } else {
        key::known_comparison(&taking, item)?;
        entry(&mut taking, item, identifier, &declared, &mut draft)?;
    }
    draft.explanation = explanation(&mut taking, item, find, feedback)?;
    taking.finish(draft)
}

/// Options, key and kind of a choice; tells whether feedback stood in the options.
fn choice(
    taking: &mut Taking,
    interaction: &Element,
    declared: &Declared,
    find: &Find,
    draft: &mut QuestionDraft,
) -> Result<bool, Finding> {
    let right = declared.right_choices(taking);
    taking.option_count(interaction.within(&["simpleChoice"]).len())?;
    let shuffled = interaction.attribute("shuffle") == Some("true");
    let choices = interaction.within(&["simpleChoice"]);
    let mut feedback = false;
    for (nth, shown) in choices.iter().enumerate() {
        let body = Body::of(taking, shown)?;
        feedback |= body.feedback;
        let identifier = shown.attribute("identifier").unwrap_or("");
        draft.options.push(DraftOption {
            id: None,
            text: taking.html(&option_name(nth), &body.html, limit::OPTION, find)?,
            correct: right.iter().any(|right| right == identifier),
            pinned: shuffled && shown.attribute("fixed") == Some("true"),
        });
    }
    let named = |right: &String| {
        choices
            .iter()
            .any(|shown| shown.attribute("identifier") == Some(right.as_str()))
    };
    if let Some(missing) = right.iter().find(|right| !named(right)) {
        let missing: String = missing.chars().take(40).collect();
        let detail = format!("Đáp án “{missing}” không phải là một phương án của câu.");
        return Err(taking.refuse("import.key_invalid", detail));
    }
    draft.kind = match declared.cardinality {
        "single" => QuestionKind::Single,
        _ => QuestionKind::Multiple,
    };
    Ok(feedback)
}

/// A text or a number that is typed in.
fn entry(
    taking: &mut Taking,
    item: &Element,
    identifier: &str,
    declared: &Declared,
    draft: &mut QuestionDraft,
) -> Result<(), Finding> {
    match declared.base_type {
        "integer" | "float" => {
            draft.kind = QuestionKind::Number;
            draft.number = Some(key::number_key(taking, item, identifier, declared)?);
        }
        "string" => {
            draft.kind = QuestionKind::Text;
            for form in declared.forms(taking) {
                draft.accepted.extend(taking.accepted(&form)?);
            }
        }
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(taking.refuse(
                "import.kind_not_held",
                format!("Loại câu hỏi này ngân hàng chưa giữ: điền giá trị kiểu {other}."),
            ));
        }
    }
    Ok(())
}

/// Feedback for the item as a whole, if all that is said is the same.
fn explanation(
    taking: &mut Taking,
    item: &Element,
    find: &Find,
    mut others: bool,
) -> Result<Option<String>, Finding> {
    let mut said: Vec<String> = Vec::new();
    for feedback in item.all("modalFeedback") {
        let body = Body::of(taking, feedback)?;
        let html = taking.html("Giải thích", &body.html, limit::PASSAGE, find)?;
        if !is_blank(&html) && !said.contains(&html) {
            said.push(html);
        }
    }
    let general = if said.len() == 1 { said.pop() } else { None };
    others |= !said.is_empty();
    Ok(taking.explanation(general, Vec::new(), others))
}
