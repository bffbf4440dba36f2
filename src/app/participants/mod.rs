//! People: registering, coming back, seeing oneself, getting a new code.

mod admission;
mod alias;
mod card;
mod complete;
mod contact;
mod eligible;
mod extra_time;
mod form;
mod identity;
mod me;
mod office;
mod phone;
mod register;
mod reissue;
mod replay;
mod request;
mod roster;
mod sign_in;

pub use card::{Card, Registered};
pub use complete::{CompleteError, Completing};
pub(in crate::app) use contact::{email_address, phone_number};
pub use eligible::{NotEligible, PeopleListError, PeopleListed};
pub use extra_time::{ExtraTime, ExtraTimeError};
pub use form::consents_asked;
pub use me::{AttemptLine, Me, OwnResult, Profile, UnitName};
pub use office::{
    ConsentLine, GuardianLine, HistoryLine, MatrixExport, OfficeError, PeopleExport, PeopleList,
    PeopleQuery, PersonAttempt, PersonDetail, PersonState, PersonView, SheetCell,
};
pub use register::{FormFaults, RegisterError};
pub use reissue::{ReissueError, Reissued};
pub use request::{ConsentChoice, ConsentVersion, GuardianForm, Registering, SigningIn};
pub use roster::{RosterError, RosterTaken, Slip, TakingRoster};
pub use sign_in::{SignInError, Welcome};
