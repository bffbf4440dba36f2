//! Contests as the public sees them (api.md 3).

mod contest;
mod list;
mod managed;
mod registration;
mod round;
mod totals;

pub use contest::{ContestState, ContestView, Document, Organiser};
pub use list::{ContestFilter, ContestList};
pub use managed::{ManagedContest, ManagedList, ManagedQuery, ManagedRound, ManagedUnit};
pub use registration::{FieldView, RegistrationView};
pub use round::{
    AttemptLimit, BeaconView, PredictionView, PublishView, RankingView, RoundTotals, RoundView,
    WindowView,
};
pub(super) use totals::TotalsMemory;
