//! Where a bundle differs from what follows from it, and the sentence that says so.

use std::fmt;

/// What a bundle says there is not what follows from the rest of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{spot}: {said}, recomputed {found}")]
pub struct Difference {
    /// Where.
    pub spot: Spot,
    /// What the bundle says; empty where there is nothing to quote.
    pub said: String,
    /// What was recomputed, or what is wrong.
    pub found: String,
}

/// A place in a bundle. Its text is the same in every verifier: words and numbers, no sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The file can't be read as a bundle.
    Form,
    /// A file of attempts is not the one that the header lists.
    File(String),
    /// The commitment, the seed and the manifest do not belong together.
    Commitment,
    /// The commitment to the lot's seed, its root, or its beacon.
    Lot(&'static str),
    /// A question is not what was committed to.
    Question {
        /// Its id.
        id: String,
        /// Its version.
        version: i64,
    },
    /// A person of the list.
    Participant(i64),
    /// An attempt.
    Attempt {
        /// The person's number.
        number: i64,
        /// Which attempt of the person.
        ordinal: i64,
        /// Which part of it: `paper_hash`, `correct`, `missing`, …
        part: &'static str,
    },
    /// A response of an attempt.
    Slot {
        /// The person's number.
        number: i64,
        /// Which attempt of the person.
        ordinal: i64,
        /// Which question, from 1.
        slot: usize,
    },
    /// A receipt from outside.
    Receipt(String),
    /// What the prediction question turned out to be.
    Actual,
    /// A row of the standings.
    Standing {
        /// Which row, from 1.
        row: usize,
        /// The number of the person that should stand there.
        number: i64,
        /// Which part of it: `place`, `number`, `ordinal`, `group`, `values`, `missing`, `extra`.
        part: &'static str,
    },
    /// The root over all receipts.
    ReceiptsRoot,
    /// The digest of the bundle.
    Digest,
    /// Its signature.
    Signature,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("form"),
            Self::File(name) => write!(f, "file {name}"),
            Self::Commitment => f.write_str("commitment"),
            Self::Lot(part) => write!(f, "lot {part}"),
            Self::Question { id, version } => write!(f, "question {id} {version}"),
            Self::Participant(number) => write!(f, "participant {number}"),
            Self::Attempt {
                number,
                ordinal,
                part,
            } => write!(f, "attempt {number} {ordinal} {part}"),
            Self::Slot {
                number,
                ordinal,
                slot,
            } => write!(f, "attempt {number} {ordinal} slot {slot}"),
            Self::Receipt(code) => write!(f, "receipt {code}"),
            Self::Actual => f.write_str("actual_prediction"),
            Self::Standing { row, number, part } => write!(f, "standing {row} {number} {part}"),
            Self::ReceiptsRoot => f.write_str("receipts_root"),
            Self::Digest => f.write_str("digest"),
            Self::Signature => f.write_str("signature"),
        }
    }
}

impl Difference {
    /// At that place the bundle says one thing and another was found.
    pub fn new(spot: Spot, said: impl fmt::Display, found: impl fmt::Display) -> Self {
        Self {
            spot,
            said: said.to_string(),
            found: found.to_string(),
        }
    }

    /// The file can't be read as a bundle.
    pub fn form(why: impl fmt::Display) -> Self {
        Self::new(Spot::Form, "", why)
    }

    /// For people who read Vietnamese.
    pub fn vietnamese(&self) -> String {
        let Self { said, found, .. } = self;
        let place = match &self.spot {
            Spot::Form => return format!("Tệp không phải là hồ sơ kiểm chứng hợp lệ: {found}."),
            Spot::Digest => {
                return format!(
                    "Nội dung hồ sơ đã bị sửa: mã băm ghi trong hồ sơ là {said}, tính lại ra {found}."
                );
            }
            Spot::Signature => return format!("Chữ ký của hệ thống không khớp: {found}."),
            Spot::ReceiptsRoot => {
                return format!(
                    "Các bài nộp trong hồ sơ không phải là các bài đã cấp biên nhận: gốc cây biên nhận ghi {said}, tính lại ra {found}. Có bài bị sửa, bị bỏ hoặc bị thêm; đưa biên nhận vào (--receipt) để biết bài nào."
                );
            }
            Spot::File(name) => format!("Tệp bài làm {name}"),
            Spot::Commitment => "Cam kết (hạt giống và danh sách câu hỏi)".to_owned(),
            Spot::Lot(part) => format!("Phần bốc thăm, mục {part}"),
            Spot::Question { id, version } => {
                format!("Câu hỏi {id}, phiên bản {version} (nội dung, đáp án hoặc muối)")
            }
            Spot::Participant(number) => format!("Người dự thi số {number}"),
            Spot::Attempt {
                number,
                ordinal,
                part,
            } => format!("Bài làm của người số {number}, lượt {ordinal}, mục {part}"),
            Spot::Slot {
                number,
                ordinal,
                slot,
            } => format!("Bài làm của người số {number}, lượt {ordinal}, câu {slot}"),
            Spot::Receipt(code) => format!("Biên nhận {code}"),
            Spot::Actual => "Đáp số của câu hỏi dự đoán".to_owned(),
            Spot::Standing { row, number, part } => {
                format!("Bảng xếp hạng, dòng {row} (người số {number}), mục {part}")
            }
        };
        match said.as_str() {
            "" => format!("{place}: {found}."),
            said => format!("{place}: hồ sơ ghi {said}, tính lại ra {found}."),
        }
    }

    /// For people who read English.
    pub fn english(&self) -> String {
        let Self { said, found, .. } = self;
        let place = match &self.spot {
            Spot::Form => return format!("The file is not a valid proof bundle: {found}."),
            Spot::Digest => {
                return format!(
                    "The bundle was changed: it says its digest is {said}, recomputed {found}."
                );
            }
            Spot::Signature => return format!("The signature does not hold: {found}."),
            Spot::ReceiptsRoot => {
                return format!(
                    "The attempts of the bundle are not those that receipts were given for: the root of receipts is said to be {said}, recomputed {found}. An attempt was changed, left out or added; give receipts (--receipt) to learn which."
                );
            }
            Spot::File(name) => format!("File of attempts {name}"),
            Spot::Commitment => "The commitment (seed and manifest)".to_owned(),
            Spot::Lot(part) => format!("The lot, {part}"),
            Spot::Question { id, version } => {
                format!("Question {id}, version {version} (content, key or salt)")
            }
            Spot::Participant(number) => format!("Participant {number}"),
            Spot::Attempt {
                number,
                ordinal,
                part,
            } => format!("Attempt of participant {number}, ordinal {ordinal}, {part}"),
            Spot::Slot {
                number,
                ordinal,
                slot,
            } => format!("Attempt of participant {number}, ordinal {ordinal}, slot {slot}"),
            Spot::Receipt(code) => format!("Receipt {code}"),
            Spot::Actual => "The actual value of the prediction".to_owned(),
            Spot::Standing { row, number, part } => {
                format!("Standings, row {row} (participant {number}), {part}")
            }
        };
        match said.as_str() {
            "" => format!("{place}: {found}."),
            said => format!("{place}: the bundle says {said}, recomputed {found}."),
        }
    }
}
