//! `thiluat config check` and `thiluat config print`.

use super::{Failure, Place, output};
use crate::config::{Config, DEFAULT};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Kiểm tra tệp thiết lập và biến môi trường / check the settings file and the environment
    #[command(after_help = "Ví dụ / example:\n  thiluat config check --config thiluat.toml")]
    Check,
    /// In mọi thiết lập với giá trị mặc định / print every setting with its default
    #[command(after_help = "Ví dụ / example:\n  thiluat config print > thiluat.toml")]
    Print,
}

pub(super) fn run(place: &Place, command: &ConfigCommand) -> Result<(), Failure> {
    match command {
        ConfigCommand::Check => {
            Config::load(place.config.as_deref(), &place.data)?;
            output::print_line("ok")
        }
        ConfigCommand::Print => output::print(DEFAULT),
    }
}
