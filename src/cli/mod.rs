//! The commands: the only place that names a concrete backend.

pub mod demo;
pub mod installation;
pub mod keys_file;
pub mod serve;

pub use installation::{Installation, OpenError, Place};
