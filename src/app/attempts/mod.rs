//! Attempts: starting, resuming, saving, handing in, reviewing.

mod facts;

pub(super) use facts::FactsCache;
pub use facts::Facts;
