//! Splits text into records and fields (RFC 4180), strictly where leniency would hide a fault.

use crate::exchange::finding::{At, Unreadable};

/// Longest field, in bytes: several times what a cell of a spreadsheet can hold.
const MAX_FIELD: usize = 200_000;
/// Most fields of a record that are kept; spreadsheets write up to thousands of empty ones.
const MAX_FIELDS: usize = 16_384;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// 1 for the first record; equals the row that a spreadsheet shows.
    pub number: u32,
    /// The line of the text on which it begins, from 1.
    pub line: usize,
    pub fields: Vec<String>,
}

/// The records of a text, also empty ones.
pub(super) struct Records<'a> {
    rest: &'a str,
    separator: char,
    number: u32,
    line: usize,
    failed: bool,
}

impl<'a> Records<'a> {
    /// The records of a text before which so many lines were taken off.
    pub fn new(text: &'a str, separator: char, skipped: u32) -> Self {
        Self {
            rest: text,
            separator,
            number: skipped,
            line: skipped as usize + 1,
            failed: false,
        }
    }

    fn fault(&mut self, line: usize, detail: &str) -> Unreadable {
        self.failed = true;
        let detail = format!("CSV sai cú pháp ở dòng {line}: {detail}");
        Unreadable::new("import.csv_syntax", detail).at(&At::Line(line, 1))
    }

    fn record(&mut self) -> Result<Record, Unreadable> {
        self.number = self.number.saturating_add(1);
        let mut record = Record {
            number: self.number,
            line: self.line,
            fields: Vec::new(),
        };
        loop {
            let field = match self.rest.strip_prefix('"') {
                Some(quoted) => self.quoted(quoted)?,
                None => self.bare(),
            };
            if field.len() > MAX_FIELD {
                return Err(self.fault(record.line, "một ô dài quá mức."));
            }
            record.fields.push(field);
            if let Some(rest) = self.rest.strip_prefix(self.separator) {
                self.rest = rest;
                if record.fields.len() == MAX_FIELDS {
                    return Err(self.fault(record.line, "quá nhiều cột."));
                }
                continue;
            }
            let line_end = ["\r\n", "\n", "\r"];
            if let Some(rest) = line_end
                .into_iter()
                .find_map(|end| self.rest.strip_prefix(end))
            {
                self.rest = rest;
                self.line += 1;
            } else if !self.rest.is_empty() {
                let detail = "sau dấu ngoặc kép đóng phải là dấu ngăn cột hoặc hết dòng.";
                return Err(self.fault(self.line, detail));
            }
            return Ok(record);
        }
    }

    /// A field without quotes, up to the separator or the end of the line.
    fn bare(&mut self) -> String {
        let end = self.rest.find([self.separator, '\n', '\r']);
        let (field, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        field.to_owned()
    }

    /// A quoted field, whose opening quote is already taken off.
    fn quoted(&mut self, mut rest: &'a str) -> Result<String, Unreadable> {
        let opened = self.line;
        let mut field = String::new();
        loop {
            let Some(quote) = rest.find('"') else {
                return Err(self.fault(opened, "dấu ngoặc kép mở nhưng không đóng."));
            };
            field.push_str(&rest[..quote]);
            self.line += rest[..quote].matches('\n').count();
            rest = &rest[quote + 1..];
            match rest.strip_prefix('"') {
                Some(after) => {
                    field.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        self.rest = rest;
        Ok(field)
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed || self.rest.is_empty() {
            return None;
        }
        Some(self.record())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str, separator: char) -> Vec<Vec<String>> {
        Records::new(text, separator, 0)
            .map(|record| record.expect("sound").fields)
            .collect()
    }

    #[test]
    fn quotes_line_feeds_and_empty_lines_are_kept() {
        assert_eq!(
            fields("a,\"b \"\"c\"\", d\"\r\n\r\n\"e\nf\",5\" ống\n", ','),
            vec![vec!["a", "b \"c\", d"], vec![""], vec!["e\nf", "5\" ống"]]
        );
        assert_eq!(fields("a;;b", ';'), vec![vec!["a", "", "b"]]);
        assert_eq!(fields("a,", ','), vec![vec!["a", ""]]);
    }

    #[test]
    fn faults_name_their_line() {
        for (text, line) in [("a\n\"b\nc", 2), ("\"a\"b,c", 1), ("a\n\"b\nc\"d", 3)] {
            let bad = Records::new(text, ',', 0)
                .find_map(Result::err)
                .expect("a fault");
            assert_eq!(bad.code, "import.csv_syntax");
            assert!(
                bad.detail.contains(&format!("dòng {line}:")),
                "{}",
                bad.detail
            );
        }
        let long = "x".repeat(MAX_FIELD + 1);
        assert!(Records::new(&long, ',', 0).any(|record| record.is_err()));
    }
}
