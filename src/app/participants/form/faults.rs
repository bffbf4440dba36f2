//! Faults of single fields, in both languages.

use crate::app::FieldFault;

/// A fault of the field at that JSON pointer.
pub fn fault(
    pointer: String,
    code: &'static str,
    vietnamese: impl Into<String>,
    english: impl Into<String>,
) -> FieldFault {
    FieldFault {
        pointer,
        code,
        vietnamese: vietnamese.into(),
        english: english.into(),
    }
}

/// A field that must be filled in was not.
pub fn required(pointer: String) -> FieldFault {
    fault(
        pointer,
        "field.required",
        "Mục này cần được điền.",
        "Please fill this in.",
    )
}

/// A field that the contest does not ask for.
pub fn unknown_field(parent: &str, key: &str) -> FieldFault {
    fault(
        pointer(parent, key),
        "field.unknown",
        "Cuộc thi không hỏi mục này.",
        "The contest does not ask for this field.",
    )
}

/// RFC 6901; a key of the sender's choice is cut to a length that can be shown.
pub fn pointer(parent: &str, key: &str) -> String {
    let key: String = key.chars().take(64).collect();
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}
