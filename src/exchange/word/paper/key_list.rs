//! Keys that stand apart from their questions: "1B 2C 3A", tables of "1.B", rows of numbers over
//! rows of letters, a column of numbers beside a column of letters.

use super::letters::letters;
use super::words;
use crate::domain::text::folded;

/// The key of one question in a list: its number, and the places of its options from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange::word) struct Pair {
    pub number: u32,
    pub places: Vec<usize>,
    /// The paragraph or row in which it stands.
    pub at: u32,
}

/// The pairs of a line that holds nothing else; nothing if something else stands in it.
pub(in crate::exchange::word) fn pairs(text: &str, at: u32) -> Option<Vec<Pair>> {
    let between = [',', ';', '|', '.', '-', '–', '/'];
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let start = words::after(rest, "câu").unwrap_or(0);
        rest = rest[start..].trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 || digits > 5 {
            return None;
        }
        let number = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        rest = &rest[words::past(rest, &['.', ':', ')', '-', '–', '=', '>', '/', '→'])..];
        let (places, after) = letters(rest)?;
        // "1. A dua": a word follows, so it is a sentence.
        let next = &after[words::past(after, &between)..];
        if next.starts_with(char::is_alphabetic) && words::after(next, "câu").is_none() {
            return None;
        }
        if !next.is_empty() && next.len() == after.len() {
            return None;
        }
        found.push(Pair { number, places, at });
        rest = next;
    }
    (!found.is_empty()).then_some(found)
}

/// A cell with the paragraph or row in which it stands.
pub(in crate::exchange::word) type Cell = (String, u32);

/// The pairs of a table that holds nothing else.
pub(in crate::exchange::word) fn table(rows: &[Vec<Cell>]) -> Option<Vec<Pair>> {
    in_cells(rows)
        .or_else(|| in_rows(rows))
        .or_else(|| across(rows))
}

/// Words of headings that carry no key.
fn is_heading(text: &str) -> bool {
    is_number_heading(text) || is_key_heading(text)
}

fn is_number_heading(text: &str) -> bool {
    let words = folded(text.trim_matches(|c: char| !c.is_alphanumeric()));
    matches!(
        words.as_str(),
        "cau"
            | "cau hoi"
            | "cau so"
            | "so cau"
            | "stt"
            | "tt"
            | "so"
            | "so thu tu"
            | "question"
            | "no"
    )
}

fn is_key_heading(text: &str) -> bool {
    let words = folded(text.trim_matches(|c: char| !c.is_alphanumeric()));
    matches!(
        words.as_str(),
        "dap an" | "dap an dung" | "d/a" | "da" | "key" | "answer" | "phuong an dung" | "tra loi"
    )
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let start = words::after(text, "câu").unwrap_or(0);
    let digits = text[start..].trim().trim_end_matches(['.', ':', ')']);
    let plain = !digits.is_empty() && digits.len() <= 5;
    let plain = plain && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

/// Letters that are all of a cell.
fn only_letters(text: &str) -> Option<Vec<usize>> {
    let (places, rest) = letters(text)?;
    rest.chars().all(|c| !c.is_alphanumeric()).then_some(places)
}

fn filled(row: &[Cell]) -> impl Iterator<Item = (usize, &Cell)> {
    let cells = row.iter().enumerate();
    cells.filter(|(_, (text, _))| !text.trim().is_empty() && !is_heading(text))
}

/// "1.B" in every cell.
fn in_cells(rows: &[Vec<Cell>]) -> Option<Vec<Pair>> {
    let mut found = Vec::new();
    for (_, (text, at)) in rows.iter().flat_map(|row| filled(row)) {
        found.extend(pairs(text, *at)?);
    }
    (!found.is_empty()).then_some(found)
}

/// A row of numbers, and under it a row of letters.
fn in_rows(rows: &[Vec<Cell>]) -> Option<Vec<Pair>> {
    let mut found = Vec::new();
    let mut numbers: Option<Vec<(usize, u32)>> = None;
    for row in rows.iter().filter(|row| filled(row).next().is_some()) {
        match numbers.take() {
            None => {
                let read = filled(row).map(|(column, (text, _))| Some((column, number(text)?)));
                numbers = Some(read.collect::<Option<_>>()?);
            }
            Some(numbers) => {
                let read = filled(row)
                    .map(|(column, (text, at))| Some((column, only_letters(text)?, *at)));
                let keys: Vec<_> = read.collect::<Option<_>>()?;
                if keys.len() != numbers.len() {
                    return None;
                }
                for ((above, number), (below, places, at)) in numbers.into_iter().zip(keys) {
                    if above != below {
                        return None;
                    }
                    found.push(Pair { number, places, at });
                }
            }
        }
    }
    (numbers.is_none() && !found.is_empty()).then_some(found)
}

/// A number and its letter side by side, once or more in a row; or in columns that headings name.
fn across(rows: &[Vec<Cell>]) -> Option<Vec<Pair>> {
    let headings = rows.iter().position(|row| {
        row.iter().any(|(text, _)| is_number_heading(text))
            && row.iter().any(|(text, _)| is_key_heading(text))
    });
    if let Some(head) = headings
        && let Some(found) = by_headings(&rows[head], &rows[head + 1..])
    {
        return Some(found);
    }
    let mut found = Vec::new();
    for row in rows {
        let cells: Vec<&Cell> = filled(row).map(|(_, cell)| cell).collect();
        if !cells.len().is_multiple_of(2) {
            return None;
        }
        for pair in cells.chunks_exact(2) {
            let (number, places) = (number(&pair[0].0)?, only_letters(&pair[1].0)?);
            let at = pair[0].1;
            found.push(Pair { number, places, at });
        }
    }
    (!found.is_empty()).then_some(found)
}

fn by_headings(head: &[Cell], rows: &[Vec<Cell>]) -> Option<Vec<Pair>> {
    let mut columns = Vec::new();
    let mut numbers = None;
    for (column, (text, _)) in head.iter().enumerate() {
        if is_number_heading(text) {
            numbers = Some(column);
        } else if is_key_heading(text) {
            columns.push((numbers.take()?, column));
        }
    }
    let mut found = Vec::new();
    for row in rows {
        for &(numbers, keys) in &columns {
            let text = |column: usize| row.get(column).map_or("", |(text, _)| text.trim());
            match (text(numbers), text(keys)) {
                ("", "") => {}
                (of, key) => {
                    let (number, places) = (number(of)?, only_letters(key)?);
                    let at = row.get(numbers).map_or(0, |(_, at)| *at);
                    found.push(Pair { number, places, at });
                }
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(found: Option<Vec<Pair>>) -> Option<String> {
        let found = found?;
        let one = |pair: &Pair| {
            format!(
                "{}{}",
                pair.number,
                super::super::letters::named(&pair.places)
            )
        };
        Some(found.iter().map(one).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn lines_of_pairs_are_read_whole_or_not_at_all() {
        for text in [
            "1B 2C 3A, D",
            "1.B 2.C 3.AD",
            "1-B; 2-C; 3-A,D.",
            "Câu 1: B, Câu 2: C, Câu 3: A D",
            "1 b\t2 c | 3 A và D",
        ] {
            let read = short(pairs(text, 1));
            if text.contains("A D") {
                assert_eq!(read, None, "{text}");
            } else {
                assert_eq!(read.as_deref(), Some("1B 2C 3A, D"), "{text}");
            }
        }
        for none in [
            "1. A dua theo",
            "B",
            "1",
            "1. Phần",
            "1B 2",
            "",
            "1.B 2.C và",
            "Câu 1: Ai?",
        ] {
            assert_eq!(pairs(none, 1), None, "{none}");
        }
    }

    fn rows(text: &str) -> Vec<Vec<Cell>> {
        let row = |line: &str| {
            line.split('|')
                .map(|cell| (cell.trim().to_owned(), 1))
                .collect()
        };
        text.lines().map(row).collect()
    }

    #[test]
    fn tables_of_keys_have_many_shapes() {
        for table_text in [
            "1.B|2.C\n3.A|",
            "BẢNG|x\n",
            "1|2|3\nB|C|A",
            "Câu|1|2|3\nĐáp án|B|C|A",
            "Câu|1|2\nĐ/A|B|C\nCâu|3|\nĐ/A|A|",
            "Câu|Đáp án\n1|B\n2|C\n3|A",
            "Câu|Đáp án|Câu|Đáp án\n1|B|2|C\n3|A||",
            "1|B|2|C\n3|A||",
            "STT|Đáp án|Ghi chú\n1|B|khó\n2|C|\n3|A|dễ",
        ] {
            let read = short(table(&rows(table_text)));
            if table_text.starts_with("BẢNG") {
                assert_eq!(read, None);
            } else {
                assert_eq!(read.as_deref(), Some("1B 2C 3A"), "{table_text}");
            }
        }
        for none in [
            "A. Một|B. Hai\nC. Ba|D. Bốn",
            "1|2|3\nB|C",
            "1|Ai?|A",
            "Câu|Đáp án",
            "",
        ] {
            assert_eq!(table(&rows(none)), None, "{none}");
        }
    }
}
