//! Why there is no proof bundle, or not yet.

use super::Held;
use crate::app::staff::Forbidden;
use crate::app::{Absent, Language, NotFound, Refusal};
use crate::store::StoreError;

/// Why no bundle was written.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// No such contest or round, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The round is not closed.
    #[error("the round is not closed")]
    NotClosed,
    /// Its keys may not leave the server now.
    #[error("its keys may not be public now: {0:?}")]
    KeysHeld(Held),
    /// The file could not be written.
    #[error("the bundle could not be written: {0}")]
    File(#[from] std::io::Error),
}

impl From<StoreError> for ProofError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for ProofError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for ProofError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Forbidden(forbidden) => forbidden.code(),
            Self::NotClosed => "proof.not_closed",
            Self::KeysHeld(_) => "proof.keys_held",
            Self::File(_) => "storage_full",
        }
    }

    fn detail(&self, language: Language) -> String {
        let vietnamese = language == Language::Vietnamese;
        match self {
            Self::Absent(absent) => absent.detail(language),
            Self::Forbidden(forbidden) => forbidden.detail(language),
            Self::NotClosed if vietnamese => {
                "Vòng thi chưa đóng nên chưa có hồ sơ kiểm chứng.".to_owned()
            }
            Self::NotClosed => {
                "The round is not closed, so there is no proof of it yet.".to_owned()
            }
            Self::KeysHeld(held) if vietnamese => {
                let why = match held {
                    Held::Never => {
                        "thể lệ của vòng thi không công bố đáp án (publish.key = never)".to_owned()
                    }
                    Held::UntilRoundClose => "vòng thi chưa đóng".to_owned(),
                    Held::UntilContestClose(round) => format!(
                        "thể lệ công bố đáp án khi mọi vòng của cuộc thi đã đóng, mà vòng «{round}» chưa đóng"
                    ),
                    Held::ByRound { contest, round } => format!(
                        "vòng «{round}» của cuộc thi «{contest}» còn chờ mở hoặc đang mở và có thể bốc những câu hỏi này"
                    ),
                };
                format!("Chưa công bố được hồ sơ kiểm chứng, vì hồ sơ chứa đáp án: {why}.")
            }
            Self::KeysHeld(held) => {
                let why = match held {
                    Held::Never => {
                        "the rules of the round publish no keys (publish.key = never)".to_owned()
                    }
                    Held::UntilRoundClose => "the round is not closed".to_owned(),
                    Held::UntilContestClose(round) => format!(
                        "the rules publish keys when all rounds of the contest are closed, and round \"{round}\" is not"
                    ),
                    Held::ByRound { contest, round } => format!(
                        "round \"{round}\" of contest \"{contest}\", scheduled or open, may draw these questions"
                    ),
                };
                format!("The proof can't be public yet, as it holds the keys: {why}.")
            }
            Self::File(_) if vietnamese => "Không ghi được hồ sơ kiểm chứng ra đĩa.".to_owned(),
            Self::File(_) => "The proof could not be written to the disk.".to_owned(),
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            _ => None,
        }
    }
}
