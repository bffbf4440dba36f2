//! The commands: the only place that names a concrete backend.

pub mod serve;
