//! A slower disk: a library that a process loads before its own, in which every flush takes longer.

use super::Environment;
use super::folder::Folder;
use super::postgres::run;
use anyhow::{Context, Result};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const SOURCE: &str = include_str!("../../shim/slow_flush.c");

/// The built library.
#[derive(Debug)]
pub struct SlowFlush {
    library: PathBuf,
    _folder: Folder,
}

impl SlowFlush {
    /// Compiles it into a temporary folder, with the `cc` that Rust links with too.
    pub fn build() -> Result<Self> {
        let folder = Folder::new("slow-flush")?;
        let source = folder.path().join("slow_flush.c");
        let library = folder.path().join("slow_flush.so");
        fs::write(&source, SOURCE)?;
        let mut compile = Command::new("cc");
        compile.args(["-shared", "-fPIC", "-O2", "-o"]);
        compile.arg(&library).arg(&source).arg("-ldl");
        run(&mut compile).context("the library that slows flushes down was not built")?;
        // PostgreSQL loads it under another account.
        fs::set_permissions(&library, fs::Permissions::from_mode(0o755))?;
        Ok(Self {
            library,
            _folder: folder,
        })
    }

    /// The variables of a process whose every flush is to take that much longer.
    pub fn environment(&self, delay: Duration) -> Environment {
        vec![
            ("LD_PRELOAD".into(), self.library.display().to_string()),
            ("FLUSH_DELAY_US".into(), delay.as_micros().to_string()),
        ]
    }
}
