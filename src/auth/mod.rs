//! Who may do what, and how the secrets that people type are made and checked.

mod actor;
pub mod codes;
pub mod password;
mod permissions;
pub mod totp;

pub use actor::Actor;
pub use permissions::{Action, covers, may};
