//! Proposals: one member of staff makes them, another one decides.

use super::allotment::{allotment, of_round};
use super::change::{RoundNow, Taken, published_version, read};
use super::error::DeskError;
use super::names::{Names, Who};
use super::reason;
use super::remark::{check, question_of};
use super::void::by_name;
use crate::app::staff::allowed;
use crate::app::tenancy::round_of;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::desk::{Closing, Proposal, Proposed, QuestionRuling, Verdict};
use crate::domain::{ProposalId, QuestionId, RoundId, RoundState, Timestamp};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is to be proposed.
#[derive(Debug, Clone)]
pub enum NewProposal {
    /// To publish the newest result.
    Publish,
    /// A ruling on a question version of the round.
    Remark {
        /// The question.
        question: QuestionId,
        /// Its version.
        version: i64,
        /// The ruling.
        ruling: QuestionRuling,
    },
    /// An order among equals.
    Order {
        /// Code of the ranking beyond a round.
        ranking: Option<String>,
        /// People or units, the first first.
        subjects: Vec<Uuid>,
    },
}

/// A proposal, and what became of it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProposalView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ProposalId,
    /// publish, remark or order.
    pub kind: &'static str,
    /// `{publish: {version}}`, `{remark: {question, version, ruling}}` or
    /// `{order: {ranking, subjects}}`.
    #[schema(value_type = Object)]
    pub what: Proposed,
    /// Why.
    pub reason: String,
    /// The newest result when it was made.
    pub base_version: i64,
    /// Who made it.
    pub made_by: Who,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// open, approved, rejected or withdrawn.
    pub state: &'static str,
    /// Who decided.
    pub closed_by: Option<Who>,
    /// When.
    #[schema(value_type = Option<String>)]
    pub closed_at: Option<Timestamp>,
    /// Why.
    pub closed_reason: Option<String>,
    /// The result that came of it.
    pub result_version: Option<i64>,
}

impl ProposalView {
    fn of(proposal: &Proposal, names: &Names) -> Self {
        let closing = proposal.closing.as_ref();
        Self {
            id: proposal.id,
            kind: proposal.what.kind(),
            what: proposal.what.clone(),
            reason: proposal.reason.clone(),
            base_version: proposal.base_version,
            made_by: names.who(&proposal.made_by),
            at: proposal.at,
            state: closing.map_or("open", |closing| closing.verdict.word()),
            closed_by: closing.map(|closing| names.who(&closing.by)),
            closed_at: closing.map(|closing| closing.at),
            closed_reason: closing.map(|closing| closing.reason.clone()),
            result_version: closing.and_then(|closing| closing.result_version),
        }
    }

    async fn all(
        work: &mut dyn UnitOfWork,
        proposals: &[Proposal],
    ) -> Result<Vec<Self>, StoreError> {
        let mut actors = BTreeSet::new();
        for proposal in proposals {
            actors.insert(proposal.made_by.clone());
            actors.extend(proposal.closing.as_ref().map(|closing| closing.by.clone()));
        }
        let names = Names::read(work, actors).await?;
        Ok(proposals.iter().map(|one| Self::of(one, &names)).collect())
    }

    async fn one(work: &mut dyn UnitOfWork, proposal: &Proposal) -> Result<Self, DeskError> {
        let mut views = Self::all(work, std::slice::from_ref(proposal)).await?;
        views.pop().ok_or_else(|| NotFound.into())
    }
}

impl App {
    /// All proposals of a round, the oldest first.
    pub async fn proposals(
        &self,
        actor: Actor,
        round: RoundId,
    ) -> Result<Vec<ProposalView>, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let mut work = self.store.read().await?;
        round_of(&mut *work, actor, round).await?;
        let all = work.proposals_of(round).await?;
        Ok(ProposalView::all(&mut *work, &all).await?)
    }

    /// Proposes something about a round that is over.
    pub async fn propose(
        &self,
        actor: Actor,
        round: RoundId,
        what: NewProposal,
        why: &str,
    ) -> Result<ProposalView, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        by_name(actor)?;
        let reason = reason("/reason", why)?;
        let what = self.proposed(actor, round, what).await?;
        let mut taken = self.take_over(actor, round).await?;
        if let Proposed::Publish { version } = &what {
            self.publishable(&mut taken, *version).await?;
        }
        let now = self.now();
        let proposal = Proposal {
            id: entropy::id(&*self.entropy, now, ProposalId::new),
            round,
            what,
            reason,
            base_version: taken.newest.version,
            made_by: actor.to_string(),
            at: now,
            closing: None,
            awards: None,
        };
        taken.work.add_proposal(&proposal).await?;
        let view = ProposalView::one(&mut *taken.work, &proposal).await?;
        let detail = json!({ "proposal": proposal.id, "what": proposal.what });
        self.settle(taken, actor, "proposal.made", &detail).await?;
        Ok(view)
    }

    async fn proposed(
        &self,
        actor: Actor,
        round: RoundId,
        what: NewProposal,
    ) -> Result<Proposed, DeskError> {
        Ok(match what {
            NewProposal::Publish => {
                let mut work = self.store.read().await?;
                let (_, _, newest) = read(&mut *work, actor, round).await?;
                Proposed::Publish {
                    version: newest.version,
                }
            }
            NewProposal::Remark {
                question,
                version,
                ruling,
            } => {
                read(&mut *self.store.read().await?, actor, round).await?;
                let material = self.material(round).await?;
                let found = question_of(&material, question, version);
                check(found.ok_or(DeskError::NotOfRound)?.1, &ruling)?;
                Proposed::Remark {
                    question,
                    version,
                    ruling,
                }
            }
            NewProposal::Order { ranking, subjects } => {
                let mut sorted = subjects.clone();
                sorted.sort_unstable();
                sorted.dedup();
                if subjects.len() < 2 || sorted.len() < subjects.len() {
                    return Err(DeskError::BadOrder);
                }
                Proposed::Order { ranking, subjects }
            }
        })
    }

    /// Refuses a result that can't be published: not the newest, published already, or undecided.
    pub(super) async fn publishable(
        &self,
        taken: &mut Taken,
        version: i64,
    ) -> Result<super::allotment::Allotment, DeskError> {
        if version != taken.newest.version {
            return Err(DeskError::Outdated);
        }
        let published = published_version(&mut *taken.work, taken.round.id).await?;
        if published == Some(version) && taken.round.state == RoundState::Published {
            return Err(DeskError::Published);
        }
        let all = allotment(&mut *taken.work, &taken.contest, Some(taken.round.id), None).await?;
        let undecided = of_round(&taken.contest, &taken.round.rules.code)
            .filter(|(at, _)| !all.prizes[*at].undecided.is_empty())
            .count();
        if undecided > 0 {
            return Err(DeskError::Undecided { prizes: undecided });
        }
        Ok(all)
    }

    /// Approves what another member of staff proposed, and carries it out.
    pub async fn approve(
        &self,
        actor: Actor,
        round: RoundId,
        id: ProposalId,
    ) -> Result<(ProposalView, RoundNow), DeskError> {
        allowed(actor, Action::ApproveResults)?;
        by_name(actor)?;
        let proposal = self.open_proposal(actor, round, id).await?;
        if proposal.made_by == actor.to_string() {
            return Err(DeskError::SamePerson);
        }
        match proposal.what {
            Proposed::Publish { version } => self.publish(actor, proposal, version).await,
            Proposed::Remark { .. } => self.carry_out_ruling(actor, proposal).await,
            Proposed::Order { .. } => {
                let taken = self.take_over(actor, round).await?;
                if taken.round.state == RoundState::Published {
                    return Err(DeskError::Published);
                }
                self.close(taken, actor, proposal, "order.approved").await
            }
        }
    }

    /// Refuses a proposal, or takes an own one back.
    pub async fn decline(
        &self,
        actor: Actor,
        round: RoundId,
        id: ProposalId,
        why: &str,
    ) -> Result<ProposalView, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        by_name(actor)?;
        let reason = reason("/reason", why)?;
        let mut proposal = self.open_proposal(actor, round, id).await?;
        let verdict = if proposal.made_by == actor.to_string() {
            Verdict::Withdrawn
        } else {
            allowed(actor, Action::ApproveResults)?;
            Verdict::Rejected
        };
        let mut taken = self.take_over(actor, round).await?;
        proposal.closing = Some(Closing {
            verdict,
            by: actor.to_string(),
            at: self.now(),
            reason,
            result_version: None,
        });
        taken.work.close_proposal(&proposal).await?;
        let view = ProposalView::one(&mut *taken.work, &proposal).await?;
        let detail = json!({ "proposal": id, "verdict": verdict });
        self.settle(taken, actor, "proposal.declined", &detail)
            .await?;
        Ok(view)
    }

    pub(super) async fn open_proposal(
        &self,
        actor: Actor,
        round: RoundId,
        id: ProposalId,
    ) -> Result<Proposal, DeskError> {
        let mut work = self.store.read().await?;
        round_of(&mut *work, actor, round).await?;
        let proposal = work.proposal(id).await?;
        let proposal = proposal.filter(|proposal| proposal.round == round);
        let proposal = proposal.ok_or(NotFound)?;
        if proposal.closing.is_some() {
            return Err(DeskError::Ended);
        }
        Ok(proposal)
    }

    /// Ends an approved proposal with the newest result, and makes all of it durable.
    pub(super) async fn close(
        &self,
        mut taken: Taken,
        actor: Actor,
        mut proposal: Proposal,
        action: &str,
    ) -> Result<(ProposalView, RoundNow), DeskError> {
        proposal.closing = Some(Closing {
            verdict: Verdict::Approved,
            by: actor.to_string(),
            at: self.now(),
            reason: String::new(),
            result_version: Some(taken.newest.version),
        });
        taken.work.close_proposal(&proposal).await?;
        let view = ProposalView::one(&mut *taken.work, &proposal).await?;
        let detail = json!({
            "proposal": proposal.id,
            "proposed_by": proposal.made_by,
            "result": taken.newest.version,
        });
        let now = self.settle(taken, actor, action, &detail).await?;
        Ok((view, now))
    }
}
