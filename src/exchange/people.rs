//! Lists of people from CSV: a heading with the fields by which people are known, then a row each.

use super::Finding;
use std::collections::BTreeMap;

/// A row: its place, and its values by field.
pub type PersonRow = (String, BTreeMap<String, String>);

/// Reads a list of people. Columns are separated by commas or semicolons, as the heading is; empty
/// rows are passed over.
pub fn read_people(text: &str) -> Result<Vec<PersonRow>, Finding> {
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.contains(';') { b';' } else { b',' };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let bad = |error: &::csv::Error| {
        let line = error.position().map_or(1, ::csv::Position::line);
        Finding {
            at: format!("dòng {line}"),
            code: "import.csv",
            detail: format!("Không đọc được như bảng CSV: {error}."),
        }
    };
    let headings = reader.headers().map_err(|error| bad(&error))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| bad(&error))?;
        let line = record.position().map_or(1, ::csv::Position::line);
        let values: BTreeMap<String, String> = headings
            .iter()
            .zip(&record)
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        if !values.is_empty() {
            rows.push((format!("dòng {line}"), values));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_their_headings() {
        let text = "\u{feff}phone;id_number\n0912345678; 042 \n;\n0987654321;1\n";
        let rows = read_people(text).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0].0.as_str(), rows[0].1["id_number"].as_str()),
            ("dòng 2", "042")
        );
        assert_eq!(rows[1].0, "dòng 4");
    }

    #[test]
    fn a_row_of_another_width_is_named() {
        let fault = read_people("phone,code\n1,2\n3\n").unwrap_err();
        assert_eq!(fault.at, "dòng 3");
    }
}
