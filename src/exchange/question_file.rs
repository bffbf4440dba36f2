//! What reading and writing a question file gives.

use super::finding::{At, Finding, Unreadable};
use super::format::{Format, detect};
use crate::domain::sameness::Fingerprint;
use crate::domain::text::is_unseen;
use crate::domain::{Bank, Medium, QuestionDraft, QuestionStatus, QuestionVersion};
use std::collections::{BTreeMap, HashMap};

/// Greatest size of a file as it lies there, in bytes.
const MAX_BYTES: usize = 50 << 20;

/// Longest source text that is kept for a question, in characters.
const MAX_SOURCE: usize = 4_000;

/// One thing in a file that means to be a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub at: At,
    /// The text that it was read from, as people see it in the file; for a person who compares.
    pub source: String,
    /// The question, as far as it could be read; whole if it is not refused.
    pub draft: Option<QuestionDraft>,
    /// What a person should look at, though the question is taken.
    pub warnings: Vec<Finding>,
    /// Why it can't be taken.
    pub refusal: Option<Finding>,
}

/// Why a question can't be taken, and what could be read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// The reason.
    pub finding: Finding,
    /// What a person can mend.
    pub draft: Option<Box<QuestionDraft>>,
}

impl From<Finding> for Refused {
    fn from(finding: Finding) -> Self {
        Self {
            finding,
            draft: None,
        }
    }
}

/// What a question file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionFile {
    /// In which format it was.
    pub format: Format,
    /// Code of the bank, if the file names one.
    pub code: Option<String>,
    /// Title of the bank, if the file has one.
    pub title: Option<String>,
    /// What meant to be questions, in the order of the file.
    pub entries: Vec<Entry>,
    /// What a person should know of the file as a whole.
    pub remarks: Vec<Finding>,
}

impl QuestionFile {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            code: None,
            title: None,
            entries: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Questions that can be taken, in the order of the file.
    pub fn drafts(&self) -> Vec<&QuestionDraft> {
        let taken = self.entries.iter().filter(|entry| entry.refusal.is_none());
        taken.filter_map(|entry| entry.draft.as_ref()).collect()
    }

    /// What a person should look at, of the file and of the questions that are taken.
    pub fn warnings(&self) -> Vec<&Finding> {
        let taken = self.entries.iter().filter(|entry| entry.refusal.is_none());
        let of_questions = taken.flat_map(|entry| &entry.warnings);
        self.remarks.iter().chain(of_questions).collect()
    }

    /// Why questions can't be taken: one finding each.
    pub fn refused(&self) -> Vec<&Finding> {
        let refusals = self.entries.iter().filter_map(|e| e.refusal.as_ref());
        refusals.collect()
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

    /// Takes a question with its warnings, or the reason why it is refused; `source` is the text
    /// that it was read from.
    pub fn push<R: Into<Refused>>(
        &mut self,
        at: At,
        source: &str,
        read: Result<(QuestionDraft, Vec<Finding>), R>,
    ) {
        let source = shown(source);
        let entry = match read {
            Ok((draft, mut warnings)) => {
                if draft.laws.is_empty() {
                    let detail = "Câu hỏi chưa có căn cứ pháp luật.";
                    warnings.push(Finding::new(&at, "import.no_citation", detail));
                }
                Entry {
                    refusal: self.first_of_its_kind(&at, &draft).err(),
                    at,
                    source,
                    draft: Some(draft),
                    warnings,
                }
            }
            Err(refused) => {
                let refused = refused.into();
                Entry {
                    at,
                    source,
                    draft: refused.draft.map(|draft| *draft),
                    warnings: Vec::new(),
                    refusal: Some(refused.finding),
                }
            }
        };
        self.file.entries.push(entry);
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

    /// Notes what a person should know of the file as a whole.
    pub fn warn(&mut self, finding: Finding) {
        self.file.remarks.push(finding);
    }

    pub fn finish(self, code: Option<String>, title: Option<String>) -> QuestionFile {
        QuestionFile {
            code,
            title,
            ..self.file
        }
    }
}

/// A text of the sender's choice, fit to be shown: without unseen signs, and not endless.
fn shown(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !is_unseen(*c));
    seen.take(MAX_SOURCE).collect()
}

/// A bank on its way into a file.
#[derive(Debug, Clone, Copy)]
pub struct Book<'a> {
    /// The bank.
    pub bank: &'a Bank,
    /// Its questions, in the order in which they are written.
    pub questions: &'a [QuestionVersion],
    /// The media that they show, by digest.
    pub media: &'a BTreeMap<String, Medium>,
    /// Whether key and explanations are written, in formats that can do without
    /// ([`Format::can_hide_keys`]).
    pub with_keys: bool,
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
        (Some(Format::Xlsx), Ok(other)) if other != Format::Xlsx => {
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
///
/// # Errors
/// [`Unwritable`] when the bank does not go into the format at all; what is left out of a file that
/// could be written stands in [`Written::lost`].
pub fn write_bank(book: &Book, format: Format) -> Result<Written, Unwritable> {
    if !book.with_keys && !format.can_hide_keys() {
        return Err(Unwritable(format!(
            "Dạng {format} luôn mang đáp án; bản không có đáp án chỉ có ở dạng docx."
        )));
    }
    let mut written = format.write(book)?;
    written.lost.extend(statuses(book));
    Ok(written)
}

/// Questions that are not approved look in a file like all others: whoever brings them in again says
/// anew what they are.
fn statuses(book: &Book) -> impl Iterator<Item = Finding> {
    [
        (QuestionStatus::Draft, "là bản nháp"),
        (QuestionStatus::Checked, "chờ duyệt"),
        (QuestionStatus::Retired, "đã ngừng dùng"),
    ]
    .into_iter()
    .filter_map(|(status, word)| {
        let questions = book.questions.iter().filter(|q| q.status == status);
        let count = questions.count();
        let detail = format!("Tệp không ghi rằng {count} câu hỏi {word}.");
        (count > 0).then(|| Finding::new(&At::File, "export.status", detail))
    })
}

/// Whether two drafts are the same question: stem (but for white space), set of options, media.
pub fn same_question(a: &QuestionDraft, b: &QuestionDraft) -> bool {
    a.fingerprint() == b.fingerprint()
}
