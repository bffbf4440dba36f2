//! Leases: one holder at a time for a job that only one node may do.

use super::LiveError;
use async_trait::async_trait;
use std::time::Duration;

/// A lease that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What it is for: `jobs:deadlines`.
    pub name: String,
    /// Who holds it; a name no other node has.
    pub holder: String,
    /// Rises every time the lease is given anew: a fence. What a holder writes carries it, so that
    /// one who slept past the end is told from its successor.
    pub epoch: u64,
}

/// Leases by name.
///
/// Guarantee: as long as the backend keeps its state and its clock runs forwards, at most one
/// holder has a lease that has not run out. A flush or a node that sleeps breaks that, so the work
/// under a lease is idempotent in the store; a lease saves work, it does not keep anything true.
#[async_trait]
pub trait Leases: Send + Sync {
    /// Takes the lease if it is free or has run out. Its present holder gets it again with the same
    /// epoch and a new end.
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        ttl: Duration,
    ) -> Result<Option<Lease>, LiveError>;

    /// Moves the end to `ttl` from now. False if it is no longer this holder's: stop the work.
    async fn renew(&self, lease: &Lease, ttl: Duration) -> Result<bool, LiveError>;

    /// Gives it back early. False if it was no longer this holder's.
    async fn release(&self, lease: &Lease) -> Result<bool, LiveError>;
}
