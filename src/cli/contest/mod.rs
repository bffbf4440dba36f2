//! `thiluat contest …`.

mod apply;
mod export;
mod package_file;

use super::{Failure, output};
use crate::app::App;
use crate::auth::Actor;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum ContestCommand {
    /// Tạo hoặc cập nhật cuộc thi từ tệp (TOML, JSON hoặc gói ZIP) / create or change a contest
    #[command(after_help = "Ví dụ / example:\n  thiluat contest apply giao-thong-2026.toml")]
    Apply(apply::ApplyArgs),
    /// In lại tệp cuộc thi / print the contest file
    #[command(after_help = "Ví dụ / example:\n  thiluat contest show giao-thong-2026")]
    Show {
        /// Tên trong địa chỉ / name in addresses
        slug: String,
    },
    /// Xuất tệp cuộc thi, hoặc cả gói kèm ngân hàng / give the contest file out, or a package
    #[command(
        after_help = "Ví dụ / example:\n  thiluat contest export giao-thong-2026 --package --out giao-thong-2026.zip"
    )]
    Export(export::ExportArgs),
}

pub(super) async fn run(app: &App, command: ContestCommand) -> Result<(), Failure> {
    match command {
        ContestCommand::Apply(args) => apply::run(app, &args).await,
        ContestCommand::Show { slug } => {
            let source = app
                .contest_source(Actor::Command, &slug)
                .await
                .map_err(|error| no_contest(error.into(), &slug))?;
            output::print(&source)
        }
        ContestCommand::Export(args) => export::run(app, &args).await,
    }
}

/// Names the contest that was asked for.
fn no_contest(failure: Failure, slug: &str) -> Failure {
    failure.at([format!("cuộc thi / contest: {slug}")])
}
