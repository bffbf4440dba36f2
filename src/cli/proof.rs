//! `thiluat proof export` and `thiluat verify`.

use super::failure::language;
use super::{Failure, files, output};
use crate::app::proofs::{Unverified, verify_file};
use crate::app::{App, Language};
use crate::auth::Actor;
use crate::engine::proof::{GivenReceipt, Outside, ROWS_PER_FILE};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum ProofCommand {
    /// Ghi hồ sơ kiểm chứng của một vòng đã đóng; từ đó vòng không mở lại được / write the public proof of a closed round
    #[command(
        after_help = "Ví dụ / example:\n  thiluat proof export giao-thong-2026 tuan-1 --out tuan-1.proof.json"
    )]
    Export {
        /// Tên cuộc thi trong địa chỉ / name of the contest in addresses
        slug: String,
        /// Mã vòng / code of the round
        round: String,
        /// Tệp sẽ ghi / file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Hồ sơ kiểm chứng, JSON hoặc ZIP / the proof bundle, JSON or ZIP
    file: PathBuf,
    /// Cam kết đã công bố trước khi mở vòng / the commitment that was published before the round opened
    #[arg(long, value_name = "C")]
    commitment: Option<String>,
    /// Cam kết bốc thăm đã công bố / the published commitment to the lot
    #[arg(long, value_name = "C")]
    lot_commitment: Option<String>,
    /// Khóa công khai của hệ thống, 64 chữ số thập lục phân / the platform's public key, hex
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Biên nhận: tệp JSON hoặc mã 16 ký tự; dùng được nhiều lần / a receipt: its file or its code; may be repeated
    #[arg(long = "receipt", value_name = "R")]
    receipts: Vec<String>,
}

pub(super) async fn run(app: &App, command: ProofCommand) -> Result<(), Failure> {
    let ProofCommand::Export { slug, round, out } = command;
    let part = files::beside(&out, ".part");
    let at = format!("vòng / round: {slug} {round}");
    let written = app
        .export_proof(Actor::Command, (&slug, &round), ROWS_PER_FILE, || {
            std::fs::File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(true)
                .open(&part)
        })
        .await;
    let (file, _) = match written {
        Ok(written) => written,
        Err(error) => {
            drop(std::fs::remove_file(&part));
            return Err(Failure::from(error).at([at]));
        }
    };
    file.sync_all()
        .and_then(|()| std::fs::rename(&part, &out))
        .map_err(|cause| Failure::file(&out, &cause))?;
    output::print_line(&out.display().to_string())
}

pub(super) fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let receipts = args
        .receipts
        .iter()
        .map(|given| receipt(given))
        .collect::<Result<_, _>>()?;
    let outside = Outside {
        commitment: args.commitment.as_deref().map(hex_text),
        lot_commitment: args.lot_commitment.as_deref().map(hex_text),
        public_key: args.key.as_deref().map(hex_text),
        receipts,
    };
    match verify_file(&args.file, &outside) {
        Ok(found) => {
            let mut text = format!(
                "ok\tpeople {}\tattempts {}\tplaces {}\treceipts {}\n",
                found.people, found.attempts, found.places, found.receipts
            );
            let mut note = |vietnamese: &str, english: &str| {
                text.push_str(match language() {
                    Language::Vietnamese => vietnamese,
                    Language::English => english,
                });
                text.push('\n');
            };
            if args.commitment.is_none() {
                note(
                    "Lưu ý: chưa đối chiếu với cam kết đã công bố; đưa vào bằng --commitment.",
                    "Note: not compared with the published commitment; give it with --commitment.",
                );
            }
            if found.actual_taken {
                note(
                    "Lưu ý: câu dự đoán hỏi về cả cuộc thi nên đáp số lấy theo hồ sơ, không tính lại được từ một vòng.",
                    "Note: the prediction asks about the whole contest, so its actual value was taken as given.",
                );
            }
            output::print(&text)
        }
        Err(Unverified::File(cause)) => Err(Failure::file(&args.file, &cause)),
        Err(Unverified::Differs(difference)) => {
            let sentence = match language() {
                Language::Vietnamese => difference.vietnamese(),
                Language::English => difference.english(),
            };
            let at = difference.spot.to_string();
            Err(Failure::coded("proof.differs", sentence).at([at]))
        }
    }
}

/// Digests are printed in small letters; people may copy them otherwise.
fn hex_text(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

fn receipt(given: &str) -> Result<GivenReceipt, Failure> {
    let read = match GivenReceipt::read(given) {
        Some(read) => Some(read),
        None => {
            let path = Path::new(given);
            let bytes = files::read(path)?;
            GivenReceipt::read(&String::from_utf8_lossy(&bytes))
        }
    };
    read.ok_or_else(|| {
        Failure::coded(
            "proof.receipt",
            format!("«{given}» không phải là biên nhận: cần tệp JSON hoặc mã 16 ký tự."),
        )
    })
}
