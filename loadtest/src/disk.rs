//! What a flush costs on the disk under the data folder: durable figures mean little without it.

use crate::stopwatch::Stopwatch;
use anyhow::Result;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

const FLUSHES: usize = 101;

/// Median time to append 4 KiB to a file in `folder` and flush it.
pub fn flush(folder: &Path) -> Result<Duration> {
    let path = folder.join(format!("flush-{}", std::process::id()));
    let mut file = File::create(&path)?;
    let mut times = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let watch = Stopwatch::start();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(watch.elapsed());
    }
    drop(file);
    fs::remove_file(&path)?;
    times.sort_unstable();
    Ok(times[FLUSHES / 2])
}
