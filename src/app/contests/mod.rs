//! Contests: applying a contest file, showing it, and what the public sees of it.

mod apply;
mod check;
mod finding;
mod lock;
mod memory;
mod package;
mod rules;
pub mod schema;
mod show;
mod source;
mod view;

pub use apply::{Applied, AppliedRound, ApplyError};
pub use finding::Finding;
pub use lock::Locked;
pub use memory::Known;
pub(super) use memory::Memory;
pub use package::Package;
pub use rules::{RulesPage, RulesSection};
pub use show::ShowError;
pub use view::{
    AttemptLimit, BeaconView, ContestFilter, ContestList, ContestState, ContestView, Document,
    FieldView, Organiser, PredictionView, PublishView, RankingView, RegistrationView, RoundTotals,
    RoundView, WindowView,
};
