//! From a bank to a package of 2.1 or 3.0: a manifest, a test that lists the questions by topic, a
//! file for each question, and the pictures.

mod item;
mod manifest;
mod version;

pub(super) use version::Version;

use crate::domain::Medium;
use crate::exchange::lms::lost::Losses;
use crate::exchange::lms::out::file_name;
use crate::exchange::question_file::{Book, Unwritable, Written};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// A question on its way into the package.
struct Item {
    /// Identifier, and name of its file without the ending.
    name: String,
    xml: String,
    /// The names of the pictures that it shows.
    pictures: Vec<String>,
}

/// The folder of the pictures, beside that of the items.
const PICTURES: &str = "media";

pub(super) fn write(book: &Book, version: Version) -> Result<Written, Unwritable> {
    let mut losses = Losses::new();
    losses.not_held(&format!(
        "mã ngân hàng ({}) và mã của từng phương án",
        book.bank.code
    ));
    let mut media: BTreeMap<String, Medium> = BTreeMap::new();
    let mut items = Vec::with_capacity(book.questions.len());
    for (nth, question) in (1..).zip(book.questions) {
        losses.of(nth, question);
        losses.laws(question);
        items.push(item::item(nth, question, book, version, &mut losses));
        for digest in &question.content.media {
            if let Some(medium) = book.media.get(digest) {
                media.insert(format!("{PICTURES}/{}", file_name(medium)), medium.clone());
            }
        }
    }
    let mut files: Vec<(String, Vec<u8>)> = vec![
        (
            super::package::MANIFEST.to_owned(),
            manifest::manifest(&items, version).into_bytes(),
        ),
        (
            manifest::TEST.to_owned(),
            manifest::test(book, &items, version).into_bytes(),
        ),
    ];
    for item in items {
        files.push((manifest::item_file(&item.name), item.xml.into_bytes()));
    }
    for (name, medium) in media {
        files.push((name, medium.bytes.to_vec()));
    }
    let bytes = packed(&files).map_err(|_| Unwritable("Không viết được gói QTI.".to_owned()))?;
    Ok(Written {
        bytes,
        lost: losses.found,
    })
}

/// The files as an archive; the same files give the same bytes.
fn packed(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
