//! Section `[[prizes]]`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A prize of a round, or of the contest if no round is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prize {
    /// Code of the round.
    #[serde(default)]
    pub round: Option<String>,
    /// Code of the group it is for.
    #[serde(default)]
    pub group: Option<String>,
    /// Code of the `[[overall]]` or `[[collectives]]` ranking that it is given by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<String>,
    /// Name of the tier, such as "Giải Nhất".
    pub tier: String,
    /// How many of it.
    #[serde(default = "one")]
    pub count: i64,
    /// Worth in đồng.
    #[serde(default)]
    pub value_vnd: Option<i64>,
}

const fn one() -> i64 {
    1
}
