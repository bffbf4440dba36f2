//! `[limits]`: how often one may do a thing; 0 = no limit.

use super::ConfigError;
use serde::Deserialize;

/// How often one may do a thing before 429; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Answers saved, for one attempt.
    pub saves_per_attempt_per_s: u32,
    /// Attempts started or taken over, for one person.
    pub starts_per_person_per_min: u32,
    /// Hand-ins tried, for one attempt.
    pub submissions_per_attempt_per_min: u32,
    /// Wrong sign-in codes, for one person.
    pub sign_in_failures_per_person_per_min: u32,
    /// Wrong sign-in codes, from one address.
    pub sign_in_failures_per_address_per_min: u32,
    /// Sign-ups, from one address.
    pub sign_ups_per_address_per_min: u32,
    /// Sign-ins of staff, for one account.
    pub staff_sign_ins_per_account_per_min: u32,
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        // Below one sign-up a second a class that signs up together is turned away.
        if (1..60).contains(&self.sign_ups_per_address_per_min) {
            return Err(ConfigError::invalid(
                "limits.sign_ups_per_address_per_min",
                "must be 0 (no limit) or at least 60: a whole school signs up from one address",
            ));
        }
        Ok(())
    }
}
