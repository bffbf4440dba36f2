//! The contest engine: pure functions over plain data.
//!
//! No I/O, no async, no clock, no randomness of the system, no floating point in anything that
//! ranks, no order of a hash map. Time and secrets come in as parameters; the same input gives the
//! same output, on any machine, for ever.

pub mod attempt;
pub mod audit;
pub mod blueprint;
pub mod collective;
pub mod difference;
pub mod digest;
pub mod draw;
#[cfg(test)]
mod fixtures;
pub mod jcs;
pub mod lot;
pub mod marking;
pub mod merkle;
pub mod overall;
pub mod prediction;
pub mod prizes;
pub mod promotion;
pub mod proof;
pub mod quality;
pub mod ranking;
pub mod receipt;
pub mod review;
pub mod signals;
pub mod statistics;
pub mod units;
pub mod window;
