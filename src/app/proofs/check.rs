//! Verifying a bundle that is a file, without a database; a large one by all cores at once.

use super::archive::{self, HEADER, MAGIC};
use crate::engine::digest::{hash, hex};
use crate::engine::proof::{
    self, AttemptFile, Difference, Outside, Rows, Spot, Verified, Verifier,
};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use zip::ZipArchive;

/// More threads than this only take memory.
const MOST_THREADS: usize = 8;

/// Why a file was not verified.
#[derive(Debug, thiserror::Error)]
pub enum Unverified {
    /// It can't be read.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It says something that does not follow.
    #[error(transparent)]
    Differs(#[from] Difference),
}

/// Verifies a bundle in either form.
pub fn verify_file(path: &Path, outside: &Outside) -> Result<Verified, Unverified> {
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    (&mut file).take(4).read_to_end(&mut start)?;
    if start == MAGIC {
        return verify_archive(path, file, outside);
    }
    let bytes = std::fs::read(path)?;
    let text = std::str::from_utf8(&bytes).map_err(Difference::form)?;
    Ok(proof::verify(text, outside)?)
}

fn verify_archive(path: &Path, mut file: File, outside: &Outside) -> Result<Verified, Unverified> {
    let mut archive = open(file.try_clone()?)?;
    let text = archive::text(&mut archive, HEADER)
        .ok_or_else(|| Difference::form(format!("{HEADER} is missing or damaged")))?;
    let header = proof::read(&text)?;
    let (Some(files), None) = (&header.attempt_files, &header.attempts) else {
        return Err(Difference::form(format!("{HEADER} lists no files of attempts")).into());
    };
    if archive.len() != files.len() + 1 {
        let found = "the archive holds other files than its header lists";
        return Err(Difference::form(found).into());
    }
    drop(archive);
    let verifier = Verifier::new(&header, outside)?;
    let parts = in_parallel(path, files, &verifier)?;
    let digest = proof::digest(&text)?;
    let verified = verifier.finish(parts, &digest)?;
    if !archive::is_intact(&mut file)? {
        let found = "its bytes are not those that were written: the seal at its end does not fit";
        return Err(Difference::form(found).into());
    }
    Ok(verified)
}

fn open(file: File) -> Result<ZipArchive<File>, Difference> {
    ZipArchive::new(file).map_err(Difference::form)
}

/// Checks all files of attempts; the first difference by their order.
fn in_parallel(
    path: &Path,
    files: &[AttemptFile<'_>],
    verifier: &Verifier<'_, '_>,
) -> Result<Vec<Rows>, Unverified> {
    let (next, worst) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
    let mut slots: Vec<Option<Result<Rows, Unverified>>> = Vec::new();
    slots.resize_with(files.len(), || None);
    let done = Mutex::new(slots);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut archive = None;
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            // What stands behind a difference is not looked at.
            if at >= files.len() || at > worst.load(Ordering::Relaxed) {
                return;
            }
            let checked = check(path, &files[at], verifier, &mut archive);
            if checked.is_err() {
                worst.fetch_min(at, Ordering::Relaxed);
            }
            if let Ok(mut done) = done.lock() {
                done[at] = Some(checked);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, MOST_THREADS) {
            scope.spawn(work);
        }
    });
    let done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.into_iter().flatten().collect()
}

fn check(
    path: &Path,
    listed: &AttemptFile<'_>,
    verifier: &Verifier<'_, '_>,
    archive: &mut Option<ZipArchive<File>>,
) -> Result<Rows, Unverified> {
    let spot = || Spot::File(listed.name.to_string());
    let archive = match archive {
        Some(archive) => archive,
        none => none.insert(open(File::open(path)?)?),
    };
    let text = archive::text(archive, &listed.name)
        .ok_or_else(|| Difference::new(spot(), "", "missing or damaged"))?;
    let found = hex(&hash(text.as_bytes()));
    if found != listed.sha256 {
        return Err(Difference::new(spot(), &listed.sha256, found).into());
    }
    let rows = proof::read_rows(&text)?;
    if rows.len() != listed.rows {
        return Err(Difference::new(spot(), listed.rows, rows.len()).into());
    }
    Ok(verifier.rows(&rows)?)
}
