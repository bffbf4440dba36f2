//! Class lists and other lists of people: a table in CSV or XLSX whose columns are found by their
//! headings, in Vietnamese or English, below whatever title stands above.
//!
//! Only the form is brought in order here (dates, telephone numbers that a spreadsheet took for
//! numbers); what a registration takes is the contest's to say.

use super::draft_check::{limit, one_line, text_fault};
use super::finding::{At, Finding, Unreadable, column_letters};
use super::format::{Format, detect};
use super::question_file::within_size;
use super::sheet::cell_text::{FORMULA, date};
use super::sheet::{Fit, Heading, Headings, MAX_COLUMNS, Row, Sheet, find_by, words};
use super::{csv, xlsx};
use crate::domain::{RosterCell, RosterFile, RosterRow};
use std::collections::BTreeMap;

/// Most bad rows that are listed.
const MAX_LISTED: usize = 500;

/// A field of the contest's own: its key and what people read above it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OwnColumn {
    /// Key of the field.
    pub key: String,
    /// Its label.
    pub label: String,
}

/// Keys with their headings: folded, words only, the surest first.
const NAMES: [(&str, &str); 19] = [
    (
        "full_name",
        "full name|ho va ten|ho ten|ho ten hoc sinh|ho va ten hoc sinh|ho va ten thi sinh|name",
    ),
    (
        FAMILY,
        "ho dem|ho va ten dem|ho va dem|ho lot|last name|surname|ho",
    ),
    (GIVEN, "ten|first name|given name"),
    (
        "birth_date",
        "birth date|ngay sinh|ngay thang nam sinh|sinh ngay|date of birth|dob",
    ),
    ("sex", "sex|gioi tinh|phai|gender"),
    (
        "phone",
        "phone|so dien thoai|dien thoai|sdt|sdt hoc sinh|di dong|mobile",
    ),
    ("email", "email|e mail|thu dien tu"),
    (
        "id_number",
        "id number|so can cuoc|so cccd|cccd|cmnd|cmnd cccd|ma dinh danh|so dinh danh",
    ),
    (
        "code",
        "code|ma so|ma hoc sinh|ma hs|ma du thi|ma so hoc sinh|ma can bo|so bao danh|sbd|ma",
    ),
    ("class", "class|lop|lop hoc|to"),
    (
        "unit",
        "unit|don vi|ma don vi|lop don vi|truong|co quan|don vi cong tac|ten don vi|phong ban",
    ),
    ("group", "group|bang|bang thi|khoi thi"),
    ("occupation", "occupation|nghe nghiep|chuc vu|chuc danh"),
    (
        "residence",
        "residence|noi o|dia chi|noi cu tru|thuong tru|address",
    ),
    (
        "guardian_name",
        "guardian name|guardian|nguoi giam ho|ho ten phu huynh|ho ten nguoi giam ho|phu huynh|cha me",
    ),
    (
        "guardian_phone",
        "guardian phone|sdt phu huynh|dien thoai phu huynh|sdt nguoi giam ho|so dien thoai phu huynh",
    ),
    (
        "guardian_relation",
        "guardian relation|quan he|quan he voi hoc sinh",
    ),
    ("", "ghi chu|note|notes|ky ten|chu ky"),
    ("", "dan toc|ton giao"),
];

const FAMILY: &str = "family_name";
const GIVEN: &str = "given_name";

/// Reads a list of people. `own` are the fields that the contest asks for by labels of its own.
///
/// # Errors
/// Nothing in the file can be read as a list of people.
pub fn read_roster(
    bytes: &[u8],
    file_name: &str,
    own: &[OwnColumn],
) -> Result<RosterFile, Unreadable> {
    within_size(bytes)?;
    let format = detect(bytes, file_name)?;
    let fit: Fit = |rows| find(rows, &[]).map_or(0, |head| head.columns.len());
    let sheet: Sheet = match format {
        Format::Csv => csv::sheet(bytes, fit)?,
        Format::Xlsx => xlsx::sheet(bytes, fit)?,
        _ => {
            return Err(Unreadable::new(
                "import.format_unknown",
                "Danh sách người dự thi phải là CSV hoặc XLSX.",
            ));
        }
    };
    let Some(head) = find(&sheet.rows, own) else {
        return Err(Unreadable::new(
            "roster.no_headings",
            "Không thấy dòng tiêu đề. Cần có cột Họ và tên (hoặc Họ đệm và Tên) và ít nhất một cột khác: \
             Ngày sinh, Lớp, Đơn vị, Mã, Số điện thoại, …",
        ));
    };
    let mut file = RosterFile::default();
    let mut bad = Vec::new();
    let heading = &sheet.rows[head.index];
    for place in &head.unread {
        let letters = column_letters(*place);
        let detail = format!("Không đọc cột {letters}: tiêu đề lạ hoặc lặp lại.");
        let at = At::Cell(heading.number, *place);
        file.warnings
            .push(Finding::new(&at, "roster.column_unknown", detail).into());
    }
    for row in &sheet.rows[head.index + 1..] {
        match cells(&head, row, own) {
            // A row of signatures or sums below the list names nobody.
            Ok(cells) if !cells.contains_key("full_name") && cells.len() <= 1 => {}
            Ok(cells) => file.rows.push(RosterRow {
                at: At::Row(row.number).to_string(),
                cells,
            }),
            Err(findings) => bad.extend(findings),
        }
    }
    if file.rows.is_empty() && bad.is_empty() {
        let detail = "Danh sách không có ai dưới dòng tiêu đề.";
        return Err(Unreadable::new("import.empty", detail));
    }
    bad.truncate(MAX_LISTED);
    file.refused = bad.into_iter().map(Into::into).collect();
    Ok(file)
}

/// A column by its place among the own fields, or after them among [`NAMES`].
fn find(rows: &[Row], own: &[OwnColumn]) -> Option<Headings<usize>> {
    let labels: Vec<String> = own.iter().map(|column| words(&column.label)).collect();
    let of = |text: &str| {
        let words = words(text);
        if let Some(at) = labels.iter().position(|label| *label == words) {
            return Heading::Means(at, 0);
        }
        if let Some(at) = own.iter().position(|column| column.key == text.trim()) {
            return Heading::Means(at, 0);
        }
        let named: Vec<(usize, &str)> = NAMES
            .iter()
            .enumerate()
            .map(|(at, (_, names))| (own.len() + at, *names))
            .collect();
        Heading::named(&words, &named)
    };
    let has = |head: &Headings<usize>, key: &str| {
        let mut columns = head.columns.iter();
        columns.any(|(_, column)| key_of(*column, own) == key)
    };
    find_by(rows, of, |head| {
        let named = has(head, "full_name") || (has(head, FAMILY) && has(head, GIVEN));
        named && head.columns.len() >= 2
    })
}

fn key_of(column: usize, own: &[OwnColumn]) -> &str {
    match own.get(column) {
        Some(own) => &own.key,
        None => NAMES.get(column - own.len()).map_or("", |(key, _)| key),
    }
}

/// The cells of a row by key; all faults of the row at once.
fn cells(
    head: &Headings<usize>,
    row: &Row,
    own: &[OwnColumn],
) -> Result<BTreeMap<String, RosterCell>, Vec<Finding>> {
    let mut cells = BTreeMap::new();
    let mut bad = Vec::new();
    for (place, column) in head
        .columns
        .iter()
        .filter(|(place, _)| *place < MAX_COLUMNS)
    {
        let key = key_of(*column, own);
        let Some(cell) = row.filled(*place).filter(|_| !key.is_empty()) else {
            continue;
        };
        let at = At::Cell(row.number, *place);
        if cell.is_formula {
            bad.push(Finding::new(&at, "import.formula_cell", FORMULA));
            continue;
        }
        match one_line(&cell.text, limit::TITLE) {
            Ok(text) => {
                let text = in_order(key, text);
                let at = at.to_string();
                cells.insert(key.to_owned(), RosterCell { at, text });
            }
            Err(fault) => {
                let (code, detail) = text_fault(fault);
                bad.push(Finding::new(&at, code, detail));
            }
        }
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    let parts = (cells.remove(FAMILY), cells.remove(GIVEN));
    if let (family, Some(given)) = parts
        && !cells.contains_key("full_name")
    {
        let before = family.map_or_else(String::new, |cell| cell.text + " ");
        let name = RosterCell {
            text: format!("{before}{}", given.text),
            at: given.at,
        };
        cells.insert("full_name".to_owned(), name);
    }
    Ok(cells)
}

/// What a cell says in the form in which a registration gives it.
fn in_order(key: &str, text: String) -> String {
    match key {
        "birth_date" => {
            let written = text.replace(['-', '.'], "/");
            let read = date(&text).or_else(|| date(&written));
            read.map_or(text, |day| day.to_string())
        }
        // A spreadsheet that takes a number for a quantity drops the zero before it.
        "phone" | "guardian_phone" => {
            let bare = text.len() == 9 && text.bytes().all(|b| b.is_ascii_digit());
            if bare && text.starts_with(['3', '5', '7', '8', '9']) {
                format!("0{text}")
            } else {
                text
            }
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::xlsx::fixture;

    fn cell<'a>(row: &'a RosterRow, key: &str) -> &'a str {
        row.cells.get(key).map_or("", |cell| cell.text.as_str())
    }

    #[test]
    fn a_class_list_is_read_below_its_titles() {
        let list = "TRƯỜNG THCS LÊ LỢI;;;;;\n\
             DANH SÁCH HỌC SINH LỚP 6A;;;;;\n\
             STT;Họ và tên đệm;Tên;Ngày sinh;Lớp;Mã HS;Ghi chú\n\
             1;Nguyễn Thị;Đào;05/09/2014;6A;HS01;\n\
             2;Trần Văn;An;2014-10-1x;6A;HS02;ốm\n\
             ;;;;;;\n\
             ;Giáo viên chủ nhiệm;;;;;\n";
        let file = read_roster(list.as_bytes(), "6a.csv", &[]).unwrap();
        assert!(
            file.warnings.is_empty() && file.refused.is_empty(),
            "{file:?}"
        );
        assert_eq!(file.rows.len(), 2, "{file:?}");
        let first = &file.rows[0];
        assert_eq!(first.at, "dòng 4");
        assert_eq!(cell(first, "full_name"), "Nguyễn Thị Đào");
        assert_eq!(cell(first, "birth_date"), "2014-09-05");
        assert_eq!((cell(first, "class"), cell(first, "code")), ("6A", "HS01"));
        assert_eq!(first.cells["birth_date"].at, "dòng 4, cột D");
        assert_eq!(
            cell(&file.rows[1], "birth_date"),
            "2014-10-1x",
            "as written"
        );
    }

    #[test]
    fn a_spreadsheet_may_have_dropped_the_zero_of_a_telephone() {
        let book = fixture::workbook(&[
            &["Họ tên", "SĐT", "Ngày sinh", "Đơn vị"],
            &["Lê Văn Bình", "#912345678", "@45839", "Xã Đức Thọ"],
        ]);
        let file = read_roster(&book, "x.xlsx", &[]).unwrap();
        assert_eq!(cell(&file.rows[0], "phone"), "0912345678");
        assert_eq!(cell(&file.rows[0], "birth_date"), "2025-07-01");
    }

    #[test]
    fn labels_of_the_contest_go_before_usual_headings() {
        let own = [OwnColumn {
            key: "chi_doan".into(),
            label: "Tổ".into(),
        }];
        let list = "Họ tên,Tổ,Cân nặng\nLê An,Chi đoàn 1,50\nLê Bình,=1+1,\n";
        let file = read_roster(list.as_bytes(), "a.csv", &own).unwrap();
        assert_eq!(cell(&file.rows[0], "chi_doan"), "Chi đoàn 1");
        assert_eq!(file.warnings[0].code, "roster.column_unknown");
        assert_eq!(
            (file.refused[0].at.as_str(), file.refused[0].code.as_str()),
            ("dòng 3, cột B", "import.formula_cell")
        );
    }

    #[test]
    fn what_is_no_list_of_people_is_refused() {
        let code =
            |text: &str, name: &str| read_roster(text.as_bytes(), name, &[]).unwrap_err().code;
        assert_eq!(code("a,b\n1,2\n", "a.csv"), "roster.no_headings");
        assert_eq!(code("Họ tên,Lớp\n", "a.csv"), "import.empty");
        assert_eq!(code("{\"a\":1}", "a.json"), "import.format_unknown");
    }
}
