//! From what a GIFT file says to drafts.

use super::ast::{Answer, Body, Number, NumberAnswer, Question, Rich, TextFormat};
use crate::domain::{DraftOption, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding};
use crate::exchange::html::{sanitised, to_plain};
use crate::exchange::lms::marks::{self, Marked};
use crate::exchange::lms::number::{self, NOT_WHOLE};
use crate::exchange::lms::taking::{Album, Taking, blank, no_files, option_name};
use crate::exchange::lms::{kind_not_held, tag, wildcard};
use crate::exchange::question_file::Refused;

type Drafted = Result<(QuestionDraft, Vec<Finding>), Refused>;

pub(super) fn draft(question: &Question, topic: Option<&str>, at: &At, album: &Album) -> Drafted {
    let mut taking = Taking::new(at, album);
    let mut draft = blank(QuestionKind::Single);
    draft.code = match &question.id {
        Some(id) => taking.line("Mã", id, limit::CODE)?,
        None => None,
    };
    draft.topic = match topic {
        Some(topic) => taking.topic(topic)?,
        None => None,
    };
    draft.level = tag::level(&mut taking, question.tags.iter().map(String::as_str));
    draft.stem = html(&mut taking, "Câu hỏi", &question.stem, limit::PASSAGE)?;
    let mut said = Said::default();
    match &question.body {
        Body::Description => return Err(kind_not_held(at, "đoạn văn không có câu trả lời").into()),
        Body::Essay => return Err(kind_not_held(at, "tự luận").into()),
        Body::Matching(_) => return Err(kind_not_held(at, "ghép đôi").into()),
        Body::TrueFalse {
            is_true,
            true_feedback,
            false_feedback,
        } => {
            draft.options = truth(*is_true);
            said.add(&mut taking, *is_true, true_feedback.as_ref())?;
            said.add(&mut taking, !is_true, false_feedback.as_ref())?;
        }
        Body::Choice(answers) => choice(&mut taking, answers, &mut draft, &mut said)?,
        Body::Short(answers) => {
            draft.kind = QuestionKind::Text;
            draft.accepted = accepted(&mut taking, answers, &mut said)?;
        }
        Body::Number(number, feedback) => {
            draft.kind = QuestionKind::Number;
            draft.number = Some(held(&mut taking, number)?);
            said.add(&mut taking, true, feedback.as_ref())?;
        }
        Body::Numbers(answers) => {
            draft.kind = QuestionKind::Number;
            draft.number = Some(numbers(&mut taking, answers, &mut said)?);
        }
    }
    let general = match &question.feedback {
        Some(general) => Some(html(&mut taking, "Giải thích", general, limit::PASSAGE)?),
        None => None,
    };
    draft.explanation = taking.explanation(general, said.with_right, said.others);
    taking.finish(draft)
}

/// What is said to single answers.
#[derive(Default)]
struct Said {
    with_right: Vec<String>,
    others: bool,
}

impl Said {
    fn add(
        &mut self,
        taking: &mut Taking,
        right: bool,
        said: Option<&Rich>,
    ) -> Result<(), Finding> {
        match said {
            Some(said) if right => {
                self.with_right
                    .push(html(taking, "Giải thích", said, limit::PASSAGE)?);
            }
            Some(_) => self.others = true,
            None => {}
        }
        Ok(())
    }
}

/// “Đúng” and “Sai” as options, in this order.
fn truth(is_true: bool) -> Vec<DraftOption> {
    let option = |text: &str, correct| DraftOption {
        id: None,
        text: text.to_owned(),
        correct,
        pinned: false,
    };
    vec![option("Đúng", is_true), option("Sai", !is_true)]
}

fn html(taking: &mut Taking, part: &str, rich: &Rich, limit: usize) -> Result<String, Finding> {
    match rich.format {
        TextFormat::Html => taking.html(part, &rich.text, limit, &no_files),
        TextFormat::Moodle => taking.loose(part, &rich.text, limit),
        TextFormat::Plain => taking.plain(part, &rich.text, limit),
        TextFormat::Markdown => {
            let detail = format!("{part}: Markdown được giữ nguyên dạng chữ.");
            taking.warn("import.markdown", detail);
            taking.plain(part, &rich.text, limit)
        }
    }
}

fn choice(
    taking: &mut Taking,
    answers: &[Answer],
    draft: &mut QuestionDraft,
    said: &mut Said,
) -> Result<(), Finding> {
    taking.option_count(answers.len())?;
    // Moodle lets people choose several where no answer is marked by `=`.
    let several = !answers.iter().any(|answer| answer.correct);
    let mut marked = Vec::with_capacity(answers.len());
    for (nth, answer) in answers.iter().enumerate() {
        marked.push(Marked {
            text: html(taking, &option_name(nth), &answer.text, limit::OPTION)?,
            share: answer.share(),
            pinned: false,
        });
    }
    (draft.kind, draft.options) = marks::options(taking, marked, several);
    for (answer, option) in answers.iter().zip(&draft.options) {
        said.add(taking, option.correct, answer.feedback.as_ref())?;
    }
    Ok(())
}

fn accepted(
    taking: &mut Taking,
    answers: &[Answer],
    said: &mut Said,
) -> Result<Vec<String>, Finding> {
    taking.key_size(answers.len())?;
    let mut accepted = Vec::new();
    for answer in answers {
        let full = marks::is_full(answer.share());
        said.add(taking, full, answer.feedback.as_ref())?;
        if full {
            let text = match answer.text.format {
                TextFormat::Html => to_plain(&sanitised(&answer.text.text).html),
                _ => answer.text.text.clone(),
            };
            let (text, open) = wildcard::meant(&text);
            if open {
                taking.warn("import.wildcard", wildcard::NOT_KEPT);
            }
            accepted.extend(taking.accepted(&text)?);
        } else if answer.share() > 0.0 {
            let detail = "Không giữ câu trả lời chỉ được một phần điểm.";
            taking.warn("import.weights", detail);
        }
    }
    Ok(accepted)
}

fn held(taking: &mut Taking, number: &Number) -> Result<(i64, i64), Finding> {
    let held = match number {
        Number::Exactly(value) => number::near(value, "0"),
        Number::Near(value, tolerance) => number::near(value, tolerance),
        Number::Between(least, greatest) => number::between(least, greatest),
        Number::Rest => None,
    };
    let Some((key, cut)) = held else {
        return Err(taking.refuse("import.number_not_whole", NOT_WHOLE));
    };
    if cut {
        taking.warn(
            "import.weights",
            "Sai số lẻ được bỏ phần lẻ, vì câu trả lời là số nguyên.",
        );
    }
    Ok(key)
}

fn numbers(
    taking: &mut Taking,
    answers: &[NumberAnswer],
    said: &mut Said,
) -> Result<(i64, i64), Finding> {
    let mut key = None;
    for answer in answers {
        let share = answer.weight.unwrap_or(100.0);
        let full = answer.number != Number::Rest && marks::is_full(share);
        said.add(taking, full, answer.feedback.as_ref())?;
        if full {
            let held = held(taking, &answer.number)?;
            if key.is_some_and(|key| key != held) {
                let detail = "Ngân hàng chỉ giữ một đáp án số, ở đây có nhiều đáp án trọn điểm.";
                return Err(taking.refuse("import.key_invalid", detail));
            }
            key = Some(held);
        } else if answer.number != Number::Rest && share > 0.0 {
            taking.warn(
                "import.weights",
                "Không giữ câu trả lời chỉ được một phần điểm.",
            );
        }
    }
    let detail = "Không có đáp án số nào được trọn điểm.";
    key.ok_or_else(|| taking.refuse("import.key_invalid", detail))
}
