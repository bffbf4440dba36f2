//! `thiluat round …`.

use super::{Failure, output};
use crate::app::App;
use crate::app::rounds::RoundError;
use crate::auth::Actor;
use crate::domain::{Round, Timestamp};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(super) enum RoundCommand {
    /// Mở vòng trước giờ / open a round before its time
    #[command(after_help = "Ví dụ / example:\n  thiluat round open giao-thong-2026 tuan-1")]
    Open(Address),
    /// Đóng vòng: thôi nhận bài mới, chờ bài đang làm, ghi kết quả / close a round
    #[command(after_help = "Ví dụ / example:\n  thiluat round close giao-thong-2026 tuan-1 --now")]
    Close {
        #[command(flatten)]
        address: Address,
        /// Thu luôn các bài đang làm / hand in what is running at once
        #[arg(long)]
        now: bool,
    },
    /// Mở lại vòng đã đóng, khi đáp án chưa ra khỏi máy chủ / open a closed round again
    #[command(after_help = "Ví dụ / example:\n  thiluat round reopen giao-thong-2026 tuan-1")]
    Reopen(Address),
    /// Nhập giá trị công khai đã nêu trong thể lệ / give the public value that the rules name
    #[command(after_help = "Ví dụ / example:\n  thiluat round beacon giao-thong-2026 tuan-1 48213")]
    Beacon {
        #[command(flatten)]
        address: Address,
        /// Giá trị / the value
        value: String,
    },
    /// Bù giờ sự cố cho mọi người đang thi lúc đó / give an outage back to who sat through it
    #[command(
        after_help = "Ví dụ / example:\n  thiluat round outage giao-thong-2026 tuan-1 --from 2026-12-01T09:00:00+07:00 --to 2026-12-01T09:10:00+07:00 --reason \"mất điện\"\n\nMáy chủ đã dừng thì chạy lệnh này trước khi chạy lại. / After a node was down, run this before it is started again."
    )]
    Outage {
        #[command(flatten)]
        address: Address,
        /// Bắt đầu / first instant
        #[arg(long)]
        from: Timestamp,
        /// Kết thúc / first instant after it
        #[arg(long)]
        to: Timestamp,
        /// Lý do, ghi vào nhật ký / why, for the audit log
        #[arg(long)]
        reason: String,
    },
    /// Xếp hạng lại vòng đã đóng, thành kết quả mới / rank a closed round again, as a new result
    #[command(after_help = "Ví dụ / example:\n  thiluat round rank giao-thong-2026 tuan-1")]
    Rank(Address),
}

#[derive(Debug, Args)]
pub(super) struct Address {
    /// Tên cuộc thi trong địa chỉ / name of the contest in addresses
    slug: String,
    /// Mã vòng / code of the round
    round: String,
}

pub(super) async fn run(app: &App, command: RoundCommand) -> Result<(), Failure> {
    let by = Actor::Command;
    let (address, done) = match command {
        RoundCommand::Open(address) => {
            let done = app.open_round(by, &address.slug, &address.round).await;
            (address, done)
        }
        RoundCommand::Close { address, now } => {
            let done = app
                .close_round(by, &address.slug, &address.round, now)
                .await;
            (address, done)
        }
        RoundCommand::Reopen(address) => {
            let done = app.reopen_round(by, &address.slug, &address.round).await;
            (address, done)
        }
        RoundCommand::Outage {
            address,
            from,
            to,
            reason,
        } => {
            let span = (from, to);
            let given = app
                .give_outage_back(by, &address.slug, &address.round, span, &reason)
                .await
                .map_err(|error| at(&address, error))?;
            return output::print_line(&format!(
                "{}\t{}\t{}",
                address.slug, address.round, given.moved
            ));
        }
        RoundCommand::Rank(address) => {
            let made = app
                .rank_again(by, &address.slug, &address.round)
                .await
                .map_err(|error| at(&address, error))?;
            return output::print_line(&format!(
                "{}\t{}\t{}",
                address.slug, address.round, made.version
            ));
        }
        RoundCommand::Beacon { address, value } => {
            let done = app
                .give_beacon(by, &address.slug, &address.round, &value)
                .await;
            (address, done)
        }
    };
    let round: Round = done.map_err(|error| at(&address, error))?;
    output::print_line(&format!(
        "{}\t{}\t{}",
        address.slug,
        round.rules.code,
        round.state.word()
    ))
}

/// Names the round that was asked for.
fn at(address: &Address, error: RoundError) -> Failure {
    let round = format!("vòng / round: {} {}", address.slug, address.round);
    Failure::from(error).at([round])
}
