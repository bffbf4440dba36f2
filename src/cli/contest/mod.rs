//! `thiluat contest …`.

mod apply;
mod export;

use super::{Failure, files, output};
use crate::app::contests::schema;
use crate::app::{App, Refusal as _};
use crate::auth::Actor;
use crate::exchange;
use clap::Subcommand;
use std::path::{Path, PathBuf};

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
    /// Nhập danh sách người được dự thi hoặc không được dự thi / take a roster or an exclusion list
    #[command(
        after_help = "Ví dụ / example:\n  thiluat contest people giao-thong-2026 ban-to-chuc danh-sach.csv\n\nTệp CSV có tiêu đề là các mục nhận ra người dự thi, ví dụ phone. / A CSV whose heading names the identity fields, for example phone."
    )]
    People {
        /// Tên trong địa chỉ / name in addresses
        slug: String,
        /// Mã danh sách nêu trong tệp cuộc thi / code of the list in the contest file
        list: String,
        /// Tệp CSV / CSV file
        file: PathBuf,
    },
    /// In JSON Schema của tệp cuộc thi / print the JSON Schema of contest files
    #[command(after_help = "Ví dụ / example:\n  thiluat contest schema > contest-file.schema.json")]
    Schema,
    /// In thể lệ bằng lời / print the rules in plain words
    #[command(
        after_help = "Ví dụ / example:\n  thiluat contest rules giao-thong-2026 --language vi"
    )]
    Rules {
        /// Tên trong địa chỉ / name in addresses
        slug: String,
        /// vi hoặc / or en
        #[arg(long, default_value = "vi", value_parser = ["vi", "en"])]
        language: String,
    },
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
        ContestCommand::People { slug, list, file } => people(app, &slug, &list, &file).await,
        ContestCommand::Schema => output::print(&schema::document()),
        ContestCommand::Rules { slug, language } => {
            let page = app.rules_page(&slug).await?;
            let sections = if language == "en" { page.en } else { page.vi };
            let mut text = String::new();
            for section in sections {
                let sentences = section.sentences.iter();
                let lines: Vec<String> = sentences.map(|line| format!("- {line}")).collect();
                text.push_str(&[&section.heading, "\n", &lines.join("\n"), "\n\n"].concat());
            }
            output::print(&text)
        }
    }
}

async fn people(app: &App, slug: &str, list: &str, file: &Path) -> Result<(), Failure> {
    let name = files::name(file);
    let text = String::from_utf8(files::read(file)?)
        .map_err(|_| Failure::coded("import.csv", format!("{name} không phải văn bản UTF-8.")))?;
    let rows = exchange::read_people(&text).map_err(|fault| {
        Failure::coded(fault.code, fault.detail).at([format!("{name}, {}", fault.at)])
    })?;
    let listed = app
        .put_people_list(Actor::Command, slug, list, &rows)
        .await
        .map_err(|error| {
            let places: Vec<String> = error
                .fields()
                .into_iter()
                .map(|field| format!("{name}, {}: {}", field.pointer, field.vietnamese))
                .collect();
            let at = [format!(
                "cuộc thi / contest: {slug}, danh sách / list: {list}"
            )];
            Failure::from(error).at(at.into_iter().chain(places))
        })?;
    output::print_line(&format!(
        "{list}: {} người, {} đã đăng ký dự thi",
        listed.people, listed.registered
    ))
}

/// Names the contest that was asked for.
fn no_contest(failure: Failure, slug: &str) -> Failure {
    failure.at([format!("cuộc thi / contest: {slug}")])
}
