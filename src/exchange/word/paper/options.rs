//! The options of one question: which of the letters in its lines begin one.

use super::lines::Line;
use super::marks::{self, OptionMark};

/// How a letter stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// It begins the line.
    First,
    /// Behind a tab or several spaces.
    Apart,
    /// Behind one space.
    Inside,
}

/// A letter that may begin an option.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    line: usize,
    /// Where the mark begins, in bytes of the line; `mark` counts from there.
    at: usize,
    mark: OptionMark,
    stands: Stands,
    /// A sentence ended before it.
    after_end: bool,
}

/// Where an option begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub line: usize,
    /// Where its mark begins, in bytes.
    pub at: usize,
    /// Where its letter stands.
    pub letter: usize,
    /// Where its text begins.
    pub text: usize,
    pub starred: bool,
}

/// The options that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Options {
    /// In their order: A, B, C, …
    pub starts: Vec<Start>,
    /// Why the letters can't be trusted.
    pub odd: Option<String>,
    /// A letter inside a line that was taken for text.
    pub doubt: Option<String>,
}

fn candidates(text: &str, line: usize, from: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut spaces = 0;
    let mut last_seen = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            // A tab parts as several spaces do.
            spaces += if c == ' ' { 1 } else { 2 };
            continue;
        }
        let begins = at == 0 || spaces > 0;
        if at >= from && begins && (c.is_ascii_alphabetic() || !c.is_alphanumeric()) {
            let stands = match (at, spaces) {
                (0, _) => Stands::First,
                (_, 2..) => Stands::Apart,
                _ => Stands::Inside,
            };
            if let Some(mark) = marks::option(&text[at..]) {
                let after_end = matches!(last_seen, Some('.' | ';' | '?' | '!' | ':' | ')'));
                found.push(Candidate {
                    line,
                    at,
                    mark,
                    stands,
                    after_end,
                });
            }
        }
        spaces = 0;
        last_seen = Some(c);
    }
    found
}

/// Whether a line holds the mark of a second option.
pub(super) fn has_second(text: &str) -> bool {
    candidates(text, 0, 0).iter().any(|c| c.mark.place == 1)
}

/// Finds the options in the lines of a question, up to what stands behind them. The stem begins at
/// that byte of the first line.
pub(super) fn options(lines: &[Line], stem: usize) -> Options {
    let mut all = Vec::new();
    let mut has_second = false;
    for (i, line) in lines.iter().enumerate() {
        let text = line.text.text();
        if has_second && marks::tail(text).is_some() {
            break;
        }
        let from = if i == 0 { stem } else { 0 };
        let here = candidates(text, i, from);
        has_second |= here.iter().any(|c| c.mark.place == 1);
        all.extend(here);
    }
    let mut best = Options::default();
    // Capitals before small letters, which may number what the stem lists; both mixed at last.
    for capital in [Some(true), Some(false), None] {
        let of_case: Vec<Candidate> = all
            .iter()
            .filter(|c| capital.is_none_or(|capital| c.mark.capital == capital))
            .copied()
            .collect();
        let found = sequence(&of_case, lines);
        let sound = |options: &Options| options.starts.len() >= 2 && options.odd.is_none();
        if sound(&found) {
            return found;
        }
        if best.starts.len() < 2 && found.starts.len() >= 2 {
            best = found;
        }
    }
    best
}

/// The letters A, B, C, … in their order.
fn sequence(all: &[Candidate], lines: &[Line]) -> Options {
    let mut found = Options::default();
    let mut first: Option<Candidate> = None;
    let mut inline = false;
    // Where each letter stands last at the beginning of a line, by its order.
    let mut last_first = [None; 26];
    for (i, c) in all.iter().enumerate() {
        if c.stands == Stands::First {
            last_first[c.mark.place] = Some(i);
        }
    }
    // Where the letter B stands last, by the sign after it.
    let mut seconds: Vec<(char, usize)> = Vec::new();
    for (i, c) in all.iter().enumerate().filter(|(_, c)| c.mark.place == 1) {
        match seconds.iter_mut().find(|(sign, _)| *sign == c.mark.sign) {
            Some(known) => known.1 = i,
            None => seconds.push((c.mark.sign, i)),
        }
    }
    let later = |place: usize, i: usize| last_first[place].is_some_and(|last| last > i);
    for (i, c) in all.iter().enumerate() {
        let expected = found.starts.len();
        if expected >= 26 {
            break;
        }
        if c.mark.place != expected {
            note_odd(&mut found, c, expected);
            continue;
        }
        let taken = match (c.stands, first) {
            (Stands::First, _) => true,
            _ if later(expected, i) => false,
            // The first option inside of the stem: only if the second one follows.
            (_, None) => seconds
                .iter()
                .any(|&(sign, last)| sign == c.mark.sign && last > i),
            (Stands::Apart, Some(first)) => c.mark.sign == first.mark.sign,
            (Stands::Inside, Some(first)) => {
                let needed = (expected + 1..26).any(|place| later(place, i));
                let fits = needed || inline || c.line == first.line || c.after_end;
                if !fits && c.mark.sign == first.mark.sign {
                    found.doubt = Some(snippet(lines, c));
                }
                fits && c.mark.sign == first.mark.sign
            }
        };
        if !taken {
            continue;
        }
        inline |= c.stands != Stands::First && first.is_some();
        first = first.or(Some(*c));
        found.starts.push(Start {
            line: c.line,
            at: c.at,
            letter: c.at + c.mark.letter,
            text: c.at + c.mark.rest,
            starred: c.mark.starred,
        });
    }
    found
}

/// A letter at the beginning of a line that is not the next one: an option is missing, or stands
/// twice.
fn note_odd(found: &mut Options, c: &Candidate, expected: usize) {
    let near = c.mark.place.abs_diff(expected) <= 3;
    let sure = matches!(c.mark.sign, '.' | ')' | ':');
    if c.stands != Stands::First || !near || !sure || found.odd.is_some() {
        return;
    }
    let letter = super::letters::named(&[c.mark.place]);
    found.odd = Some(match expected.checked_sub(1) {
        Some(last) => {
            let last = super::letters::named(&[last]);
            format!("Sau phương án {last} lại đến {letter}.")
        }
        None => format!("Phương án đầu tiên là {letter}, không phải A."),
    });
}

fn snippet(lines: &[Line], c: &Candidate) -> String {
    super::sections::shortened(&lines[c.line].text.text()[c.at..])
}

#[cfg(test)]
mod tests {
    use super::super::super::text::Styled;
    use super::*;

    fn found(text: &str) -> (Vec<String>, bool) {
        let lines: Vec<Line> = text
            .lines()
            .map(|line| Line {
                text: Styled::plain(line),
                first: true,
                ..Line::default()
            })
            .collect();
        let options = options(&lines, 0);
        let starts = options.starts.iter();
        let texts = starts.map(|start| {
            let text = &lines[start.line].text.text()[start.text..];
            text.chars().take(3).collect()
        });
        (texts.collect(), options.odd.is_some())
    }

    #[test]
    fn options_are_found_on_one_line_and_on_many() {
        for text in [
            "Ai?\nA. Một\nB. Hai\nC. Ba ",
            "Ai?\nA. Một B. Hai C. Ba ",
            "Ai?\nA. Một\tB. Hai\nC. Ba ",
            "Ai?\nA. Một B. Hai\nC. Ba ",
            "Ai? A. Một B. Hai C. Ba ",
            "Ai?\na) Một\nb) Hai\nc) Ba ",
            "Ai?\nA: Một\nB - Hai\nC) Ba ",
            "Nguyễn Văn A. hỏi Trần B. về\n1. a) x\nA. Một\nB. Hai\nC. Ba ",
            "Xét: a) x; b) y\na) x\nb) y\nA. Một\nB. Hai\nC. Ba ",
        ] {
            let texts: Vec<String> = found(text).0.iter().map(|t| t.trim().to_owned()).collect();
            assert_eq!(texts, ["Một", "Hai", "Ba"], "{text}");
        }
    }

    #[test]
    fn letters_inside_of_sentences_are_text() {
        let (texts, odd) =
            found("Ai?\nA. Vi ta min B. và C.\nB. Vitamin C. tốt\nĐáp án: B. Hai C. x");
        assert_eq!((texts.len(), odd), (2, false));
        assert_eq!(found("Ông A. và bà\nvề đâu?").0.len(), 0);
    }

    #[test]
    fn gaps_and_repetitions_are_noticed() {
        assert!(found("Ai?\nA. Một\nB. Hai\nD. Bốn").1);
        assert!(found("Ai?\nA. Một\nB. Hai\nA. Ba\nB. Bốn").1);
        assert!(found("Ai?\nE. Một\nF. Hai").0.is_empty());
        assert!(!found("Ai?\nA. Một\nB. Hai").1);
    }
}
