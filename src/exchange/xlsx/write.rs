//! From a bank to a workbook. Every cell is a typed string, so nothing in it is computed.

use crate::exchange::question_file::{Book, Unwritable, Written};
use crate::exchange::sheet::layout;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

pub(super) fn write(book: &Book) -> Result<Written, Unwritable> {
    let table = layout::table(book.bank, book.questions)?;
    let bytes = workbook("Câu hỏi", &table.rows, &["Câu hỏi", "Giải thích"])
        .map_err(|_| Unwritable("Không viết được ngân hàng thành XLSX.".to_owned()))?;
    Ok(Written {
        bytes,
        lost: table.lost,
    })
}

/// A workbook with one sheet of that name; the first row heads it, and columns with these headings are
/// wide.
pub(in crate::exchange) fn workbook(
    name: &str,
    rows: &[Vec<String>],
    wide: &[&str],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day in place of the library's own clock: the same bank gives the same bytes.
    let day = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            if row == 0 {
                let long = wide.contains(&text.as_str());
                sheet.set_column_width(column, if long { 60 } else { 18 })?;
                sheet.write_string_with_format(row, column, text, &bold)?;
            } else if !text.is_empty() {
                sheet.write_string_with_format(row, column, text, &wrapped)?;
            }
        }
    }
    workbook.save_to_buffer()
}
