//! From the text of a document to its tree.

use super::{Document, Element, Node};
use crate::exchange::finding::{Unreadable, line_of};
use crate::exchange::xml_limits::XmlScan;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// Greatest number of elements of a document: 20,000 questions have some 600,000.
const MAX_ELEMENTS: usize = 1_500_000;

/// Reads a document.
///
/// # Errors
/// `import.encoding`, `import.xml_dtd_forbidden`, `import.xml_too_complex`, `import.xml_syntax`;
/// `part` names the file in a package, and is empty for a file of its own.
pub(in crate::exchange) fn parse<'a>(
    bytes: &'a [u8],
    part: &str,
) -> Result<Document<'a>, Unreadable> {
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
