//! Text with the look of each stretch of it.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Stands in a text for a picture or another thing that is no text.
pub(super) const OBJECT: char = '\u{FFFC}';

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a button in the word processor"
)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub superscript: bool,
    pub subscript: bool,
    /// Drawn over with a marker, or on a coloured ground.
    pub highlight: bool,
    /// `0xRRGGBB`; 0 is black, also where nothing is said.
    pub colour: u32,
    /// Under [`OBJECT`]: which thing of the document, from 0.
    pub object: Option<u32>,
}

/// Text with its looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Styled {
    text: String,
    /// Where each stretch ends, in bytes; rising, the last one at the end of the text.
    spans: Vec<(usize, Look)>,
}

impl Styled {
    /// Text of one look.
    #[cfg(test)]
    pub fn plain(text: &str) -> Self {
        let mut styled = Self::default();
        styled.push(text, Look::default());
        styled
    }

    /// The text alone.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds text of that look, in normal form. Marks at its beginning go with the letter before.
    pub fn push(&mut self, text: &str, look: Look) {
        let marks = text.find(|c| !is_combining_mark(c)).unwrap_or(text.len());
        let (marks, text) = text.split_at(marks);
        if !marks.is_empty() && look.object.is_none() {
            if self.spans.is_empty() {
                self.add(marks, look);
            } else {
                let start = self.start_of(self.spans.len() - 1);
                let whole = format!("{}{marks}", &self.text[start..]);
                self.text.truncate(start);
                let (_, last) = self.spans.pop().unwrap_or_default();
                self.add(&whole, last);
            }
        }
        self.add(text, look);
    }

    fn add(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(&crate::domain::text::nfc(text));
        let end = self.text.len();
        match self.spans.last_mut() {
            Some(last) if last.1 == look && look.object.is_none() => last.0 = end,
            _ => self.spans.push((end, look)),
        }
    }

    /// Adds another text behind this one.
    pub fn append(&mut self, other: &Self) {
        for (text, look) in other.stretches() {
            self.add(text, look);
        }
    }

    /// Adds another text on a line of its own.
    pub fn append_line(&mut self, other: &Self) {
        if !self.text.is_empty() {
            self.add("\n", Look::default());
        }
        self.append(other);
    }

    fn start_of(&self, span: usize) -> usize {
        span.checked_sub(1).map_or(0, |before| self.spans[before].0)
    }

    /// Its stretches of one look.
    pub fn stretches(&self) -> impl Iterator<Item = (&str, Look)> {
        let mut start = 0;
        self.spans.iter().map(move |&(end, look)| {
            let text = &self.text[start..end];
            start = end;
            (text, look)
        })
    }

    /// The part between two bytes that lie at the ends of signs.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        let first = self.spans.partition_point(|(end, _)| *end <= range.start);
        let mut start = self.start_of(first);
        for &(end, look) in &self.spans[first.min(self.spans.len())..] {
            if start >= range.end {
                break;
            }
            let text = &self.text[start.max(range.start)..end.min(range.end)];
            part.add(text, look);
            start = end;
        }
        part
    }

    /// The same without white space at its ends.
    pub fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len().max(start);
        self.slice(start..end)
    }

    /// Its lines, at line feeds.
    pub fn lines(&self) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, _) in self.text.match_indices('\n') {
            lines.push(self.slice(start..at));
            start = at + 1;
        }
        lines.push(self.slice(start..self.text.len()));
        lines
    }

    /// Nothing to see.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// The look of the first sign that can be seen.
    pub fn first_look(&self) -> Look {
        let mut seen = self.stretches().filter(|(text, _)| !text.trim().is_empty());
        seen.next().map(|(_, look)| look).unwrap_or_default()
    }

    /// Whether at least four fifths of what is seen look so.
    pub fn looks(&self, so: impl Fn(Look) -> bool) -> bool {
        let (mut all, mut hits) = (0, 0);
        for (text, look) in self.stretches() {
            let seen = text.chars().filter(|c| !c.is_whitespace()).count();
            all += seen;
            hits += if so(look) { seen } else { 0 };
        }
        all > 0 && hits * 5 >= all * 4
    }

    /// The same with other looks.
    pub fn restyled(&self, change: impl Fn(Look) -> Look) -> Self {
        let mut out = Self::default();
        for (text, look) in self.stretches() {
            out.add(text, change(look));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold() -> Look {
        Look {
            bold: true,
            ..Look::default()
        }
    }

    #[test]
    fn looks_follow_their_text() {
        let mut text = Styled::plain("Ai ");
        text.push("không", bold());
        text.push(" đúng?\nB", Look::default());
        let part = text.slice(1..text.text().find("đ").expect("there"));
        let parts: Vec<_> = part.stretches().map(|(t, l)| (t, l.bold)).collect();
        assert_eq!(parts, [("i ", false), ("không", true), (" ", false)]);
        let lines: Vec<_> = text.lines().iter().map(|l| l.text().to_owned()).collect();
        assert_eq!(lines, ["Ai không đúng?", "B"]);
        assert_eq!(text.slice(3..3), Styled::default());
        assert!(text.slice(3..9).looks(|look| look.bold) && !text.looks(|look| look.bold));
    }

    #[test]
    fn a_mark_joins_the_letter_of_another_run() {
        let mut text = Styled::default();
        text.push("ca\u{302}", bold());
        text.push("\u{301}m", Look::default());
        assert_eq!(text.text(), "cấm");
        let parts: Vec<_> = text.stretches().map(|(t, l)| (t, l.bold)).collect();
        assert_eq!(parts, [("cấ", true), ("m", false)]);
    }
}
