//! Tables of spreadsheet programs (Office Open XML).

mod cells;
mod write;

pub(super) use write::workbook;

#[cfg(test)]
pub(super) mod fixture;
#[cfg(test)]
mod tests;

use super::finding::Unreadable;
use super::format::{Format, Sample, Shape};
use super::package;
use super::question_file::QuestionFile;
use super::sheet::{self, Fit, Sheet};

pub(super) const SHAPE: Shape = Shape {
    word: "xlsx",
    recognises,
    read,
    write: write::write,
};

fn recognises(sample: &Sample) -> bool {
    sample.is_zip() && package::has_entry(sample.bytes, "xl/workbook.xml")
}

fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    sheet::questions::questions(Format::Xlsx, &sheet(bytes, sheet::questions::fit)?)
}

/// The first visible sheet of a workbook that fits, or its first one if none does.
pub(super) fn sheet(bytes: &[u8], fit: Fit) -> Result<Sheet, Unreadable> {
    package::check(bytes)?;
    // The parser has paths that panic on contradictory cells; a file must not end the thread
    // that serves others too.
    std::panic::catch_unwind(|| cells::sheet(bytes, fit)).unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> Unreadable {
    Unreadable::new(
        "import.damaged",
        "Tệp XLSX bị hỏng, không đọc được. Hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.",
    )
}
