//! The live monitor of a contest: computed at most once a second for everybody who looks.
//!
//! What is cheap is looked at every second: how many sit, what nodes counted by the minute, how the board
//! stands. What has to go through all attempts of a round, people by unit, takes a twentieth of the time
//! at the most, so that watching a province costs those who sit nothing that they would notice.

mod figures;
mod troubles;
mod units;
mod view;

pub(in crate::app) use figures::Monitors;
pub use view::{
    Board, MinuteView, MonitorError, MonitorView, RoundBrief, RoundUnderWay, SavesView,
    TroubleView, UnitLine,
};
