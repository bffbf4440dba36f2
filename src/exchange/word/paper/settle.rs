//! Brings the sources of each key together and makes the draft. Two sources that disagree are
//! never weighed against each other: the question is refused, and both are named.

use super::super::html::Fragments;
use super::super::objects::Object;
use super::block::{Key, Reading, Said};
use super::emphasis::Marks;
use super::key_list::Pair;
use super::letters::named;
use super::sections::{Question, shortened};
use crate::domain::{DraftOption, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding, column_letters};
use crate::exchange::intake::Intake;
use crate::exchange::question_file::Refused;
use crate::exchange::sheet::citation::citations;
use std::collections::HashMap;

/// Gives the keys of a list to their questions: by number; by order where numbers begin anew in
/// every part and the list does so too. `name` says which list it is, `place` what it counts.
pub(in crate::exchange::word) fn assign(
    questions: &[Question],
    pairs: &[Pair],
    (name, place): (&str, &str),
    remarks: &mut Vec<Finding>,
) -> Vec<Vec<Key>> {
    let mut keys: Vec<Vec<Key>> = vec![Vec::new(); questions.len()];
    let key = |pair: &Pair| Key {
        said: Said::Options(pair.places.clone()),
        source: format!(
            "{name} “{}.{}” ({place} {})",
            pair.number,
            named(&pair.places),
            pair.at
        ),
    };
    let same_order = questions.len() == pairs.len()
        && questions
            .iter()
            .zip(pairs)
            .all(|(question, pair)| question.number == pair.number);
    if same_order {
        for (keys, pair) in keys.iter_mut().zip(pairs) {
            keys.push(key(pair));
        }
        return keys;
    }
    let mut by_number: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, question) in questions.iter().enumerate() {
        by_number.entry(question.number).or_default().push(at);
    }
    let mut without = Vec::new();
    for pair in pairs {
        match by_number.get(&pair.number).map(Vec::as_slice) {
            Some([only]) => keys[*only].push(key(pair)),
            Some(several) => {
                for at in several {
                    keys[*at].push(Key {
                        said: Said::Unclear,
                        source: format!(
                            "{name}: có {} câu cùng số {}, không rõ đáp án của câu nào",
                            several.len(),
                            pair.number
                        ),
                    });
                }
            }
            None => without.push(pair.number.to_string()),
        }
    }
    if !without.is_empty() {
        let count = without.len();
        without.truncate(20);
        let detail = format!(
            "{name} có {count} đáp án của câu không có trong tệp: {}.",
            without.join(", ")
        );
        remarks.push(Finding::new(&At::File, "import.key_unused", detail));
    }
    keys
}

/// The key of a question where its sources agree on options; for deciding on marks.
pub(in crate::exchange::word) fn stated(keys: &[Key]) -> Option<Vec<usize>> {
    keys.iter().find_map(|key| match &key.said {
        Said::Options(places) => Some(places.clone()),
        _ => None,
    })
}

/// What the keys of a question come to.
fn agreed(keys: &[Key], reading: &Reading) -> Result<Said, (&'static str, String)> {
    if let Some(unclear) = keys.iter().find(|key| key.said == Said::Unclear) {
        return Err((
            "import.key_invalid",
            format!("Không hiểu đáp án: {}.", unclear.source),
        ));
    }
    let Some(first) = keys.first() else {
        return Err(("import.key_invalid", String::new()));
    };
    if let Some(other) = keys.iter().find(|key| key.said != first.said) {
        return Err((
            "import.key_conflict",
            format!(
                "Hai nguồn đáp án khác nhau: {}; {}.",
                first.source, other.source
            ),
        ));
    }
    let choices = reading.choices.len();
    match &first.said {
        Said::Options(_) if choices == 0 => Err((
            "import.option_count",
            "Không thấy các phương án A, B, … của câu này.".to_owned(),
        )),
        Said::Options(places) => match places.iter().find(|place| **place >= choices) {
            Some(place) => Err((
                "import.key_invalid",
                format!(
                    "Đáp án {} trỏ tới phương án không có ({}).",
                    column_letters(*place),
                    first.source
                ),
            )),
            None => Ok(first.said.clone()),
        },
        Said::Number(..) | Said::Text(_) if choices > 0 => Err((
            "import.kind_mismatch",
            "Câu điền số, điền chữ không có phương án.".to_owned(),
        )),
        said => Ok(said.clone()),
    }
}

/// Makes the draft of a question. `others` are its keys that stand apart from it.
pub(in crate::exchange::word) fn draft(
    question: &Question,
    reading: &Reading,
    others: &[Key],
    marks: &Marks,
    objects: &[Object],
) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let at = question.at();
    let mut intake = Intake::new(&at);
    let mut keys = reading.keys.clone();
    keys.extend_from_slice(others);
    let beside = keys.is_empty();
    keys.extend(marks.keys(reading));
    let said = agreed(&keys, reading);
    for (code, detail) in &reading.warnings {
        intake.warn(code, detail.as_str());
    }
    let mut draft = blank();
    draft.level = reading.level;
    draft.topic = match &question.topic {
        Some(topic) => intake.topic(topic)?,
        None => None,
    };
    if let Ok(said) = &said {
        take_answer(said, reading, &mut draft);
        if let (true, Said::Options(places), false) = (beside, said, reading.multiple)
            && places.len() > 1
        {
            let detail = format!(
                "Có {} phương án cùng được đánh dấu ({}); được hiểu là câu nhiều đáp án.",
                places.len(),
                named(places)
            );
            intake.warn("import.key_several", detail);
        }
    }
    let mut fragments = Fragments {
        objects,
        ..Fragments::default()
    };
    take_texts(
        reading,
        marks,
        &said,
        &mut fragments,
        &mut intake,
        &mut draft,
    )?;
    for (code, detail) in std::mem::take(&mut fragments.left_out) {
        intake.warn(code, detail);
    }
    draft.media = std::mem::take(&mut fragments.media);
    let refusal = if let Some(fault) = fragments.bad {
        Some((fault.code(), fault.detail()))
    } else if let Some(refusal) = &reading.refusal {
        Some(refusal.clone())
    } else {
        said.err()
    };
    let fault = match refusal {
        Some((code, detail)) if detail.is_empty() => {
            Some(intake.refuse(code, missing(reading, marks)))
        }
        Some((code, detail)) => Some(intake.refuse(code, detail)),
        None => intake.check(&draft).err(),
    };
    match fault {
        None => Ok((draft, intake.warnings)),
        Some(finding) => Err(Refused {
            finding,
            draft: Some(Box::new(draft)),
        }),
    }
}

/// Why there is no key.
fn missing(reading: &Reading, marks: &Marks) -> String {
    if reading.choices.len() < 2 {
        return "Không thấy các phương án A, B, … của câu này, cũng không có dòng \
                “Đáp án (điền số): …” hay “Đáp án (điền chữ): …”."
            .to_owned();
    }
    if marks.any() {
        return format!(
            "Không thấy đáp án: tệp dùng phương án {} làm đáp án, còn ở câu này không có \
             phương án nào hoặc mọi phương án đều như vậy.",
            marks.names()
        );
    }
    "Không thấy đáp án: không có dòng “Đáp án: …”, bảng đáp án hay phương án được đánh dấu. \
     Có thể đưa thêm tệp đáp án."
        .to_owned()
}

fn blank() -> QuestionDraft {
    QuestionDraft {
        code: None,
        kind: QuestionKind::Single,
        stem: String::new(),
        options: Vec::new(),
        number: None,
        accepted: Vec::new(),
        topic: None,
        level: 0,
        explanation: None,
        laws: Vec::new(),
        media: Vec::new(),
    }
}

fn take_answer(said: &Said, reading: &Reading, draft: &mut QuestionDraft) {
    match said {
        Said::Options(places) if places.len() > 1 || reading.multiple => {
            draft.kind = QuestionKind::Multiple;
        }
        Said::Options(_) | Said::Unclear => {}
        Said::Number(value, tolerance) => {
            draft.kind = QuestionKind::Number;
            draft.number = Some((*value, *tolerance));
        }
        Said::Text(forms) => {
            draft.kind = QuestionKind::Text;
            draft.accepted.clone_from(forms);
        }
    }
}

fn take_texts(
    reading: &Reading,
    marks: &Marks,
    said: &Result<Said, (&'static str, String)>,
    fragments: &mut Fragments,
    intake: &mut Intake,
    draft: &mut QuestionDraft,
) -> Result<(), Finding> {
    let stem = fragments.html(&reading.stem);
    draft.stem = intake.html("Câu hỏi", &stem, limit::PASSAGE)?;
    for (place, choice) in reading.choices.iter().enumerate() {
        let text = choice.text.restyled(|look| marks.without(look));
        let html = fragments.html(&text);
        let part = format!("Phương án {}", column_letters(place));
        draft.options.push(DraftOption {
            id: None,
            text: intake.html(&part, &html, limit::OPTION)?,
            correct: matches!(said, Ok(Said::Options(right)) if right.contains(&place)),
            pinned: false,
        });
    }
    let mut explanation = reading.explanation.trimmed();
    let found = citations(&reading.citations);
    if found.unclear {
        let detail = format!(
            "Căn cứ “{}” chỉ đọc được một phần hoặc chưa đọc được, nên được giữ trong lời giải. \
             Viết như: khoản 2 Điều 9 Luật … số 36/2024/QH15.",
            shortened(&reading.citations)
        );
        intake.warn("import.citation_unclear", detail);
        let mut kept = super::super::text::Styled::default();
        kept.push(
            &format!("Căn cứ: {}", reading.citations),
            super::super::text::Look::default(),
        );
        explanation.append_line(&kept);
    }
    draft.laws = found.laws;
    if !explanation.is_blank() {
        let html = fragments.html(&explanation);
        draft.explanation = Some(intake.html("Giải thích", &html, limit::PASSAGE)?);
    }
    Ok(())
}
