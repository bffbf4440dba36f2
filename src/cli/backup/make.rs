//! `thiluat backup`.

use super::super::{Failure, files, output};
use super::manifest::{FORMAT, Manifest, copy_hashed};
use super::{KEY, MANIFEST, STORE};
use crate::auth::Actor;
use crate::cli::Installation;
use crate::domain::Timestamp;
use clap::Args;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[derive(Debug, Args)]
#[command(after_help = "Ví dụ / example:\n  thiluat backup --out sao-luu-2026-11-21.zip")]
pub(in crate::cli) struct BackupArgs {
    /// Tệp kết quả / file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A file that is removed again, whatever happens.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

/// Writes a consistent copy of the store, also while a node runs, and the key beside it.
pub(in crate::cli) async fn backup(at: &Installation, args: &BackupArgs) -> Result<(), Failure> {
    let out = &args.out;
    let copy = Scratch(files::beside(out, ".store"));
    let part = Scratch(files::beside(out, ".part"));
    drop(std::fs::remove_file(&copy.0));
    at.app.store.copy_to(&copy.0).await.map_err(|error| {
        Failure::coded(
            "backup.store",
            format!("Không sao được kho dữ liệu: {error}."),
        )
    })?;
    archive(&copy.0, &part.0, at.app.now()).map_err(|cause| Failure::file(out, &cause))?;
    let key = files::beside(out, KEY);
    files::write(&key, &files::read(&at.config.keys.file)?)?;
    std::fs::rename(&part.0, out).map_err(|cause| Failure::file(out, &cause))?;
    let mut work = at.app.store.begin().await?;
    let by = Actor::Command.to_string();
    at.app
        .audit(
            &mut *work,
            &by,
            "store.backed_up",
            "store".to_owned(),
            &serde_json::json!({}),
        )
        .await?;
    work.commit().await?;
    output::print_line(&format!("{}\n{}", out.display(), key.display()))?;
    output::remark(&format!(
        "Tệp {} là khóa của hệ thống: thiếu nó thì bản sao lưu không dùng được, có nó thì mở được hạt giống đề thi. Hãy cất riêng, không để chung với bản sao lưu.",
        key.display()
    ));
    Ok(())
}

fn archive(copy: &Path, part: &Path, now: Timestamp) -> std::io::Result<()> {
    let mut zip = ZipWriter::new(files::create(part)?);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(3))
        .large_file(true);
    zip.start_file(STORE, options)?;
    let (bytes, sha256) = copy_hashed(&mut std::fs::File::open(copy)?, &mut zip)?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        created_at: now,
        bytes,
        sha256,
    };
    zip.start_file(MANIFEST, options)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    zip.finish()?.sync_all()
}
