//! What can be asked of the program, and how it is carried out.

use super::failure::Failure;
use super::output::{self, remark};
use super::serve::{announce, serve};
use super::{
    Installation, Place, analyse, audit, backup, bank, config_check, contest, demo, doctor,
    openapi, package, participant, prizes, proof, round, staff, units,
};
use crate::config::Config;
use crate::telemetry;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::process::ExitCode;

/// Thi Luật: thi trực tuyến tìm hiểu pháp luật / online contests on legal knowledge
#[derive(Debug, Parser)]
#[command(
    name = "thiluat",
    version,
    about,
    propagate_version = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Chạy hệ thống / run the platform
    #[command(after_help = "Ví dụ / example:\n  thiluat serve --listen 127.0.0.1:8080")]
    Serve(ServeArgs),
    /// Tạo hoặc nâng cấp kho dữ liệu / make the store, or bring it up to date
    #[command(after_help = "Ví dụ / example:\n  thiluat migrate --data ./data")]
    Migrate,
    /// Tài khoản của ban tổ chức / staff
    #[command(subcommand)]
    Staff(staff::StaffCommand),
    /// Đơn vị / units
    #[command(subcommand)]
    Units(units::UnitsCommand),
    /// Ngân hàng câu hỏi / question banks
    #[command(subcommand)]
    Bank(bank::BankCommand),
    /// Cuộc thi / contests
    #[command(subcommand)]
    Contest(contest::ContestCommand),
    /// Gói cuộc thi của đơn vị khác / packages of other units
    #[command(subcommand)]
    Package(package::PackageCommand),
    /// Vòng thi / rounds
    #[command(subcommand)]
    Round(round::RoundCommand),
    /// Ai được giải nào của một vòng đã đóng / who gets which prize of a closed round
    #[command(after_help = "Ví dụ / example:\n  thiluat prizes giao-thong-2026 tuan-1")]
    Prizes(round::Address),
    /// Hồ sơ kiểm chứng / proofs
    #[command(subcommand)]
    Proof(proof::ProofCommand),
    /// Kiểm chứng một hồ sơ, không cần máy chủ / verify a proof bundle, without a server
    #[command(
        after_help = "Ví dụ / example:\n  thiluat verify tuan-1.proof.json --commitment 3f…c1 --receipt bien-nhan.json"
    )]
    Verify(proof::VerifyArgs),
    /// Thống kê câu hỏi và bài thi của một bảng điểm / item and test statistics of a table of marks
    #[command(after_help = "Ví dụ / example:\n  thiluat analyse bang-diem.csv --json")]
    Analyse(analyse::AnalyseArgs),
    /// Nhật ký / the audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Thí sinh / participants
    #[command(subcommand)]
    Participant(participant::ParticipantCommand),
    /// Sao lưu ra một tệp, cả khi hệ thống đang chạy / back up to a file, also while a node runs
    Backup(backup::BackupArgs),
    /// Phục hồi bản sao lưu vào thư mục dữ liệu trống / restore a backup into an empty data folder
    Restore(backup::RestoreArgs),
    /// Kiểm tra hệ thống / look whether everything is in order
    #[command(after_help = "Ví dụ / example:\n  thiluat doctor --data ./data")]
    Doctor,
    /// Thiết lập / settings
    #[command(subcommand)]
    Config(config_check::ConfigCommand),
    /// In mô tả OpenAPI / print the OpenAPI document
    #[command(after_help = "Ví dụ / example:\n  thiluat openapi > openapi.json")]
    Openapi,
    /// Đọc một tệp câu hỏi từ đầu vào chuẩn, trong giới hạn / read a question file within limits
    #[command(
        hide = true,
        after_help = "Hệ thống tự gọi lệnh này / the platform calls it by itself (docs/adr/0009)"
    )]
    ReadQuestions,
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Địa chỉ lắng nghe; cổng 0 lấy một cổng trống / address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Thư mục dữ liệu trống thì nạp dữ liệu trình diễn / fill an empty folder with a demonstration
    #[arg(long)]
    demo: bool,
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::ReadQuestions) {
        // One thread, and nothing opened before its limits stand.
        return match crate::reading::run_child(std::io::stdin().lock(), std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    // One TLS stack; a second call, as tests make it, changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            remark(&format!("thiluat: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.place, cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            remark(&format!("thiluat: {failure}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(place: Place, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve_node(&place, &args).await,
        Command::Migrate => on(&place, async |_| output::print_line("ok")).await,
        Command::Staff(command) => on(&place, async |at| staff::run(&at.app, command).await).await,
        Command::Units(command) => on(&place, async |at| units::run(&at.app, command).await).await,
        Command::Bank(command) => on(&place, async |at| bank::run(&at.app, command).await).await,
        Command::Contest(command) => {
            on(&place, async |at| contest::run(&at.app, command).await).await
        }
        Command::Package(command) => {
            on(&place, async |at| package::run(&at.app, command).await).await
        }
        Command::Round(command) => on(&place, async |at| round::run(&at.app, command).await).await,
        Command::Prizes(address) => {
            on(&place, async |at| prizes::run(&at.app, &address).await).await
        }
        Command::Proof(command) => on(&place, async |at| proof::run(&at.app, command).await).await,
        Command::Audit(command) => on(&place, async |at| audit::run(&at.app, command).await).await,
        Command::Verify(args) => proof::verify(&args),
        Command::Analyse(args) => analyse::run(&args),
        Command::Participant(command) => {
            on(&place, async |at| participant::run(&at.app, command).await).await
        }
        Command::Backup(args) => on(&place, async |at| backup::backup(at, &args).await).await,
        Command::Restore(args) => backup::restore(&place, &args).await,
        Command::Doctor => doctor::run(&place).await,
        Command::Config(command) => config_check::run(&place, &command),
        Command::ReadQuestions => unreachable!("it is carried out before"),
        Command::Openapi => openapi::run(),
    }
}

/// Opens the installation, works on it, and closes it again.
async fn on<T>(
    place: &Place,
    work: impl AsyncFnOnce(&Installation) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let config = Config::load(place.config.as_deref(), &place.data)?;
    telemetry::start_logs(&config.log);
    let installation = Installation::with(place, config).await?;
    let done = work(&installation).await;
    installation.app.store.close().await;
    done
}

async fn serve_node(place: &Place, args: &ServeArgs) -> Result<(), Failure> {
    let mut config = Config::load(place.config.as_deref(), &place.data)?;
    if let Some(listen) = args.listen {
        config.http.listen = listen;
    }
    config.check()?;
    telemetry::start_logs(&config.log);
    let sign_in = if args.demo {
        demo::fill(place, &config).await?
    } else {
        None
    };
    let installation = Installation::with(place, config).await?;
    let ready = |address| {
        announce(address)?;
        if let Some(sign_in) = &sign_in {
            output::print(&sign_in.lines(address)).map_err(anyhow::Error::msg)?;
        }
        Ok(())
    };
    serve(&installation.config, installation.app, ready).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        fn look(command: &clap::Command, path: &str, without: &mut Vec<String>) {
            let path = format!("{path} {}", command.get_name());
            let leaves: Vec<_> = command
                .get_subcommands()
                .filter(|c| c.get_name() != "help")
                .collect();
            if leaves.is_empty() && command.get_after_help().is_none() {
                without.push(path.clone());
            }
            for leaf in leaves {
                look(leaf, &path, without);
            }
        }
        let mut without = Vec::new();
        look(&Cli::command(), "", &mut without);
        assert!(without.is_empty(), "{without:?}");
    }
}
