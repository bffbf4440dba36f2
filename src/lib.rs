//! Thi Luật: online contests on legal knowledge.
//!
//! The rooms and who may call whom stand in `docs/architecture.md`; `tests/it/rooms` holds the
//! imports against it.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod engine;
pub mod entropy;
pub mod exchange;
pub mod http;
pub mod jobs;
pub mod live;
pub mod reading;
pub mod reports;
pub mod store;
pub mod telemetry;
pub mod ui;
pub mod ws;
