//! What reading a paper would not give back the same.

use crate::domain::medium::is_digest;
use crate::domain::{Key, LawReference, QuestionDraft, QuestionVersion};
use crate::exchange::finding::{At, Finding};
use crate::exchange::question_file::{Book, Entry};

/// Reads the paper again, and tells which questions come back otherwise.
pub(super) fn differences(bytes: &[u8], book: &Book) -> Vec<Finding> {
    let read = match super::super::read(bytes) {
        Ok(read) => read,
        Err(_) if book.questions.is_empty() => return Vec::new(),
        Err(why) => return vec![Finding::new(&At::File, "export.not_read_back", why.detail)],
    };
    if read.entries.len() != book.questions.len() {
        let detail = format!(
            "Khi nhập lại, tệp này cho {} câu thay vì {}: nội dung của câu nào đó giống đầu câu hỏi.",
            read.entries.len(),
            book.questions.len()
        );
        return vec![Finding::new(&At::File, "export.not_read_back", detail)];
    }
    // Without its key, nothing tells where the stem of such a question ends.
    let open = |question: &QuestionVersion| !book.with_keys && question.content.options.is_empty();
    let both = read
        .entries
        .iter()
        .zip(book.questions)
        .filter(|(_, question)| !open(question));
    let told = both.filter_map(|(entry, question)| {
        let parts = different(entry, question, book.with_keys);
        (!parts.is_empty()).then(|| {
            let detail = format!("Khi nhập lại sẽ khác ở: {}.", parts.join(", "));
            Finding::new(&entry.at, "export.not_read_back", detail)
        })
    });
    told.collect()
}

fn different(entry: &Entry, question: &QuestionVersion, with_keys: bool) -> Vec<&'static str> {
    let Some(draft) = &entry.draft else {
        return vec!["câu hỏi"];
    };
    let content = &question.content;
    let mut parts = Vec::new();
    let mut part = |same: bool, name: &'static str| {
        if !same {
            parts.push(name);
        }
    };
    part(same_html(&draft.stem, &content.stem), "câu hỏi");
    let options = draft.options.len() == content.options.len()
        && draft
            .options
            .iter()
            .zip(&content.options)
            .all(|(draft, option)| same_html(&draft.text, &option.text));
    part(options, "phương án");
    part(draft.topic == question.topic, "chủ đề");
    if with_keys {
        part(
            draft.kind == content.kind && same_key(draft, question),
            "đáp án",
        );
        let explanation = match (&draft.explanation, &question.explanation) {
            (Some(a), Some(b)) => same_html(a, b),
            (a, b) => a.is_none() == b.is_none(),
        };
        part(explanation, "lời giải");
        let laws = draft.laws.len() == question.laws.len()
            && draft
                .laws
                .iter()
                .zip(&question.laws)
                .all(|(a, b)| a == &undated(b));
        part(laws, "căn cứ");
        part(entry.refusal.is_none(), "cả câu (bị từ chối)");
    }
    parts
}

fn same_key(draft: &QuestionDraft, question: &QuestionVersion) -> bool {
    match &question.key {
        Key::Options(ids) => {
            let right = question.content.options.iter().map(|o| ids.contains(&o.id));
            draft.options.iter().map(|o| o.correct).eq(right)
        }
        Key::Number { value, tolerance } => draft.number == Some((*value, *tolerance)),
        Key::Text(forms) => draft.accepted == *forms,
    }
}

/// Dates are told as not held for the whole bank.
fn undated(law: &LawReference) -> LawReference {
    LawReference {
        valid_from: None,
        valid_to: None,
        ..law.clone()
    }
}

/// White space at the ends of lines is not seen, and not read.
pub(in crate::exchange) fn without_unseen_space(html: &str) -> String {
    let lines = html.split("<br>").map(|line| {
        let mut line = line;
        loop {
            let cut = line.trim_matches(' ');
            let cut = cut.strip_prefix("&nbsp;").unwrap_or(cut);
            let cut = cut.strip_suffix("&nbsp;").unwrap_or(cut);
            if cut == line {
                return line;
            }
            line = cut;
        }
    });
    lines.collect::<Vec<_>>().join("<br>")
}

/// The same but for names of pictures: a photograph is written anew at every import.
fn same_html(a: &str, b: &str) -> bool {
    without_unseen_space(&nameless(a)) == without_unseen_space(&nameless(b))
}

fn nameless(html: &str) -> String {
    let mut parts = html.split(" data-media=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(" data-media=\"");
        match part.get(..64) {
            Some(name) if is_digest(name) => out.push_str(&part[64..]),
            _ => out.push_str(part),
        }
    }
    out
}
