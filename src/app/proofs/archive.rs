//! The ZIP form of a bundle: `attempts-00001.jsonl`, …, `header.json`, and a seal over all of it.
//!
//! The header lists the SHA-256 of every file of attempts and is signed, so that what is in the files
//! can't be changed. The seal, the archive's comment, is the SHA-256 of every byte before it: a
//! changed date or a flipped bit between the files is found too.

use crate::engine::digest::hex;
use crate::engine::proof::AttemptFile;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Name of the header.
pub const HEADER: &str = "header.json";
/// Length of the seal.
const SEAL: usize = 64;
/// A ZIP of this form begins so.
pub const MAGIC: &[u8; 4] = b"PK\x03\x04";
/// A file that unpacks to more is not one of ours: twenty thousand rows of the longest paper are less.
const LARGEST: u64 = 2 << 30;

/// Writes an archive.
pub struct Writer {
    zip: ZipWriter<File>,
    files: Vec<AttemptFile<'static>>,
}

impl Writer {
    /// Into an empty file that may be read and written.
    pub fn new(file: File) -> Self {
        Self {
            zip: ZipWriter::new(file),
            files: Vec::new(),
        }
    }

    /// Adds the next file of attempts, a row a line.
    pub fn add(&mut self, rows: usize, lines: &str) -> io::Result<()> {
        let name = format!("attempts-{:05}.jsonl", self.files.len() + 1);
        self.write(&name, lines)?;
        self.files.push(AttemptFile {
            name: name.into(),
            rows,
            sha256: hex(&Sha256::digest(lines.as_bytes())).into(),
        });
        Ok(())
    }

    /// What the header has to list.
    pub fn files(&self) -> Vec<AttemptFile<'static>> {
        self.files.clone()
    }

    /// Adds the header and seals the archive.
    pub fn finish(mut self, header: &str) -> io::Result<File> {
        self.write(HEADER, header)?;
        self.zip.set_comment("0".repeat(SEAL))?;
        let mut file = self.zip.finish()?;
        let sealed = file.seek(SeekFrom::End(-64))?;
        let seal = seal_of(&mut file, sealed)?;
        file.seek(SeekFrom::Start(sealed))?;
        file.write_all(seal.as_bytes())?;
        file.flush()?;
        Ok(file)
    }

    fn write(&mut self, name: &str, text: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(3))
            .large_file(true);
        self.zip.start_file(name, options)?;
        self.zip.write_all(text.as_bytes())
    }
}

/// Whether the bytes are those that were written; false: changed. An archive without a seal was packed
/// again by somebody, which changes nothing that is signed.
pub fn is_intact(file: &mut File) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut end = vec![0; usize::try_from(length.min(86)).unwrap_or(86)];
    file.seek(SeekFrom::Start(length - end.len() as u64))?;
    file.read_exact(&mut end)?;
    let (_, seal) = end.split_at(end.len().saturating_sub(SEAL));
    let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if seal.len() == SEAL && seal.iter().all(is_hex) {
        return Ok(seal_of(file, length - SEAL as u64)?.as_bytes() == seal);
    }
    // The end of an archive without a comment (APPNOTE 4.3.16).
    let at = end.len().saturating_sub(22);
    Ok(end[at..].starts_with(b"PK\x05\x06") && end.ends_with(&[0, 0]))
}

fn seal_of(file: &mut File, length: u64) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut rest = file.take(length);
    let mut buffer = vec![0; 1 << 20];
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// The text of a file in an archive; none: there is none, or it is damaged.
pub fn text(archive: &mut ZipArchive<File>, name: &str) -> Option<String> {
    let entry = archive.by_name(name).ok()?;
    let size = entry.size();
    if size > LARGEST {
        return None;
    }
    let mut text = String::with_capacity(usize::try_from(size).ok()?);
    entry.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text)
}
