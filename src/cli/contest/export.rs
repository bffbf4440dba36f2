//! `thiluat contest export`.

use super::super::{Failure, files, output};
use super::{no_contest, package_file};
use crate::app::App;
use crate::auth::Actor;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArgs {
    /// Tên trong địa chỉ / name in addresses
    slug: String,
    /// Tệp kết quả / file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Kèm các ngân hàng câu hỏi cùng đáp án / with the banks and their keys
    #[arg(long)]
    package: bool,
}

pub(super) async fn run(app: &App, args: &ExportArgs) -> Result<(), Failure> {
    let told = |failure: Failure| no_contest(failure, &args.slug);
    let bytes = if args.package {
        let package = app
            .contest_package(Actor::Command, &args.slug)
            .await
            .map_err(|e| told(e.into()))?;
        package_file::write(&package)?
    } else {
        app.contest_source(Actor::Command, &args.slug)
            .await
            .map_err(|e| told(e.into()))?
            .into_bytes()
    };
    files::write(&args.out, &bytes)?;
    output::print_line(&format!("{} → {}", args.slug, args.out.display()))
}
