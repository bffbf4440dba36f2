//! Aiken: a line of question, options `A. …`, and `ANSWER: B`. What Moodle, Blackboard and many
//! small tools understand: <https://docs.moodle.org/en/Aiken_format>.

mod read;
mod write;

#[cfg(test)]
mod tests;

use super::format::{Sample, Shape};
use super::plain_text;

pub(super) const SHAPE: Shape = Shape {
    word: "aiken",
    recognises,
    read: read::read,
    write: |book| Ok(write::write(book)),
};

fn recognises(sample: &Sample) -> bool {
    let text = plain_text::of(sample, &["aiken", "txt", ""]);
    text.is_some_and(|text| {
        let options = text.lines().filter(|line| option(line).is_some()).count();
        options >= 2 && text.lines().any(|line| answer(line).is_some())
    })
}

/// Place (0 = A) and text of the option that a line is.
fn option(line: &str) -> Option<(usize, &str)> {
    let mut signs = line.trim().chars();
    let letter = signs.next().filter(char::is_ascii_uppercase)?;
    signs.next().filter(|sign| matches!(sign, '.' | ')'))?;
    let text = signs.as_str();
    let parted = text.is_empty() || text.starts_with(char::is_whitespace);
    parted.then(|| (usize::from(letter as u8 - b'A'), text.trim()))
}

/// What a line says is right: the text after `ANSWER:`.
fn answer(line: &str) -> Option<&str> {
    let line = line.trim();
    let word = line
        .get(..7)
        .filter(|word| word.eq_ignore_ascii_case("ANSWER:"))?;
    Some(line[word.len()..].trim())
}
