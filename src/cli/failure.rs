//! Why a command did not do what was asked, and how it says so.

use super::OpenError;
use super::keys_file::KeysError;
use crate::app::{Language, Refusal};
use crate::config::ConfigError;
use std::fmt;
use std::path::Path;

/// Why a command did not do what was asked: a sentence, and a line for each place that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Stable, dotted, English, where there is one.
    code: Option<&'static str>,
    sentence: String,
    places: Vec<String>,
}

impl Failure {
    /// A sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self {
            code: None,
            sentence: sentence.into(),
            places: Vec::new(),
        }
    }

    /// A sentence under a code.
    pub fn coded(code: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            code: Some(code),
            ..Self::new(sentence)
        }
    }

    /// The same with a line for each place that is wrong.
    #[must_use]
    pub fn at(mut self, places: impl IntoIterator<Item = String>) -> Self {
        self.places = places.into_iter().collect();
        self
    }

    /// A file that can't be read or written.
    pub fn file(file: &Path, cause: &std::io::Error) -> Self {
        use std::io::ErrorKind::{NotFound, PermissionDenied, StorageFull};
        let file = file.display();
        Self::new(match (cause.kind(), language()) {
            (NotFound, Language::Vietnamese) => format!("Không có tệp {file}."),
            (NotFound, Language::English) => format!("There is no file {file}."),
            (PermissionDenied, Language::Vietnamese) => {
                format!("Không có quyền đọc hoặc ghi {file}.")
            }
            (PermissionDenied, Language::English) => format!("No right to read or write {file}."),
            (StorageFull, Language::Vietnamese) => format!("Ổ đĩa đầy, không ghi được {file}."),
            (StorageFull, Language::English) => {
                format!("The disk is full: {file} can't be written.")
            }
            (_, Language::Vietnamese) => format!("Không dùng được tệp {file}: {cause}."),
            (_, Language::English) => format!("The file {file} can't be used: {cause}."),
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.sentence)?;
        for place in &self.places {
            write!(f, "\n  {place}")?;
        }
        Ok(())
    }
}

impl<R: Refusal> From<R> for Failure {
    fn from(refusal: R) -> Self {
        let language = language();
        let fields = refusal.fields();
        let place = |fault: &crate::app::FieldFault| {
            format!("{}: {}", fault.pointer, fault.detail(language))
        };
        // What only the log would say helps whoever stands at the machine.
        let cause = if refusal.code() == "internal" {
            format!(" ({refusal})")
        } else {
            String::new()
        };
        Self::coded(
            refusal.code(),
            format!("{}{cause}", refusal.detail(language)),
        )
        .at(fields.iter().map(place))
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<KeysError> for Failure {
    fn from(error: KeysError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::coded("config.invalid", error.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(format!("{error:#}"))
    }
}

/// English where the environment asks for it, Vietnamese otherwise.
pub fn language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok());
    match set {
        Some(locale) if locale.starts_with("en") => Language::English,
        _ => Language::Vietnamese,
    }
}
