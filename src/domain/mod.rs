//! Plain data of the field: ids, instants, contest files, questions, people, attempts.
//!
//! Nothing here reads a clock, a file or a socket; small invariants only.

pub mod attempt;
pub mod contest;
pub mod desk;
pub mod id;
pub mod import;
pub mod law;
pub mod markup;
pub mod medium;
pub mod origin;
pub mod participant;
pub mod question;
pub mod review;
pub mod round;
pub mod sameness;
pub mod staff;
pub mod standing;
pub mod text;
pub mod timestamp;
pub mod unit;

pub use attempt::{Answer, Attempt, AttemptState, Outcome, Response, Slot};
pub use id::{
    AttemptId, BankId, ContestId, ImportId, NotAnId, ParticipantId, ProposalId, QuestionId,
    RoundId, StaffId, UnitId, VoidingId,
};
pub use law::LawDocument;
pub use medium::{Medium, PictureKind};
pub use origin::{NotAnOrigin, Origin};
pub use participant::{ConsentGiven, Guardian, Participant};
pub use question::{
    Bank, DraftOption, Key, LawReference, QuestionContent, QuestionDraft, QuestionKind,
    QuestionOption, QuestionStatus, QuestionVersion,
};
pub use review::Verdict;
pub use round::{ByHand, Contest, Round, RoundState};
pub use staff::{Role, Staff};
pub use standing::RankKey;
pub use timestamp::{Millis, Timestamp, VIETNAM};
pub use unit::{AreaType, Unit, UnitDraft, UnitType};
