//! From an archive to its parts.

use super::{ABOUT, About, NAME, PackageParts, SEALED, SIGNATURE, digest};
use crate::domain::text::is_unseen;
use crate::exchange::finding::Unreadable;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Greatest number of bytes that all entries inflate to: declared sizes are the sender's word.
const MOST_BYTES: u64 = 200 << 20;
/// Most entries.
const MOST_ENTRIES: usize = 500;
/// Greatest ratio of inflated to deflated size of an entry that is larger than a mebibyte.
const MOST_DENSE: u64 = 200;

/// Reads a package.
///
/// # Errors
/// When it is no archive, holds another entry than those of a package, breaks a limit, or says a digest
/// that does not fit.
pub fn read_package(bytes: &[u8]) -> Result<PackageParts, Unreadable> {
    let mut entries = inflated(bytes)?;
    let about = entries.remove(ABOUT);
    let signature = entries.remove(SIGNATURE);
    let described = about
        .as_deref()
        .map(|text| described(text, &entries))
        .transpose()?;
    let contests: Vec<&str> = ["contest.toml", "contest.json"]
        .into_iter()
        .filter(|name| entries.contains_key(*name))
        .collect();
    let [name] = contests.as_slice() else {
        return Err(Unreadable::new(
            "import.contest_missing",
            "Gói cần đúng một contest.toml hoặc contest.json.",
        ));
    };
    let source = entries.remove(*name).unwrap_or_default();
    let source = String::from_utf8(source).map_err(|_| {
        Unreadable::new(
            "import.encoding",
            format!("{name} không phải văn bản UTF-8."),
        )
    })?;
    let sealed = entries.remove(SEALED);
    let banks = banks(entries)?;
    if sealed.is_some() && !banks.is_empty() {
        return Err(strange(SEALED));
    }
    let signature = signature.and_then(|text| String::from_utf8(text).ok());
    let signed = about.zip(signature.map(|text| text.trim().to_owned()));
    let (heads, lock) = described.map_or((Vec::new(), None), |about| (about.banks, about.lock));
    if sealed.is_some() != lock.is_some() {
        return Err(strange(SEALED));
    }
    Ok(PackageParts {
        source,
        about: heads,
        lock,
        banks,
        sealed,
        signed,
    })
}

/// Reads the archive of banks that was sealed.
///
/// # Errors
/// As [`read_package`].
pub fn read_bank_archive(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    banks(inflated(bytes)?)
}

/// Every entry, inflated within the limits.
fn inflated(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Unreadable> {
    let damaged = || Unreadable::new("import.damaged", "Gói cuộc thi bị hỏng, không đọc được.");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if zip.len() > MOST_ENTRIES {
        let detail = format!("Gói cuộc thi có quá {MOST_ENTRIES} mục.");
        return Err(Unreadable::new("import.too_many_entries", detail));
    }
    if zip.has_duplicate_names() || zip.has_overlapping_entries().map_err(|_| damaged())? {
        let detail = "Các mục trong gói trùng tên hoặc chồng lên nhau.";
        return Err(Unreadable::new("import.zip_overlap", detail));
    }
    let mut entries = BTreeMap::new();
    let mut room = MOST_BYTES;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|_| damaged())?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|_| damaged())?.into_owned();
        if entry.is_symlink() || !is_known(&name) {
            return Err(strange(&name));
        }
        let packed = entry.compressed_size().max(1);
        let mut content = Vec::new();
        // One byte more than allowed is enough to know.
        entry
            .take(room + 1)
            .read_to_end(&mut content)
            .map_err(|_| {
                let detail = format!("Mục {name} trong gói bị hỏng.");
                Unreadable::new("import.damaged", detail)
            })?;
        let size = content.len() as u64;
        let too_dense = size > 1 << 20 && size / packed > MOST_DENSE;
        room = room.checked_sub(size).filter(|_| !too_dense).ok_or_else(|| {
            let detail = format!(
                "Gói cuộc thi giải nén quá lớn: tối đa {} MiB và {MOST_DENSE} lần kích thước nén.",
                MOST_BYTES >> 20
            );
            Unreadable::new("import.unpacked_too_large", detail)
        })?;
        entries.insert(name, content);
    }
    Ok(entries)
}

/// Whether a package may have an entry of that name.
fn is_known(name: &str) -> bool {
    [ABOUT, SIGNATURE, SEALED, "contest.toml", "contest.json"].contains(&name) || is_bank(name)
}

fn is_bank(name: &str) -> bool {
    let stem = name
        .strip_prefix("banks/")
        .and_then(|file| file.strip_suffix(".json"));
    stem.is_some_and(|stem| {
        !stem.is_empty()
            && stem
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    })
}

fn strange(name: &str) -> Unreadable {
    let name: String = name.chars().filter(|c| !is_unseen(*c)).take(80).collect();
    let detail = format!(
        "Gói cuộc thi có mục lạ {name}; chỉ nhận một contest.toml hoặc contest.json, banks/*.json hoặc sealed.bin, package.json và package.sig."
    );
    Unreadable::new("import.unknown_entry", detail)
}

fn banks(entries: BTreeMap<String, Vec<u8>>) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    match entries.keys().find(|name| !is_bank(name)) {
        Some(name) => Err(strange(name)),
        None => Ok(entries.into_iter().collect()),
    }
}

/// `package.json`, whose digests have to be those of the other entries.
fn described(text: &[u8], entries: &BTreeMap<String, Vec<u8>>) -> Result<About, Unreadable> {
    let about: About = serde_json::from_slice(text).map_err(|bad| {
        let detail = format!(
            "package.json trong gói sai ở dòng {}, ký tự {}.",
            bad.line(),
            bad.column()
        );
        Unreadable::new("import.damaged", detail)
    })?;
    if about.format != NAME {
        let detail = format!("package.json trong gói phải có format là “{NAME}”.");
        return Err(Unreadable::new("import.format_unknown", detail));
    }
    let same_names = about.digests.keys().eq(entries.keys());
    let changed = entries
        .iter()
        .find(|(name, content)| about.digests.get(*name) != Some(&digest(content)));
    if let Some((name, _)) = changed {
        let detail = format!("Mục {name} trong gói đã bị sửa sau khi xuất.");
        return Err(Unreadable::new("import.changed", detail));
    }
    if !same_names {
        let detail = "Gói thiếu mục đã nêu trong package.json.";
        return Err(Unreadable::new("import.changed", detail));
    }
    Ok(about)
}
