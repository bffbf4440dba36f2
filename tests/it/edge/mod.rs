//! The edge as it is met from outside: a real listener, raw bytes, no sleeps.

mod drain;
mod gate;
mod house;
mod json;
mod openapi;
mod replies;
mod sockets;
mod ui;
pub mod wire;
