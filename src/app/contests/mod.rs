//! Contests: applying a contest file, showing it, and what the public sees of it.

mod address;
mod apply;
mod check;
mod file_text;
mod finding;
mod lock;
mod memory;
mod package;
mod partial;
mod rules;
pub mod schema;
mod show;
mod source;
mod view;

pub(in crate::app) use address::{address_of, free_address};
pub use apply::{Applied, AppliedRound, ApplyError};
pub(in crate::app) use apply::{Depth, Look, Onto, unknown_units};
pub(in crate::app) use check::check as check_file;
pub(in crate::app) use file_text::{quoted, to_toml};
pub(in crate::app) use finding::Findings;
pub use finding::{Finding, Invalid};
pub use lock::Locked;
pub use memory::Known;
pub(super) use memory::Memory;
pub use package::Package;
pub(in crate::app) use partial::Partial;
pub(in crate::app) use rules::rules_page;
pub use rules::{RulesPage, RulesSection};
pub use show::{BankBeyond, ShowError};
pub(in crate::app) use source::document as file_document;
pub use view::{
    AttemptLimit, BeaconView, ContestFilter, ContestList, ContestState, ContestView, Document,
    FieldView, ManagedContest, ManagedList, ManagedQuery, ManagedRound, ManagedUnit, Organiser,
    PredictionView, PublishView, RankingView, RegistrationView, RoundTotals, RoundView, WindowView,
};
