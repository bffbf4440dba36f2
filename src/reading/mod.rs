//! Question files, and lists of units and people, are read in a process of their own, with a limit on memory and on time: whatever a
//! file does to its reader, the platform goes on (security.md 1, 32 to 34).
//!
//! [`Apart`] is the side of the platform, [`child`](run_child) the other one; what passes between them
//! is one message of JSON each way.

mod apart;
mod child;
mod message;
mod packages;

pub use apart::Apart;
pub use child::run_child;
