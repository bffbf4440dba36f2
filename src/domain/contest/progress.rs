//! What a round is among the others: its kind, how it is entered, who comes on to it.

use super::Least;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kinds of rounds (domain.md 2.1, Structure).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundKind {
    /// A week (tuần).
    #[default]
    Week,
    /// A stage (đợt, kỳ).
    Stage,
    /// A month, often beside weeks.
    Month,
    /// A qualifying round (vòng loại).
    Qualifying,
    /// A semi-final (bán kết).
    Semi,
    /// A final (chung kết); `final_only` ranks by it.
    Final,
    /// Practice (thi thử): it counts towards nothing and has no prizes.
    Practice,
}

impl RoundKind {
    /// Whether attempts at it count towards anything beyond the round.
    pub fn counts(self) -> bool {
        self != Self::Practice
    }
}

/// Section `[rounds.entry]`: what has to be known to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryRules {
    /// The code, also in a link (`?code=…`) that a QR code may carry. Case and spaces don't matter.
    pub code: String,
}

impl EntryRules {
    /// Whether what somebody typed is the code.
    pub fn takes(&self, typed: &str) -> bool {
        let plain = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .flat_map(char::to_uppercase)
                .collect::<String>()
        };
        plain(typed) == plain(&self.code)
    }
}

/// Over what the first places are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromotionScope {
    /// The whole earlier round.
    #[default]
    Round,
    /// Each group (bảng).
    Group,
    /// Each unit: a quota.
    Unit,
}

/// Section `[rounds.promotion]`: who of an earlier round may sit this one. The list is recorded when
/// the earlier round gets its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Promotion {
    /// Code of the earlier round.
    pub from: String,
    /// How many first places come on; whoever shares the last of them comes on too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<u32>,
    /// Over what they are counted.
    #[serde(default)]
    pub per: PromotionScope,
    /// What has to be reached at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Least>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_code_forgives_how_it_is_typed() {
        let entry = EntryRules {
            code: "HT-2026".to_owned(),
        };
        assert!(entry.takes(" ht 2026 ") && entry.takes("HT2026"));
        assert!(!entry.takes("HT2027") && !entry.takes(""));
    }
}
