//! `thiluat contest apply`.

use super::super::{Failure, files, output, package};
use crate::app::App;
use crate::app::contests::{Applied, ApplyError};
use crate::app::packages::PackageError;
use crate::auth::Actor;
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
    /// Đọc mật khẩu của gói niêm phong từ đầu vào chuẩn / read the passphrase of a sealed package from stdin
    #[arg(long)]
    passphrase_stdin: bool,
}

pub(super) async fn run(app: &App, args: &ApplyArgs) -> Result<(), Failure> {
    let name = files::name(&args.file);
    let bytes = files::read(&args.file)?;
    let applied = if package::is_package(&bytes) {
        let passphrase = package::passphrase(args.passphrase_stdin)?;
        let told = |places: &[crate::app::packages::BankPlace]| package::remark(places);
        let done = app.install_package(
            Actor::Command,
            bytes.into(),
            passphrase.as_deref(),
            args.draft,
            told,
        );
        done.await.map_err(|error| match error {
            PackageError::Apply(error) => refused(*error),
            other => other.into(),
        })?
    } else {
        let source = String::from_utf8(bytes).map_err(|_| {
            Failure::coded(
                "contest.encoding",
                format!("{name} không phải văn bản UTF-8."),
            )
        })?;
        let done = app.apply_contest(Actor::Command, &source, args.draft);
        done.await.map_err(refused)?
    };
    tell(&applied)
}

/// Names every faulty key with its code.
fn refused(error: ApplyError) -> Failure {
    let places: Vec<String> = error
        .findings()
        .iter()
        .map(|f| format!("{f} ({})", f.code))
        .collect();
    Failure::from(error).at(places)
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
