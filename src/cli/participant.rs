//! `thiluat participant reissue`.

use super::{Failure, output};
use crate::app::App;
use crate::auth::Actor;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum ParticipantCommand {
    /// Cấp mã mới; mã cũ và các phiên cũ hết hiệu lực / a new sign-in code; the old one ends
    #[command(
        after_help = "Ví dụ / example:\n  thiluat participant reissue giao-thong-2026 --identity phone=0912345678"
    )]
    Reissue {
        /// Tên cuộc thi trong địa chỉ / name of the contest in addresses
        slug: String,
        /// Mục nhận ra thí sinh / what the person is known by
        #[arg(long, required = true, value_name = "KEY=VALUE", value_parser = pair)]
        identity: Vec<(String, String)>,
    },
    /// Cộng thêm giờ làm bài cho một người / give a person extra time
    #[command(
        after_help = "Ví dụ / example:\n  thiluat participant extra-time giao-thong-2026 --identity phone=0912345678 --seconds 300 --reason \"khiếm thị\""
    )]
    ExtraTime {
        /// Tên cuộc thi trong địa chỉ / name of the contest in addresses
        slug: String,
        /// Mục nhận ra thí sinh / what the person is known by
        #[arg(long, required = true, value_name = "KEY=VALUE", value_parser = pair)]
        identity: Vec<(String, String)>,
        /// Số giây cộng thêm, thay cho số đã cộng trước / seconds, in place of those given before
        #[arg(long)]
        seconds: u32,
        /// Lý do, ghi vào nhật ký / why, for the audit log
        #[arg(long)]
        reason: String,
    },
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("cần dạng / write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

pub(super) async fn run(app: &App, command: ParticipantCommand) -> Result<(), Failure> {
    let (slug, identity) = match command {
        ParticipantCommand::Reissue { slug, identity } => (slug, identity),
        ParticipantCommand::ExtraTime {
            slug,
            identity,
            seconds,
            reason,
        } => {
            let identity = identity.into_iter().collect();
            let given = app
                .give_extra_time(Actor::Command, &slug, &identity, seconds, &reason)
                .await?;
            return output::print_line(&format!(
                "{}\t{}\t{}",
                given.number, given.seconds, given.moved
            ));
        }
    };
    let identity = identity.into_iter().collect();
    let reissued = app.reissue(Actor::Command, &slug, &identity).await?;
    output::print_line(&format!(
        "{}\t{}\t{}",
        reissued.participant.number, reissued.participant.alias, reissued.sign_in_code
    ))
}
