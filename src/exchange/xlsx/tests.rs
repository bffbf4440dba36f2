//! Workbooks, good and hostile.

use super::fixture::{sheet_data, with_sheet_data, with_sheets, workbook};
use super::*;
use crate::exchange::{detect, read_questions};
use proptest::prelude::*;

const HEADINGS: &[&str] = &["STT", "Câu hỏi", "A", "B", "Đáp án"];

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).expect_err("refused").code
}

#[test]
fn numbers_dates_and_texts_are_read_as_they_are_shown() {
    let bytes = workbook(&[
        &["Ngân hàng câu hỏi"],
        &[],
        HEADINGS,
        &["#1", "Bao nhiêu tuổi?", "#18", "#16.5", "A"],
        &["=A4+1", "Ngày nào?", "@45839", "1 < 2 & 3", "#2"],
    ]);
    assert_eq!(detect(&bytes, "bank.xlsx"), Ok(Format::Xlsx));
    let file = read(&bytes).expect("readable");
    assert_eq!(file.title.as_deref(), Some("Ngân hàng câu hỏi"));
    let texts: Vec<_> = file
        .drafts()
        .iter()
        .flat_map(|draft| draft.options.iter().map(|o| (o.text.as_str(), o.correct)))
        .collect();
    assert_eq!(
        texts,
        [
            ("18", true),
            ("16.5", false),
            ("2025-07-01", false),
            ("1 &lt; 2 &amp; 3", true)
        ]
    );
}

#[test]
fn computed_cells_refuse_their_row() {
    let bytes = workbook(&[
        HEADINGS,
        &["", "=1+1", "a", "b", "A"],
        &["", "Hai?", "a", "b", "=A1"],
    ]);
    let file = read(&bytes).expect("readable");
    let refused: Vec<_> = file
        .refused()
        .iter()
        .map(|r| (r.at.as_str(), r.code))
        .collect();
    assert_eq!(
        refused,
        [
            ("dòng 2, cột B", "import.formula_cell"),
            ("dòng 3, cột E", "import.formula_cell")
        ]
    );
}

#[test]
fn the_sheet_with_questions_is_read_and_a_second_one_is_told() {
    let notes = sheet_data(&[&["Hướng dẫn"], &["Điền vào trang sau"]]);
    let one = sheet_data(&[HEADINGS, &["", "Một?", "a", "b", "A"]]);
    let two = sheet_data(&[HEADINGS, &["", "Hai?", "a", "b", "A"]]);
    let file = read(&with_sheets(&[&notes, &one, &two], &[])).expect("readable");
    assert_eq!(file.drafts()[0].stem, "Một?");
    assert_eq!(file.drafts().len(), 1);
    assert_eq!(file.warnings()[0].code, "import.sheet_passed_over");
    assert!(file.warnings()[0].detail.contains("S3"));
}

#[test]
fn sheets_beyond_the_limits_are_refused() {
    let far = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>"#;
    assert_eq!(code(&with_sheet_data(far)), "import.sheet_too_large");
    let wide = r#"<row r="1"><c r="BM1"><v>1</v></c></row>"#;
    assert_eq!(code(&with_sheet_data(wide)), "import.sheet_too_large");
    let empty_far = r#"<row r="1048576"><c r="XFD1048576" s="1"/></row>"#;
    assert_eq!(code(&with_sheet_data(empty_far)), "import.no_headings");
    let claim = br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="4294967296"/>"#;
    let claimed = with_sheets(&[""], &[("xl/sharedStrings.xml", claim)]);
    assert_eq!(code(&claimed), "import.sheet_too_large");
}

#[test]
fn macros_and_document_types_are_refused() {
    let with = |name: &str, content: &[u8]| with_sheets(&[""], &[(name, content)]);
    assert_eq!(code(&with("xl/vbaProject.bin", b"x")), "import.macro");
    assert_eq!(
        code(&with("xl/theme/theme1.xml", b"<!DOCTYPE a><a/>")),
        "import.xml_dtd_forbidden"
    );
    assert_eq!(
        code(&with("xl/embeddings/a.bin", b"PK\x03\x04xxxx")),
        "import.nested_archive"
    );
    let plain = workbook(&[HEADINGS]);
    assert_eq!(
        detect(&plain, "bank.xlsm").expect_err("refused").code,
        "import.macro"
    );
}

#[test]
fn a_cell_that_contradicts_itself_is_a_damaged_file() {
    for cell in [
        r#"<c r="A1" t="n"><v>+1</v></c>"#,
        r#"<c r="A1" t="s"><v>7</v></c>"#,
        r#"<c r="A1" t="e"><v>nonsense</v></c>"#,
        r#"<c r="1A"><v>1</v></c>"#,
        r#"<c r="A99999999999"><v>1</v></c>"#,
    ] {
        let bytes = with_sheet_data(&format!("<row r=\"1\">{cell}</row>"));
        let code = code(&bytes);
        assert!(
            matches!(code, "import.damaged" | "import.no_headings"),
            "{cell}: {code}"
        );
    }
}

proptest! {
    #![proptest_config(crate::exchange::seeded(64))]

    /// A workbook with some bytes changed is read or refused, never a panic; whatever is read
    /// went through the same checks.
    #[test]
    fn a_damaged_workbook_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = workbook(&[HEADINGS, &["#1", "Một?", "a", "b", "A"]]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_questions(&bytes, "bank.xlsx", None);
    }

    #[test]
    fn any_cell_xml_is_read_or_refused(data in "(<row r=\"[0-9]{0,3}\">(<c( r=\"[A-C0-9]{0,4}\")?( t=\"(n|s|b|e|str|d|inlineStr)\")?>(<v>[-+0-9.eE]{0,6}</v>)?(<f>x</f>)?</c>){0,4}</row>){0,3}") {
        let _ = read(&with_sheet_data(&data));
    }
}
