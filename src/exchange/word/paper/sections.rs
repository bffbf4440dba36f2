//! Cuts a paper into its questions, and gathers what stands apart from them: title, topics, keys.

use super::super::styles::Heading;
use super::block;
use super::key_list::{self, Pair};
use super::letters::letters;
use super::lines::{Item, Line};
use super::marks::{self, QuestionMark};
use super::options;
use crate::domain::text::folded;
use crate::exchange::draft_check::{limit, one_line};
use crate::exchange::finding::{At, Finding};
use crate::exchange::sheet::Sheet;
use std::collections::BTreeSet;

/// Texts that are not understood are told one by one up to here, and then counted.
const MAX_UNREAD: usize = 100;

/// A question as it stands in the paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::exchange::word) struct Question {
    pub number: u32,
    /// What stands in brackets behind the number.
    pub note: Option<String>,
    pub topic: Option<String>,
    /// Its lines; the first one begins with the number.
    pub lines: Vec<Line>,
    /// Where the stem begins in the first line, in bytes.
    pub stem: usize,
    /// Lines about it among the solutions behind all questions, each solution with the place at
    /// which its text begins.
    pub solutions: Vec<(usize, Vec<Line>)>,
    /// It begins by a number without a word, where others have one.
    pub unsure: bool,
    /// A second option was met, or a key that needs none: what is no answer to it may follow.
    is_whole: bool,
}

impl Question {
    /// Where it stands.
    pub fn at(&self) -> At {
        let paragraph = self.lines.first().map_or(0, |line| line.paragraph);
        At::Paragraph(paragraph, Some(self.number))
    }
}

/// A paper.
#[derive(Debug, Default)]
pub(in crate::exchange::word) struct Paper {
    pub title: Option<String>,
    pub questions: Vec<Question>,
    /// Keys that stand apart, in their order.
    pub pairs: Vec<Pair>,
    /// Tables with headings as in a spreadsheet.
    pub sheets: Vec<(Sheet, bool)>,
    /// What a person should know of the file.
    pub remarks: Vec<Finding>,
}

/// Reads the structure of a paper.
pub(in crate::exchange::word) fn paper(items: Vec<Item>) -> Paper {
    let worded = items.iter().any(|item| match item {
        Item::Line(line) => {
            let text = line.text.text();
            marks::question(text).is_some_and(|mark| mark.worded)
                && key_list::pairs(text, 0).is_none()
        }
        _ => false,
    });
    let mut cutter = Cutter {
        worded,
        ..Cutter::default()
    };
    let next: Vec<Follows> = follows(&items);
    for (item, next) in items.into_iter().zip(next) {
        match item {
            Item::Keys(pairs) => {
                cutter.close();
                cutter.paper.pairs.extend(pairs);
            }
            Item::Sheet(sheet, pictures) => {
                cutter.close();
                cutter.paper.sheets.push((sheet, pictures));
            }
            Item::Line(line) => cutter.line(line, &next),
        }
    }
    cutter.finish()
}

/// What comes behind a line, as far as it tells what the line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Follows {
    /// Keys of many questions, or nothing.
    Keys,
    /// The beginning of a question with that number.
    Question(u32),
    Other,
}

fn follows(items: &[Item]) -> Vec<Follows> {
    let mut next = Follows::Keys;
    let mut all: Vec<Follows> = Vec::with_capacity(items.len());
    for item in items.iter().rev() {
        all.push(next.clone());
        next = match item {
            Item::Keys(_) => Follows::Keys,
            Item::Sheet(..) => Follows::Other,
            Item::Line(line) if line.text.is_blank() => continue,
            Item::Line(line) => {
                let text = line.text.text();
                match (key_list::pairs(text, 0), marks::question(text)) {
                    (Some(_), _) => Follows::Keys,
                    (None, Some(mark)) => Follows::Question(mark.number),
                    (None, None) => Follows::Other,
                }
            }
        };
    }
    all.reverse();
    all
}

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the place that reading has come to"
)]
struct Cutter {
    paper: Paper,
    /// Questions begin with a word before their number.
    worded: bool,
    current: Option<Question>,
    numbers: BTreeSet<u32>,
    topic: Option<String>,
    /// The topic line had a number only; the next line names it.
    topic_open: bool,
    /// Lines before the first question.
    preamble: Vec<(Line, bool)>,
    after_end: bool,
    in_keys: bool,
    /// The question to whose solution lines belong.
    solved: Option<usize>,
    unread: usize,
}

impl Cutter {
    fn line(&mut self, line: Line, next: &Follows) {
        let text = line.text.text().to_owned();
        if line.text.is_blank() {
            // A blank line inside of a paragraph is part of what it stands in.
            if !line.first
                && let Some(current) = &mut self.current
            {
                current.lines.push(line);
            }
            return;
        }
        if let Some(pairs) = key_list::pairs(&text, line.paragraph)
            && self.are_keys(&pairs)
        {
            self.close();
            let mark = marks::question(&text).filter(|mark| self.numbers.contains(&mark.number));
            match mark {
                // What follows may be its explanation.
                Some(mark) if pairs.len() == 1 => self.begin_solution(line, &mark),
                _ => {
                    self.solved = None;
                    self.paper.pairs.extend(pairs);
                }
            }
            return;
        }
        if self.opens_keys(&text, next) {
            self.close();
            self.in_keys = true;
            self.solved = None;
            return;
        }
        if let Some(mark) = marks::question(&text)
            && self.begins(&mark)
        {
            self.begin(line, mark);
            return;
        }
        if self.is_topic(&line, &text) {
            self.close();
            self.begin_topic(line, &text);
            return;
        }
        if marks::is_end(&text) {
            self.close();
            self.after_end = true;
            return;
        }
        self.other(line, &text);
    }

    /// One pair by itself is a key only where keys are expected: "Câu 5: B" may be a question.
    fn are_keys(&self, pairs: &[Pair]) -> bool {
        match pairs {
            [only] => self.in_keys || self.after_end || self.numbers.contains(&only.number),
            _ => true,
        }
    }

    fn opens_keys(&self, text: &str, next: &Follows) -> bool {
        if !marks::is_key_heading(text) || self.numbers.is_empty() {
            return false;
        }
        match (&self.current, next) {
            (None, _) | (_, Follows::Keys) => true,
            (_, Follows::Question(number)) => self.numbers.contains(number),
            // "Đáp án", and on the next line what it is.
            (Some(_), Follows::Other) => {
                text.chars().all(|c| !c.is_lowercase())
                    && !text.contains(':')
                    && text.split_whitespace().count() > 2
            }
        }
    }

    fn begins(&self, mark: &QuestionMark) -> bool {
        if self.worded == mark.worded {
            if mark.worded || self.in_keys {
                return true;
            }
            // A list of numbers inside of a stem is none.
            return self.current.as_ref().is_none_or(|current| {
                current.is_whole || mark.number == current.number.saturating_add(1)
            });
        }
        // "5." among "Câu 4" and "Câu 6".
        let next = |current: &Question| {
            current.is_whole && mark.number == current.number.saturating_add(1)
        };
        !mark.worded && self.current.as_ref().is_some_and(next)
    }

    fn begin(&mut self, line: Line, mark: QuestionMark) {
        let known = self.numbers.contains(&mark.number);
        let stem = &line.text.text()[mark.rest..];
        let says_key = letters(stem).is_some() || marks::tail(stem).is_some();
        if known && (self.in_keys || (self.after_end && says_key)) {
            self.close();
            self.in_keys = true;
            self.begin_solution(line, &mark);
            return;
        }
        self.close();
        self.in_keys = false;
        self.after_end = false;
        self.topic_open = false;
        self.solved = None;
        self.numbers.insert(mark.number);
        self.current = Some(Question {
            number: mark.number,
            unsure: self.worded != mark.worded,
            note: mark.note,
            topic: self.topic.clone(),
            stem: mark.rest,
            is_whole: options::has_second(line.text.text()),
            lines: vec![line],
            solutions: Vec::new(),
        });
    }

    /// Solutions go by number; where numbers begin anew in every part, by order too.
    fn begin_solution(&mut self, line: Line, mark: &QuestionMark) {
        let of = |question: &Question| question.number == mark.number;
        let unsolved = |question: &Question| of(question) && question.solutions.is_empty();
        let questions = &self.paper.questions;
        let place = questions.iter().position(unsolved);
        self.solved = place.or_else(|| questions.iter().position(of));
        if let Some(question) = self.solved.and_then(|at| self.paper.questions.get_mut(at)) {
            question.solutions.push((mark.rest, vec![line]));
        }
    }

    fn is_topic(&self, line: &Line, text: &str) -> bool {
        let open = self
            .current
            .as_ref()
            .is_some_and(|current| !current.is_whole);
        if open {
            return false;
        }
        if line.heading != Heading::None {
            return true;
        }
        match marks::topic(text) {
            None => false,
            Some(_) if text.chars().count() > 300 => false,
            // "I. …" alone is too little: an option, a step of a solution.
            Some(_) if text.trim_start().starts_with(['I', 'V', 'X']) => {
                text.chars().all(|c| !c.is_lowercase()) || line.text.looks(|look| look.bold)
            }
            Some(_) => true,
        }
    }

    fn begin_topic(&mut self, line: Line, text: &str) {
        if self.in_keys {
            // Topics are told again over their keys.
            return;
        }
        if self.numbers.is_empty() {
            self.preamble.push((line, true));
            return;
        }
        self.name_topic(text);
    }

    fn name_topic(&mut self, text: &str) {
        let name = marks::topic(text);
        self.topic_open = name == Some("");
        let name = name.filter(|name| !name.is_empty()).unwrap_or(text);
        // What the writer puts over questions without a topic.
        self.topic = Some(name.to_owned()).filter(|name| folded(name) != NO_TOPIC);
    }

    fn other(&mut self, line: Line, text: &str) {
        if let Some(current) = &mut self.current {
            current.is_whole |= options::has_second(text) || block::is_open_key(text);
            current.lines.push(line);
        } else if let Some(question) = self.solved.and_then(|at| self.paper.questions.get_mut(at)) {
            if let Some((_, lines)) = question.solutions.last_mut() {
                lines.push(line);
            }
        } else if self.topic_open {
            self.topic_open = false;
            self.topic = Some(text.to_owned());
        } else if self.numbers.is_empty() {
            self.preamble.push((line, false));
        } else {
            self.unread(&line);
        }
    }

    fn unread(&mut self, line: &Line) {
        self.unread += 1;
        if self.unread <= MAX_UNREAD {
            let detail = format!(
                "Không rõ đoạn này là gì nên không đọc: “{}”.",
                shortened(line.text.text())
            );
            let at = At::Paragraph(line.paragraph, None);
            self.paper
                .remarks
                .push(Finding::new(&at, "import.text_unread", detail));
        }
    }

    fn close(&mut self) {
        if self.numbers.len() == 1 && self.paper.questions.is_empty() {
            self.close_preamble();
        }
        self.paper.questions.extend(self.current.take());
    }

    /// Decides what of the lines before the first question is title and what is topic.
    fn close_preamble(&mut self) {
        let mut lines = std::mem::take(&mut self.preamble);
        let styled = |(line, _): &(Line, bool)| line.heading == Heading::Title;
        let title = lines.iter().position(styled);
        // The last heading belongs to the questions below it, if another one can be the title.
        let last = lines.len().checked_sub(1).filter(|last| lines[*last].1);
        let last = last.filter(|last| {
            title.is_some_and(|title| title != *last)
                || marks::topic(lines[*last].0.text.text()).is_some()
                || lines[..*last].iter().any(|(_, heading)| *heading)
        });
        if let Some(last) = last {
            let (line, _) = lines.remove(last);
            self.name_topic(line.text.text());
            if let Some(current) = &mut self.current {
                current.topic.clone_from(&self.topic);
            }
        }
        let title = title
            .or_else(|| {
                lines
                    .iter()
                    .position(|(line, _)| names_a_paper(line.text.text()))
            })
            .or_else(|| lines.iter().position(|(_, heading)| *heading))
            .or_else(|| (lines.len() == 1).then_some(0));
        if let Some(title) = title {
            let (line, _) = lines.remove(title);
            self.paper.title = one_line(line.text.text(), limit::TITLE).ok();
        }
        for (line, _) in &lines {
            self.unread(line);
        }
    }

    fn finish(mut self) -> Paper {
        self.close();
        for (line, _) in std::mem::take(&mut self.preamble) {
            self.unread(&line);
        }
        if self.unread > MAX_UNREAD {
            let detail = format!("Còn {} đoạn khác không đọc.", self.unread - MAX_UNREAD);
            let remark = Finding::new(&At::File, "import.text_unread", detail);
            self.paper.remarks.push(remark);
        }
        self.paper
    }
}

/// The heading over questions that have no topic, folded.
pub(in crate::exchange::word) const NO_TOPIC: &str = "chua xep chu de";

/// Whether a line says what the paper is.
fn names_a_paper(text: &str) -> bool {
    let words = folded(text);
    [
        "de thi",
        "cau hoi",
        "bo cau hoi",
        "bo de",
        "ngan hang",
        "de kiem tra",
        "cuoc thi",
        "hoi thi",
    ]
    .iter()
    .any(|name| words.starts_with(name))
}

/// A text for a message.
pub(in crate::exchange::word) fn shortened(text: &str) -> String {
    let seen = text.chars().filter(|c| !crate::domain::text::is_unseen(*c));
    let mut short: String = seen.take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
