//! Attempts: starting, resuming, saving, handing in, reviewing.

mod facts;

pub use facts::Facts;
pub(super) use facts::FactsCache;
