//! Tables of marks from CSV: a row a person, a column an item, first the greatest mark of each
//! (api.md 1, `analyse`). A line of names may stand above.

use super::finding::{At, Finding};

/// A table of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkTable {
    /// Names of the items; `1`, `2`, … where the file has none.
    pub names: Vec<String>,
    /// The greatest mark of each item.
    pub greatest: Vec<f64>,
    /// Marks of a person each; none where the cell is empty: the item was not on that paper.
    pub rows: Vec<Vec<Option<f64>>>,
    /// The lines of the file that the rows stand on, from 1.
    pub lines: Vec<usize>,
}

/// Reads a table of marks. Columns are separated as the first line is, by semicolons, tabs or commas;
/// with semicolons or tabs a mark may have a decimal comma.
///
/// # Errors
/// The first cell that is no number, a row of another width, or a file without items.
pub fn read_marks(text: &str) -> Result<MarkTable, Finding> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [b';', b'\t']
        .into_iter()
        .find(|separator| first.as_bytes().contains(separator))
        .unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, ::csv::Position::line);
            let detail = format!("Không đọc được như bảng CSV: {error}.");
            Finding::new(&At::Row(row_number(line)), "import.csv_syntax", detail)
        })?;
        let line = record.position().map_or(1, ::csv::Position::line);
        records.push((line, record));
    }
    let mut records = records.into_iter().peekable();
    let is_names = |record: &::csv::StringRecord| {
        record
            .iter()
            .any(|cell| !cell.is_empty() && number(cell, separator).is_none())
    };
    let names = records.next_if(|(_, record)| is_names(record));
    let (line, record) = records.next().ok_or_else(|| {
        let detail = "Tệp cần một dòng điểm tối đa của từng câu, rồi mỗi người một dòng.";
        Finding::new(&At::File, "import.empty", detail)
    })?;
    let marks = |line: u64, record: &::csv::StringRecord| {
        let cells = record.iter().enumerate();
        cells
            .map(
                |(column, cell)| match (cell.is_empty(), number(cell, separator)) {
                    (true, _) => Ok(None),
                    (false, Some(mark)) => Ok(Some(mark)),
                    (false, None) => Err(Finding::new(
                        &At::Cell(row_number(line), column),
                        "field.type",
                        format!("“{cell}” không phải là điểm số."),
                    )),
                },
            )
            .collect::<Result<Vec<_>, _>>()
    };
    let greatest = marks(line, &record)?.into_iter().enumerate();
    let greatest: Vec<f64> = greatest
        .map(|(column, mark)| {
            mark.ok_or_else(|| {
                let at = At::Cell(row_number(line), column);
                Finding::new(&at, "field.required", "Thiếu điểm tối đa của câu này.")
            })
        })
        .collect::<Result<_, _>>()?;
    let mut table = MarkTable {
        names: match names {
            Some((_, record)) => record.iter().map(str::to_owned).collect(),
            None => (1..=greatest.len()).map(|n| n.to_string()).collect(),
        },
        greatest,
        rows: Vec::new(),
        lines: Vec::new(),
    };
    for (line, record) in records {
        table.rows.push(marks(line, &record)?);
        table
            .lines
            .push(usize::try_from(line).unwrap_or(usize::MAX));
    }
    Ok(table)
}

/// A mark as it is written.
fn number(cell: &str, separator: u8) -> Option<f64> {
    let number = if separator == b',' {
        cell.parse()
    } else {
        cell.replace(',', ".").parse()
    };
    number.ok().filter(|number: &f64| number.is_finite())
}

fn row_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_optional_and_empty_cells_are_no_marks() {
        let plain = read_marks("1,2\n1,0.5\n,2\n").unwrap();
        assert_eq!(
            (plain.names, plain.greatest),
            (vec!["1".into(), "2".into()], vec![1.0, 2.0])
        );
        assert_eq!(plain.rows, [[Some(1.0), Some(0.5)], [None, Some(2.0)]]);
        assert_eq!(plain.lines, [2, 3]);
        let named = read_marks("\u{feff}Câu 1;Câu 2\n1;1\n0,25;1\n").unwrap();
        assert_eq!(named.names, ["Câu 1", "Câu 2"]);
        assert_eq!(named.rows, [[Some(0.25), Some(1.0)]]);
    }

    #[test]
    fn what_is_no_mark_is_told_by_its_cell() {
        for (text, at, code) in [
            ("1,1\n1,x\n", "dòng 2, cột B", "field.type"),
            ("a,b\n1,\n", "dòng 2, cột B", "field.required"),
            ("1,1\n1\n", "dòng 2", "import.csv_syntax"),
            ("", "tệp", "import.empty"),
        ] {
            let fault = read_marks(text).unwrap_err();
            assert_eq!((fault.at.as_str(), fault.code), (at, code), "{text:?}");
        }
    }
}
