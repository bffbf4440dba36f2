//! Documents of Word (Office Open XML), as papers are typed in it: "Câu 1: … A. … B. …".
//!
//! Reading goes: package → [`body`] (paragraphs as Word shows them, with the numbers that it draws)
//! → [`paper`] (questions, without any XML) → drafts. Writing makes a clean paper that reading
//! understands.

mod body;
mod html;
mod key_file;
mod numbering;
mod objects;
mod open_paragraph;
mod paper;
mod parts;
mod properties;
mod styles;
mod text;
mod write;
mod xml;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(super) use write::without_unseen_space;

pub use key_file::{KeyFile, read_keys, read_with_keys};

use super::finding::{At, Finding, Unreadable};
use super::format::{Format, Sample, Shape};
use super::question_file::{Collector, QuestionFile};
use super::{old_fonts, package, sheet};
use body::{Block, Body, Paragraph};
use numbering::Numbering;
use objects::{Object, Objects};
use paper::{block, emphasis, lines, sections, settle};
use parts::Parts;
use styles::Styles;

pub(super) const SHAPE: Shape = Shape {
    word: "docx",
    recognises,
    read,
    write: write::write,
};

fn recognises(sample: &Sample) -> bool {
    sample.is_zip() && package::has_entry(sample.bytes, "word/document.xml")
}

fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    read_with(bytes, None)
}

/// A document, and the things in it that are no text.
struct Document {
    body: Body,
    objects: Vec<Object>,
}

/// Opens a document, whatever is in it.
fn document(bytes: &[u8]) -> Result<Document, Unreadable> {
    package::check(bytes)?;
    let mut parts = Parts::open(bytes)?;
    let text = parts
        .text("word/document.xml")?
        .ok_or_else(parts::damaged)?;
    let styles = match parts.text("word/styles.xml")? {
        Some(part) => Styles::read(&part)?,
        None => Styles::default(),
    };
    let numbering = match parts.text("word/numbering.xml")? {
        Some(part) => Numbering::read(&part)?,
        None => Numbering::default(),
    };
    let relations = parts.relations()?;
    let mut objects = Objects::new(&mut parts, relations);
    let mut body = body::read(&text, &styles, numbering, &mut objects)?;
    if body.old_font.is_none() {
        body.old_font = convert_by_content(&mut body.blocks);
    }
    let objects = objects.all;
    Ok(Document { body, objects })
}

/// Old text whose font was lost.
fn convert_by_content(blocks: &mut [Block]) -> Option<old_fonts::OldFont> {
    fn each(blocks: &mut [Block], mut with: impl FnMut(&mut Paragraph)) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => with(paragraph),
                Block::Table(rows) => rows.iter_mut().flatten().flatten().for_each(&mut with),
            }
        }
    }
    let mut all = String::new();
    each(blocks, |paragraph| {
        all.push_str(paragraph.text.text());
        all.push('\n');
    });
    let old = old_fonts::recognised(&all)?;
    each(blocks, |paragraph| {
        let mut read = text::Styled::default();
        for (text, look) in paragraph.text.stretches() {
            read.push(&old.converted(text), look);
        }
        paragraph.text = read;
        // What Word draws is in Unicode already, but its length may have changed.
        paragraph.drawn = 0;
    });
    Some(old)
}

/// Reads the questions of a document, with a key file if there is one.
pub(super) fn read_with(bytes: &[u8], keys: Option<&KeyFile>) -> Result<QuestionFile, Unreadable> {
    let Document { body, objects } = document(bytes)?;
    let mut remarks = Vec::new();
    if let Some(old) = body.old_font {
        let detail = format!(
            "Đã chuyển chữ của phông {} sang Unicode; hãy xem lại.",
            old.name()
        );
        remarks.push(Finding::new(&At::File, "import.old_font", detail));
    }
    if body.hidden {
        let detail = "Tệp có chữ ẩn; không đọc phần đó.";
        remarks.push(Finding::new(&At::File, "import.text_unread", detail));
    }
    let paper = sections::paper(lines::items(body.blocks));
    if paper.questions.is_empty() && paper.sheets.is_empty() {
        return Err(Unreadable::new(
            "import.no_questions",
            "Không thấy câu hỏi nào. Mỗi câu bắt đầu bằng “Câu 1:” (hoặc “1.”), \
             mỗi phương án bằng “A.”, “B.”, …",
        ));
    }
    remarks.extend(paper.remarks);
    let questions = paper.questions;
    let readings: Vec<block::Reading> = questions.iter().map(block::read).collect();
    let mut apart = settle::assign(
        &questions,
        &paper.pairs,
        ("bảng đáp án", "đoạn"),
        &mut remarks,
    );
    if let Some(file) = keys {
        let name = ("tệp đáp án", file.place);
        let more = settle::assign(&questions, &file.pairs, name, &mut remarks);
        for (keys, more) in apart.iter_mut().zip(more) {
            keys.extend(more);
        }
    }
    let stated: Vec<Option<Vec<usize>>> = readings
        .iter()
        .zip(&apart)
        .map(|(reading, apart)| settle::stated(&reading.keys).or_else(|| settle::stated(apart)))
        .collect();
    let marks = emphasis::decide(&readings, &stated, &mut remarks);
    let mut collector = Collector::new(Format::Docx);
    let mut before: Option<u32> = None;
    for ((question, reading), apart) in questions.iter().zip(&readings).zip(&apart) {
        let at = question.at();
        let mut read = settle::draft(question, reading, apart, &marks, &objects);
        if let (Ok((_, warnings)), Some(gap)) = (&mut read, gap(before, question.number)) {
            warnings.push(Finding::new(&at, "import.number_gap", gap));
        }
        before = Some(question.number);
        let texts = question.lines.iter().map(|line| line.text.text());
        let source = texts.collect::<Vec<_>>().join("\n");
        collector.push(at, &source, read);
    }
    for remark in remarks {
        collector.warn(remark);
    }
    let mut file = collector.finish(None, paper.title);
    for (sheet, pictures) in paper.sheets {
        let table = sheet::questions::questions(Format::Docx, &sheet)?;
        if pictures {
            let detail = "Hình trong bảng câu hỏi không đọc được nên bị bỏ.";
            file.remarks
                .push(Finding::new(&At::File, "export.media_not_held", detail));
        }
        file.entries.extend(table.entries);
        file.remarks.extend(table.remarks);
    }
    Ok(file)
}

/// What is odd about the number of a question after the one before it.
fn gap(before: Option<u32>, number: u32) -> Option<String> {
    let before = before?;
    let usual = number == 1 || Some(number) == before.checked_add(1);
    (!usual).then(|| format!("Sau câu {before} lại đến câu {number}."))
}
