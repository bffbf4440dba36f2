//! From a bank to a paper: title, topics as headings, "Câu 1." with its options, and behind each
//! question its key, explanation and citations, or nothing of them.
//!
//! The paper is read again before it is given out: what reading would not give back the same is
//! told, question by question.

mod compare;
mod markup;
mod package;
mod pictures;

use super::paper::tail::BETWEEN_FORMS;
use crate::domain::{Key, LawReference, QuestionKind, QuestionVersion};
use crate::exchange::finding::{At, Finding, column_letters};
use crate::exchange::question_file::{Book, Unwritable, Written};
#[cfg(test)]
pub(in crate::exchange) use compare::without_unseen_space;
use markup::{Markup, Style};
use pictures::Pictures;

/// The heading over questions without a topic, behind others that have one.
const NO_TOPIC: &str = "Chưa xếp chủ đề";

pub(super) fn write(book: &Book) -> Result<Written, Unwritable> {
    let mut pictures = Pictures::new(book.media);
    let mut markup = Markup::default();
    markup.paragraph(Style::Title, |p| p.text(&book.bank.title));
    let mut topic: Option<&str> = None;
    for (number, question) in (1..).zip(book.questions) {
        let own = question.topic.as_deref();
        if own != topic {
            markup.paragraph(Style::Heading, |p| p.text(own.unwrap_or(NO_TOPIC)));
            topic = own;
        }
        self::question(&mut markup, number, question, book.with_keys, &mut pictures);
    }
    let mut lost = not_held(book);
    lost.append(&mut pictures.lost);
    let bytes = package::package(&markup.finish(), &pictures, &book.bank.title)
        .map_err(|_| Unwritable("Không viết được ngân hàng thành DOCX.".to_owned()))?;
    lost.extend(compare::differences(&bytes, book));
    Ok(Written { bytes, lost })
}

fn question(
    markup: &mut Markup,
    number: usize,
    question: &QuestionVersion,
    with_keys: bool,
    pictures: &mut Pictures,
) {
    let content = &question.content;
    let several = match content.kind {
        QuestionKind::Multiple => " (nhiều đáp án)",
        _ => "",
    };
    pictures.at = At::Paragraph(markup.next_number(), u32::try_from(number).ok());
    markup.paragraph(Style::Question, |p| {
        p.bold(&format!("Câu {number}{several}. "));
        p.html(&content.stem, pictures);
    });
    let last = content.options.len();
    for (place, option) in content.options.iter().enumerate() {
        let style = if place + 1 == last {
            Style::LastOption
        } else {
            Style::Option
        };
        markup.paragraph(style, |p| {
            p.text(&format!("{}. ", column_letters(place)));
            p.html(&option.text, pictures);
        });
    }
    if !with_keys {
        if content.options.is_empty() {
            markup.paragraph(Style::Note, |p| p.text("Trả lời: ……………………"));
        }
        return;
    }
    markup.paragraph(Style::Note, |p| p.text(&key(question)));
    if let Some(explanation) = &question.explanation {
        markup.paragraph(Style::Note, |p| {
            p.text("Lời giải: ");
            p.html(explanation, pictures);
        });
    }
    if !question.laws.is_empty() {
        let laws: Vec<String> = question.laws.iter().map(citation).collect();
        markup.paragraph(Style::Note, |p| {
            p.text(&format!("Căn cứ: {}", laws.join("; ")));
        });
    }
}

/// The key as [`super::paper::block`] reads it.
fn key(question: &QuestionVersion) -> String {
    match &question.key {
        Key::Options(ids) => {
            let options = question.content.options.iter().enumerate();
            let right = options.filter(|(_, option)| ids.contains(&option.id));
            let letters: Vec<String> = right.map(|(place, _)| column_letters(place)).collect();
            format!("Đáp án: {}", letters.join(", "))
        }
        Key::Number {
            value,
            tolerance: 0,
        } => format!("Đáp án (điền số): {value}"),
        Key::Number { value, tolerance } => {
            format!("Đáp án (điền số): {value} (sai số {tolerance})")
        }
        Key::Text(forms) => {
            let between = format!(" {BETWEEN_FORMS} ");
            format!("Đáp án (điền chữ): {}", forms.join(&between))
        }
    }
}

/// "điểm a khoản 2 Điều 9 Luật Đất đai số 31/2024/QH15".
fn citation(law: &LawReference) -> String {
    let mut words = Vec::new();
    let parts = [
        ("điểm", &law.point),
        ("khoản", &law.clause),
        ("Điều", &law.article),
    ];
    for (word, part) in parts {
        words.extend(part.as_ref().map(|part| format!("{word} {part}")));
    }
    if !law.title.is_empty() {
        words.push(law.title.clone());
    }
    words.push(format!("số {}", law.document));
    words.join(" ")
}

/// What no paper holds, counted over the bank.
fn not_held(book: &Book) -> Vec<Finding> {
    let mut lost = vec![format!(
        "Tệp Word không giữ mã ngân hàng ({}) và mã của từng phương án.",
        book.bank.code
    )];
    let count =
        |has: fn(&QuestionVersion) -> bool| book.questions.iter().filter(|q| has(q)).count();
    for (count, what) in [
        (count(|q| q.code.is_some()), "mã"),
        (count(|q| q.content.level > 0), "mức độ"),
        (
            count(|q| q.content.options.iter().any(|o| o.pinned)),
            "phương án giữ chỗ",
        ),
        (
            count(|q| {
                q.laws
                    .iter()
                    .any(|l| l.valid_from.is_some() || l.valid_to.is_some())
            }),
            "ngày hiệu lực của căn cứ",
        ),
    ] {
        if count > 0 {
            lost.push(format!("Tệp Word không giữ {what} của {count} câu hỏi."));
        }
    }
    if !book.with_keys {
        lost.push("Tệp này không có đáp án, lời giải và căn cứ.".to_owned());
    }
    let finding = |detail| Finding::new(&At::File, "export.not_held", detail);
    lost.into_iter().map(finding).collect()
}
