//! Faults of a form that staff fill in.

use crate::app::{FieldFault, Language, Refusal};

/// What of a form can't be taken; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} fields can't be taken, the first at {}", .0.len(), .0.first().map_or("", |f| f.pointer.as_str()))]
pub struct Faults(pub Vec<FieldFault>);

impl Refusal for Faults {
    fn code(&self) -> &'static str {
        "field.invalid"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Có mục chưa đúng; hãy xem từng mục được đánh dấu.",
            Language::English => "Some fields need another look; each is marked.",
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        self.0.clone()
    }
}
