//! A part of a package as a row of steps, with names that don't depend on prefixes.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use std::borrow::Cow;

/// The vocabularies that are looked at (ECMA-376 transitional and strict).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// `WordprocessingML`.
    Word,
    /// Drawings.
    Drawing,
    /// Where a drawing stands on the page.
    Placed,
    /// Drawings of Word 97 to 2007.
    Vml,
    /// Formulas.
    Math,
    /// Content in several forms, of which a program takes the one that it knows.
    Alternative,
    /// Relations between parts.
    Relations,
    /// Anything else.
    Other,
}

impl Vocabulary {
    fn of(uri: &str) -> Self {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/drawingml/2006/main"
            | "http://purl.oclc.org/ooxml/drawingml/main" => Self::Drawing,
            "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            | "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" => Self::Placed,
            "urn:schemas-microsoft-com:vml" => Self::Vml,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Alternative,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::Relations,
            _ => Self::Other,
        }
    }
}

/// An element as it opens.
pub(super) struct Element<'a> {
    /// Whose word its name is.
    pub of: Vocabulary,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// An attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }

    /// `w:val`.
    pub fn val(&self) -> Option<String> {
        self.attribute("val")
    }

    /// What a switch such as `<w:b/>` or `<w:b w:val="0"/>` says.
    pub fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What comes next in a part.
pub(super) enum Step<'a> {
    /// An element opens; an empty one closes in the next step.
    Open(Element<'a>),
    /// The innermost open element closes.
    Close,
    /// Text.
    Text(Cow<'a, str>),
}

/// The part is not well-formed.
#[derive(Debug)]
pub(super) struct Broken;

/// Reads a part step by step.
pub(super) struct Xml<'a>(NsReader<&'a [u8]>);

impl<'a> Xml<'a> {
    /// The steps of a part that was checked (`xml_limits`).
    pub fn new(part: &'a str) -> Self {
        let mut reader = NsReader::from_str(part);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    /// The next step; nothing at the end of the part.
    pub fn step(&mut self) -> Result<Option<Step<'a>>, Broken> {
        loop {
            let (space, event) = self.0.read_resolved_event().map_err(|_| Broken)?;
            let of = match space {
                ResolveResult::Bound(space) => Vocabulary::of(space.into_inner()),
                _ => Vocabulary::Other,
            };
            return Ok(Some(match event {
                Event::Start(start) | Event::Empty(start) => Step::Open(Element { of, start }),
                Event::End(_) => Step::Close,
                Event::Text(text) => Step::Text(text.into_inner()),
                Event::CData(text) => Step::Text(text.into_inner()),
                Event::GeneralRef(name) => {
                    let number = name.resolve_char_ref().map_err(|_| Broken)?;
                    match (number, &*name) {
                        (Some(sign), _) => Step::Text(sign.to_string().into()),
                        (None, "amp") => Step::Text("&".into()),
                        (None, "lt") => Step::Text("<".into()),
                        (None, "gt") => Step::Text(">".into()),
                        (None, "quot") => Step::Text("\"".into()),
                        (None, "apos") => Step::Text("'".into()),
                        // Other names need a document type, and there is none.
                        _ => return Err(Broken),
                    }
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => continue,
                Event::Eof => return Ok(None),
            }));
        }
    }

    /// Goes past the element that was just opened.
    pub fn skip(&mut self) -> Result<(), Broken> {
        let mut depth = 1;
        while depth > 0 {
            match self.step()? {
                Some(Step::Open(_)) => depth += 1,
                Some(Step::Close) => depth -= 1,
                Some(Step::Text(_)) => {}
                None => return Err(Broken),
            }
        }
        Ok(())
    }
}
