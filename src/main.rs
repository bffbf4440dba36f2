//! The binary `thiluat`.

use std::process::ExitCode;

fn main() -> ExitCode {
    thiluat::cli::main()
}
