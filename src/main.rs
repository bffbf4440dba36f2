//! The binary `thiluat`.

use std::process::ExitCode;

/// The saving path allocates and frees small things on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    thiluat::cli::main()
}
