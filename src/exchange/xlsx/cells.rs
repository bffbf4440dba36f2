//! From a checked package to rows of text.

use super::damaged;
use crate::exchange::finding::{At, Unreadable};
use crate::exchange::sheet::{Cell, Fit, MAX_COLUMNS, MAX_ROWS, Row, Sheet, TOO_LARGE};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Greatest number of bytes of text in a sheet: one shared text may stand in every cell.
const MAX_TEXT: usize = 64 << 20;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn sheet(bytes: &[u8], fit: Fit) -> Result<Sheet, Unreadable> {
    let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(|bad| unreadable(&bad))?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    let mut chosen: Option<Sheet> = None;
    let mut first: Option<Vec<Row>> = None;
    for name in names {
        let rows = rows(&mut workbook, &name)?;
        match &mut chosen {
            Some(chosen) if fit(&rows) > 0 => chosen.passed_over.push(name),
            Some(_) => {}
            None if fit(&rows) > 0 => {
                chosen = Some(Sheet {
                    rows,
                    passed_over: Vec::new(),
                });
            }
            None => first = first.or(Some(rows)),
        }
    }
    Ok(chosen.unwrap_or_else(|| Sheet {
        rows: first.unwrap_or_default(),
        passed_over: Vec::new(),
    }))
}

fn rows(workbook: &mut Workbook, name: &str) -> Result<Vec<Row>, Unreadable> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(bad) => return Err(unreadable(&bad)),
    };
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut size = 0;
    while let Some(record) = reader
        .next_cell_with_formula_metadata()
        .map_err(|bad| unreadable(&bad))?
    {
        let cell = cell(&record.value, record.formula.is_some());
        if cell.is_blank() {
            continue;
        }
        let (row, column) = (record.pos.0.saturating_add(1), record.pos.1 as usize);
        size += cell.text.len();
        if row > MAX_ROWS || column >= MAX_COLUMNS || size > MAX_TEXT {
            let too_large = Unreadable::new("import.sheet_too_large", TOO_LARGE);
            return Err(too_large.at(&At::Cell(row, column)));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
    }
    Ok(rows
        .into_iter()
        .map(|(number, cells)| Row { number, cells })
        .collect())
}

/// The text of a cell as people see it: whole numbers without ".0", dates as `YYYY-MM-DD`.
fn cell(value: &DataRef, has_formula: bool) -> Cell {
    let text = match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Shortest form that reads back as the same number; 18 for 18.0.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(instant) if instant.is_datetime() => {
            let (year, month, day, ..) = instant.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
    };
    Cell {
        text,
        is_formula: has_formula || matches!(value, DataRef::Error(_)),
    }
}

fn unreadable(bad: &XlsxError) -> Unreadable {
    match bad {
        XlsxError::Password => Unreadable::new(
            "import.encrypted",
            "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.",
        ),
        _ => damaged(),
    }
}
