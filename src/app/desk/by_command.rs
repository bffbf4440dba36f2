//! Publication from the machine's command line, where two members of staff are named.

use super::change::RoundNow;
use super::error::DeskError;
use super::proposals::NewProposal;
use crate::app::{App, NotFound};
use crate::auth::Actor;
use crate::domain::{RoundId, text};
use serde_json::json;

/// The two who publish, by e-mail address.
#[derive(Debug, Clone)]
pub struct TwoStaff {
    /// Who proposes.
    pub by: String,
    /// Who approves.
    pub approved_by: String,
}

impl App {
    /// Publishes the newest result of a round in the names of two members of staff. Both need the
    /// right to it; that it was done at the command line stands in the audit log.
    pub async fn publish_in_names(
        &self,
        slug: &str,
        code: &str,
        names: &TwoStaff,
        reason: &str,
    ) -> Result<RoundNow, DeskError> {
        let round = self.round_named(slug, code).await?;
        let by = self.staff_named(&names.by).await?;
        let approver = self.staff_named(&names.approved_by).await?;
        if by.to_string() == approver.to_string() {
            return Err(DeskError::SamePerson);
        }
        let proposal = self
            .propose(by, round, NewProposal::Publish, reason)
            .await?;
        let (_, now) = self.approve(approver, round, proposal.id).await?;
        let mut work = self.store.begin().await?;
        let detail = json!({
            "by": by.to_string(),
            "approved_by": approver.to_string(),
            "result": now.result_version,
        });
        let (actor, subject) = (Actor::Command.to_string(), format!("round:{round}"));
        self.audit(
            &mut *work,
            &actor,
            "round.published_in_names",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(now)
    }

    /// The round of that code.
    pub async fn round_named(&self, slug: &str, code: &str) -> Result<RoundId, DeskError> {
        let mut work = self.store.read().await?;
        let contest = work.contest_by_slug(slug).await?.ok_or(NotFound)?;
        let rounds = work.rounds_of(contest.id).await?;
        let round = rounds.iter().find(|round| round.rules.code == code);
        Ok(round.ok_or(NotFound)?.id)
    }

    async fn staff_named(&self, email: &str) -> Result<Actor, DeskError> {
        let mut work = self.store.read().await?;
        let staff = work
            .staff_by_email(&text::normal(email).to_lowercase())
            .await?;
        let staff = staff.ok_or(NotFound)?;
        Ok(Actor::Staff {
            id: staff.id,
            role: staff.role,
            unit: staff.unit,
        })
    }
}
