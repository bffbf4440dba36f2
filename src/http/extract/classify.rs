//! From what serde says to what a person needs: place, code, sentence.
//!
//! serde tells kinds of error apart only in their words. Those words belong to serde's stable
//! interface in practice (`de::Error`'s provided methods write them), and tests hold them fast.

use super::super::problem::EdgeFault;
use super::scan::escape;
use serde_path_to_error::{Path, Segment};

/// The JSON pointer of a path.
pub(super) fn pointer(path: &Path) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", escape(key))),
            // The variant of an enum is no step in the text.
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// The fault behind serde's `message` about the value at `pointer`.
pub(super) fn fault(pointer: String, message: &str) -> EdgeFault {
    let message = message.split(" at line ").next().unwrap_or(message);
    if let Some(field) = quoted_after(message, "missing field ") {
        return EdgeFault::field(
            format!("{pointer}/{}", escape(field)),
            "field.required",
            format!("Thiếu mục {field}."),
            format!("The field {field} is missing."),
        );
    }
    if let Some(field) = quoted_after(message, "unknown field ") {
        let step = format!("/{}", escape(field));
        let pointer = if pointer.ends_with(&step) {
            pointer
        } else {
            pointer + &step
        };
        return EdgeFault::field(
            pointer,
            "json.unknown_field",
            format!("Không có mục nào tên là {field}."),
            format!("There is no field {field}."),
        );
    }
    if let Some(field) = quoted_after(message, "duplicate field ") {
        return EdgeFault::JsonDuplicateKey(format!("{pointer}/{}", escape(field)));
    }
    let (code, vietnamese, english) = if message.starts_with("invalid type") {
        (
            "field.type",
            "Sai kiểu dữ liệu.",
            "The value is of the wrong type.",
        )
    } else if message.starts_with("invalid value") || message.starts_with("number out of range") {
        (
            "field.range",
            "Giá trị nằm ngoài khoảng cho phép.",
            "The value is out of range.",
        )
    } else if message.starts_with("invalid length") {
        (
            "field.count",
            "Số lượng mục không đúng.",
            "The number of items is not right.",
        )
    } else if message.starts_with("unknown variant") {
        (
            "field.choice",
            "Giá trị không nằm trong các lựa chọn.",
            "The value is none of the choices.",
        )
    } else {
        (
            "field.invalid",
            "Giá trị không hợp lệ.",
            "The value is not valid.",
        )
    };
    EdgeFault::field(pointer, code, vietnamese.into(), english.into())
}

fn quoted_after<'m>(message: &'m str, start: &str) -> Option<&'m str> {
    message
        .strip_prefix(start)?
        .strip_prefix('`')?
        .split('`')
        .next()
}
