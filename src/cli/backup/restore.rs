//! `thiluat restore`.

use super::super::{Failure, files, output};
use super::manifest::{FORMAT, Manifest, copy_hashed};
use super::{KEY, MANIFEST, STORE};
use crate::cli::{Installation, Place, keys_file};
use crate::config::{Config, DatabaseKind};
use clap::Args;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Greatest size of a manifest in bytes.
const MOST: u64 = 64 << 10;

#[derive(Debug, Args)]
#[command(
    after_help = "Ví dụ / example:\n  thiluat restore sao-luu-2026-11-21.zip --data ./data-moi"
)]
pub(in crate::cli) struct RestoreArgs {
    /// Bản sao lưu / the backup
    file: PathBuf,
    /// Tệp khóa; mặc định là FILE.key / file with the key; FILE.key if it is left out
    #[arg(long, value_name = "KEYFILE")]
    key: Option<PathBuf>,
}

/// Puts a backup into an empty data folder. A backup or a key that does not fit leaves nothing there.
pub(in crate::cli) async fn restore(place: &Place, args: &RestoreArgs) -> Result<(), Failure> {
    let config = Config::load(place.config.as_deref(), &place.data)?;
    if config.database.kind() == DatabaseKind::Postgres {
        return Err(Failure::coded(
            "restore.postgres",
            "Kho PostgreSQL được phục hồi bằng công cụ của PostgreSQL (pg_restore).",
        ));
    }
    let url = config.database.url.expose();
    let store = PathBuf::from(url.trim_start_matches("sqlite:").trim_start_matches("//"));
    let keys = config.keys.file.clone();
    for taken in [&store, &keys] {
        if taken.exists() {
            let sentence = format!(
                "{} đã có; chỉ phục hồi vào thư mục dữ liệu trống (--data).",
                taken.display()
            );
            return Err(Failure::coded("restore.not_empty", sentence));
        }
    }
    let key_file = args
        .key
        .clone()
        .unwrap_or_else(|| files::beside(&args.file, KEY));
    let master = files::read(&key_file)?;
    let master = String::from_utf8(master)
        .ok()
        .and_then(|text| keys_file::parse(&text));
    let master = master.ok_or_else(|| {
        Failure::coded(
            "restore.key",
            format!("{} không phải tệp khóa.", key_file.display()),
        )
    })?;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&place.data)
        .map_err(|cause| Failure::file(&place.data, &cause))?;
    let unpacked = Undo(vec![files::beside(&store, ".part")]);
    let manifest = unpack(&args.file, &unpacked.0[0])?;
    let mut placed = Undo(vec![
        store.clone(),
        files::beside(&store, "-wal"),
        files::beside(&store, "-shm"),
    ]);
    std::fs::rename(&unpacked.0[0], &store).map_err(|cause| Failure::file(&store, &cause))?;
    placed.0.push(keys.clone());
    keys_file::write(&keys, &master)?;
    // Opening it tells whether the key fits and the schema is known.
    let installation = Installation::with(place, config).await?;
    let faults = installation.app.store.integrity().await?;
    installation.app.store.close().await;
    if !faults.is_empty() {
        return Err(
            Failure::coded("restore.damaged", "Kho dữ liệu trong bản sao lưu bị hỏng.").at(faults),
        );
    }
    placed.0.clear();
    output::print_line(&format!(
        "{}\t{}\t{}",
        manifest.created_at, manifest.bytes, manifest.sha256
    ))
}

/// Files that go away again unless the list is emptied.
struct Undo(Vec<PathBuf>);

impl Drop for Undo {
    fn drop(&mut self) {
        for file in &self.0 {
            drop(std::fs::remove_file(file));
        }
    }
}

/// Unpacks the store and holds it against the manifest.
fn unpack(archive: &Path, to: &Path) -> Result<Manifest, Failure> {
    let damaged = |why: &str| {
        Failure::coded(
            "restore.damaged",
            format!(
                "{} không phải bản sao lưu nguyên vẹn: {why}.",
                archive.display()
            ),
        )
    };
    let file = File::open(archive).map_err(|cause| Failure::file(archive, &cause))?;
    let mut zip = ZipArchive::new(file).map_err(|error| damaged(&error.to_string()))?;
    let entry = zip
        .by_name(MANIFEST)
        .map_err(|_| damaged("thiếu manifest.json"))?;
    let mut text = Vec::new();
    entry
        .take(MOST)
        .read_to_end(&mut text)
        .map_err(|error| damaged(&error.to_string()))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|error| damaged(&format!("manifest.json: {error}")))?;
    if manifest.format != FORMAT {
        return Err(damaged(&format!(
            "định dạng {} chưa được biết",
            manifest.format
        )));
    }
    let entry = zip
        .by_name(STORE)
        .map_err(|_| damaged("thiếu thiluat.db"))?;
    let mut out = files::create(to).map_err(|cause| Failure::file(to, &cause))?;
    // One byte more than was promised is enough to know.
    let (bytes, sha256) = copy_hashed(&mut entry.take(manifest.bytes.saturating_add(1)), &mut out)
        .map_err(|error| damaged(&error.to_string()))?;
    out.sync_all().map_err(|cause| Failure::file(to, &cause))?;
    if bytes != manifest.bytes || sha256 != manifest.sha256 {
        return Err(damaged("mã băm SHA-256 không khớp"));
    }
    Ok(manifest)
}
