//! A bundle as it is served: a file without a name, gone when the last reader is.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

/// Bytes read at a time.
const STEP: usize = 1 << 16;

/// A written bundle.
pub struct ProofFile {
    file: File,
    /// Its length in bytes.
    pub length: u64,
    /// Whether it is a ZIP.
    pub is_archive: bool,
    /// What it may be called.
    pub name: String,
}

impl ProofFile {
    pub(super) fn new(file: File, is_archive: bool, name: String) -> io::Result<Self> {
        Ok(Self {
            length: file.metadata()?.len(),
            file,
            is_archive,
            name,
        })
    }

    /// The next bytes from a place on; empty at the end.
    pub async fn bytes(self: Arc<Self>, from: u64) -> io::Result<Vec<u8>> {
        tokio::task::spawn_blocking(move || {
            let mut buffer = vec![0; STEP];
            let read = self.file.read_at(&mut buffer, from)?;
            buffer.truncate(read);
            Ok(buffer)
        })
        .await
        .map_err(io::Error::other)?
    }
}
