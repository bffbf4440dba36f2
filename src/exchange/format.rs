//! Which formats there are, and which of them a file is.

use super::finding::Unreadable;
use super::question_file::{Book, QuestionFile, Unwritable, Written};
use super::{aiken, blackboard, csv, foreign, gift, json, moodle, qti, word, xlsx};
use std::fmt;

/// A format of question files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `thiluat-bank/1`: everything that a bank holds.
    Json,
    /// A table as text.
    Csv,
    /// A table of a spreadsheet program.
    Xlsx,
    /// A paper typed in a word processor.
    Docx,
    /// Moodle's text format.
    Gift,
    /// Moodle's XML.
    Moodle,
    /// QTI 1.2, read only.
    Qti12,
    /// QTI 2.0 to 2.2; written as 2.1.
    Qti21,
    /// QTI 3.0.
    Qti30,
    /// The plainest text format: one right answer, nothing else.
    Aiken,
    /// The text that Blackboard takes, read only.
    Blackboard,
}

impl Format {
    /// All formats, in the order in which a file is tried against them: the surest sign first.
    pub const ALL: [Self; 11] = [
        Self::Xlsx,
        Self::Docx,
        Self::Qti30,
        Self::Qti21,
        Self::Qti12,
        Self::Moodle,
        Self::Aiken,
        Self::Blackboard,
        Self::Gift,
        Self::Json,
        Self::Csv,
    ];

    fn shape(self) -> &'static Shape {
        match self {
            Self::Json => &json::SHAPE,
            Self::Csv => &csv::SHAPE,
            Self::Xlsx => &xlsx::SHAPE,
            Self::Docx => &word::SHAPE,
            Self::Gift => &gift::SHAPE,
            Self::Moodle => &moodle::SHAPE,
            Self::Qti12 => &qti::QTI_12,
            Self::Qti21 => &qti::QTI_21,
            Self::Qti30 => &qti::QTI_30,
            Self::Aiken => &aiken::SHAPE,
            Self::Blackboard => &blackboard::SHAPE,
        }
    }

    /// The word for it in commands and replies: `json`, `csv`, `xlsx`, `docx`.
    pub fn word(self) -> &'static str {
        self.shape().word
    }

    /// The usual ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Moodle => "xml",
            Self::Aiken | Self::Blackboard => "txt",
            Self::Qti12 | Self::Qti21 | Self::Qti30 => "zip",
            _ => self.word(),
        }
    }

    /// The format of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    pub(super) fn read(self, bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
        (self.shape().read)(bytes)
    }

    pub(super) fn write(self, book: &Book) -> Result<Written, Unwritable> {
        (self.shape().write)(book)
    }

    /// Whether a file of this format can do without key and explanations: a paper to print.
    pub fn can_hide_keys(self) -> bool {
        self == Self::Docx
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a format gives to this room.
pub(super) struct Shape {
    /// Its word, which is also the ending of its files but for those that [`Format::ending`] names.
    pub word: &'static str,
    /// Whether content (and, where that can't tell, the name) looks like it.
    pub recognises: fn(&Sample) -> bool,
    /// Reads questions.
    pub read: fn(&[u8]) -> Result<QuestionFile, Unreadable>,
    /// Writes a bank.
    pub write: fn(&Book) -> Result<Written, Unwritable>,
}

/// What a format may look at to recognise a file.
pub(super) struct Sample<'a> {
    /// All bytes.
    pub bytes: &'a [u8],
    /// Ending of the file's name in lower case, without the dot; empty if there is none.
    pub ending: String,
}

impl<'a> Sample<'a> {
    fn new(bytes: &'a [u8], file_name: &str) -> Self {
        let ending = match file_name.rsplit_once('.') {
            Some((_, ending)) if !ending.contains(['/', '\\']) => ending.to_lowercase(),
            _ => String::new(),
        };
        Self { bytes, ending }
    }

    /// A ZIP archive, to judge by its first bytes.
    pub fn is_zip(&self) -> bool {
        self.bytes.starts_with(b"PK\x03\x04") || self.bytes.starts_with(b"PK\x05\x06")
    }

    /// The first byte that is neither a byte order mark nor white space.
    pub fn first_sign(&self) -> Option<u8> {
        let bytes = self
            .bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(self.bytes);
        bytes.iter().copied().find(|b| !b.is_ascii_whitespace())
    }

    /// The container of Office files before 2007 and of Office files with a password.
    fn is_ole(&self) -> bool {
        self.bytes.starts_with(b"\xD0\xCF\x11\xE0")
    }

    fn claims_document(&self) -> bool {
        matches!(self.ending.as_str(), "docx" | "docm" | "doc")
    }

    fn claims_spreadsheet(&self) -> bool {
        matches!(self.ending.as_str(), "xlsx" | "xlsm" | "xls")
    }
}

/// Finds the format of a file by its content; the name only decides what content can't, and
/// turns a plain "unknown" into what is really wrong.
pub fn detect(bytes: &[u8], file_name: &str) -> Result<Format, Unreadable> {
    let sample = Sample::new(bytes, file_name);
    if sample.first_sign().is_none() {
        return Err(Unreadable::new("import.empty", "Tệp trống."));
    }
    if sample.is_ole() {
        return Err(ole(&sample));
    }
    if let Some(refusal) = foreign::named(&sample) {
        return Err(refusal);
    }
    let found = Format::ALL
        .into_iter()
        .find(|format| (format.shape().recognises)(&sample));
    match found {
        Some(Format::Xlsx) if sample.ending == "xlsm" => Err(Unreadable::new(
            "import.macro",
            "Tệp có thể chứa macro (.xlsm). Hãy lưu lại dưới dạng .xlsx.",
        )),
        Some(Format::Docx) if sample.ending == "docm" => Err(Unreadable::new(
            "import.macro",
            "Tệp có thể chứa macro (.docm). Hãy lưu lại dưới dạng .docx.",
        )),
        Some(found @ (Format::Xlsx | Format::Docx)) => Ok(found),
        _ if sample.claims_spreadsheet() => Err(Unreadable::new(
            "import.not_xlsx",
            "Tệp không phải XLSX: bên trong là nội dung khác. \
             Hãy mở tệp bằng Excel hoặc LibreOffice rồi lưu lại dưới dạng .xlsx.",
        )),
        _ if sample.claims_document() => Err(Unreadable::new(
            "import.not_docx",
            "Tệp không phải DOCX: bên trong là nội dung khác. \
             Hãy mở tệp bằng Word hoặc LibreOffice rồi lưu lại dưới dạng .docx.",
        )),
        Some(format) => Ok(format),
        None => Err(Unreadable::new(
            "import.format_unknown",
            "Không nhận ra định dạng của tệp. Nhận các tệp DOCX, XLSX, CSV, JSON (thiluat-bank/1), GIFT, Aiken, \
             Moodle XML, và QTI 1.2, 2.x, 3.0 (.xml hoặc gói .zip).",
        )),
    }
}

fn ole(sample: &Sample) -> Unreadable {
    // Names in that container are UTF-16.
    let marker: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let encrypted = sample
        .bytes
        .windows(marker.len())
        .any(|window| window == marker);
    if encrypted {
        Unreadable::new(
            "import.encrypted",
            "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.",
        )
    } else if sample.claims_document() {
        Unreadable::new(
            "import.not_docx",
            "Tệp không phải DOCX mà là dạng Word cũ (.doc). Hãy lưu lại dưới dạng .docx.",
        )
    } else {
        Unreadable::new(
            "import.not_xlsx",
            "Tệp không phải XLSX mà là dạng Office cũ (.xls, .doc). Hãy lưu lại dưới dạng .xlsx.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8], name: &str) -> &'static str {
        detect(bytes, name).expect_err("refused").code
    }

    #[test]
    fn content_decides_before_the_name() {
        assert_eq!(detect(b" {\"format\":1}", "bank.csv"), Ok(Format::Json));
        assert_eq!(
            detect(b"\xEF\xBB\xBFquestion,key\n", "bank.txt"),
            Ok(Format::Csv)
        );
        assert_eq!(detect(b"question;key\n", "bank"), Ok(Format::Csv));
    }

    #[test]
    fn a_wrong_name_is_explained() {
        assert_eq!(code(b"<html><table>", "bank.xlsx"), "import.not_xlsx");
        assert_eq!(code(b"question,key\n", "bank.xlsx"), "import.not_xlsx");
        assert_eq!(code(b"<html><table>", "bank.html"), "import.format_unknown");
        assert_eq!(code(b"%PDF-1.7", "bank.pdf"), "import.format_unknown");
        assert_eq!(code(b"\xD0\xCF\x11\xE0....", "bank.xls"), "import.not_xlsx");
        assert_eq!(code(b" \n", "bank.csv"), "import.empty");
        let mut locked = b"\xD0\xCF\x11\xE0".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(code(&locked, "bank.xlsx"), "import.encrypted");
    }
}
