//! Tables out, row by row: a CSV or a workbook whose bytes leave while its rows still come.
//!
//! Text is never computed by who opens it (security.md 1, row 36): in a workbook it is a cell of the type
//! string, in a CSV an apostrophe keeps it from being a formula. A workbook is written here and not by the
//! crate that writes question files, which needs all of it in memory.

use super::csv::needs_guard;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Rows that a sheet of a workbook holds.
const MOST_ROWS: u32 = 1_048_576;
/// Bytes of a sheet before the next one is begun: far below what an entry of a ZIP may hold.
const MOST_BYTES: u64 = 1 << 30;
/// Characters that a cell of a workbook holds.
const LONGEST: usize = 32_767;
/// Columns that a sheet holds.
pub const MOST_COLUMNS: usize = 16_384;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"#;
const SHEET_END: &str = "</sheetData></worksheet>";

/// A kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated UTF-8 with a byte order mark.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl TableFormat {
    /// The format of that word.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableCell<'a> {
    /// Text.
    Text(&'a str),
    /// A number.
    Number(i64),
    /// Nothing.
    Empty,
}

/// Bytes that were written and not taken yet.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut bytes)
    }
}

impl Write for Pipe {
    fn write(&mut self, new: &[u8]) -> io::Result<usize> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.extend_from_slice(new);
        Ok(new.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Kind {
    Csv,
    Xlsx(Box<Workbook>),
}

/// A table that is being written.
pub struct TableWriter {
    pipe: Pipe,
    kind: Kind,
}

impl TableWriter {
    /// Begins a table; its first row is the heading, which further sheets repeat.
    pub fn new(format: TableFormat, sheet: &str, heading: &[String]) -> io::Result<Self> {
        let pipe = Pipe::default();
        let kind = match format {
            TableFormat::Csv => {
                // Spreadsheets take a file without the mark for the code page of the machine.
                pipe.clone().write_all(b"\xEF\xBB\xBF")?;
                Kind::Csv
            }
            TableFormat::Xlsx => Kind::Xlsx(Box::new(Workbook::new(pipe.clone(), sheet, heading))),
        };
        let mut table = Self { pipe, kind };
        if let Kind::Csv = table.kind {
            let cells: Vec<TableCell> = heading.iter().map(|text| TableCell::Text(text)).collect();
            table.row(&cells)?;
        }
        Ok(table)
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[TableCell<'_>]) -> io::Result<()> {
        match &mut self.kind {
            Kind::Csv => {
                let line = csv_line(cells)?;
                self.pipe.write_all(&line)
            }
            Kind::Xlsx(workbook) => workbook.row(cells),
        }
    }

    /// The bytes that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        self.pipe.take()
    }

    /// Ends the table and gives the rest of its bytes.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        if let Kind::Xlsx(workbook) = self.kind {
            workbook.finish()?;
        }
        Ok(self.pipe.take())
    }
}

fn csv_line(cells: &[TableCell<'_>]) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(&mut line);
    let fields = cells.iter().map(|cell| match cell {
        TableCell::Text(text) if needs_guard(text) => format!("'{text}"),
        TableCell::Text(text) => (*text).to_owned(),
        TableCell::Number(number) => number.to_string(),
        TableCell::Empty => String::new(),
    });
    writer.write_record(fields).map_err(io::Error::other)?;
    writer.flush()?;
    drop(writer);
    Ok(line)
}

/// A workbook whose first sheets are written already.
struct Workbook {
    zip: ZipWriter<StreamWriter<Pipe>>,
    sheet: String,
    heading: Vec<String>,
    sheets: u32,
    rows: u32,
    bytes: u64,
}

fn failed(error: ZipError) -> io::Error {
    io::Error::other(error)
}

impl Workbook {
    fn new(pipe: Pipe, sheet: &str, heading: &[String]) -> Self {
        Self {
            zip: ZipWriter::new_stream(pipe),
            sheet: sheet.to_owned(),
            heading: heading.to_vec(),
            sheets: 0,
            rows: 0,
            bytes: 0,
        }
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        if self.sheets > 0 {
            self.write(SHEET_END)?;
        }
        self.sheets += 1;
        self.rows = 0;
        self.bytes = 0;
        let name = format!("xl/worksheets/sheet{}.xml", self.sheets);
        let options = SimpleFileOptions::default();
        self.zip.start_file(name, options).map_err(failed)?;
        self.write(HEAD)?;
        self.write(SHEET)?;
        let heading = std::mem::take(&mut self.heading);
        let cells: Vec<TableCell> = heading.iter().map(|text| TableCell::Text(text)).collect();
        let written = self.put(&cells, true);
        self.heading = heading;
        written
    }

    fn row(&mut self, cells: &[TableCell<'_>]) -> io::Result<()> {
        if self.sheets == 0 || self.rows >= MOST_ROWS || self.bytes >= MOST_BYTES {
            self.begin_sheet()?;
        }
        self.put(cells, false)
    }

    fn put(&mut self, cells: &[TableCell<'_>], bold: bool) -> io::Result<()> {
        self.rows += 1;
        let row = self.rows;
        let mut text = format!(r#"<row r="{row}">"#);
        for (column, cell) in cells.iter().enumerate().take(MOST_COLUMNS) {
            let name = column_name(column);
            let style = if bold { r#" s="1""# } else { "" };
            let written = match cell {
                TableCell::Empty => Ok(()),
                TableCell::Number(number) => {
                    write!(text, r#"<c r="{name}{row}"{style}><v>{number}</v></c>"#)
                }
                TableCell::Text(value) => write!(
                    text,
                    r#"<c r="{name}{row}"{style} t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                    escaped(value)
                ),
            };
            written.map_err(io::Error::other)?;
        }
        text.push_str("</row>");
        self.write(&text)
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.bytes += text.len() as u64;
        self.zip.write_all(text.as_bytes())
    }

    fn finish(mut self) -> io::Result<()> {
        if self.sheets == 0 {
            self.begin_sheet()?;
        }
        self.write(SHEET_END)?;
        let options = SimpleFileOptions::default();
        for (name, text) in self.parts().map_err(io::Error::other)? {
            self.zip.start_file(name, options).map_err(failed)?;
            self.zip.write_all(text.as_bytes())?;
        }
        self.zip.finish().map_err(failed)?;
        Ok(())
    }

    /// The parts that name the sheets, written last, when their number is known.
    fn parts(&self) -> Result<[(&'static str, String); 5], std::fmt::Error> {
        let mut types = format!(
            r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"#
        );
        let mut workbook = format!(
            r#"{HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"#
        );
        let mut relations = format!(
            r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#
        );
        for number in 1..=self.sheets {
            write!(
                types,
                r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
            )?;
            let suffix = if number == 1 {
                String::new()
            } else {
                format!(" {number}")
            };
            write!(
                workbook,
                r#"<sheet name="{}{suffix}" sheetId="{number}" r:id="rId{number}"/>"#,
                escaped(&self.sheet)
            )?;
            write!(
                relations,
                r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            )?;
        }
        types.push_str("</Types>");
        workbook.push_str("</sheets></workbook>");
        relations.push_str("</Relationships>");
        let top = format!(
            r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        );
        let styles = format!(
            r#"{HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#
        );
        Ok([
            ("[Content_Types].xml", types),
            ("_rels/.rels", top),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/styles.xml", styles),
        ])
    }
}

/// A, B, …, Z, AA, …
fn column_name(index: usize) -> String {
    let mut name = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        name.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// Text as XML holds it; what XML can't hold is left out, and what is too long for a cell is cut.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(LONGEST) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    /// Names that a spreadsheet would compute (OWASP, CSV injection).
    const HOSTILE: [&str; 8] = [
        "=1+1",
        "+84901234567",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "=cmd|' /C calc'!A0",
        "'=1",
    ];

    fn written(format: TableFormat) -> Vec<u8> {
        let heading = ["Tên", "Điểm"].map(str::to_owned);
        let mut table = TableWriter::new(format, "Thí sinh", &heading).unwrap();
        let mut bytes = Vec::new();
        for name in HOSTILE {
            table
                .row(&[TableCell::Text(name), TableCell::Number(-7)])
                .unwrap();
            bytes.extend(table.take());
        }
        table
            .row(&[TableCell::Text("Lê <b> & \"Q\"\u{1}"), TableCell::Empty])
            .unwrap();
        bytes.extend(table.finish().unwrap());
        bytes
    }

    #[test]
    fn a_workbook_that_was_streamed_opens_and_computes_nothing() {
        let bytes = written(TableFormat::Xlsx);
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(workbook.sheet_names(), ["Thí sinh"]);
        let formulas = workbook.worksheet_formula("Thí sinh").unwrap();
        assert_eq!(formulas.used_cells().count(), 0);
        let range = workbook.worksheet_range("Thí sinh").unwrap();
        let rows: Vec<&[Data]> = range.rows().collect();
        assert_eq!(rows[0], [Data::from("Tên"), Data::from("Điểm")]);
        for (row, name) in rows[1..].iter().zip(HOSTILE) {
            assert_eq!(row[0].to_string().trim(), name.trim());
            assert!(matches!(row[0], Data::String(_)), "{row:?}");
            assert_eq!(row[1], Data::Float(-7.0));
        }
        assert_eq!(rows[9][0], Data::from("Lê <b> & \"Q\""));
        assert_eq!(rows.len(), 10);
    }

    #[test]
    fn a_csv_begins_with_its_mark_and_keeps_formulas_from_being_any() {
        let bytes = written(TableFormat::Csv);
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        for (row, name) in rows.iter().zip(HOSTILE) {
            assert_eq!(row[0], format!("'{name}"));
            assert_eq!(&row[1], "-7");
        }
        assert_eq!(rows.len(), 9);
    }

    #[test]
    fn a_full_sheet_is_followed_by_another_with_the_same_heading() {
        let heading = ["Số".to_owned()];
        let pipe = Pipe::default();
        let mut workbook = Workbook::new(pipe.clone(), "S", &heading);
        workbook.row(&[TableCell::Number(1)]).unwrap();
        workbook.rows = MOST_ROWS;
        workbook.row(&[TableCell::Number(2)]).unwrap();
        workbook.finish().unwrap();
        let mut workbook = Xlsx::new(Cursor::new(pipe.take())).unwrap();
        assert_eq!(workbook.sheet_names(), ["S", "S 2"]);
        let second = workbook.worksheet_range("S 2").unwrap();
        assert_eq!(second.get_value((0, 0)), Some(&Data::from("Số")));
        assert_eq!(second.get_value((1, 0)), Some(&Data::Float(2.0)));
    }

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let names = [0, 25, 26, 701, 702, MOST_COLUMNS - 1].map(column_name);
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
