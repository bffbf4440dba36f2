//! The WebSocket: protocol, one socket, the node's hub (api.md 4).
//!
//! A client subscribes to topics and gets the newest state of each, never a queue: [`hub`] holds
//! one frame a topic, built once and shared by every socket, [`session`] carries it to one socket,
//! and [`upgrade`] decides who gets one.

pub mod announcements;
pub mod boards;
pub mod close;
pub mod hub;
pub mod protocol;
pub mod session;
pub mod topics;
pub mod upgrade;

pub use close::Closing;
pub use hub::{Hub, TopicRefusal, TopicSource};
pub use session::{Pace, Session};
pub use upgrade::{PATH, SUBPROTOCOL, UpgradeRefusal, WsState, router};
