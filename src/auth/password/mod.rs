//! Passwords of staff: what is taken, and argon2id that never gets in the way of answers.

mod hashing;

pub use hashing::{Busy, derive, hash, verify};

use crate::domain::text::folded;

/// Fewest characters.
const SHORTEST: usize = 8;
/// Most bytes: beyond it hashing would be a way to keep the machine busy (security.md 1, 18).
const LONGEST: usize = 1024;
/// Passwords that are tried first, one a line, lower case.
const COMMON: &str = include_str!("common.txt");

/// Why a password is not taken. There is no rule about kinds of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Fewer than eight characters.
    #[error("shorter than {SHORTEST} characters")]
    TooShort,
    /// More than 1,024 bytes.
    #[error("longer than {LONGEST} bytes")]
    TooLong,
    /// One of those that are tried first.
    #[error("one of the passwords that are tried first")]
    TooCommon,
}

/// Whether a new password is taken.
pub fn check(password: &str) -> Result<(), BadPassword> {
    if password.len() > LONGEST {
        return Err(BadPassword::TooLong);
    }
    if password.chars().count() < SHORTEST {
        return Err(BadPassword::TooShort);
    }
    let plain = folded(password).replace(' ', "");
    let first = plain.chars().next();
    let repeated = first.is_some_and(|first| plain.chars().all(|c| c == first));
    if repeated || COMMON.lines().any(|common| common == plain) {
        return Err(BadPassword::TooCommon);
    }
    Ok(())
}

/// Whether it is short enough to be looked at: a sign-in refuses longer ones without hashing.
pub fn is_hashable(password: &str) -> bool {
    password.len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_list_decide() {
        assert_eq!(check("bảy ký "), Err(BadPassword::TooShort));
        assert_eq!(check(&"a b".repeat(400)), Err(BadPassword::TooLong));
        for common in ["12345678", "Mật khẩu 123", "PASSWORD1", "aaaaaaaaaa"] {
            assert_eq!(check(common), Err(BadPassword::TooCommon), "{common}");
        }
        assert_eq!(check("bốn con trâu ăn cỏ"), Ok(()));
        assert_eq!(check(&"xy".repeat(512)), Ok(()));
    }

    #[test]
    fn the_list_is_in_the_form_it_is_compared_in() {
        for line in COMMON.lines() {
            assert_eq!(folded(line).replace(' ', ""), line);
            assert!(
                line.chars().count() >= SHORTEST,
                "{line} is too short anyway"
            );
        }
    }
}
