//! `thiluat contest export`.

use super::super::{Failure, files, output, package};
use super::no_contest;
use crate::app::App;
use crate::app::packages::Sealing;
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
    /// Niêm phong ngân hàng bằng mật khẩu đọc từ đầu vào chuẩn / seal the banks by a passphrase from stdin
    #[arg(long, requires = "package")]
    passphrase_stdin: bool,
}

pub(super) async fn run(app: &App, args: &ExportArgs) -> Result<(), Failure> {
    let told = |failure: Failure| no_contest(failure, &args.slug);
    let bytes = if args.package {
        let sealing = match package::passphrase(args.passphrase_stdin)? {
            Some(passphrase) => Sealing::Passphrase(passphrase),
            None => Sealing::Open,
        };
        let package = app
            .export_package(Actor::Command, &args.slug, &sealing)
            .await
            .map_err(|e| told(e.into()))?;
        package.bytes.to_vec()
    } else {
        app.contest_source(Actor::Command, &args.slug)
            .await
            .map_err(|e| told(e.into()))?
            .into_bytes()
    };
    files::write(&args.out, &bytes)?;
    output::print_line(&format!("{} → {}", args.slug, args.out.display()))
}
