//! When keys and seeds of a round may leave the server, and writing down that they did.

use crate::app::App;
use crate::app::rounds::Material;
use crate::domain::RoundId;
use crate::domain::contest::{AtSubmit, KeyRelease};
use crate::engine::window::state_at;
use crate::store::{StoreError, UnitOfWork};
use serde_json::json;

/// Why keys of a round may not leave the server now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The rules publish them never.
    Never,
    /// The rules publish them when the round is closed.
    UntilRoundClose,
    /// The rules publish them when all rounds of the contest are closed; names one that is not.
    UntilContestClose(String),
    /// This other round, scheduled or open, may draw one of its questions.
    ByRound {
        /// Slug of its contest.
        contest: String,
        /// Its code.
        round: String,
    },
}

impl App {
    /// What keeps the keys of a round on the server now (api.md 2 and 3), if anything does: they go at
    /// hand-in if the round says so, after its close or that of the whole contest; never while another
    /// scheduled or open round may draw one of its questions.
    pub(in crate::app) async fn hold_on_keys(
        &self,
        work: &mut dyn UnitOfWork,
        material: &Material,
        over: bool,
    ) -> Result<Option<Held>, StoreError> {
        let publish = &material.round.rules.publish;
        let now = self.now();
        if publish.at_submit != AtSubmit::ScoreAndKey {
            match publish.key {
                KeyRelease::Never => return Ok(Some(Held::Never)),
                KeyRelease::RoundClose if !over => return Ok(Some(Held::UntilRoundClose)),
                KeyRelease::RoundClose => {}
                KeyRelease::ContestClose => {
                    let rounds = work.rounds_of(material.round.contest).await?;
                    let running = rounds.iter().find(|round| !state_at(round, now).is_over());
                    if let Some(round) = running {
                        return Ok(Some(Held::UntilContestClose(round.rules.code.clone())));
                    }
                }
            }
        }
        for round in work.rounds_under_way().await? {
            if round.id == material.round.id {
                continue;
            }
            let Some(manifest) = work.manifest(round.id).await? else {
                continue;
            };
            let questions = material.drawer.questions();
            if questions.iter().any(|q| manifest.document.contains(&q.id)) {
                let contest = work.contest(round.contest).await?;
                return Ok(Some(Held::ByRound {
                    contest: contest.map(|c| c.file.contest.slug).unwrap_or_default(),
                    round: round.rules.code,
                }));
            }
        }
        Ok(None)
    }

    /// Writes down that keys or the seed of a closed round leave the server, after which it can't be
    /// reopened; false: it is open again, and nothing may leave. `by` is told in the audit log.
    pub(in crate::app) async fn reveal(
        &self,
        id: RoundId,
        by: Option<(&str, &str)>,
    ) -> Result<bool, StoreError> {
        let mut work = self.store.begin().await?;
        work.lock_round(id).await?;
        let Some(mut round) = work.round(id).await? else {
            return Ok(false);
        };
        if !round.state.is_over() {
            return Ok(false);
        }
        if !round.revealed {
            round.revealed = true;
            work.put_round(&round).await?;
        }
        if let Some((actor, action)) = by {
            let detail = json!({ "code": round.rules.code });
            self.audit(&mut *work, actor, action, format!("round:{id}"), &detail)
                .await?;
        }
        work.commit().await?;
        Ok(true)
    }

    /// The same for a round that gives keys away at every hand-in.
    pub(in crate::app) async fn reveal_running(&self, id: RoundId) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.lock_round(id).await?;
        if let Some(mut round) = work.round(id).await? {
            round.revealed = true;
            work.put_round(&round).await?;
            work.commit().await?;
        }
        Ok(())
    }
}
