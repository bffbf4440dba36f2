//! XML as a small tree: elements by their local names, text, and where each element stands.
//!
//! Nothing outside the text is looked at: no document type, no entity but the five of XML and
//! numbers, no address. Limits are those of `xml_limits`, and one on the number of elements.

use super::finding::{Unreadable, line_of};
use super::xml_limits::XmlScan;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Greatest number of elements of a document: 20,000 questions have some 600,000.
const MAX_ELEMENTS: usize = 1_500_000;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// Its name without prefix.
    pub name: Cow<'a, str>,
    /// Names without prefix (but `xmlns…` as it stands) and values.
    pub attributes: Vec<(String, String)>,
    /// What it holds, in order; neighbouring texts are one.
    pub children: Vec<Node<'a>>,
    /// The bytes of the document that it takes.
    pub span: Range<usize>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of that name directly in it.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of that name directly in it.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.all(name).next()
    }

    /// The elements of these names anywhere in it, in the order of the document.
    pub fn within<'s>(&'s self, names: &[&str]) -> Vec<&'s Element<'a>> {
        let mut found = Vec::new();
        self.gather(names, &mut found);
        found
    }

    fn gather<'s>(&'s self, names: &[&str], found: &mut Vec<&'s Element<'a>>) {
        for element in self.elements() {
            if names.contains(&element.name.as_ref()) {
                found.push(element);
            }
            element.gather(names, found);
        }
    }

    /// The first element of that name anywhere in it.
    pub fn first(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find_map(|element| {
            if element.name == name {
                Some(element)
            } else {
                element.first(name)
            }
        })
    }

    /// All text in it, as it stands.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(more) => text.push_str(more),
            }
        }
    }

    /// The element for a person who compares: a line for each text in it, with the name of the
    /// element and its attributes; without the elements of the names to skip.
    pub fn outline(&self, skip: &[&str]) -> String {
        let mut lines = String::new();
        self.add_outline(skip, &mut lines);
        lines
    }

    fn add_outline(&self, skip: &[&str], lines: &mut String) {
        if skip.contains(&self.name.as_ref()) || lines.len() > MAX_OUTLINE {
            return;
        }
        // What an element says stands in it, or in a `<text>` of its own.
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.trim().to_owned()),
            Node::Element(inner) if inner.name == "text" => Some(inner.text().trim().to_owned()),
            Node::Element(_) => None,
        });
        let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
        let told = self.attributes.iter().filter(|(key, value)| {
            let telling = !key.starts_with("xmlns") && !UNTOLD.contains(&key.as_str());
            telling && !value.is_empty() && value.len() < 200
        });
        let told: Vec<_> = told.map(|(key, value)| format!("{key}={value}")).collect();
        if !texts.is_empty() || !told.is_empty() {
            let told = match told.as_slice() {
                [] => String::new(),
                told => format!(" [{}]", told.join(", ")),
            };
            let _ = writeln!(lines, "{}{told}: {}", self.name, texts.join(" … "));
        }
        for element in self.elements().filter(|element| element.name != "text") {
            element.add_outline(skip, lines);
        }
    }
}

/// Attributes that tell a person nothing.
const UNTOLD: [&str; 4] = ["format", "schemaLocation", "texttype", "charset"];

/// Enough for any excerpt that is kept.
const MAX_OUTLINE: usize = 20_000;

/// A document: its text and its outermost element.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub text: &'a str,
    pub root: Element<'a>,
}

/// Counts lines forward, so that the lines of many rising places cost one walk.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let line = 1;
        Self { text, at: 0, line }
    }

    /// The line, from 1, of a byte at or after the last one asked for.
    pub fn line(&mut self, at: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(at);
        self.line
    }
}

/// The local name of the outermost element, if the bytes begin like XML; looks at no more than the
/// head of them and checks nothing.
pub(super) fn root_name(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(64 << 10)];
    let head = String::from_utf8_lossy(head);
    let mut rest = head.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let tag = rest.strip_prefix('<')?;
        let end = match tag.as_bytes().first()? {
            b'!' if tag.starts_with("!--") => tag.find("-->")? + 3,
            b'?' => tag.find("?>")? + 2,
            // A document type is refused when the file is read; here only its root counts.
            b'!' => {
                let close = tag.find('>')?;
                if tag[..close].contains('[') {
                    tag.find("]>")? + 2
                } else {
                    close + 1
                }
            }
            _ => {
                let name = tag
                    .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                    .next()?;
                let local = name.rsplit(':').next().unwrap_or(name);
                return Some(local.to_owned()).filter(|name| !name.is_empty());
            }
        };
        rest = tag[end..].trim_start();
    }
}

/// Reads a document.
///
/// # Errors
/// `import.encoding`, `import.xml_dtd_forbidden`, `import.xml_too_complex`, `import.xml_syntax`;
/// `part` names the file in a package, and is empty for a file of its own.
pub(super) fn parse<'a>(bytes: &'a [u8], part: &str) -> Result<Document<'a>, Unreadable> {
    let shown = if part.is_empty() { "XML" } else { part };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut scan = XmlScan::for_part(".xml", bytes);
    if let Some(scan) = &mut scan {
        scan.feed(bytes).map_err(|fault| fault.unreadable(shown))?;
    }
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        let line = line_of(bytes, bad.valid_up_to());
        let detail = format!("Phần “{shown}”, dòng {line} không phải UTF-8. Hãy lưu dạng UTF-8.");
        Unreadable::new("import.encoding", detail)
    })?;
    Builder::new(text, shown).document()
}

struct Builder<'a, 'p> {
    text: &'a str,
    part: &'p str,
    open: Vec<Element<'a>>,
    root: Option<Element<'a>>,
    count: usize,
}

impl<'a, 'p> Builder<'a, 'p> {
    fn new(text: &'a str, part: &'p str) -> Self {
        Self {
            text,
            part,
            open: Vec::new(),
            root: None,
            count: 0,
        }
    }

    fn fault(&self, at: u64) -> Unreadable {
        let at = usize::try_from(at).unwrap_or(0).min(self.text.len());
        let line = line_of(self.text.as_bytes(), at);
        let detail = format!("Phần “{}” sai cú pháp XML ở dòng {line}.", self.part);
        Unreadable::new("import.xml_syntax", detail)
    }

    fn document(mut self) -> Result<Document<'a>, Unreadable> {
        let mut reader = Reader::from_str(self.text);
        loop {
            let from = reader.buffer_position();
            let event = reader.read_event();
            let event = event.map_err(|_| self.fault(reader.error_position()))?;
            let to = reader.buffer_position();
            let placed = match event {
                Event::Start(tag) => self.start(&tag, from),
                Event::Empty(tag) => self.start(&tag, from).and_then(|()| self.end(to)),
                Event::End(_) => self.end(to),
                Event::Text(text) => self.add(text.xml10_content()),
                Event::CData(text) => self.add(text.xml10_content()),
                Event::GeneralRef(name) => reference(&name).and_then(|text| self.add(text.into())),
                Event::Comment(_) | Event::PI(_) => Some(()),
                Event::Decl(declared) => {
                    let encoding = declared.encoding().and_then(Result::ok);
                    let utf_8 = encoding.is_none_or(|name| {
                        ["utf-8", "utf8", "us-ascii"].contains(&name.to_lowercase().as_str())
                    });
                    (utf_8 || self.text.is_ascii()).then_some(())
                }
                Event::DocType(_) => None,
                Event::Eof => break,
            };
            if placed.is_none() {
                return Err(self.fault(from));
            }
            if self.count > MAX_ELEMENTS {
                let detail = format!("Phần “{}” có quá nhiều phần tử XML.", self.part);
                return Err(Unreadable::new("import.xml_too_complex", detail));
            }
        }
        match self.root.take() {
            Some(root) if self.open.is_empty() => Ok(Document {
                text: self.text,
                root,
            }),
            _ => Err(self.fault(self.text.len() as u64)),
        }
    }

    fn start(&mut self, tag: &BytesStart, from: u64) -> Option<()> {
        if self.root.is_some() {
            return None;
        }
        self.count += 1;
        let from = usize::try_from(from).ok()?;
        let whole = self.text.get(from..)?.strip_prefix('<')?;
        let name = whole
            .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            .next()?;
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.ok()?;
            let key = attribute.key.as_ref();
            let key = match key.split_once(':') {
                Some((prefix, local)) if prefix != "xmlns" => local,
                _ => key,
            };
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
            attributes.push((key.to_owned(), value.into_owned()));
        }
        self.open.push(Element {
            name: Cow::Borrowed(name.rsplit(':').next().unwrap_or(name)),
            attributes,
            children: Vec::new(),
            span: from..from,
        });
        Some(())
    }

    fn end(&mut self, to: u64) -> Option<()> {
        let mut element = self.open.pop()?;
        element.span.end = usize::try_from(to).ok()?;
        match self.open.last_mut() {
            Some(outer) => outer.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Some(())
    }

    fn add(&mut self, text: Cow<'a, str>) -> Option<()> {
        let Some(element) = self.open.last_mut() else {
            return text.trim().is_empty().then_some(());
        };
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.to_mut().push_str(&text),
            _ => element.children.push(Node::Text(text)),
        }
        Some(())
    }
}

fn reference(name: &BytesRef) -> Option<String> {
    match name.resolve_char_ref().ok()? {
        Some(sign) => Some(sign.into()),
        None => resolve_predefined_entity(&name.xml10_content()).map(str::to_owned),
    }
}

/// Text as content or attribute value of XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Would be read as white space, and in attributes as a blank.
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(xml: &str) -> &'static str {
        parse(xml.as_bytes(), "").expect_err("refused").code
    }

    #[test]
    fn a_document_is_read_with_places() {
        let xml = "<?xml version='1.0'?>\n<!-- c -->\n<a:b xmlns:a='u' x:c='1 &lt; 2'>\n <d>m&amp;<![CDATA[<n>]]>&#273;</d><e/></a:b>\n";
        let document = parse(xml.as_bytes(), "").expect("XML");
        let root = &document.root;
        assert_eq!(
            (root.name.as_ref(), root.attribute("c")),
            ("b", Some("1 < 2"))
        );
        let inner = root.child("d").expect("inner");
        assert_eq!(inner.text(), "m&<n>đ");
        assert_eq!(
            &document.text[inner.span.clone()],
            "<d>m&amp;<![CDATA[<n>]]>&#273;</d>"
        );
        assert_eq!(Lines::new(document.text).line(inner.span.start), 4);
        assert_eq!(root_name(xml.as_bytes()).as_deref(), Some("b"));
        assert_eq!(root.outline(&["e"]), "b [c=1 < 2]: \nd: m&<n>đ\n");
    }

    #[test]
    fn what_is_no_sound_xml_is_refused() {
        assert_eq!(
            code("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            "import.xml_dtd_forbidden"
        );
        assert_eq!(code("<a>&nbsp;</a>"), "import.xml_syntax");
        assert_eq!(code("<a><b></a>"), "import.xml_syntax");
        assert_eq!(code("<a/><b/>"), "import.xml_syntax");
        assert_eq!(code("<a/>x"), "import.xml_syntax");
        assert_eq!(code("<a>"), "import.xml_syntax");
        assert_eq!(code(&"<a>".repeat(70)), "import.xml_too_complex");
        assert_eq!(
            parse(b"<a>\xE2\x28</a>", "").expect_err("refused").code,
            "import.encoding"
        );
        assert_eq!(
            code("<?xml version='1.0' encoding='windows-1258'?><a>ờ</a>"),
            "import.xml_syntax"
        );
        assert!(
            parse("<a>".as_bytes(), "x.xml")
                .expect_err("refused")
                .detail
                .contains("x.xml")
        );
    }

    proptest! {
        #![proptest_config(crate::exchange::seeded(256))]

        #[test]
        fn any_text_is_read_or_refused(xml in "(<(/)?[ab:](/)?>|<a x='1' y=|&lt;|&#x?[0-9]{1,9};|&|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|é| |>|'){0,20}") {
            let _ = parse(xml.as_bytes(), "");
            let _ = root_name(xml.as_bytes());
        }
    }
}
