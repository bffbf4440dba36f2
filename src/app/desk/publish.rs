//! Carrying out what was approved: publication, and marking anew.

use super::change::RoundNow;
use super::error::DeskError;
use super::proposals::ProposalView;
use super::rulings::Rulings;
use crate::app::App;
use crate::app::notifications::Event;
use crate::auth::Actor;
use crate::domain::RoundState;
use crate::domain::desk::{Proposal, Proposed};
use crate::store::Marks;

impl App {
    /// Publishes a result with its prizes, which are kept as they are from then on.
    pub(super) async fn publish(
        &self,
        actor: Actor,
        mut proposal: Proposal,
        version: i64,
    ) -> Result<(ProposalView, RoundNow), DeskError> {
        let mut taken = self.take_over(actor, proposal.round).await?;
        let all = self.publishable(&mut taken, version).await?;
        let awards = all.snapshot(&taken.contest, &taken.round.rules.code);
        let text = serde_json::to_string(&awards).expect("ids have a JSON form");
        proposal.awards = Some(text);
        taken.round.state = RoundState::Published;
        // What people read as the result can't be sat anew, also once a newer result waits for two.
        taken.round.revealed = true;
        taken.work.put_round(&taken.round).await?;
        let event = Event::published(&taken.contest, &taken.round, actor);
        self.notify(&mut *taken.work, &event).await?;
        self.close(taken, actor, proposal, "round.published").await
    }

    /// Marks all attempts anew under a ruling, and counts the round anew. The marks are worked out
    /// before the round is taken; if it changed meanwhile, the proposal is outdated.
    pub(super) async fn carry_out_ruling(
        &self,
        actor: Actor,
        proposal: Proposal,
    ) -> Result<(ProposalView, RoundNow), DeskError> {
        let material = self.fresh_material(proposal.round).await?;
        let rulings = with(&material.rulings, &proposal);
        let changed = self.marked_anew(&material, &rulings).await?;
        let mut taken = self.take_over(actor, proposal.round).await?;
        if taken.newest.version != proposal.base_version {
            return Err(DeskError::Outdated);
        }
        let mut marks: Vec<Marks> = changed.into_values().collect();
        marks.sort_unstable_by_key(|marks| marks.attempt);
        taken.work.put_marks(&marks).await?;
        self.count_anew(&mut taken, actor).await?;
        self.close(taken, actor, proposal, "round.marked_anew")
            .await
    }
}

/// The rulings in force once a proposal is carried out.
pub(super) fn with(rulings: &Rulings, proposal: &Proposal) -> Rulings {
    let mut rulings = rulings.clone();
    if let Proposed::Remark {
        question,
        version,
        ruling,
    } = &proposal.what
    {
        rulings.add(question.to_string(), *version, ruling.clone());
    }
    rulings
}
