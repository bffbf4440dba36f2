//! Tables as text: UTF-8 with or without byte order mark, separated by comma, semicolon or tab.
//!
//! Reading is done here and not by the csv crate, which skips empty lines (row numbers would no
//! longer be those that a spreadsheet shows) and takes an unclosed quote as the rest of the file
//! without a word. Writing is the crate's.

use super::finding::{At, Unreadable, line_of};
use super::format::{Format, Sample, Shape};
use super::question_file::{Book, QuestionFile, Unwritable, Written};
use super::sheet::{self, Cell, Fit, HEAD_ROWS, MAX_COLUMNS, MAX_ROWS, Row, Sheet, TOO_LARGE};
use records::{Record, Records};

mod records;

pub(super) const SHAPE: Shape = Shape {
    word: "csv",
    recognises,
    read,
    write,
};

/// Signs that separate cells, the commonest first: it wins where two fit alike.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Text that is no markup and no other known kind of file. UTF-16 is taken for a table here, so
/// that reading can say what is wrong with it.
fn recognises(sample: &Sample) -> bool {
    let utf_16 = sample.bytes.starts_with(b"\xFF\xFE") || sample.bytes.starts_with(b"\xFE\xFF");
    let head = &sample.bytes[..sample.bytes.len().min(1024)];
    let binary = sample.is_zip() || head.starts_with(b"%PDF") || (head.contains(&0) && !utf_16);
    !binary && sample.first_sign() != Some(b'<')
}

fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    sheet::questions::questions(Format::Csv, &sheet(bytes, sheet::questions::fit)?)
}

/// The table of a CSV, split by the separator that fits best.
pub(super) fn sheet(bytes: &[u8], fit: Fit) -> Result<Sheet, Unreadable> {
    let text = text(bytes)?;
    let (separator, text, skipped) = stated_separator(text);
    let separator = separator.unwrap_or_else(|| best_separator(text, fit));
    let mut rows = Vec::new();
    for record in Records::new(text, separator, skipped) {
        let record = record?;
        if record.number > MAX_ROWS {
            return Err(Unreadable::new("import.sheet_too_large", TOO_LARGE));
        }
        if let Some(row) = row(&record)? {
            rows.push(row);
        }
    }
    Ok(Sheet {
        rows,
        passed_over: Vec::new(),
    })
}

/// The cells of a record without empty ones at its end.
fn row(record: &Record) -> Result<Option<Row>, Unreadable> {
    let filled = record
        .fields
        .iter()
        .rposition(|field| !field.trim().is_empty());
    let Some(last) = filled else {
        return Ok(None);
    };
    if last >= MAX_COLUMNS {
        let detail = format!("Dòng có {} cột; tối đa {MAX_COLUMNS} cột.", last + 1);
        return Err(Unreadable::new("import.csv_syntax", detail).at(&At::Line(record.line, 1)));
    }
    let cells = record.fields[..=last]
        .iter()
        .map(|field| cell(field))
        .collect();
    Ok(Some(Row {
        number: record.number,
        cells,
    }))
}

/// A cell, with the apostrophe taken off that keeps a text from being computed.
fn cell(field: &str) -> Cell {
    let guarded = field.strip_prefix('\'').filter(|rest| needs_guard(rest));
    let text = guarded.unwrap_or(field);
    let dde = text.contains('|') && text.contains('!');
    let is_formula =
        guarded.is_none() && (text.starts_with('=') || (text.starts_with(['+', '-', '@']) && dde));
    Cell {
        text: text.to_owned(),
        is_formula,
    }
}

/// Whether a spreadsheet might compute a text instead of showing it, or whether the text with
/// one apostrophe less would be guarded (so that guarding can be undone exactly).
pub(super) fn needs_guard(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\0'])
}

fn text(bytes: &[u8]) -> Result<&str, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|bad| {
        let row = line_of(bytes, bad.valid_up_to());
        Unreadable::new(
            "import.encoding",
            format!(
                "Dòng {row} không phải UTF-8 (có thể là TCVN3, VNI hoặc Windows-1258). \
                 Hãy lưu dạng UTF-8."
            ),
        )
        .at(&At::Line(row, 1))
    })
}

/// The line `sep=;` that Excel understands at the head of a file, with the text after it and the
/// number of rows that it takes.
fn stated_separator(text: &str) -> (Option<char>, &str, u32) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut sign = first
        .trim_end_matches('\r')
        .strip_prefix("sep=")
        .unwrap_or("")
        .chars();
    match (sign.next(), sign.next()) {
        (Some(sign), None) if SEPARATORS.contains(&sign) => (Some(sign), rest, 1),
        _ => (None, text, 0),
    }
}

fn best_separator(text: &str, fit: Fit) -> char {
    let fits = |separator: char| {
        let head = Records::new(text, separator, 0).take(HEAD_ROWS);
        let rows: Vec<Row> = head
            .map_while(Result::ok)
            .filter_map(|record| row(&record).ok().flatten())
            .collect();
        fit(&rows)
    };
    let mut best = (SEPARATORS[0], fits(SEPARATORS[0]));
    for separator in SEPARATORS.into_iter().skip(1) {
        let fit = fits(separator);
        if fit > best.1 {
            best = (separator, fit);
        }
    }
    best.0
}

fn write(book: &Book) -> Result<Written, Unwritable> {
    let table = sheet::layout::table(book.bank, book.questions)?;
    let bytes = written(&table.rows)
        .map_err(|_| Unwritable("Không viết được ngân hàng thành CSV.".to_owned()))?;
    Ok(Written {
        bytes,
        lost: table.lost,
    })
}

/// A table as text, with nothing in it that a spreadsheet would compute.
pub(super) fn written(rows: &[Vec<String>]) -> Result<Vec<u8>, ::csv::Error> {
    // Spreadsheets take a file without the mark for the code page of the machine.
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    for row in rows {
        let guarded = row.iter().map(|text| {
            let guard = if needs_guard(text) { "'" } else { "" };
            format!("{guard}{text}")
        });
        writer.write_record(guarded)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

#[cfg(test)]
mod tests;
