//! `[staff]`: how members of staff prove who they are.

use serde::Deserialize;

/// How members of staff prove who they are; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Whether everybody needs a second factor.
    pub second_factor: SecondFactorRule,
}

/// Whether everybody needs a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorRule {
    /// Whoever wants one has one.
    Optional,
    /// Without one nothing can be done but to set one up.
    Required,
}
