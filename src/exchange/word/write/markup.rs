//! The body of a document, paragraph by paragraph.

use super::pictures::Pictures;
use std::fmt::Write;

/// The paragraph styles of the paper; `package` says what they look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Heading,
    Question,
    Option,
    LastOption,
    Note,
}

impl Style {
    fn id(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Heading => "Heading1",
            Self::Question => "CauHoi",
            Self::Option => "PhuongAn",
            Self::LastOption => "PhuongAnCuoi",
            Self::Note => "GhiChu",
        }
    }
}

/// What was written so far.
#[derive(Debug, Default)]
pub(super) struct Markup {
    body: String,
    paragraphs: u32,
}

impl Markup {
    /// The number of the paragraph that comes next, from 1.
    pub fn next_number(&self) -> u32 {
        self.paragraphs + 1
    }

    /// Writes a paragraph.
    pub fn paragraph(&mut self, style: Style, content: impl FnOnce(&mut Paragraph)) {
        self.paragraphs += 1;
        let mut paragraph = Paragraph {
            xml: &mut self.body,
            bold: 0,
            italic: 0,
            underline: 0,
            lowered: 0,
            raised: 0,
        };
        let _ = write!(
            paragraph.xml,
            r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>"#,
            style.id()
        );
        content(&mut paragraph);
        self.body.push_str("</w:p>");
    }

    /// All paragraphs.
    pub fn finish(self) -> String {
        self.body
    }
}

/// A paragraph that is being written; how many elements of each look are open.
pub(super) struct Paragraph<'a> {
    xml: &'a mut String,
    bold: u32,
    italic: u32,
    underline: u32,
    lowered: u32,
    raised: u32,
}

impl Paragraph<'_> {
    /// Text that is no HTML, on one line or many.
    pub fn text(&mut self, text: &str) {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.line_break();
            }
            self.run(line);
        }
    }

    /// The same, bold.
    pub fn bold(&mut self, text: &str) {
        self.bold += 1;
        self.text(text);
        self.bold -= 1;
    }

    /// A sanitised fragment. Paragraphs, cells and items of lists in it become lines.
    pub fn html(&mut self, html: &str, pictures: &mut Pictures) {
        let mut rest = html;
        let mut text = String::new();
        while !rest.is_empty() {
            if let Some(tag) = rest.strip_prefix('<') {
                let end = tag.find('>').unwrap_or(tag.len());
                self.run(&std::mem::take(&mut text));
                self.tag(&tag[..end], pictures);
                rest = tag.get(end + 1..).unwrap_or("");
                continue;
            }
            let end = rest.find('<').unwrap_or(rest.len());
            text.push_str(&crate::exchange::html::unescaped(&rest[..end]));
            rest = &rest[end..];
        }
        self.run(&text);
    }

    fn tag(&mut self, tag: &str, pictures: &mut Pictures) {
        let (name, opens) = match tag.strip_prefix('/') {
            Some(name) => (name, false),
            None => (tag, true),
        };
        let change = |count: &mut u32| {
            *count = if opens {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
        };
        match name {
            "b" | "strong" => change(&mut self.bold),
            "i" | "em" => change(&mut self.italic),
            "u" => change(&mut self.underline),
            "sub" => change(&mut self.lowered),
            "sup" => change(&mut self.raised),
            "br" => self.line_break(),
            "p" | "li" | "tr" if !opens => self.line_break(),
            "td" | "th" if !opens => self.run(" "),
            name if name.starts_with("img ") => {
                if let Some(drawing) = pictures.drawing(name) {
                    let _ = write!(self.xml, "<w:r>{drawing}</w:r>");
                }
            }
            _ => {}
        }
    }

    fn line_break(&mut self) {
        self.xml.push_str("<w:r><w:br/></w:r>");
    }

    fn run(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.xml.push_str("<w:r>");
        let looks = [
            (self.bold, "<w:b/>"),
            (self.italic, "<w:i/>"),
            (self.underline, r#"<w:u w:val="single"/>"#),
            (self.lowered, r#"<w:vertAlign w:val="subscript"/>"#),
            (self.raised, r#"<w:vertAlign w:val="superscript"/>"#),
        ];
        let looks: String = looks
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(_, xml)| *xml)
            .collect();
        if !looks.is_empty() {
            let _ = write!(self.xml, "<w:rPr>{looks}</w:rPr>");
        }
        let _ = write!(
            self.xml,
            r#"<w:t xml:space="preserve">{}</w:t></w:r>"#,
            escaped(text)
        );
    }
}

/// Text as XML holds it, in elements and in attributes. Signs that XML can't hold fall away.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
