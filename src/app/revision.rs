//! How a running node learns what a command changed beside it.
//!
//! A use case that changes what nodes keep in memory (a contest, a round, a session) raises the
//! revision in its transaction; every node looks at it a few times a second and forgets what it
//! remembered when it has moved.

use super::App;
use crate::domain::Timestamp;
use crate::store::{StoreError, UnitOfWork};

const REVISION: &str = "revision";

impl App {
    /// Tells every node, at the commit of this transaction, to forget what it remembers.
    pub async fn raise_revision(&self, work: &mut dyn UnitOfWork) -> Result<(), StoreError> {
        let random: [u8; 10] = crate::entropy::bytes(&*self.entropy);
        let token = crate::domain::RoundId::new(self.now(), random).to_string();
        work.put_setting(REVISION, &token).await
    }

    /// The revision that the store holds.
    pub async fn revision(&self) -> Result<Option<String>, StoreError> {
        self.store.read().await?.setting(REVISION).await
    }

    /// Forgets contests, rounds, people and sessions; attempts are immutable facts and stay.
    pub fn forget(&self) {
        self.contests.forget();
        self.rounds.clear();
        self.people.clear();
        self.sessions.clear();
        self.boards.forget();
    }

    /// The latest instant that this installation ever told, for the clock to start from.
    pub async fn high_water(work: &mut dyn UnitOfWork) -> Result<Timestamp, StoreError> {
        let text = work.setting("clock_high_water").await?;
        Ok(text
            .and_then(|text| text.parse().ok())
            .map_or(Timestamp::from_micros(0), Timestamp::from_micros))
    }
}
