//! `thiluat contest apply`.

use super::super::bank::{Source, take};
use super::super::{Failure, files, output};
use super::package_file;
use crate::app::App;
use crate::app::contests::Applied;
use crate::auth::Actor;
use crate::exchange::{self, Format};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ApplyArgs {
    /// Tệp cuộc thi: TOML, JSON, hoặc gói ZIP / contest file: TOML, JSON, or a ZIP package
    file: PathBuf,
    /// Chưa công bố / do not publish yet
    #[arg(long)]
    draft: bool,
}

pub(super) async fn run(app: &App, args: &ApplyArgs) -> Result<(), Failure> {
    let name = files::name(&args.file);
    let bytes = files::read(&args.file)?;
    let source = if package_file::is_package(&bytes) {
        let package = package_file::read(&bytes)?;
        for (entry, bank) in package.banks {
            take_bank(app, &entry, &bank).await?;
        }
        package.source
    } else {
        String::from_utf8(bytes).map_err(|_| {
            Failure::coded(
                "contest.encoding",
                format!("{name} không phải văn bản UTF-8."),
            )
        })?
    };
    let applied = app
        .apply_contest(Actor::Command, &source, args.draft)
        .await
        .map_err(|error| {
            let places: Vec<String> = error
                .findings()
                .iter()
                .map(|f| format!("{f} ({})", f.code))
                .collect();
            Failure::from(error).at(places)
        })?;
    tell(&applied)
}

/// Brings a bank of a package in. Questions that are there already are just what is wanted.
async fn take_bank(app: &App, entry: &str, bytes: &[u8]) -> Result<(), Failure> {
    let file = exchange::read_questions(bytes, entry, Some(Format::Json)).map_err(|why| {
        Failure::coded(why.code, why.detail).at([format!(
            "{entry}{}",
            why.at.map_or_else(String::new, |at| format!(", {at}"))
        )])
    })?;
    let bad: Vec<String> = file
        .refused()
        .into_iter()
        .map(|f| format!("{entry}, {}: {} ({})", f.at, f.detail, f.code))
        .collect();
    if !bad.is_empty() {
        let sentence = format!(
            "{entry} trong gói có {} câu hỏi sai; chưa nhập gì từ ngân hàng này.",
            bad.len()
        );
        return Err(Failure::coded("import.refused", sentence).at(bad));
    }
    let Some(bank) = file.code.clone() else {
        return Err(Failure::coded(
            "import.bank_code",
            format!("{entry} trong gói không có mã ngân hàng."),
        ));
    };
    let source = Source {
        title: None,
        bank,
        file,
        draft: false,
        strict: false,
        dry_run: false,
    };
    let report = take(app, source).await?;
    output::remark(&format!(
        "{entry}: {} câu hỏi mới, {} đã có",
        report.accepted,
        report.refused.len()
    ));
    Ok(())
}

/// The slug, then a line for each round: code, state, commitment.
fn tell(applied: &Applied) -> Result<(), Failure> {
    for warning in &applied.warnings {
        output::remark(&format!("lưu ý: {warning} ({})", warning.code));
    }
    for key in &applied.amended {
        output::remark(&format!("đã ghi nhận điều chỉnh: {key}"));
    }
    let mut text = format!("{}\n", applied.slug);
    for round in &applied.rounds {
        let commitment = round.commitment.as_deref().unwrap_or("-");
        let (code, state) = (&round.code, round.state.word());
        writeln!(text, "{code}\t{state}\t{commitment}").expect("a String takes all");
    }
    output::print(&text)
}
