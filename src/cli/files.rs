//! Reading and writing whole files.

use super::Failure;
use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Reads a file.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|cause| Failure::file(file, &cause))
}

/// Name of a file without its folders, as a format is recognised by.
pub(super) fn name(file: &Path) -> String {
    file.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The same path with an ending added: `a.zip` becomes `a.zip.key`.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

/// Writes a file whole or not at all: it gets its name only when all is on the disk. Readable by
/// its owner only, for it may hold keys of questions.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let part = beside(file, ".part");
    let failed = |cause| Failure::file(file, &cause);
    let written =
        create(&part).and_then(|mut out| out.write_all(bytes).and_then(|()| out.sync_all()));
    let done = written.and_then(|()| std::fs::rename(&part, file));
    if done.is_err() {
        drop(std::fs::remove_file(&part));
    }
    done.map_err(failed)
}

/// Creates a file that only its owner reads.
pub(super) fn create(file: &Path) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)
}
