//! What the question formats of learning platforms share: texts with pictures on their way in,
//! marks in percent, numbers, categories, and how what is not kept is told.

pub(super) mod archive;
pub(super) mod category;
pub(super) mod entities;
pub(super) mod lost;
pub(super) mod marks;
pub(super) mod markup;
pub(super) mod number;
pub(super) mod out;
pub(super) mod tag;
pub(super) mod taking;
pub(super) mod wildcard;

use super::finding::{At, Finding};
use super::question_file::{Book, Unwritable, Written};

/// The place of the n-th question (from 1) that begins on a line.
pub(super) fn place(nth: usize, line: usize) -> At {
    At::Path(format!("câu {nth}, dòng {line}"))
}

/// The refusal of a kind of question that the bank does not hold. `kind` in Vietnamese: “ghép đôi”.
pub(super) fn kind_not_held(at: &At, kind: &str) -> Finding {
    let detail = format!("Loại câu hỏi này ngân hàng chưa giữ: {kind}.");
    Finding::new(at, "import.kind_not_held", detail)
}

/// Writing a format that is only read.
pub(super) fn read_only(_: &Book) -> Result<Written, Unwritable> {
    Err(Unwritable(
        "Dạng này chỉ đọc được. Hãy xuất dạng json, xlsx, gift, moodle, qti21 hoặc qti30."
            .to_owned(),
    ))
}
