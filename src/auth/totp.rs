//! Codes of an app on the phone: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is what
//! every such app takes. A code counts for its own step and the one before and after it.

use crate::domain::Timestamp;
use totp_rs::{Builder, Totp as Generator, TotpError};

/// Bytes of a secret, as RFC 4226 asks for.
pub const SECRET: usize = 20;
/// The name that the app shows above the code.
const ISSUER: &str = "Thi Luật";

/// A secret that codes come from.
pub struct Totp(Generator);

impl Totp {
    /// Of that secret, for the account of that e-mail address.
    ///
    /// # Errors
    /// If the secret is too short, or the address can't stand in the address that apps read.
    pub fn new(secret: &[u8], account: &str) -> Result<Self, TotpError> {
        let builder = Builder::new()
            .with_secret(secret)
            // A colon ends the issuer there.
            .with_account_name(account.replace(':', "_"))
            .with_issuer(Some(ISSUER));
        builder.build().map(Self)
    }

    /// The secret as people type it: base32.
    pub fn secret(&self) -> String {
        self.0.secret().to_base32()
    }

    /// What apps read from the picture: `otpauth://totp/…`.
    ///
    /// # Errors
    /// If the account has no name.
    pub fn uri(&self) -> Result<String, TotpError> {
        self.0.to_url()
    }

    /// The step whose code that is, among those that count now.
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let seconds = u64::try_from(now.millis() / 1000).ok()?;
        let step = self.0.check(code, seconds)?;
        i64::try_from(step).ok()
    }

    /// The code of an instant.
    pub fn code_at(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.millis() / 1000).unwrap_or_default();
        self.0.generate(seconds).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let totp = Totp::new(b"12345678901234567890", "an@example.vn").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_millis(seconds * 1000);
            assert_eq!(totp.code_at(at), code);
            assert_eq!(totp.step_of(code, at), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_late() {
        let totp = Totp::new(&[7; SECRET], "an@example.vn").unwrap();
        let at = |step: i64| Timestamp::from_millis(step * 30_000 + 12_345);
        let code = totp.code_at(at(50_000));
        for (now, counts) in [
            (49_998, false),
            (49_999, true),
            (50_001, true),
            (50_002, false),
        ] {
            assert_eq!(totp.step_of(&code, at(now)).is_some(), counts, "{now}");
        }
        for bad in ["", "12345", "1234567", "+12345", "١٢٣٤٥٦"] {
            assert_eq!(totp.step_of(bad, at(50_000)), None, "{bad}");
        }
    }

    #[test]
    fn apps_learn_whose_code_it_is() {
        let totp = Totp::new(&[7; SECRET], "an@example.vn").unwrap();
        let uri = totp.uri().unwrap();
        assert!(
            uri.starts_with("otpauth://totp/Thi%20Lu%E1%BA%ADt:an"),
            "{uri}"
        );
        assert!(uri.contains(&format!("secret={}", totp.secret())), "{uri}");
        assert!(Totp::new(&[7; 10], "an@example.vn").is_err());
    }
}
