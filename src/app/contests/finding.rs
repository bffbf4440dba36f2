//! What is wrong in a contest file, by key.

use crate::app::{FieldFault, Language, Refusal};
use serde::Serialize;

/// Something about one key of a contest file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The key, such as `rounds[0].blueprint[1].count`; empty for the file as a whole.
    pub key: String,
    /// Stable, dotted, English: `contest.blueprint`.
    pub code: &'static str,
    /// What is wrong and what would be right, in Vietnamese, the language of contest files.
    pub detail: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.key.is_empty() {
            f.write_str(&self.detail)
        } else {
            write!(f, "{}: {}", self.key, self.detail)
        }
    }
}

/// Findings while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub fn push(&mut self, key: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        let finding = Finding {
            key: key.into(),
            code,
            detail: detail.into(),
        };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    /// Adds the faults of a refusal.
    pub fn extend(&mut self, Invalid(found): Invalid) {
        for finding in found {
            self.push(finding.key, finding.code, finding.detail);
        }
    }

    /// Notes it if `wrong`; gives whether it was.
    pub fn note(
        &mut self,
        wrong: bool,
        key: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> bool {
        if wrong {
            self.push(key, code, detail);
        }
        wrong
    }

    /// Refuses the file unless nothing was found.
    pub fn refuse(self) -> Result<(), Invalid> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Invalid(self.0))
        }
    }

    #[cfg(test)]
    pub fn into_inner(self) -> Vec<Finding> {
        self.0
    }
}

/// The contest file can't be run as it is; all faults are listed, at least one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} faults in the contest file, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
pub struct Invalid(pub Vec<Finding>);

impl Invalid {
    /// A single fault.
    pub(super) fn one(
        key: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self(vec![Finding {
            key: key.into(),
            code,
            detail: detail.into(),
        }])
    }
}

impl Refusal for Invalid {
    fn code(&self) -> &'static str {
        "contest.invalid"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => format!("Tệp cuộc thi có {} chỗ cần sửa.", self.0.len()),
            Language::English => format!("The contest file has {} faults.", self.0.len()),
        }
    }

    fn fields(&self) -> Vec<FieldFault> {
        let pointer = |key: &str| format!("/{}", key.replace(['.', '['], "/").replace(']', ""));
        self.0
            .iter()
            .map(|finding| FieldFault {
                pointer: pointer(&finding.key),
                code: finding.code,
                vietnamese: finding.detail.clone(),
                english: format!("{}: {}", finding.key, finding.code),
            })
            .collect()
    }
}
