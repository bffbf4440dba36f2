//! What integration tests stand on: databases of their own, and a whole platform.

pub mod database;
pub mod line;
pub mod node;
pub mod platform;
pub mod services;
