//! What people send: api.md 3.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Body of a registration.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registering {
    /// The form by key; `unit` is a unit code, dates are `YYYY-MM-DD`.
    pub fields: BTreeMap<String, Value>,
    /// Code of the group (bảng), where the contest has groups.
    #[serde(default)]
    pub group: Option<String>,
    /// The purposes agreed to.
    #[serde(default)]
    pub consents: Vec<ConsentChoice>,
    /// The adult who agrees for someone under 16.
    #[serde(default)]
    pub guardian: Option<GuardianForm>,
    /// Code of the unit whose link brought the person. One that no unit has is passed over: nobody
    /// can mend the link that he followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<String>,
}

/// A purpose agreed to: its name, or its name with the version of the text that was read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ConsentChoice {
    /// The version in force.
    Purpose(String),
    /// A version.
    Version(ConsentVersion),
}

/// A version of the text of a purpose.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentVersion {
    /// `take_part`, `publish_name`, …
    pub purpose: String,
    /// Version of the text.
    pub version: String,
}

impl ConsentChoice {
    pub(super) fn purpose(&self) -> &str {
        match self {
            Self::Purpose(purpose) | Self::Version(ConsentVersion { purpose, .. }) => purpose,
        }
    }

    pub(super) fn version(&self) -> Option<&str> {
        match self {
            Self::Purpose(_) => None,
            Self::Version(choice) => Some(&choice.version),
        }
    }
}

/// The adult who agrees for someone under 16.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardianForm {
    /// Full name.
    pub full_name: String,
    /// Phone number.
    pub phone: String,
    /// Father, mother, …
    pub relation: String,
}

/// Body of a sign-in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningIn {
    /// The fields that make a person unique in this contest, such as `phone`.
    pub identity: BTreeMap<String, String>,
    /// The code from the registration, in any case, with or without hyphens.
    pub sign_in_code: String,
}
