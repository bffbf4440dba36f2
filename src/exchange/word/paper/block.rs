//! One question: its stem, its options, and what stands behind them.

use super::super::text::{Look, Styled};
use super::letters::letters;
use super::lines::Line;
use super::marks::{self, Tail};
use super::options::{self, Start};
use super::sections::{Question, shortened};
use super::tail::{Goes, form, is_same, read_key, read_tail, read_tail_line};
use crate::domain::text::folded;
use std::ops::Range;

/// An option as it stands in the paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::exchange::word) struct Choice {
    pub text: Styled,
    /// How its letter looks.
    pub letter: Look,
    pub starred: bool,
}

/// What a line behind a question says is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange::word) enum Said {
    /// Places of options, from 0.
    Options(Vec<usize>),
    Number(i64, i64),
    Text(Vec<String>),
    /// Something that was not understood.
    Unclear,
}

/// A key with the place that says it, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange::word) struct Key {
    pub said: Said,
    /// "dòng “Đáp án: B” (đoạn 12)".
    pub source: String,
}

/// A question, read but not yet judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::exchange::word) struct Reading {
    pub stem: Styled,
    pub choices: Vec<Choice>,
    pub keys: Vec<Key>,
    pub explanation: Styled,
    /// Citations, one a line.
    pub citations: String,
    /// The paper says that several options may be right.
    pub multiple: bool,
    /// 1 to 5; 0 = not said.
    pub level: u8,
    /// Codes and sentences that a person should read.
    pub warnings: Vec<(&'static str, String)>,
    /// Why the question can't be taken.
    pub refusal: Option<(&'static str, String)>,
}

impl Reading {
    pub(super) fn warn(&mut self, code: &'static str, detail: impl Into<String>) {
        self.warnings.push((code, detail.into()));
    }
}

/// Reads a question.
pub(in crate::exchange::word) fn read(question: &Question) -> Reading {
    let mut reading = Reading::default();
    let lines = &question.lines;
    let found = options::options(lines, question.stem);
    if let Some(note) = &question.note {
        read_note(note, &mut reading);
    }
    if question.unsure {
        reading.warn(
            "import.question_unsure",
            "Số thứ tự không có chữ “Câu” như các câu khác; được hiểu là câu hỏi mới.",
        );
    }
    if let Some(odd) = &found.odd
        && !found.starts.is_empty()
    {
        reading.refusal = Some(("import.option_order", odd.clone()));
    }
    if let Some(doubt) = &found.doubt {
        let detail = format!("“{doubt}” nằm giữa dòng nên được hiểu là chữ, không phải phương án.");
        reading.warn("import.option_unsure", detail);
    }
    let starts: &[Start] = if found.starts.len() >= 2 {
        &found.starts
    } else {
        &[]
    };
    let tail = match starts.last() {
        Some(last) => after_options(lines, last.line),
        None => lines
            .iter()
            .skip(1)
            .position(|line| is_open_key(line.text.text()))
            .map_or(lines.len(), |at| at + 1),
    };
    read_choices(question, starts, tail, &mut reading);
    read_tail(&lines[tail..], &mut reading);
    for (from, lines) in &question.solutions {
        read_solution(*from, lines, &mut reading);
    }
    keys_by_text(&mut reading);
    warn_of_keys_in_text(&mut reading);
    reading
}

/// The first line behind the last option that is no part of it.
fn after_options(lines: &[Line], last: usize) -> usize {
    let behind = lines[last + 1..].iter();
    let found = behind
        .into_iter()
        .position(|line| marks::tail(line.text.text()).is_some());
    found.map_or(lines.len(), |at| last + 1 + at)
}

/// The key of a question without options has to say its form: "Đáp án (điền số): 18".
pub(super) fn is_open_key(text: &str) -> bool {
    marks::tail(text).is_some_and(|(kind, at)| kind == Tail::Key && form(&text[at..]).is_some())
}

/// "(NB)", "(nhiều đáp án)", "(0,25 điểm)".
fn read_note(note: &str, reading: &mut Reading) {
    let words = folded(note);
    let several = [
        "nhieu dap an",
        "nhieu lua chon",
        "chon nhieu dap an",
        "multiple",
    ];
    if several.contains(&words.as_str()) {
        reading.multiple = true;
    } else if let Some(level) = crate::exchange::sheet::level(note) {
        reading.level = level;
    } else {
        reading.warn(
            "import.text_unread",
            format!("Không giữ phần “({})” sau số câu.", shortened(note)),
        );
    }
}

/// Text from one place up to another, with the lines between; places are lines and bytes.
fn between(lines: &[Line], from: (usize, usize), to: (usize, usize)) -> Styled {
    let mut text = Styled::default();
    for (at, line) in lines.iter().enumerate().take(to.0 + 1).skip(from.0) {
        let start = if at == from.0 { from.1 } else { 0 };
        let end = if at == to.0 {
            to.1
        } else {
            line.text.text().len()
        };
        let part = line.text.slice(Range { start, end }).trimmed();
        if at == from.0 {
            text.append(&part);
        } else if at < to.0 || !part.is_blank() {
            text.push("\n", Look::default());
            text.append(&part);
        }
    }
    text.trimmed()
}

fn read_choices(question: &Question, starts: &[Start], tail: usize, reading: &mut Reading) {
    let lines = &question.lines;
    let last = tail.saturating_sub(1);
    let end = (
        last,
        lines.get(last).map_or(0, |line| line.text.text().len()),
    );
    let stem_end = starts.first().map_or(end, |start| (start.line, start.at));
    reading.stem = between(lines, (0, question.stem), stem_end);
    for (i, start) in starts.iter().enumerate() {
        let next = starts.get(i + 1).map_or(end, |next| (next.line, next.at));
        let letter = start.letter..start.letter + 1;
        reading.choices.push(Choice {
            text: between(lines, (start.line, start.text), next),
            letter: lines[start.line].text.slice(letter).first_look(),
            starred: start.starred,
        });
    }
    // "D. Bốn    Đáp án: B": the key behind the last option.
    let last_line = starts.last().map_or(0, |start| start.line);
    let paragraph = lines.get(last_line).map_or(0, |line| line.paragraph);
    if let Some(choice) = reading.choices.last_mut()
        && let Some((text, key)) = cut_key(&choice.text, paragraph)
    {
        choice.text = text;
        reading.keys.push(key);
    }
    // "Đáp án: B" above the options.
    if let Some((text, keys)) = cut_key_lines(&reading.stem, lines) {
        reading.stem = text;
        reading.keys.extend(keys);
    }
}

/// Longest key behind the last option, in bytes: "Đáp án chính xác là: A, B, C, D".
const KEY_AT_END: usize = 120;

fn cut_key(text: &Styled, paragraph: u32) -> Option<(Styled, Key)> {
    let whole = text.text();
    // It ends the option, so it can't begin far before its end.
    let from = whole.len().saturating_sub(KEY_AT_END);
    let places = whole.char_indices().filter(|(at, c)| {
        if *at < from {
            return false;
        }
        let before = whole[..*at].chars().next_back();
        c.is_alphabetic() && before.is_some_and(|c| c.is_whitespace() || c == '(' || c == '[')
    });
    for (at, _) in places {
        if let Some((Tail::Key, content)) = marks::tail(&whole[at..])
            && let Some((places, rest)) = letters(&whole[at + content..])
            && rest.chars().all(|c| !c.is_alphanumeric())
        {
            let left = text.slice(0..at).trimmed();
            let left = left
                .slice(0..left.text().trim_end_matches(['(', '[']).len())
                .trimmed();
            let source = line_source(&whole[at..], paragraph);
            let said = Said::Options(places);
            return Some((left, Key { said, source }));
        }
    }
    None
}

fn cut_key_lines(stem: &Styled, lines: &[Line]) -> Option<(Styled, Vec<Key>)> {
    let (mut left, mut keys) = (Styled::default(), Vec::new());
    for (i, line) in stem.lines().into_iter().enumerate() {
        let text = line.text();
        if i > 0
            && let Some((Tail::Key, at)) = marks::tail(text)
            && let Some((places, rest)) = letters(&text[at..])
            && rest.chars().all(|c| !c.is_alphanumeric())
        {
            let paragraph = lines.get(i).map_or(0, |line| line.paragraph);
            keys.push(Key {
                said: Said::Options(places),
                source: line_source(text, paragraph),
            });
        } else if i == 0 {
            left.append(&line);
        } else {
            left.push("\n", Look::default());
            left.append(&line);
        }
    }
    (!keys.is_empty()).then_some((left, keys))
}

pub(super) fn line_source(text: &str, paragraph: u32) -> String {
    format!("dòng “{}” (đoạn {paragraph})", shortened(text.trim()))
}

/// A solution of the question behind all questions: "Câu 1: B. Vì …", or the question once more
/// with its solution.
fn read_solution(from: usize, lines: &[Line], reading: &mut Reading) {
    let Some(first) = lines.first() else {
        return;
    };
    let again = options::options(lines, from);
    if let (Some(last), true) = (again.starts.last(), again.starts.len() >= 2) {
        let tail = after_options(lines, last.line);
        return read_tail(&lines[tail..], reading);
    }
    let text = first.text.text();
    let start = Line {
        text: first.text.slice(from..text.len()).trimmed(),
        ..first.clone()
    };
    let goes = if letters(start.text.text()).is_some() {
        read_key(&start, 0, reading)
    } else if start.text.is_blank() {
        Goes::Nowhere
    } else {
        read_tail_line(&start, Goes::Explanation, reading)
    };
    lines[1..]
        .iter()
        .fold(goes, |goes, line| read_tail_line(line, goes, reading));
}

/// Keys that repeat the text of an option in place of its letter.
fn keys_by_text(reading: &mut Reading) {
    if reading.choices.is_empty() {
        return;
    }
    for key in &mut reading.keys {
        let Said::Text(texts) = &key.said else {
            continue;
        };
        let place = texts.first().and_then(|text| {
            reading
                .choices
                .iter()
                .position(|choice| is_same(choice.text.text(), text))
        });
        key.said = place.map_or(Said::Unclear, |place| Said::Options(vec![place]));
    }
}

/// A key that was left in a text that participants see.
fn warn_of_keys_in_text(reading: &mut Reading) {
    let texts = reading.choices.iter().map(|choice| &choice.text);
    let tells = std::iter::once(&reading.stem).chain(texts).any(|text| {
        let words = folded(text.text());
        words.contains("dap an:") || words.contains("dap an dung")
    });
    if tells {
        reading.warn(
            "import.key_in_text",
            "Câu hỏi hoặc phương án có chữ “đáp án”; hãy xem có lộ đáp án không.",
        );
    }
}
