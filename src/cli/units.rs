//! `thiluat units import`.

use super::failure::{Failure, language};
use super::{files, output};
use crate::app::App;
use crate::auth::Actor;
use crate::domain::import::Remark;
use crate::exchange;
use clap::Subcommand;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum UnitsCommand {
    /// Nhập danh sách đơn vị từ CSV hoặc XLSX / take units from CSV or XLSX
    #[command(after_help = "Ví dụ / example:\n  thiluat units import demo/units.csv")]
    Import {
        /// Tệp có cột name và code, type, parent, … / file with these columns
        file: PathBuf,
        /// Chỉ xem sẽ nhập gì, không lưu / only tell what would be taken
        #[arg(long)]
        dry_run: bool,
    },
}

pub(super) async fn run(app: &App, command: UnitsCommand) -> Result<(), Failure> {
    let UnitsCommand::Import { file, dry_run } = command;
    import(app, &file, dry_run).await
}

async fn import(app: &App, file: &Path, dry_run: bool) -> Result<(), Failure> {
    let name = files::name(file);
    let read = exchange::read_units(&files::read(file)?, &name).map_err(|why| {
        Failure::coded(why.code, why.detail).at(why.at.map(|at| format!("{name}, {at}")))
    })?;
    let done = app
        .take_units(Actor::Command, read, dry_run, language())
        .await?;
    let line = |remark: &Remark| format!("{}: {} ({})", remark.at, remark.detail, remark.code);
    if !done.refused.is_empty() {
        let bad = done.refused.len();
        let sentence = format!("{name} có {bad} dòng sai; chưa nhập đơn vị nào.");
        return Err(Failure::coded("import.units", sentence).at(done.refused.iter().map(line)));
    }
    for warning in &done.warnings {
        output::remark(&line(warning));
    }
    output::print_line(&format!(
        "{} đơn vị: {} mới, {} thay đổi, {} giữ nguyên, trong đó {} nhận ra theo tên",
        done.units,
        done.added,
        done.changed,
        done.units - done.added - done.changed,
        done.matched
    ))
}
