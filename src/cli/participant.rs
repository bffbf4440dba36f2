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
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("cần dạng / write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

pub(super) async fn run(app: &App, command: ParticipantCommand) -> Result<(), Failure> {
    let ParticipantCommand::Reissue { slug, identity } = command;
    let identity = identity.into_iter().collect();
    let reissued = app.reissue(Actor::Command, &slug, &identity).await?;
    output::print_line(&format!(
        "{}\t{}\t{}",
        reissued.participant.number, reissued.participant.alias, reissued.sign_in_code
    ))
}
