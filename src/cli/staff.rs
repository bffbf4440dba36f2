//! `thiluat staff add`, `invite` and `reset`.

use super::{Failure, output};
use crate::app::App;
use crate::app::staff::{NewInvitation, NewStaff};
use crate::auth::Actor;
use crate::domain::Role;
use clap::{Args, Subcommand};
use std::io::Read as _;

/// Most bytes that are read as a password; longer ones are refused by their length.
const MOST: u64 = 64 << 10;

#[derive(Debug, Subcommand)]
pub(super) enum StaffCommand {
    /// Thêm một tài khoản / add an account
    #[command(
        after_help = "Ví dụ / example:\n  printf '%s' 'bốn con trâu ăn cỏ' | thiluat staff add \\\n    --email an@example.vn --name 'Trần Văn An' --role administrator --password-stdin"
    )]
    Add(AddArgs),
    /// Mời một người; in đường dẫn của lời mời / invite somebody; prints the link
    #[command(
        after_help = "Ví dụ / example:\n  thiluat staff invite --email binh@example.vn --name 'Lê Thị Bình' --role organiser --unit 18073"
    )]
    Invite(InviteArgs),
    /// In đường dẫn đặt lại mật khẩu, tắt xác thực hai bước / print a link to a new password
    #[command(after_help = "Ví dụ / example:\n  thiluat staff reset --email an@example.vn")]
    Reset {
        /// Địa chỉ thư điện tử / e-mail address
        #[arg(long)]
        email: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct InviteArgs {
    /// Địa chỉ thư điện tử / e-mail address
    #[arg(long)]
    email: String,
    /// Họ và tên / name
    #[arg(long)]
    name: String,
    /// Vai trò / role: administrator, organiser, author, reviewer, judge, verifier, viewer
    #[arg(long, value_parser = role)]
    role: Role,
    /// Mã đơn vị / unit code
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct AddArgs {
    /// Địa chỉ thư điện tử / e-mail address
    #[arg(long)]
    email: String,
    /// Họ và tên / name
    #[arg(long)]
    name: String,
    /// Vai trò / role: administrator, organiser, author, reviewer, judge, verifier, viewer
    #[arg(long, value_parser = role)]
    role: Role,
    /// Mã đơn vị / unit code
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// Đọc mật khẩu từ đầu vào chuẩn / read the password from stdin
    #[arg(long, required = true)]
    password_stdin: bool,
}

fn role(word: &str) -> Result<Role, String> {
    let words = || {
        Role::ALL
            .iter()
            .map(|(_, word)| *word)
            .collect::<Vec<_>>()
            .join(", ")
    };
    Role::of(word).ok_or_else(|| format!("có / one of: {}", words()))
}

pub(super) async fn run(app: &App, command: StaffCommand) -> Result<(), Failure> {
    let args = match command {
        StaffCommand::Add(args) => args,
        StaffCommand::Invite(args) => {
            let new = NewInvitation {
                email: args.email,
                name: args.name,
                role: args.role,
                unit: args.unit,
            };
            let invitation = app.invite_staff(Actor::Command, &new).await?;
            return output::print_line(&format!("{}\t{}", invitation.link, invitation.expires_at));
        }
        StaffCommand::Reset { email } => {
            let link = app.help_back_by_email(&email).await?;
            return output::print_line(&format!("{}\t{}", link.link, link.expires_at));
        }
    };
    let staff = app
        .add_staff(
            Actor::Command,
            &NewStaff {
                email: args.email,
                name: args.name,
                role: args.role,
                unit: args.unit,
                password: password()?,
            },
        )
        .await?;
    output::print_line(&format!(
        "{}\t{}\t{}",
        staff.id,
        staff.email,
        staff.role.word()
    ))
}

/// All of stdin but for the end of its line.
fn password() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(MOST)
        .read_to_string(&mut text)
        .map_err(|error| Failure::new(format!("stdin: {error}")))?;
    let end = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(end);
    Ok(text)
}
