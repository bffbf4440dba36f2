//! Proofs of closed rounds: when they may be public, how they are written, and how a file is verified.

mod archive;
mod check;
mod error;
mod export;
mod file;
mod read;
mod release;
mod tree;

pub use archive::Writer as ArchiveWriter;
pub use check::{Unverified, verify_file};
pub use error::ProofError;
pub use export::{Sealed, seal};
pub use file::ProofFile;
pub use release::Held;
pub use tree::{CommitmentList, CommitmentRow, Inclusion, ResultRoot};

pub(in crate::app) use tree::receipts_root;

use crate::domain::RoundId;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Bundles and trees of this many rounds are kept; beyond it they are made anew.
const MOST: usize = 8;

/// What was made of closed rounds, by round and version of the result. Whoever asks while something is
/// being made waits for it instead of making it too.
#[derive(Default)]
pub struct Kept {
    files: Mutex<HashMap<(RoundId, i64), Arc<ProofFile>>>,
    trees: Mutex<HashMap<(RoundId, i64), Arc<tree::Receipts>>>,
}
