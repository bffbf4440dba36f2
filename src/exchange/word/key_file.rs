//! A second file that holds nothing but the keys: DOCX, XLSX, CSV or plain text.

use super::paper::key_list::{self, Pair};
use super::{document, paper};
use crate::exchange::finding::{At, Unreadable, line_of};
use crate::exchange::format::{Format, detect};
use crate::exchange::question_file::{QuestionFile, within_size};
use crate::exchange::sheet::Row;
use crate::exchange::{csv, old_fonts, xlsx};

/// Keys by the numbers of their questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    pub(super) pairs: Vec<Pair>,
    /// What `Pair::at` counts: "đoạn" or "dòng".
    pub(super) place: &'static str,
}

impl KeyFile {
    /// How many keys it holds.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// A key file that holds none is refused, so this is never true.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// Reads a key file: a table of numbers and letters, or lines such as "1.B 2.C".
///
/// # Errors
/// `import.key_file` when it holds no keys, or something else beside them; what is wrong with the
/// file itself has the code of its format.
pub fn read_keys(bytes: &[u8], file_name: &str) -> Result<KeyFile, Unreadable> {
    within_size(bytes)?;
    match detect(bytes, file_name)? {
        Format::Docx => from_document(bytes),
        Format::Xlsx => from_rows(&xlsx::sheet(bytes, fit)?.rows),
        // Any other kind of text may hold "1B 2C", and tells what is wrong if it does not.
        _ => from_text(bytes),
    }
}

/// Reads the questions of a document, with their keys from a second file. Where the document has a
/// key too, both have to agree.
///
/// # Errors
/// `import.key_file` for formats that carry their key themselves; otherwise as
/// [`read_questions`](crate::exchange::read_questions).
pub fn read_with_keys(
    bytes: &[u8],
    file_name: &str,
    format: Option<Format>,
    keys: &KeyFile,
) -> Result<QuestionFile, Unreadable> {
    within_size(bytes)?;
    let found = detect(bytes, file_name)?;
    if format.unwrap_or(found) != Format::Docx {
        return Err(no_keys(
            &At::File,
            "Chỉ tệp Word (DOCX) dùng tệp đáp án riêng; các dạng khác mang đáp án trong chính tệp câu hỏi.",
        ));
    }
    super::read_with(bytes, Some(keys))
}

fn no_keys(at: &At, detail: &str) -> Unreadable {
    Unreadable::new("import.key_file", detail).at(at)
}

const FORM: &str = "Tệp đáp án cần có số câu và chữ cái của phương án đúng, như “1.B 2.C”, \
                    hoặc một cột “Câu” và một cột “Đáp án”.";

fn cells(rows: &[Row]) -> Vec<Vec<key_list::Cell>> {
    let row = |row: &Row| {
        let cells = row.cells.iter();
        cells.map(|cell| (cell.text.clone(), row.number)).collect()
    };
    rows.iter().map(row).collect()
}

/// The number of keys in a table; titles may stand above it.
fn fit(rows: &[Row]) -> usize {
    below_titles(&cells(rows)).map_or(0, |pairs| pairs.len())
}

/// The keys of a table, without what stands above it: rows of one text, as titles are.
fn below_titles(rows: &[Vec<key_list::Cell>]) -> Option<Vec<Pair>> {
    let is_title = |row: &&Vec<key_list::Cell>| {
        let filled = row.iter().filter(|(text, _)| !text.trim().is_empty());
        let filled: Vec<_> = filled.collect();
        matches!(filled[..], [] | [_])
            && filled
                .iter()
                .all(|(text, at)| key_list::pairs(text, *at).is_none())
    };
    let titles = rows.iter().take_while(is_title).count();
    key_list::table(&rows[titles..])
}

fn from_rows(rows: &[Row]) -> Result<KeyFile, Unreadable> {
    let pairs = below_titles(&cells(rows)).ok_or_else(|| no_keys(&At::File, FORM))?;
    Ok(KeyFile {
        pairs,
        place: "dòng",
    })
}

fn from_document(bytes: &[u8]) -> Result<KeyFile, Unreadable> {
    let document = document(bytes)?;
    let mut pairs = Vec::new();
    for item in paper::lines::items(document.body.blocks) {
        match item {
            paper::lines::Item::Keys(found) => pairs.extend(found),
            paper::lines::Item::Line(line) if line.text.is_blank() => {}
            paper::lines::Item::Line(line) => {
                let text = line.text.text();
                match key_list::pairs(text, line.paragraph) {
                    Some(found) => pairs.extend(found),
                    // Titles, and the line that ends the paper.
                    None if pairs.is_empty() || paper::marks::is_end(text) => {}
                    None => return Err(no_keys(&At::Paragraph(line.paragraph, None), FORM)),
                }
            }
            paper::lines::Item::Sheet(sheet, _) => pairs.extend(from_rows(&sheet.rows)?.pairs),
        }
    }
    if pairs.is_empty() {
        return Err(no_keys(&At::File, FORM));
    }
    Ok(KeyFile {
        pairs,
        place: "đoạn",
    })
}

fn from_text(bytes: &[u8]) -> Result<KeyFile, Unreadable> {
    if let Ok(sheet) = csv::sheet(bytes, fit)
        && let Ok(keys) = from_rows(&sheet.rows)
    {
        return Ok(keys);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        let row = line_of(bytes, bad.valid_up_to());
        let detail = format!("Dòng {row} không phải UTF-8. Hãy lưu dạng UTF-8.");
        Unreadable::new("import.encoding", detail).at(&At::Line(row, 1))
    })?;
    let text = match old_fonts::recognised(text) {
        Some(old) => old.converted(text),
        None => text.to_owned(),
    };
    let mut pairs = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match key_list::pairs(line, number) {
            Some(found) => pairs.extend(found),
            None if line.trim().is_empty() || pairs.is_empty() || paper::marks::is_end(line) => {}
            None => {
                let number = usize::try_from(number).unwrap_or(usize::MAX);
                return Err(no_keys(&At::Line(number, 1), FORM));
            }
        }
    }
    if pairs.is_empty() {
        return Err(no_keys(&At::File, FORM));
    }
    Ok(KeyFile {
        pairs,
        place: "dòng",
    })
}
