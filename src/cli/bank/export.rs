//! `thiluat bank export`.

use super::super::{Failure, files, output};
use crate::app::App;
use crate::auth::Actor;
use crate::exchange::{self, Format};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArgs {
    /// Mã ngân hàng / code of the bank
    code: String,
    /// Định dạng / format: json, csv, xlsx
    #[arg(long, value_parser = super::format)]
    format: Format,
    /// Tệp kết quả / file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) async fn run(app: &App, args: &ExportArgs) -> Result<(), Failure> {
    let (bank, questions) = app
        .export_bank(Actor::Command, &args.code)
        .await
        .map_err(|error| Failure::from(error).at([format!("ngân hàng / bank: {}", args.code)]))?;
    let written = exchange::write_bank(&bank, &questions, args.format)
        .map_err(|unwritable| Failure::coded("export.unwritable", unwritable.to_string()))?;
    files::write(&args.out, &written.bytes)?;
    for lost in &written.lost {
        output::remark(&format!("{}: {} ({})", lost.at, lost.detail, lost.code));
    }
    output::print_line(&format!(
        "{} câu hỏi → {}",
        questions.len(),
        args.out.display()
    ))
}
