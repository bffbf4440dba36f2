//! How a use case says no.
//!
//! Every operation has an error enum of its own; what they share is this trait, from which one
//! place in `http` makes problem details and one place in `cli` makes a sentence.

use serde_json::{Map, Value};

/// The languages people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// English.
    English,
}

/// A fault in one field of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// JSON pointer, such as `/fields/phone`.
    pub pointer: String,
    /// Stable, dotted, English: `field.required`.
    pub code: &'static str,
    /// What is wrong, for people.
    pub vietnamese: String,
    /// The same in English.
    pub english: String,
}

impl FieldFault {
    /// The sentence in that language.
    pub fn detail(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vietnamese,
            Language::English => &self.english,
        }
    }
}

/// Why an operation was refused.
pub trait Refusal: std::error::Error + Send + Sync {
    /// Stable, dotted, English: `attempt.closed`. `http` maps it to a status.
    fn code(&self) -> &'static str;

    /// What happened, what is safe, what to do, in one or two sentences.
    fn detail(&self, language: Language) -> String;

    /// Faults of single fields.
    fn fields(&self) -> Vec<FieldFault> {
        Vec::new()
    }

    /// Further members of the problem: `deadline`, `opens_at`, `slots`, …
    fn facts(&self) -> Map<String, Value> {
        Map::new()
    }

    /// Seconds after which another try makes sense.
    fn retry_after_s(&self) -> Option<u32> {
        None
    }
}

/// Lets an error enum answer as the refusal that its method `refusal` picks.
macro_rules! refuses_through_its_cause {
    ($error:ty) => {
        impl $crate::app::Refusal for $error {
            fn code(&self) -> &'static str {
                self.refusal().code()
            }

            fn detail(&self, language: $crate::app::Language) -> String {
                self.refusal().detail(language)
            }

            fn fields(&self) -> Vec<$crate::app::FieldFault> {
                self.refusal().fields()
            }

            fn facts(&self) -> serde_json::Map<String, serde_json::Value> {
                self.refusal().facts()
            }

            fn retry_after_s(&self) -> Option<u32> {
                self.refusal().retry_after_s()
            }
        }
    };
}
pub(in crate::app) use refuses_through_its_cause;
