//! `thiluat bank export`.

use super::super::{Failure, files, output};
use crate::app::App;
use crate::app::banks::BankContents;
use crate::auth::Actor;
use crate::exchange::{self, Book, Format};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArgs {
    /// Mã ngân hàng / code of the bank
    code: String,
    /// Định dạng / format: json, csv, xlsx, docx, gift, moodle, aiken, qti21, qti30
    #[arg(long, value_parser = super::format)]
    format: Format,
    /// Không ghi đáp án và giải thích (chỉ docx) / leave key and explanations out (docx only)
    #[arg(long)]
    without_keys: bool,
    /// Tệp kết quả / file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A bank as writing takes it.
fn book(contents: &BankContents, with_keys: bool) -> Book<'_> {
    Book {
        bank: &contents.bank,
        questions: &contents.questions,
        media: &contents.media,
        with_keys,
    }
}

pub(super) async fn run(app: &App, args: &ExportArgs) -> Result<(), Failure> {
    let contents = app
        .export_bank(Actor::Command, &args.code)
        .await
        .map_err(|error| Failure::from(error).at([format!("ngân hàng / bank: {}", args.code)]))?;
    let book = book(&contents, !args.without_keys);
    let written = exchange::write_bank(&book, args.format)
        .map_err(|unwritable| Failure::coded("export.unwritable", unwritable.to_string()))?;
    files::write(&args.out, &written.bytes)?;
    for lost in &written.lost {
        output::remark(&format!("{}: {} ({})", lost.at, lost.detail, lost.code));
    }
    output::print_line(&format!(
        "{} câu hỏi → {}",
        contents.questions.len(),
        args.out.display()
    ))
}
