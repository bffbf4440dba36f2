//! Making people findable whom a node of the version before registered.

use crate::app::App;
use crate::store::StoreError;

/// People of one transaction.
const CHUNK: i64 = 1_000;
/// Transactions of one run: the others come with the next one.
const CHUNKS: usize = 1_000;

impl App {
    /// Makes people findable who are not yet; gives how many those were.
    pub async fn index_people(&self) -> Result<usize, StoreError> {
        let mut all = 0;
        for _ in 0..CHUNKS {
            let mut work = self.store.begin().await?;
            let indexed = work.index_people(CHUNK).await?;
            work.commit().await?;
            all += indexed;
            if indexed == 0 {
                break;
            }
        }
        Ok(all)
    }
}
