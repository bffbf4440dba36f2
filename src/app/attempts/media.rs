//! Pictures on a paper: only for the person whose attempt holds them (security.md 1, 45).

use super::facts::Facts;
use super::review::ReviewError;
use crate::app::{Absent, App, NotFound, SignedIn};
use crate::domain::medium::media_of;
use crate::domain::{AttemptId, Medium};
use std::sync::Arc;

impl App {
    /// A picture of the person's own paper: of a question that has come, or of an explanation that may
    /// be told. Any other does not exist for him.
    pub async fn attempt_medium(
        &self,
        who: SignedIn,
        id: AttemptId,
        digest: &str,
    ) -> Result<Arc<Medium>, Absent> {
        let facts = self.facts(id, who.participant).await?;
        let pacing = self.pacing(&facts).await?;
        let come = pacing.map_or(usize::MAX, |pacing| {
            usize::from(facts.pace(&pacing, self.now()).slot)
        });
        if !is_on_paper(&facts, come, digest) && !self.explains(who, id, digest).await? {
            return Err(NotFound.into());
        }
        self.medium(digest).await
    }

    /// Whether an explanation that the person may read now shows it.
    async fn explains(&self, who: SignedIn, id: AttemptId, digest: &str) -> Result<bool, Absent> {
        match self.review_attempt(who, id).await {
            Ok(review) => Ok(review
                .questions
                .iter()
                .filter_map(|question| question.explanation.as_deref())
                .flat_map(media_of)
                .any(|shown| shown == digest)),
            Err(ReviewError::NotAllowed) => Ok(false),
            Err(ReviewError::Absent(absent)) => Err(absent),
        }
    }
}

fn is_on_paper(facts: &Facts, come: usize, digest: &str) -> bool {
    let questions = facts.paper.questions.iter().take(come);
    questions
        .map(|on_paper| &facts.material.questions[on_paper.question as usize])
        .any(|question| question.content.media.iter().any(|held| held == digest))
}
