//! Small workbooks for tests, made by hand so that they can be wrong in any way.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A package with these entries.
pub fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zipped(entries, CompressionMethod::Deflated)
}

/// The same without compression.
pub fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zipped(entries, CompressionMethod::Stored)
}

fn zipped(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in entries {
        zip.start_file(*name, options).expect("memory");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A workbook with one sheet whose `sheetData` is given.
pub fn with_sheet_data(data: &str) -> Vec<u8> {
    with_sheets(&[data], &[])
}

/// A workbook with these sheets ("S1", "S2", …) and further entries.
pub fn with_sheets(data: &[&str], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut list = String::new();
    let mut rels = String::new();
    let mut parts = Vec::new();
    for (n, data) in (1..).zip(data) {
        write!(list, r#"<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>"#).expect("memory");
        write!(rels, r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#).expect("memory");
        parts.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>"#),
        ));
    }
    let workbook = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
    );
    let rels = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>"#
    );
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
    ];
    entries.extend(
        parts
            .iter()
            .map(|(name, part)| (name.as_str(), part.as_bytes())),
    );
    entries.extend_from_slice(more);
    package(&entries)
}

/// Rows of cells: a text, or `#18` a number, `@45839` a date, `=A1` a formula.
pub fn sheet_data(rows: &[&[&str]]) -> String {
    let mut data = String::new();
    for (n, row) in (1..).zip(rows) {
        write!(data, r#"<row r="{n}">"#).expect("memory");
        for (letter, text) in ('A'..).zip(*row) {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let (sign, rest) = text.split_at(usize::from(text.starts_with(['#', '@', '='])));
            let at = format!("{letter}{n}");
            match sign {
                "#" => write!(data, r#"<c r="{at}"><v>{rest}</v></c>"#),
                "@" => write!(data, r#"<c r="{at}" s="1"><v>{rest}</v></c>"#),
                "=" => write!(data, r#"<c r="{at}"><f>{rest}</f><v>1</v></c>"#),
                _ => write!(
                    data,
                    r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{rest}</t></is></c>"#
                ),
            }
            .expect("memory");
        }
        data.push_str("</row>");
    }
    data
}

/// A workbook with one sheet of these rows.
pub fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    with_sheet_data(&sheet_data(rows))
}
