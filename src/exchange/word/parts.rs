//! The parts of a package: their text, and what they say of each other.

use super::xml::{Broken, Step, Vocabulary, Xml};
use crate::exchange::finding::Unreadable;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A package that was checked (`package::check`).
pub(super) struct Parts<'a>(ZipArchive<Cursor<&'a [u8]>>);

/// Where a relation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A part of the package.
    Part(String),
    /// Somewhere else. It is never fetched.
    External,
}

/// Relations of a part by their ids.
pub(super) type Relations = HashMap<String, Target>;

pub(super) fn damaged() -> Unreadable {
    Unreadable::new(
        "import.damaged",
        "Tệp DOCX bị hỏng, không đọc được. Hãy mở bằng Word hoặc LibreOffice rồi lưu lại.",
    )
}

impl From<Broken> for Unreadable {
    fn from(_: Broken) -> Self {
        damaged()
    }
}

impl<'a> Parts<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        Ok(Self(zip))
    }

    /// The bytes of a part; nothing if there is no such part.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(index) = self.0.index_for_name(name) else {
            return Ok(None);
        };
        let mut part = self.0.by_index(index).map_err(|_| damaged())?;
        let mut bytes = Vec::new();
        // All parts together were counted already.
        part.read_to_end(&mut bytes).map_err(|_| damaged())?;
        Ok(Some(bytes))
    }

    /// The text of an XML part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            let detail = format!("Phần “{name}” không phải UTF-8.");
            Unreadable::new("import.encoding", detail)
        })?;
        Ok(Some(
            text.strip_prefix('\u{FEFF}')
                .map(str::to_owned)
                .unwrap_or(text),
        ))
    }

    /// The relations of `word/document.xml`.
    pub fn relations(&mut self) -> Result<Relations, Unreadable> {
        let Some(part) = self.text("word/_rels/document.xml.rels")? else {
            return Ok(Relations::new());
        };
        let mut xml = Xml::new(&part);
        let mut relations = Relations::new();
        while let Some(step) = xml.step()? {
            let Step::Open(element) = step else { continue };
            if element.of != Vocabulary::Relations || element.name() != "Relationship" {
                continue;
            }
            let id = element.attribute("Id").unwrap_or_default();
            let target = element.attribute("Target").unwrap_or_default();
            let outside = element.attribute("TargetMode").as_deref() == Some("External");
            let target = if outside || target.contains("://") {
                Target::External
            } else {
                Target::Part(part_name(&target))
            };
            relations.insert(id, target);
        }
        Ok(relations)
    }
}

/// The name of the entry to which a target leads from `word/`. Only names of entries of the same
/// package come out, whatever it says.
fn part_name(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => {
            let mut path = vec!["word"];
            for step in target.split('/') {
                match step {
                    ".." => {
                        path.pop();
                    }
                    "." | "" => {}
                    name => path.push(name),
                }
            }
            path.join("/")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_of_entries() {
        assert_eq!(part_name("media/image1.png"), "word/media/image1.png");
        assert_eq!(part_name("/word/media/a.png"), "word/media/a.png");
        assert_eq!(part_name("../customXml/./a.xml"), "customXml/a.xml");
        assert_eq!(part_name("../../../etc/passwd"), "etc/passwd");
    }
}
