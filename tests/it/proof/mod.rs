//! Proofs: bundles of rounds that were really sat, told lies, held against two verifiers.

mod bytes;
mod decisions;
mod kinds;
mod lies;
mod lot;
mod release;
mod world;
