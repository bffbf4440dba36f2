//! The tree over all receipts of a round, and the public list of commitments.

use super::MOST;
use crate::app::{Absent, App, NotFound};
use crate::domain::{AttemptId, Round, RoundId, Timestamp};
use crate::engine::digest::{Digest, hex};
use crate::engine::merkle::{Tree, leaf, root};
use crate::engine::receipt::Payload;
use crate::store::{HandedIn, StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Rows read with one statement.
const PAGE: i64 = 5_000;

/// A tree, and where each attempt stands in it.
pub(super) struct Receipts {
    tree: Tree,
    places: HashMap<AttemptId, usize>,
}

/// That a receipt is one of those that the result was made from (RFC 6962).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Inclusion {
    /// The result whose root this is.
    pub result_version: i64,
    /// The root, hex.
    pub root: String,
    /// Place of the receipt among all, from 0.
    pub index: usize,
    /// How many there are.
    pub size: usize,
    /// The hashes that lead from the receipt to the root, the lowest first, hex.
    pub path: Vec<String>,
}

/// All commitments of a round, and the root of its receipts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CommitmentList {
    /// Oldest first; the last one is in force, the others were superseded before anybody had begun.
    pub items: Vec<CommitmentRow>,
    /// There is no further page.
    pub next_cursor: Option<String>,
    /// The newest result; null until the round is closed.
    pub result: Option<ResultRoot>,
}

/// A commitment.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CommitmentRow {
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// C, hex.
    pub commitment: String,
    /// The commitment to the lot's seed, hex; null where the ranking has no lot.
    pub lot_commitment: Option<String>,
    /// Whether it is in force.
    pub in_force: bool,
}

/// What is published of a result for those who verify it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ResultRoot {
    /// 1, 2, …
    pub version: i64,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Root over all receipts, hex.
    pub receipts_root: Option<String>,
    /// Root of the standings for which lots are drawn, hex; null where the ranking has no lot.
    pub lot_root: Option<String>,
    /// The public value that came after it.
    pub beacon2: Option<String>,
}

impl App {
    /// Where the receipt of an attempt stands in the tree of its round; none until the round is closed.
    pub(in crate::app) async fn inclusion(
        &self,
        round: RoundId,
        attempt: AttemptId,
    ) -> Result<Option<Inclusion>, Absent> {
        let mut work = self.store.read().await?;
        let round = work.round(round).await?.ok_or(NotFound)?;
        let result = work.latest_result(round.id).await?;
        let Some(result) = result.filter(|_| round.state.is_over()) else {
            return Ok(None);
        };
        drop(work);
        let receipts = self.receipts(&round, result.version).await?;
        let Some(index) = receipts.places.get(&attempt).copied() else {
            return Ok(None);
        };
        let path = receipts.tree.inclusion(index).unwrap_or_default();
        Ok(Some(Inclusion {
            result_version: result.version,
            root: hex(&receipts.tree.root()),
            index,
            size: receipts.tree.size(),
            path: path.iter().map(|node| hex(node)).collect(),
        }))
    }

    async fn receipts(&self, round: &Round, version: i64) -> Result<Arc<Receipts>, StoreError> {
        let mut trees = self.proofs.trees.lock().await;
        if let Some(kept) = trees.get(&(round.id, version)) {
            return Ok(Arc::clone(kept));
        }
        let (mut leaves, mut places) = (Vec::new(), HashMap::new());
        let mut after = (0, 0);
        loop {
            // A transaction a page: nobody who browses waits for a million rows.
            let mut work = self.store.read().await?;
            let page = work.handed_in(round.id, after, PAGE).await?;
            for row in &page {
                places.insert(row.attempt.id, leaves.len());
                leaves.push(leaf_of(round, row)?);
                after = (row.number, row.attempt.ordinal);
            }
            if page.is_empty() {
                break;
            }
        }
        let made = Arc::new(Receipts {
            tree: Tree::new(leaves),
            places,
        });
        if trees.len() >= MOST {
            trees.clear();
        }
        trees.insert((round.id, version), Arc::clone(&made));
        Ok(made)
    }

    /// All commitments ever made for a round, and the root of its receipts after its close.
    pub async fn commitments(&self, id: RoundId) -> Result<CommitmentList, Absent> {
        let mut work = self.store.read().await?;
        let round = work.round(id).await?.ok_or(NotFound)?;
        let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
        if !contest.published {
            return Err(NotFound.into());
        }
        let listed = work.commitments(id).await?;
        let last = listed.len();
        let lot = work.lot(id).await?;
        let result = work.latest_result(id).await?;
        Ok(CommitmentList {
            items: (1..)
                .zip(listed)
                .map(|(at, row)| CommitmentRow {
                    at: row.at,
                    commitment: row.commitment,
                    lot_commitment: row.lot,
                    in_force: at == last,
                })
                .collect(),
            next_cursor: None,
            result: result
                .filter(|_| round.state.is_over())
                .map(|result| ResultRoot {
                    version: result.version,
                    created_at: result.created_at,
                    receipts_root: result.receipts_root,
                    lot_root: lot.root,
                    beacon2: lot.beacon2,
                }),
        })
    }
}

/// The root over the receipts of all that was handed in, hex, as one transaction sees it.
pub(in crate::app) async fn receipts_root(
    work: &mut dyn UnitOfWork,
    round: &Round,
) -> Result<String, StoreError> {
    let (mut leaves, mut after) = (Vec::new(), (0, 0));
    loop {
        let page = work.handed_in(round.id, after, PAGE).await?;
        for row in &page {
            leaves.push(leaf_of(round, row)?);
            after = (row.number, row.attempt.ordinal);
        }
        if page.is_empty() {
            return Ok(hex(&root(&leaves)));
        }
    }
}

fn leaf_of(round: &Round, row: &HandedIn) -> Result<Digest, StoreError> {
    let corrupt = |why: &str| StoreError::corrupt("attempts", "submitted_at", why);
    let outcome = row
        .attempt
        .outcome
        .as_ref()
        .ok_or_else(|| corrupt("empty beside a receipt"))?;
    let id = round.id.to_string();
    let payload = Payload {
        round: &id,
        commitment: round.commitment.as_deref().unwrap_or(""),
        number: row.number,
        ordinal: row.attempt.ordinal,
        paper_hash: &row.attempt.paper_hash,
        answers_root: &outcome.answers_root,
        prediction: outcome.prediction,
        submitted_at: outcome.submitted_at,
        forced: outcome.forced,
    };
    let text = payload
        .canonical()
        .map_err(|error| StoreError::corrupt("attempts", "prediction", error))?;
    Ok(leaf(text.as_bytes()))
}
