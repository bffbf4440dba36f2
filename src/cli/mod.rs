//! The commands: the only place that names a concrete backend.
//!
//! Results go to stdout, logs and refusals to stderr; 0 = done, 1 = refused, 2 = wrong usage
//! (api.md 1).

mod analyse;
mod audit;
mod backup;
mod bank;
mod command;
mod config_check;
mod contest;
pub mod demo;
mod doctor;
mod failure;
mod files;
pub mod installation;
pub mod keys_file;
mod openapi;
mod output;
mod package;
mod participant;
mod prizes;
mod proof;
mod round;
pub mod serve;
mod staff;
mod units;

pub use command::main;
pub use failure::Failure;
pub use installation::{Installation, OpenError, Place};
