//! ZIP packages before any parser sees them (security.md 1, 32): entries are really inflated and
//! counted, because declared sizes are the sender's word.

use super::finding::Unreadable;
use super::xml_limits::XmlScan;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Greatest number of bytes that all entries inflate to.
const MAX_UNPACKED: u64 = 50 << 20;
/// Greatest number of entries of a package of an Office format.
const MAX_ENTRIES: usize = 500;
/// Greatest ratio of inflated to deflated size of an entry.
const MAX_RATIO: u64 = 200;
/// Entries that inflate to less may be as dense as they like: blank parts are.
const RATIO_FROM: u64 = 1 << 20;

/// Whether an archive has an entry of that name. Anything that is no archive has not.
pub(super) fn has_entry(bytes: &[u8], name: &str) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.index_for_name(name).is_some())
}

/// Checks a package of an Office format.
///
/// # Errors
/// Says which limit it breaks, and where.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    check_up_to(bytes, MAX_ENTRIES)
}

/// Checks a package of any kind that may have so many entries.
///
/// # Errors
/// Says which limit it breaks, and where.
pub(super) fn check_up_to(bytes: &[u8], max_entries: usize) -> Result<(), Unreadable> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|bad| damaged(&bad))?;
    if zip.len() > max_entries {
        let detail = format!("Tệp nén có {} mục; tối đa {max_entries} mục.", zip.len());
        return Err(Unreadable::new("import.too_many_entries", detail));
    }
    if zip.has_duplicate_names() || zip.has_overlapping_entries().map_err(|bad| damaged(&bad))? {
        let detail = "Các mục trong tệp nén trùng tên hoặc chồng lên nhau.";
        return Err(Unreadable::new("import.zip_overlap", detail));
    }
    let mut unpacked = 0;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|bad| damaged(&bad))?;
        let name = entry.name().map_err(|bad| damaged(&bad))?.into_owned();
        let packed = entry.compressed_size();
        check_name(&name, entry.is_symlink())?;
        if entry.encrypted() {
            let detail = "Tệp nén có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.";
            return Err(Unreadable::new("import.encrypted", detail));
        }
        let inflated = zip.by_index(index).map_err(|bad| damaged(&bad))?;
        // One byte more than allowed is enough to know.
        let size = inspect(inflated.take(MAX_UNPACKED - unpacked + 1), &name)?;
        unpacked += size;
        let too_dense = size > RATIO_FROM && size / packed.max(1) > MAX_RATIO;
        if unpacked > MAX_UNPACKED || too_dense {
            let detail = format!(
                "Nội dung giải nén quá lớn: tối đa {} MiB và {MAX_RATIO} lần kích thước nén.",
                MAX_UNPACKED >> 20
            );
            return Err(Unreadable::new("import.unpacked_too_large", detail));
        }
    }
    Ok(())
}

fn check_name(name: &str, is_symlink: bool) -> Result<(), Unreadable> {
    let climbs = name.split(['/', '\\']).any(|part| part == "..");
    let absolute = name.starts_with(['/', '\\']) || name.contains(':');
    if is_symlink || climbs || absolute || name.contains('\0') {
        let detail = format!("Mục “{}” có đường dẫn không an toàn.", shown(name));
        return Err(Unreadable::new("import.unsafe_path", detail));
    }
    let low = name.to_lowercase();
    if low.ends_with("vbaproject.bin") || low.contains("/macrosheets/") {
        let detail = "Tệp chứa macro. Hãy lưu lại dưới dạng .xlsx hoặc .docx không có macro.";
        return Err(Unreadable::new("import.macro", detail));
    }
    Ok(())
}

/// Reads an entry to its end (or to the limit set by the caller), returns its size.
fn inspect(mut entry: impl Read, name: &str) -> Result<u64, Unreadable> {
    let mut block = vec![0; 64 << 10];
    let mut size = 0;
    let mut xml: Option<XmlScan> = None;
    loop {
        let count = entry
            .read(&mut block)
            .map_err(|bad| damaged_entry(&bad, name))?;
        if count == 0 {
            break;
        }
        let bytes = &block[..count];
        if size == 0 {
            if bytes.starts_with(b"PK\x03\x04")
                || bytes.starts_with(b"Rar!")
                || bytes.starts_with(b"7z\xBC\xAF")
            {
                let detail = format!("Mục “{}” lại là một tệp nén.", shown(name));
                return Err(Unreadable::new("import.nested_archive", detail));
            }
            xml = XmlScan::for_part(name, bytes);
        }
        if let Some(scan) = &mut xml {
            scan.feed(bytes)
                .map_err(|fault| fault.unreadable(&shown(name)))?;
        }
        size += count as u64;
    }
    Ok(size)
}

fn damaged(bad: &ZipError) -> Unreadable {
    match bad {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Unreadable::new(
                "import.encrypted",
                "Tệp nén có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.",
            )
        }
        _ => Unreadable::new("import.damaged", "Tệp nén bị hỏng, không đọc được."),
    }
}

/// The archive reader stops an entry that goes on past its declared size, and tells that from
/// broken content in its message only.
fn damaged_entry(bad: &std::io::Error, name: &str) -> Unreadable {
    let name = shown(name);
    if bad.to_string().contains("declared uncompressed size") {
        let detail = format!("Mục “{name}” lớn hơn kích thước đã khai.");
        return Unreadable::new("import.size_mismatch", detail);
    }
    let detail = format!("Mục “{name}” trong tệp nén bị hỏng.");
    Unreadable::new("import.damaged", detail)
}

/// A name of the sender's choice, fit to be shown.
fn shown(name: &str) -> String {
    let seen = name.chars().filter(|c| !crate::domain::text::is_unseen(*c));
    seen.take(80).collect()
}

#[cfg(test)]
mod tests;
