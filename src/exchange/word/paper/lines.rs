//! From the paragraphs and tables of a document to the lines of a paper.

use super::super::body::{Block, Paragraph};
use super::super::styles::Heading;
use super::super::text::{Look, OBJECT, Styled};
use super::key_list::{self, Pair};
use super::marks;
use crate::exchange::sheet::{Cell, Row, Sheet};

/// A line of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::exchange::word) struct Line {
    pub text: Styled,
    /// Number of its paragraph, from 1.
    pub paragraph: u32,
    /// Its place in the outline.
    pub heading: Heading,
    /// It begins its paragraph.
    pub first: bool,
}

/// What a paper is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange::word) enum Item {
    Line(Line),
    /// A table that holds nothing but keys.
    Keys(Vec<Pair>),
    /// A table with headings as in a spreadsheet, at that paragraph; and whether it shows pictures,
    /// which are not read there.
    Sheet(Sheet, bool),
}

/// The lines of a document.
pub(in crate::exchange::word) fn items(blocks: Vec<Block>) -> Vec<Item> {
    let mut items = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => items.extend(lines(&paragraph).map(Item::Line)),
            Block::Table(rows) => table(&rows, &mut items),
        }
    }
    items
}

/// The lines of a paragraph. A number that Word draws before a question that has one of its own is
/// left out: people wrote "Câu 1:" into a numbered list.
fn lines(paragraph: &Paragraph) -> impl Iterator<Item = Line> + use<> {
    let typed = &paragraph.text.text()[paragraph.drawn..];
    let doubled = paragraph.drawn > 0 && marks::question(typed).is_some_and(|mark| mark.worded);
    let start = if doubled { paragraph.drawn } else { 0 };
    let text = paragraph.text.slice(start..paragraph.text.text().len());
    let (number, heading) = (paragraph.number, paragraph.heading);
    let lines = text.lines().into_iter().enumerate();
    lines.map(move |(i, text)| Line {
        text: text.trimmed(),
        paragraph: number,
        heading: if i == 0 { heading } else { Heading::None },
        first: i == 0,
    })
}

fn table(rows: &[Vec<Vec<Paragraph>>], items: &mut Vec<Item>) {
    let plain = |cell: &Vec<Paragraph>| {
        let texts = cell.iter().map(|paragraph| paragraph.text.text());
        texts.collect::<Vec<_>>().join("\n")
    };
    let at = |cell: &Vec<Paragraph>| cell.first().map_or(0, |paragraph| paragraph.number);
    let texts: Vec<Vec<(String, u32)>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| (plain(cell), at(cell))).collect())
        .collect();
    if let Some(pairs) = key_list::table(&texts)
        && pairs.len() > 1
    {
        items.push(Item::Keys(pairs));
        return;
    }
    let sheet = sheet(&texts);
    if crate::exchange::sheet::questions::fit(&sheet.rows) > 2 {
        let pictures = texts
            .iter()
            .flatten()
            .any(|(text, _)| text.contains(OBJECT));
        items.push(Item::Sheet(sheet, pictures));
        return;
    }
    for row in rows {
        let mut before: Option<Line> = None;
        for (column, cell) in row.iter().enumerate() {
            for mut line in cell.iter().flat_map(lines) {
                if line.text.is_blank() {
                    continue;
                }
                line.first = true;
                if let Some(mark) = before.take() {
                    let mut joined = mark.text;
                    joined.push(" ", Look::default());
                    joined.append(&line.text);
                    line.text = joined;
                }
                // A cell that holds only "1", "A" or "A." belongs to the cell beside it.
                if let Some(mark) = alone(line.text.text(), column) {
                    let mut text = line.text.clone();
                    text.push(mark, text.first_look());
                    before = Some(Line { text, ..line });
                } else {
                    items.push(Item::Line(line));
                }
            }
        }
        items.extend(before.map(Item::Line));
    }
}

/// What is missing behind a mark that has a cell of its own.
fn alone(text: &str, column: usize) -> Option<&'static str> {
    let bare = text.trim_end_matches(['.', ')', ':']);
    let number = column == 0 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
    let letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic());
    (number || letter).then_some(if bare.len() == text.len() { "." } else { "" })
}

fn sheet(texts: &[Vec<(String, u32)>]) -> Sheet {
    let rows = (1..).zip(texts).map(|(number, row)| Row {
        number,
        cells: row
            .iter()
            .map(|(text, _)| Cell {
                text: text.trim().to_owned(),
                is_formula: false,
            })
            .collect(),
    });
    Sheet {
        rows: rows.collect(),
        passed_over: Vec::new(),
    }
}
