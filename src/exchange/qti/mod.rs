//! QTI of 1EdTech: 1.2 (Canvas, Blackboard), 2.0 to 2.2, and 3.0; single items and packages.
//!
//! 3.0 writes the names of 2.x with a prefix and hyphens: `names` brings all to the form of 2.x, and
//! one reader takes both. Nothing is looked up outside of the file, whatever it names.

mod body;
mod item;
mod key;
mod kinds;
mod material;
mod names;
mod one;
mod package;
mod rules;
mod test;
mod write;

#[cfg(test)]
mod tests;

use super::finding::Unreadable;
use super::format::{Format, Sample, Shape};
use super::lms::{archive, read_only};
use super::question_file::QuestionFile;
use super::xml;

/// 1.2, read only.
pub(super) const QTI_12: Shape = Shape {
    word: "qti12",
    recognises: |sample| version(sample) == Some(Format::Qti12),
    read: |bytes| read(Format::Qti12, bytes),
    write: read_only,
};

/// 2.0 to 2.2; written as 2.1.
pub(super) const QTI_21: Shape = Shape {
    word: "qti21",
    recognises: |sample| version(sample) == Some(Format::Qti21),
    read: |bytes| read(Format::Qti21, bytes),
    write: |book| write::write(book, write::Version::Two),
};

/// 3.0.
pub(super) const QTI_30: Shape = Shape {
    word: "qti30",
    recognises: |sample| version(sample) == Some(Format::Qti30),
    read: |bytes| read(Format::Qti30, bytes),
    write: |book| write::write(book, write::Version::Three),
};

/// Which of the three a file is, to judge by its outermost element or its manifest.
fn version(sample: &Sample) -> Option<Format> {
    if sample.is_zip() {
        let manifest = archive::head(sample.bytes, package::MANIFEST)?;
        return Some(named_version(&manifest).unwrap_or(Format::Qti12));
    }
    let root = xml::root_name(sample.bytes)?;
    match names::even_name(&root).as_ref() {
        "questestinterop" => Some(Format::Qti12),
        "assessmentItem" | "assessmentTest" | "assessmentResult" | "manifest" => {
            let head = &sample.bytes[..sample.bytes.len().min(16 << 10)];
            Some(named_version(head).unwrap_or(Format::Qti21))
        }
        _ => None,
    }
}

/// The version that names of schemas in a text tell.
fn named_version(head: &[u8]) -> Option<Format> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    if head.contains("v3p0") {
        Some(Format::Qti30)
    } else if ["xmlv2p", "imsqti_v2p", "qtiv2"]
        .iter()
        .any(|name| head.contains(name))
    {
        Some(Format::Qti21)
    } else {
        None
    }
}

fn read(format: Format, bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    if bytes.starts_with(b"PK") {
        package::read(format, bytes)
    } else {
        package::read_alone(format, bytes)
    }
}
