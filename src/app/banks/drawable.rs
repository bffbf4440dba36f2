//! What of a bank may be drawn.

use crate::domain::{BankId, QuestionId, QuestionStatus, QuestionVersion};
use crate::engine::review::{Given, approvers};
use crate::store::{Held, Review, StoreError, UnitOfWork, VersionHead};
use std::collections::HashMap;

/// How many people have to have approved what a round with `review.required` draws.
pub(in crate::app) const TWO_PEOPLE: usize = 2;

/// The newest approved version of a question that is in use.
#[derive(Debug, Clone)]
pub(in crate::app) struct Drawable {
    /// The version.
    pub version: QuestionVersion,
    /// How many people approved it; none did where a command brought it in.
    pub approvals: usize,
}

/// Verdicts by question, oldest first.
#[derive(Default)]
pub(in crate::app) struct Verdicts(HashMap<QuestionId, Vec<Given>>);

impl Verdicts {
    pub fn new(reviews: &[Review]) -> Self {
        let mut verdicts = Self::default();
        for review in reviews {
            let given = Given {
                version: review.version,
                by: review.reviewer,
                verdict: review.verdict,
            };
            verdicts.0.entry(review.question).or_default().push(given);
        }
        verdicts
    }

    pub fn on(&self, question: QuestionId) -> &[Given] {
        self.0.get(&question).map_or(&[], Vec::as_slice)
    }

    /// How many people approved a version.
    pub fn approvals(&self, question: QuestionId, head: &VersionHead) -> usize {
        approvers(head.reviewed_as, head.version, self.on(question)).len()
    }
}

/// The version of a question that may be drawn, if there is one.
pub(in crate::app) fn drawable(held: Held, verdicts: &Verdicts) -> Option<Drawable> {
    let (version, head) = match held.newest.status {
        QuestionStatus::Approved => (held.newest, held.head),
        QuestionStatus::Draft | QuestionStatus::Checked => held.approved?,
        QuestionStatus::Retired => return None,
    };
    let approvals = verdicts.approvals(version.id, &head);
    let version = QuestionVersion {
        status: QuestionStatus::Approved,
        ..version
    };
    Some(Drawable { version, approvals })
}

/// All that may be drawn from a bank.
pub(in crate::app) async fn drawable_of(
    work: &mut dyn UnitOfWork,
    bank: BankId,
) -> Result<Vec<Drawable>, StoreError> {
    let verdicts = Verdicts::new(&work.reviews_in(bank, None).await?);
    let held = work.held(bank, None).await?;
    Ok(held
        .into_iter()
        .filter_map(|held| drawable(held, &verdicts))
        .collect())
}
