//! From Aiken to drafts.

use super::{answer, option};
use crate::domain::{DraftOption, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::limit;
use crate::exchange::finding::{At, Finding, Unreadable};
use crate::exchange::format::Format;
use crate::exchange::lms::entities::decoded;
use crate::exchange::lms::place;
use crate::exchange::lms::taking::{Album, Taking, blank, option_name};
use crate::exchange::plain_text;
use crate::exchange::question_file::{Collector, QuestionFile, Refused};

/// A question as its lines are met.
#[derive(Default)]
struct Block {
    line: usize,
    source: String,
    stem: Vec<String>,
    options: Vec<Vec<String>>,
    answer: Option<String>,
    /// The first thing that breaks the form.
    fault: Option<String>,
    after_blank: bool,
}

impl Block {
    fn is_empty(&self) -> bool {
        self.stem.is_empty() && self.options.is_empty()
    }

    /// Whether a line can't belong to it any more: another text after an empty line.
    fn is_over(&self, line: &str) -> bool {
        self.after_blank
            && !self.options.is_empty()
            && option(line).is_none()
            && answer(line).is_none()
    }

    fn take(&mut self, line: &str) {
        self.source.push_str(line);
        self.source.push('\n');
        if let Some(said) = answer(line) {
            self.answer = Some(said.to_owned());
        } else if let Some((place, text)) = option(line) {
            if place != self.options.len() && self.fault.is_none() {
                let detail = "Các phương án phải theo thứ tự A, B, C, … và không thiếu chữ nào.";
                self.fault = Some(detail.to_owned());
            }
            self.options.push(vec![text.to_owned()]);
        } else {
            let lines = self.options.last_mut().unwrap_or(&mut self.stem);
            lines.push(line.trim().to_owned());
        }
        self.after_blank = false;
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let text = plain_text::read(bytes)?;
    let mut collector = Collector::new(Format::Aiken);
    let album = Album::default();
    let mut nth = 0;
    let mut close = |block: Block| {
        nth += 1;
        let at = place(nth, block.line);
        collector.push(
            at.clone(),
            block.source.trim_end(),
            draft(&block, &at, &album),
        );
    };
    let mut block = Block::default();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            block.after_blank = true;
            continue;
        }
        if block.is_over(line) {
            close(std::mem::take(&mut block));
        }
        if block.is_empty() {
            block.line = number;
        }
        block.take(line);
        if block.answer.is_some() {
            close(std::mem::take(&mut block));
        }
    }
    if !block.is_empty() {
        close(block);
    }
    Ok(collector.finish(None, None))
}

fn draft(block: &Block, at: &At, album: &Album) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let mut taking = Taking::new(at, album);
    if let Some(fault) = &block.fault {
        return Err(taking.refuse("import.aiken_syntax", fault).into());
    }
    let mut draft = blank(QuestionKind::Single);
    draft.stem = taking.plain("Câu hỏi", &decoded(&block.stem.join("\n")), limit::PASSAGE)?;
    taking.option_count(block.options.len())?;
    let right = block.answer.as_deref().map_or_else(Vec::new, places);
    if right.is_empty() {
        let detail = match &block.answer {
            None => "Thiếu dòng ANSWER: sau các phương án.".to_owned(),
            Some(said) => {
                let said: String = said.chars().take(40).collect();
                format!("Không hiểu đáp án “{said}”: sau ANSWER: là chữ cái của phương án đúng.")
            }
        };
        return Err(taking.refuse("import.key_invalid", detail).into());
    }
    if let Some(&place) = right.iter().find(|place| **place >= block.options.len()) {
        let detail = format!(
            "Đáp án trỏ tới {} không có.",
            option_name(place).to_lowercase()
        );
        return Err(taking.refuse("import.key_invalid", detail).into());
    }
    for (nth, lines) in block.options.iter().enumerate() {
        let part = option_name(nth);
        if lines.len() > 1 {
            let detail = format!("{part}: đã nối các dòng sau vào phương án này.");
            taking.warn("import.lines_joined", detail);
        }
        draft.options.push(DraftOption {
            id: None,
            text: taking.plain(&part, &decoded(&lines.join("\n")), limit::OPTION)?,
            correct: right.contains(&nth),
            pinned: false,
        });
    }
    if right.len() > 1 {
        draft.kind = QuestionKind::Multiple;
    }
    taking.finish(draft)
}

/// The places that `B` or `A, C` name; none if it says anything else.
fn places(said: &str) -> Vec<usize> {
    let parts = said.split([',', ';', ' ']).filter(|part| !part.is_empty());
    let places: Option<Vec<usize>> = parts
        .map(|part| match part.trim_end_matches(['.', ')']).as_bytes() {
            [letter] if letter.is_ascii_alphabetic() => {
                Some(usize::from(letter.to_ascii_uppercase() - b'A'))
            }
            _ => None,
        })
        .collect();
    let mut places = places.unwrap_or_default();
    places.sort_unstable();
    places.dedup();
    places
}
