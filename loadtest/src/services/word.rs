//! Passwords of servers that live as long as a run.

use anyhow::Result;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;

/// 32 hexadecimal digits that nobody can guess.
pub fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    let mut text = String::with_capacity(32);
    for byte in bytes {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}
