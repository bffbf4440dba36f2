//! Writing results to stdout and remarks to stderr.

use super::Failure;
use std::io::{ErrorKind, Write as _};

/// Writes a result. A reader that went away (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("stdout: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a result and ends its line.
pub(super) fn print_line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}

/// Says something beside the result; nobody listening is no failure.
pub(super) fn remark(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}
