//! `thiluat units import`.

use super::{Failure, files, output};
use crate::app::App;
use crate::auth::Actor;
use crate::exchange::{self, UnitsRefused};
use clap::Subcommand;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum UnitsCommand {
    /// Nhập danh sách đơn vị từ CSV hoặc XLSX / take units from CSV or XLSX
    #[command(after_help = "Ví dụ / example:\n  thiluat units import demo/units.csv")]
    Import {
        /// Tệp có các cột code, name, type, parent, … / file with these columns
        file: PathBuf,
    },
}

pub(super) async fn run(app: &App, command: UnitsCommand) -> Result<(), Failure> {
    let UnitsCommand::Import { file } = command;
    import(app, &file).await
}

async fn import(app: &App, file: &Path) -> Result<(), Failure> {
    let name = files::name(file);
    let read =
        exchange::read_units(&files::read(file)?, &name).map_err(|refused| match refused {
            UnitsRefused::Unreadable(why) => {
                Failure::coded(why.code, why.detail).at(why.at.map(|at| format!("{name}, {at}")))
            }
            UnitsRefused::Rows(rows) => {
                let sentence = format!("{name} có {} dòng sai; chưa nhập đơn vị nào.", rows.len());
                let place =
                    |row: &exchange::Finding| format!("{}: {} ({})", row.at, row.detail, row.code);
                Failure::coded("import.units", sentence).at(rows.iter().map(place))
            }
        })?;
    let drafts: Vec<_> = read
        .drafts
        .into_iter()
        .map(|(at, draft)| (at.to_string(), draft))
        .collect();
    let done = app
        .import_units(Actor::Command, &drafts)
        .await
        .map_err(|error| {
            let places: Vec<String> = error
                .rows()
                .iter()
                .map(|row| format!("{}: {} ({})", row.at, row.detail, row.code))
                .collect();
            Failure::from(error).at(places)
        })?;
    for warning in &read.warnings {
        output::remark(&format!(
            "{}: {} ({})",
            warning.at, warning.detail, warning.code
        ));
    }
    for warning in &done.warnings {
        output::remark(&format!(
            "{}: {} ({})",
            warning.at, warning.detail, warning.code
        ));
    }
    output::print_line(&format!(
        "{} đơn vị: {} mới, {} thay đổi, {} giữ nguyên",
        done.units,
        done.added,
        done.changed,
        done.units - done.added - done.changed
    ))
}
