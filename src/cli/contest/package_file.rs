//! A contest package: a ZIP with `contest.toml` (or `contest.json`) and `banks/*.json`.

use super::super::Failure;
use super::super::bank::book;
use crate::app::contests::Package;
use crate::exchange::{self, Format};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most bytes that all entries inflate to, and most entries: declared sizes are the sender's word.
const MOST_BYTES: u64 = 200 << 20;
const MOST_ENTRIES: usize = 500;

/// A package that was read.
pub(super) struct Read {
    /// The contest file.
    pub source: String,
    /// Name and content of every bank.
    pub banks: Vec<(String, Vec<u8>)>,
}

/// Whether a file is a ZIP archive.
pub(super) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a package; any other entry than those of a package is refused.
pub(super) fn read(bytes: &[u8]) -> Result<Read, Failure> {
    let damaged = |_| Failure::coded("import.damaged", "Gói cuộc thi bị hỏng, không đọc được.");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > MOST_ENTRIES {
        return Err(Failure::coded(
            "import.too_many_entries",
            format!("Gói cuộc thi có quá {MOST_ENTRIES} mục."),
        ));
    }
    let mut source = None;
    let mut banks = Vec::new();
    let mut seen = BTreeSet::new();
    let mut room = MOST_BYTES;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(damaged)?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(damaged)?.into_owned();
        let mut content = Vec::new();
        entry
            .take(room + 1)
            .read_to_end(&mut content)
            .map_err(|_| {
                Failure::coded("import.damaged", format!("Mục {name} trong gói bị hỏng."))
            })?;
        let size = content.len() as u64;
        room = room.checked_sub(size).ok_or_else(|| {
            let sentence = format!(
                "Gói cuộc thi giải nén quá lớn: tối đa {} MiB.",
                MOST_BYTES >> 20
            );
            Failure::coded("import.unpacked_too_large", sentence)
        })?;
        if !seen.insert(name.clone()) {
            return Err(Failure::coded(
                "import.zip_overlap",
                format!("Mục {name} có hai lần trong gói."),
            ));
        }
        let is_bank = name
            .strip_prefix("banks/")
            .and_then(|file| file.strip_suffix(".json"))
            .is_some_and(|stem| !stem.contains('/'));
        match name.as_str() {
            "contest.toml" | "contest.json" if source.is_none() => {
                let text = String::from_utf8(content);
                source = Some(text.map_err(|_| {
                    Failure::coded(
                        "contest.encoding",
                        format!("{name} không phải văn bản UTF-8."),
                    )
                })?);
            }
            _ if is_bank => banks.push((name, content)),
            _ => {
                let sentence = format!(
                    "Gói cuộc thi có mục lạ {name}; chỉ nhận một contest.toml hoặc contest.json và banks/*.json."
                );
                return Err(Failure::coded("import.unknown_entry", sentence));
            }
        }
    }
    let source = source.ok_or_else(|| {
        Failure::coded(
            "contest.missing",
            "Gói không có contest.toml hoặc contest.json.",
        )
    })?;
    Ok(Read { source, banks })
}

/// Writes a package.
pub(super) fn write(package: &Package) -> Result<Vec<u8>, Failure> {
    let mut entries = Vec::with_capacity(package.banks.len() + 1);
    let is_json = package
        .source
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{');
    let name = if is_json {
        "contest.json"
    } else {
        "contest.toml"
    };
    entries.push((name.to_owned(), package.source.clone().into_bytes()));
    for contents in &package.banks {
        let written = exchange::write_bank(&book(contents, true), Format::Json)
            .map_err(|unwritable| Failure::coded("export.unwritable", unwritable.to_string()))?;
        entries.push((format!("banks/{}.json", contents.bank.code), written.bytes));
    }
    zipped(&entries)
        .map_err(|error| Failure::new(format!("Không viết được gói cuộc thi: {error}.")))
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in entries {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}
