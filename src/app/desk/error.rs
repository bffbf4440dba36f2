//! Why the desk says no.

use crate::app::rounds::CloseError;
use crate::app::staff::{Forbidden, StepUp};
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::store::StoreError;

/// Why something was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No such round, person or proposal, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// He has to prove anew who he is.
    #[error(transparent)]
    StepUp(#[from] StepUp),
    /// The next result could not be made.
    #[error(transparent)]
    Close(#[from] CloseError),
    /// A reason or a text is missing, too long, or can't be read.
    #[error("no text at {pointer}")]
    Reason {
        /// Where, as a JSON pointer.
        pointer: &'static str,
    },
    /// The round is not over, or has no result.
    #[error("the round is not closed")]
    NotClosed,
    /// There is no handed-in attempt that counts.
    #[error("nothing to make void")]
    NothingToVoid,
    /// The time for an objection has passed.
    #[error("too late to object")]
    AppealLate,
    /// There was an objection already.
    #[error("there was an objection already")]
    AppealExists,
    /// There is no objection, or it was decided.
    #[error("no open objection")]
    NoAppeal,
    /// It takes another person.
    #[error("it takes another person")]
    SamePerson,
    /// It takes somebody who is signed in: the machine's command line has no name.
    #[error("it takes a member of staff by name")]
    Nameless,
    /// The proposal was decided or taken back before.
    #[error("the proposal was ended before")]
    Ended,
    /// There is a newer result than the one that the proposal is about.
    #[error("there is a newer result")]
    Outdated,
    /// The newest result is published already.
    #[error("published already")]
    Published,
    /// Equals stand across a cut line.
    #[error("{prizes} prizes are undecided")]
    Undecided {
        /// How many prizes that is about.
        prizes: usize,
    },
    /// The round does not draw that question version.
    #[error("not a question of the round")]
    NotOfRound,
    /// The new key does not fit the question.
    #[error("the key does not fit the question")]
    BadKey,
    /// An order names nobody, or somebody twice.
    #[error("not an order")]
    BadOrder,
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Ended,
            other => Self::Absent(other.into()),
        }
    }
}

impl From<NotFound> for DeskError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for DeskError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Forbidden(forbidden) => forbidden.code(),
            Self::StepUp(refusal) => refusal.code(),
            Self::Close(close) => close.code(),
            Self::Reason { .. } => "desk.text",
            Self::NotClosed => "round.not_closed",
            Self::NothingToVoid => "void.nothing",
            Self::AppealLate => "appeal.late",
            Self::AppealExists => "appeal.exists",
            Self::NoAppeal => "appeal.none",
            Self::SamePerson => "two_people.same",
            Self::Nameless => "two_people.nameless",
            Self::Ended => "proposal.ended",
            Self::Outdated => "proposal.outdated",
            Self::Published => "result.published",
            Self::Undecided { .. } => "prizes.undecided",
            Self::NotOfRound => "remark.question",
            Self::BadKey => "remark.key",
            Self::BadOrder => "order.invalid",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Absent(absent) => return absent.detail(language),
            Self::Forbidden(forbidden) => return forbidden.detail(language),
            Self::StepUp(refusal) => return refusal.detail(language),
            Self::Close(close) => return close.detail(language),
            Self::Undecided { prizes } => {
                return match language {
                    Language::Vietnamese => format!(
                        "Còn {prizes} giải có người bằng nhau ở ranh giới. Hãy bốc thăm, hoặc ghi quyết định thứ tự để người khác duyệt, rồi mới công bố."
                    ),
                    Language::English => format!(
                        "{prizes} prizes have equals across the cut line. Draw lots, or propose an order for another person to approve, before publishing."
                    ),
                };
            }
            Self::Reason { .. } => (
                "Cần ghi rõ nội dung (tối đa 4.000 ký tự); người liên quan có quyền biết lý do.",
                "A text is needed (at most 4,000 characters); those concerned have a right to the reason.",
            ),
            Self::NotClosed => (
                "Vòng thi chưa đóng nên chưa có kết quả.",
                "The round is not closed, so there is no result yet.",
            ),
            Self::NothingToVoid => (
                "Không có bài nộp nào đang được tính để hủy.",
                "There is no handed-in attempt that counts.",
            ),
            Self::AppealLate => (
                "Đã hết hạn khiếu nại theo thể lệ (awards.appeal_days).",
                "The time for an objection has passed (awards.appeal_days).",
            ),
            Self::AppealExists => (
                "Quyết định này đã có khiếu nại.",
                "There was an objection to this already.",
            ),
            Self::NoAppeal => (
                "Chưa có khiếu nại, hoặc khiếu nại đã được giải quyết.",
                "There is no objection, or it was decided.",
            ),
            Self::SamePerson => (
                "Việc này cần hai người: người khác phải duyệt điều bạn đã đề xuất hoặc quyết định.",
                "This takes two people: somebody else has to decide on what you proposed or declared.",
            ),
            Self::Nameless => (
                "Việc này cần người của ban tổ chức đứng tên. Hãy đăng nhập, hoặc nêu tên bằng --by và --approved-by.",
                "This takes members of staff by name. Sign in, or name them with --by and --approved-by.",
            ),
            Self::Ended => (
                "Đề xuất này đã được duyệt, từ chối hoặc rút lại trước đó.",
                "The proposal was approved, refused or taken back before.",
            ),
            Self::Outdated => (
                "Đã có kết quả mới hơn kết quả mà đề xuất này dựa vào. Hãy xem lại và đề xuất lại.",
                "There is a newer result than the one this proposal rests on. Look again and propose anew.",
            ),
            Self::Published => (
                "Kết quả mới nhất đã được công bố.",
                "The newest result is published already.",
            ),
            Self::NotOfRound => (
                "Vòng thi này không bốc phiên bản câu hỏi đó.",
                "The round does not draw that version of the question.",
            ),
            Self::BadKey => (
                "Đáp án mới không hợp với dạng câu hỏi hoặc nêu phương án không có.",
                "The new key does not fit the kind of question, or names an option that is not there.",
            ),
            Self::BadOrder => (
                "Thứ tự cần nêu ít nhất hai người, mỗi người một lần.",
                "An order names at least two, each of them once.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        let pointer = match self {
            Self::Reason { pointer } => *pointer,
            Self::BadKey => "/what/remark/ruling",
            Self::BadOrder => "/what/order/subjects",
            _ => return Vec::new(),
        };
        vec![FieldFault {
            pointer: pointer.to_owned(),
            code: self.code(),
            vietnamese: self.detail(Language::Vietnamese),
            english: self.detail(Language::English),
        }]
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            _ => None,
        }
    }
}
