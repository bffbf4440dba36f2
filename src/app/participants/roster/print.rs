//! Who may print slips of a contest, and what stands above them.

use super::RosterError;
use crate::app::App;
use crate::app::staff::allowed;
use crate::app::tenancy::contest_of;
use crate::auth::{Action, Actor};

impl App {
    /// The title of a contest of the actor's, for slips of people whom he brings in.
    pub async fn title_for_slips(&self, actor: Actor, slug: &str) -> Result<String, RosterError> {
        allowed(actor, Action::CorrectParticipants)?;
        let mut work = self.store.read().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        Ok(contest.file.contest.title)
    }
}
