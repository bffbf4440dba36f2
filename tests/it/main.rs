//! Integration tests, one binary.

#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on fails where it stands"
)]

mod api;
mod authoring;
mod cli;
mod cluster;
mod edge;
mod engine;
mod live;
mod proof;
mod real;
mod rooms;
mod store;
mod support;
