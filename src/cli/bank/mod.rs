//! `thiluat bank …`.

mod export;
mod import;

use super::Failure;
use crate::app::App;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum BankCommand {
    /// Nhập câu hỏi từ tệp / take questions from a file
    #[command(
        after_help = "Ví dụ / example:\n  thiluat bank import ngan-hang.xlsx --bank gplx --title 'Giấy phép lái xe'\n  thiluat bank import de-thi.docx dap-an.xlsx --bank gplx"
    )]
    Import(import::ImportArgs),
    /// Xuất cả ngân hàng ra tệp / give a whole bank out
    #[command(
        after_help = "Ví dụ / example:\n  thiluat bank export gplx --format json --out gplx.json"
    )]
    Export(export::ExportArgs),
}

pub(super) async fn run(app: &App, command: BankCommand) -> Result<(), Failure> {
    match command {
        BankCommand::Import(args) => import::run(app, args).await,
        BankCommand::Export(args) => export::run(app, &args).await,
    }
}

/// The format of a word, for flags.
fn format(word: &str) -> Result<crate::exchange::Format, String> {
    let words = || {
        crate::exchange::Format::ALL
            .map(crate::exchange::Format::word)
            .join(", ")
    };
    crate::exchange::Format::of(word).ok_or_else(|| format!("có / one of: {}", words()))
}
