//! How a running node learns what a command or another node changed.
//!
//! A use case that changes what nodes keep in memory raises a revision in its transaction; every node
//! looks at the revisions a few times a second and forgets what it remembered when one has moved.

use super::App;
use crate::domain::{RoundId, Timestamp};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};

/// What a change makes nodes forget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// Contests, rounds, units, people, sessions and boards.
    Everything,
    /// Sessions: people leave all the time, and nobody else need notice.
    Sessions,
    /// People, of whom one was corrected.
    People,
    /// When running attempts end, which some were given more time for.
    Deadlines,
    /// Announcements.
    Announcements,
}

impl Revision {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Everything,
        Self::Sessions,
        Self::People,
        Self::Deadlines,
        Self::Announcements,
    ];

    fn setting(self) -> &'static str {
        match self {
            Self::Everything => "revision",
            Self::Sessions => "revision_sessions",
            Self::People => "revision_people",
            Self::Deadlines => "revision_deadlines",
            Self::Announcements => "revision_announcements",
        }
    }
}

impl App {
    /// How many revisions there are.
    pub const REVISIONS: usize = Revision::ALL.len();

    /// Tells every node, at the commit of this transaction, to forget.
    pub async fn raise(
        &self,
        work: &mut dyn UnitOfWork,
        revision: Revision,
    ) -> Result<(), StoreError> {
        let token = entropy::id(&*self.entropy, self.now(), RoundId::new).to_string();
        work.put_setting(revision.setting(), &token).await
    }

    /// The revisions that the store holds, in the order of [`Revision::ALL`]; empty before the first
    /// change.
    pub async fn revisions(&self) -> Result<[String; Self::REVISIONS], StoreError> {
        let mut work = self.store.read_urgently().await?;
        let mut held = <[String; Self::REVISIONS]>::default();
        for (held, revision) in held.iter_mut().zip(Revision::ALL) {
            *held = work.setting(revision.setting()).await?.unwrap_or_default();
        }
        Ok(held)
    }

    /// The revisions are these, in the order of [`Revision::ALL`], and what they are about was
    /// forgotten where one has moved.
    pub fn saw_revisions(&self, held: &[String; Self::REVISIONS]) {
        self.sessions
            .at_revision(&held[Revision::Sessions as usize]);
        if !held[Revision::Deadlines as usize].is_empty() {
            self.deadlines.doubt_once();
        }
    }

    /// Forgets what that revision is about.
    pub fn forget_as_of(&self, revision: Revision) {
        match revision {
            Revision::Everything => self.forget(),
            Revision::Sessions => self.sessions.clear(),
            Revision::People => self.people.clear(),
            Revision::Deadlines => self.deadlines.doubt(),
            Revision::Announcements => self.announcements.forget(),
        }
    }

    /// Forgets contests, rounds, people and sessions; attempts are immutable facts and stay.
    pub fn forget(&self) {
        self.contests.forget();
        self.rounds.clear();
        self.people.clear();
        self.sessions.clear();
        self.boards.forget();
        self.announcements.forget();
        self.sites.forget();
    }

    /// The latest instant that this installation ever told, for the clock to start from.
    pub async fn high_water(work: &mut dyn UnitOfWork) -> Result<Timestamp, StoreError> {
        let text = work.setting("clock_high_water").await?;
        Ok(text
            .and_then(|text| text.parse().ok())
            .map_or(Timestamp::from_micros(0), Timestamp::from_micros))
    }
}
