//! What 2.1 and 3.0 call the same things.

use super::super::names::hyphened;
use crate::exchange::xml::escaped;
use std::fmt::Write;

/// Which version is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Version {
    /// 2.1.
    Two,
    /// 3.0.
    Three,
}

impl Version {
    /// The opening tag of an element of QTI, named as in 2.1.
    pub fn open(self, name: &str, attributes: &[(&str, &str)]) -> String {
        let mut tag = format!("<{}", self.name(name));
        for (key, value) in attributes {
            // Those of XML itself keep their names.
            let key = match self {
                Self::Three if !key.starts_with("xml") => hyphened(key),
                _ => (*key).to_owned(),
            };
            let _ = write!(tag, " {key}=\"{}\"", escaped(value));
        }
        tag.push('>');
        tag
    }

    /// The closing tag.
    pub fn close(self, name: &str) -> String {
        format!("</{}>", self.name(name))
    }

    /// An element with content that is XML already.
    pub fn element(self, name: &str, attributes: &[(&str, &str)], content: &str) -> String {
        format!(
            "{}{content}{}",
            self.open(name, attributes),
            self.close(name)
        )
    }

    fn name(self, name: &str) -> String {
        match self {
            Self::Two => name.to_owned(),
            Self::Three => format!("qti-{}", hyphened(name)),
        }
    }

    /// Namespace of items and tests, and where its schema is.
    pub fn namespace(self) -> (&'static str, &'static str) {
        match self {
            Self::Two => (
                "http://www.imsglobal.org/xsd/imsqti_v2p1",
                "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p1.xsd",
            ),
            Self::Three => (
                "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
                "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
            ),
        }
    }

    /// Namespace of the manifest, name of the schema and its version.
    pub fn packaging(self) -> [&'static str; 3] {
        match self {
            Self::Two => [
                "http://www.imsglobal.org/xsd/imscp_v1p1",
                "QTIv2.1 Package",
                "1.0.0",
            ],
            Self::Three => [
                "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
                "QTI Package",
                "3.0.0",
            ],
        }
    }

    /// The type of a resource of the manifest: `item` or `test`.
    pub fn resource(self, what: &str) -> String {
        match self {
            Self::Two => format!("imsqti_{what}_xmlv2p1"),
            Self::Three => format!("imsqti_{what}_xmlv3p0"),
        }
    }

    /// The address of a template of response processing.
    pub fn template(self, name: &str) -> String {
        match self {
            Self::Two => format!("http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}"),
            Self::Three => {
                format!("https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{name}.xml")
            }
        }
    }
}
