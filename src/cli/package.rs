//! `thiluat package import`, and what other commands say of packages.

use super::{Failure, files, output};
use crate::app::App;
use crate::app::packages::{BankPlace, PackageImport};
use crate::auth::Actor;
use clap::{Args, Subcommand};
use std::io::Read as _;
use std::path::PathBuf;

/// Most bytes that are read as a passphrase.
const MOST: u64 = 64 << 10;

#[derive(Debug, Subcommand)]
pub(super) enum PackageCommand {
    /// Nhập gói của đơn vị khác thành ngân hàng và bản nháp của đơn vị mình / take a package of another unit in
    #[command(
        after_help = "Ví dụ / example:\n  thiluat package import giao-thong-2026.zip --organiser 18073 --slug giao-thong-thanh-sen\n\nGói niêm phong / a sealed package:\n  printf '%s' 'mật khẩu của gói' | thiluat package import goi.zip --passphrase-stdin"
    )]
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Gói ZIP / ZIP package
    file: PathBuf,
    /// Tên trong địa chỉ của cuộc thi mới / name of the new contest in addresses
    #[arg(long)]
    slug: Option<String>,
    /// Mã đơn vị sẽ tổ chức / code of the unit that is to run it
    #[arg(long, value_name = "CODE")]
    organiser: Option<String>,
    /// Đọc mật khẩu của gói từ đầu vào chuẩn / read the passphrase from stdin
    #[arg(long)]
    passphrase_stdin: bool,
    /// Chỉ xem kết quả, không ghi / only tell, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(app: &App, command: PackageCommand) -> Result<(), Failure> {
    let PackageCommand::Import(args) = command;
    let import = PackageImport {
        bytes: files::read(&args.file)?.into(),
        passphrase: passphrase(args.passphrase_stdin)?,
        slug: args.slug,
        organiser: args.organiser,
        dry_run: args.dry_run,
    };
    let name = files::name(&args.file);
    let done = app
        .import_package(Actor::Command, import, super::failure::language())
        .await
        .map_err(|error| Failure::from(error).at([name]))?;
    remark(&done.banks);
    for warning in &done.warnings {
        let at = match warning.pointer.as_str() {
            "" => String::new(),
            pointer => format!("{pointer}: "),
        };
        output::remark(&format!("lưu ý: {at}{} ({})", warning.detail, warning.code));
    }
    let draft = done
        .draft
        .map_or_else(|| "-".to_owned(), |id| id.to_string());
    output::print_line(&format!("{}\t{draft}", done.slug))
}

/// Whether a file is a ZIP archive.
pub(super) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// A line for each bank.
pub(super) fn remark(places: &[BankPlace]) {
    for place in places {
        let held = place.questions - place.added;
        let (code, stored) = (&place.code, &place.stored_as);
        output::remark(&format!(
            "{code} → {stored}: {} câu hỏi mới, {held} đã có",
            place.added
        ));
    }
}

/// All of stdin but for the end of its line, where that is asked for.
pub(super) fn passphrase(from_stdin: bool) -> Result<Option<String>, Failure> {
    if !from_stdin {
        return Ok(None);
    }
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(MOST)
        .read_to_string(&mut text)
        .map_err(|error| Failure::new(format!("stdin: {error}")))?;
    let end = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(end);
    Ok(Some(text))
}
