//! Plain data of the field: ids, instants, contest files, questions, people, attempts.
//!
//! Nothing here reads a clock, a file or a socket; small invariants only.

pub mod attempt;
pub mod contest;
pub mod desk;
pub mod draft;
pub mod id;
pub mod import;
pub mod law;
pub mod markup;
pub mod medium;
pub mod notice;
pub mod origin;
pub mod participant;
pub mod question;
pub mod review;
pub mod roster;
pub mod round;
pub mod running;
pub mod sameness;
pub mod staff;
pub mod standing;
pub mod text;
pub mod timestamp;
pub mod unit;
pub mod unit_list;
pub mod unit_registration;

pub use attempt::{Answer, Attempt, AttemptState, Outcome, Response, Slot};
pub use draft::{ContestDraft, ContestTemplate, TemplateBank};
pub use id::{
    AnnouncementId, AttemptId, BankId, ChangeId, ContestId, DraftId, ExclusionId, GrantId,
    ImportId, IncidentId, NotAnId, NoticeId, ParcelId, ParticipantId, ProposalId, QuestionId,
    RegistrationId, RoundId, StaffId, StaffLinkId, StaffSessionId, TemplateId, UnitId, VoidingId,
    WebhookId,
};
pub use law::LawDocument;
pub use medium::{Medium, PictureKind};
pub use notice::NoticeKind;
pub use origin::{NotAnOrigin, Origin};
pub use participant::{ConsentGiven, Guardian, HeldBy, Participant};
pub use question::{
    Bank, DraftOption, Key, LawReference, QuestionContent, QuestionDraft, QuestionKind,
    QuestionOption, QuestionStatus, QuestionVersion,
};
pub use review::Verdict;
pub use roster::{RosterCell, RosterFile, RosterRow};
pub use round::{ByHand, Contest, Round, RoundState};
pub use staff::{Role, Staff, StaffState};
pub use standing::RankKey;
pub use timestamp::{Millis, Timestamp, VIETNAM};
pub use unit::{AreaType, Unit, UnitDraft, UnitType};
pub use unit_list::{UnitColumn, UnitFile, UnitRow};
pub use unit_registration::{UnitContact, UnitRegistration, WaitState};
