//! What reading and writing a question file gives.

use super::finding::{At, Finding, Unreadable};
use super::format::{Format, detect};
use crate::domain::sameness::Fingerprint;
use crate::domain::{Bank, QuestionDraft, QuestionVersion};
use std::collections::HashMap;

/// Greatest size of a file as it lies there, in bytes.
const MAX_BYTES: usize = 50 << 20;

/// What a question file holds. `questions` = drafts + refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionFile {
    /// In which format it was.
    pub format: Format,
    /// Code of the bank, if the file names one.
    pub code: Option<String>,
    /// Title of the bank, if the file has one.
    pub title: Option<String>,
    /// How many rows or entries meant to be questions.
    pub questions: usize,
    /// Questions that can be taken, in the order of the file.
    pub drafts: Vec<(At, QuestionDraft)>,
    /// What a person should look at, though the question is taken.
    pub warnings: Vec<Finding>,
    /// Questions that can't be taken: one finding each.
    pub refused: Vec<Finding>,
}

impl QuestionFile {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            code: None,
            title: None,
            questions: 0,
            drafts: Vec::new(),
            warnings: Vec::new(),
            refused: Vec::new(),
        }
    }
}

/// Collects the questions of a file while it is read, and finds those that stand in it twice.
pub(super) struct Collector {
    file: QuestionFile,
    seen: HashMap<Fingerprint, String>,
    codes: HashMap<String, String>,
}

impl Collector {
    pub fn new(format: Format) -> Self {
        Self {
            file: QuestionFile::new(format),
            seen: HashMap::new(),
            codes: HashMap::new(),
        }
    }

    /// Takes a question with its warnings, or the reason why it is refused.
    pub fn push(&mut self, at: At, read: Result<(QuestionDraft, Vec<Finding>), Finding>) {
        self.file.questions += 1;
        let sound = read.and_then(|(draft, warnings)| {
            self.first_of_its_kind(&at, &draft)?;
            Ok((draft, warnings))
        });
        match sound {
            Ok((draft, warnings)) => {
                self.file.warnings.extend(warnings);
                if draft.laws.is_empty() {
                    self.file.warnings.push(Finding::new(
                        &at,
                        "import.no_citation",
                        "Câu hỏi chưa có căn cứ pháp luật.",
                    ));
                }
                self.file.drafts.push((at, draft));
            }
            Err(refusal) => self.file.refused.push(refusal),
        }
    }

    fn first_of_its_kind(&mut self, at: &At, draft: &QuestionDraft) -> Result<(), Finding> {
        let fingerprint = draft.fingerprint();
        if let Some(first) = self.seen.get(&fingerprint) {
            let detail = format!("Trùng câu hỏi và các phương án với {first}.");
            return Err(Finding::new(at, "import.duplicate", detail));
        }
        if let Some(code) = &draft.code {
            if let Some(first) = self.codes.get(code) {
                let detail = format!("Mã {code} đã dùng ở {first}.");
                return Err(Finding::new(at, "import.duplicate", detail));
            }
            self.codes.insert(code.clone(), at.to_string());
        }
        self.seen.insert(fingerprint, at.to_string());
        Ok(())
    }

    pub fn warn(&mut self, finding: Finding) {
        self.file.warnings.push(finding);
    }

    pub fn finish(self, code: Option<String>, title: Option<String>) -> QuestionFile {
        QuestionFile {
            code,
            title,
            ..self.file
        }
    }
}

/// A bank as a file, and what the format could not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What of the bank is not in it.
    pub lost: Vec<Finding>,
}

/// The bank does not go into that format at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unwritable(pub String);

/// Reads the questions of a file; without a format, it is found by [`detect`].
///
/// # Errors
/// [`Unreadable`] when nothing in the file can be taken as questions; single questions that are
/// refused stand in [`QuestionFile::refused`].
pub fn read_questions(
    bytes: &[u8],
    file_name: &str,
    format: Option<Format>,
) -> Result<QuestionFile, Unreadable> {
    within_size(bytes)?;
    let found = match (format, detect(bytes, file_name)) {
        // A spreadsheet that was asked for, and is another thing inside.
        (Some(Format::Xlsx), Ok(Format::Json | Format::Csv)) => {
            return Err(Unreadable::new(
                "import.not_xlsx",
                "Tệp không phải XLSX: bên trong là nội dung khác.",
            ));
        }
        (Some(format), Ok(_)) => format,
        (None, found) | (_, found @ Err(_)) => found?,
    };
    found.read(bytes)
}

/// Refuses files that are larger than any list that people make by hand.
pub(super) fn within_size(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.len() > MAX_BYTES {
        let detail = format!("Tệp quá lớn: tối đa {} MiB.", MAX_BYTES >> 20);
        return Err(Unreadable::new("import.file_too_large", detail));
    }
    Ok(())
}

/// Writes a bank with these questions, in their order.
pub fn write_bank(
    bank: &Bank,
    questions: &[QuestionVersion],
    format: Format,
) -> Result<Written, Unwritable> {
    format.write(bank, questions)
}

/// Whether two drafts are the same question: stem (but for white space), set of options, media.
pub fn same_question(a: &QuestionDraft, b: &QuestionDraft) -> bool {
    a.fingerprint() == b.fingerprint()
}
