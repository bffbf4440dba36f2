//! `thiluat round …`.

use super::{Failure, output};
use crate::app::App;
use crate::app::desk::TwoStaff;
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
    /// Công bố kết quả mới nhất, do hai người đứng tên / publish the newest result in two names
    #[command(
        after_help = "Ví dụ / example:\n  thiluat round publish giao-thong-2026 tuan-1 \\\n    --by an@example.vn --approved-by binh@example.vn --reason 'Đã xác minh'"
    )]
    Publish {
        #[command(flatten)]
        address: Address,
        /// Người đề xuất (thư điện tử) / who proposes, by e-mail address
        #[arg(long, value_name = "EMAIL")]
        by: String,
        /// Người duyệt, khác người đề xuất / who approves, another person
        #[arg(long, value_name = "EMAIL")]
        approved_by: String,
        /// Căn cứ / why
        #[arg(long)]
        reason: String,
    },
    /// Nhập giá trị công khai đã nêu trong thể lệ / give the public value that the rules name
    #[command(after_help = "Ví dụ / example:\n  thiluat round beacon giao-thong-2026 tuan-1 48213")]
    Beacon {
        #[command(flatten)]
        address: Address,
        /// Giá trị / the value
        value: String,
    },
    /// Nhập giá trị công khai để bốc thăm, sau khi vòng đã đóng / give the public value that decides the lot
    #[command(after_help = "Ví dụ / example:\n  thiluat round lot giao-thong-2026 tuan-1 48213")]
    Lot {
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
    pub(super) slug: String,
    /// Mã vòng / code of the round
    pub(super) round: String,
}

pub(super) async fn run(app: &App, command: RoundCommand) -> Result<(), Failure> {
    let by = Actor::Command;
    let (address, done) = match command {
        RoundCommand::Publish {
            address,
            by,
            approved_by,
            reason,
        } => return publish(app, &address, &TwoStaff { by, approved_by }, &reason).await,
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
        RoundCommand::Lot { address, value } => {
            let done = app
                .give_lot_beacon(by, &address.slug, &address.round, &value)
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

async fn publish(
    app: &App,
    address: &Address,
    names: &TwoStaff,
    reason: &str,
) -> Result<(), Failure> {
    let (slug, code) = (&address.slug, &address.round);
    let now = app
        .publish_in_names(slug, code, names, reason)
        .await
        .map_err(|error| Failure::from(error).at([format!("vòng / round: {slug} {code}")]))?;
    output::print_line(&format!(
        "{slug}\t{code}\t{}\t{}",
        now.state.word(),
        now.result_version
    ))
}

/// Names the round that was asked for.
fn at(address: &Address, error: RoundError) -> Failure {
    let round = format!("vòng / round: {} {}", address.slug, address.round);
    Failure::from(error).at([round])
}
