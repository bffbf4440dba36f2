//! The desk of a round that is over: who stands for which prize, looking into an attempt, voids and
//! objections, marking anew, and publication by two people.
//!
//! Whatever changes what a result rests on makes the next result by counting everything anew; the
//! ones before stay as they are.

mod allotment;
mod by_command;
mod cards;
mod change;
mod dossier;
mod error;
mod names;
mod order;
mod preview;
mod prizes;
mod proposals;
mod publish;
mod remark;
mod results;
mod rulings;
mod traces;
mod view;
mod void;

pub use by_command::TwoStaff;
pub use change::RoundNow;
pub(in crate::app) use change::published_version;
pub use dossier::{Dossier, DossierAnswer, DossierAttempt, DossierQuestion, ToldSignal};
pub use error::DeskError;
pub use names::Who;
pub use preview::{MarksOf, MovedPerson, MovedPrize, Preview, TotalOfMarks, TotalOfPlaces};
pub use proposals::{NewProposal, ProposalView};
pub use results::{ResultEntry, ResultList, ResultSummary, ResultVersion};
pub use rulings::ListedRuling;
pub(in crate::app) use rulings::Rulings;
pub use view::{
    Both, PassedView, PersonCard, PrizeView, PrizesOfContest, PrizesOfRound, SubjectCard, TieView,
    WinnerView,
};
pub use void::{AppealView, VoidRequest, VoidingView};

use crate::domain::text;

/// Longest reason or objection, in characters.
const LONGEST: usize = 4_000;

/// A reason that people will read; empty is none.
fn reason(pointer: &'static str, given: &str) -> Result<String, DeskError> {
    match text::passage(given, LONGEST) {
        Ok(reason) if !reason.trim().is_empty() => Ok(reason),
        _ => Err(DeskError::Reason { pointer }),
    }
}
