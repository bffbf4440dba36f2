//! Moodle XML: <https://docs.moodle.org/en/Moodle_XML_format>. Holds all that Moodle knows of a
//! question, so more kinds than the bank: those are refused by their names.

mod read;
mod rich;
mod write;

#[cfg(test)]
mod tests;

use super::format::{Sample, Shape};
use super::xml;

pub(super) const SHAPE: Shape = Shape {
    word: "moodle",
    recognises,
    read: read::read,
    write: |book| Ok(write::write(book)),
};

/// Also the list inside of a course backup, so that it can be told what to export instead.
fn recognises(sample: &Sample) -> bool {
    let root = xml::root_name(sample.bytes);
    matches!(root.as_deref(), Some("quiz" | "MOODLE_BACKUP"))
}

/// What people call a kind that the bank does not hold.
fn kind_name(kind: &str) -> String {
    let name = match kind {
        "essay" => "tự luận",
        "match" | "matching" | "randomsamatch" => "ghép đôi",
        "cloze" | "multianswer" => "nhiều ô trống trong một đoạn (cloze)",
        "description" => "đoạn văn không có câu trả lời",
        "calculated" | "calculatedsimple" | "calculatedmulti" => "tính theo công thức",
        "ddwtos" | "ddimageortext" | "ddmarker" => "kéo thả",
        "gapselect" => "chọn từ điền vào chỗ trống",
        "ordering" => "sắp xếp thứ tự",
        "" => "không ghi loại",
        other => return other.chars().take(40).collect(),
    };
    name.to_owned()
}
