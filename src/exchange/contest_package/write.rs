//! From parts to an archive.

use super::{ABOUT, About, NAME, PackageToWrite, SEALED, SIGNATURE, contest_name, digest};
use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Writes a package; `sign` gives the signature over `package.json`, as hex.
///
/// # Errors
/// When an archive can't hold it.
pub fn write_package(
    package: PackageToWrite,
    sign: impl Fn(&[u8]) -> String,
) -> Result<Vec<u8>, ZipError> {
    let PackageToWrite {
        source,
        about,
        lock,
        banks,
        sealed,
    } = package;
    let mut entries = vec![(contest_name(&source).to_owned(), source.into_bytes())];
    entries.extend(banks);
    entries.extend(sealed.map(|sealed| (SEALED.to_owned(), sealed)));
    let digests: BTreeMap<String, String> = entries
        .iter()
        .map(|(name, content)| (name.clone(), digest(content)))
        .collect();
    let about = About {
        format: NAME.to_owned(),
        banks: about,
        lock,
        digests,
    };
    let about = serde_json::to_vec_pretty(&about)
        .map_err(|error| ZipError::Io(std::io::Error::other(error)))?;
    let signature = sign(&about);
    entries.push((ABOUT.to_owned(), about));
    entries.push((SIGNATURE.to_owned(), signature.into_bytes()));
    zipped(&entries)
}

/// Writes banks as an archive of their own, to be sealed.
///
/// # Errors
/// When an archive can't hold them.
pub fn write_bank_archive(banks: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    zipped(banks)
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time: the same contest makes the same archive.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, content) in entries {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}
