//! XML as a small tree: elements by their local names, text, and where each element stands.
//!
//! Nothing outside the text is looked at: no document type, no entity but the five of XML and
//! numbers, no address. Limits are those of `xml_limits`, and one on the number of elements.

mod build;

#[cfg(test)]
mod tests;

pub(super) use build::parse;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

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
        self.line += passed.split(|byte| *byte == b'\n').count() - 1;
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
