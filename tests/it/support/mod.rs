//! What integration tests stand on: databases of their own.

pub mod database;
