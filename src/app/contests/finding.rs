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

impl Finding {
    /// The key as a JSON pointer: `/rounds/0/blueprint/1/count`; empty for the file as a whole.
    pub fn pointer(&self) -> String {
        if self.key.is_empty() {
            return String::new();
        }
        format!("/{}", self.key.replace(['.', '['], "/").replace(']', ""))
    }

    /// What is wrong, in that language. Files are written in Vietnamese; English names the key and what
    /// kind of fault it is.
    pub fn told(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => self.detail.clone(),
            Language::English => english(self.code, &self.key),
        }
    }
}

fn english(code: &str, key: &str) -> String {
    let what = match code {
        "contest.key" => "the key is missing, empty or unknown",
        "contest.value" => "the value can't be used here",
        "contest.window" => "these times cross",
        "contest.blueprint" => "the blueprint can't be drawn: too few questions fit",
        "contest.bank" => "there is no such question bank",
        "contest.unit" => "there is no such unit",
        "contest.ranking" => "this is no criterion of a ranking",
        "contest.slug_taken" => "another contest has this address",
        "contest.slug_fixed" => "the address of a contest can't change",
        "contest.locked" => "people have begun, so this can't change any more",
        "contest.keys_shared" => {
            "other rounds draw the same questions; their keys stay unpublished until those rounds are over"
        }
        "contest.too_large" => "the file is larger than a contest file may be",
        "field.length" => "the text is too long",
        "text.invalid" => "there are characters that can't be seen or used",
        "json.syntax" => "this is not JSON",
        "toml.syntax" => "this is not TOML",
        _ => code,
    };
    if key.is_empty() {
        what.to_owned()
    } else {
        format!("{key}: {what}")
    }
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
pub(in crate::app) struct Findings(Vec<Finding>);

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

    /// All that was found.
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
    pub(in crate::app) fn one(
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
        self.0
            .iter()
            .map(|finding| FieldFault {
                pointer: finding.pointer(),
                code: finding.code,
                vietnamese: finding.told(Language::Vietnamese),
                english: finding.told(Language::English),
            })
            .collect()
    }
}
