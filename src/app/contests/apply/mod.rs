//! A contest file becomes a contest, or changes one.

mod banks;
mod commit;
mod error;
mod look;
mod overlap;
mod rounds;

use banks::BankQuestions;
pub(in crate::app) use banks::Depth;
pub use error::ApplyError;
use look::Standing;
pub(in crate::app) use look::{Look, unknown_units};

use super::check::check;
use super::finding::{Finding, Findings, Invalid};
use super::{lock, source};
use crate::app::staff::allowed;
use crate::app::tenancy::reaches;
use crate::app::{App, Revision};
use crate::auth::{Action, Actor};
use crate::domain::contest::ContestFile;
use crate::domain::{Contest, ContestId, DraftId, RoundId, RoundState};
use crate::engine::window::state_at;
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;

/// What applying a contest file did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Name in addresses.
    pub slug: String,
    /// Whether the contest is new.
    pub created: bool,
    /// Whether the public sees it.
    pub published: bool,
    /// Its rounds, in the order of the file.
    pub rounds: Vec<AppliedRound>,
    /// Keys that were amended after people had begun.
    pub amended: Vec<String>,
    /// What the organiser should know, though it was applied.
    pub warnings: Vec<Finding>,
}

/// A round that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppliedRound {
    /// Code within the contest.
    pub code: String,
    /// Opaque.
    pub id: RoundId,
    /// Where it stands now.
    pub state: RoundState,
    /// The commitment in force, hex.
    pub commitment: Option<String>,
}

/// What a contest file may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Onto {
    /// A new contest, or a change of the one with its slug.
    Any,
    /// A new contest.
    New,
    /// A change of the contest of that slug.
    This(String),
}

/// How a contest file is applied.
struct Applying {
    /// It is not to be published.
    draft: bool,
    onto: Onto,
    /// The kept draft, and its revision, that is gone once it is applied.
    kept: Option<(DraftId, i64)>,
}

impl App {
    /// Creates a contest from its file, or changes it, and publishes it unless it is a `draft`.
    ///
    /// Everything is checked before anything is written. Before the first attempt of a round all of
    /// it may change, and a changed manifest is committed to anew, with the same seed; after it only
    /// what [`lock`] allows. A contest is its organiser's: staff of a unit apply contests of
    /// that unit and of those below it, on banks of these.
    pub async fn apply_contest(
        &self,
        actor: Actor,
        text: &str,
        draft: bool,
    ) -> Result<Applied, ApplyError> {
        let how = Applying {
            draft,
            onto: Onto::Any,
            kept: None,
        };
        self.apply(actor, text, how).await
    }

    /// Publishes what a kept draft says; the draft is gone in the same transaction. A
    /// [`StoreError::Conflict`]: it was changed or removed meanwhile.
    pub(in crate::app) async fn apply_kept(
        &self,
        actor: Actor,
        text: &str,
        onto: Onto,
        kept: (DraftId, i64),
    ) -> Result<Applied, ApplyError> {
        let how = Applying {
            draft: false,
            onto,
            kept: Some(kept),
        };
        self.apply(actor, text, how).await
    }

    async fn apply(&self, actor: Actor, text: &str, how: Applying) -> Result<Applied, ApplyError> {
        allowed(actor, Action::ApplyContests)?;
        let file = read(text)?;
        let mut findings = Findings::default();
        check(&file, &mut findings);
        let mut work = self.store.read().await?;
        let questions = self
            .questions_for(&mut *work, actor, &file, Depth::Whole, &mut findings)
            .await?;
        let mut warnings = look::unknown_units(&mut *work, &file).await?;
        drop(work);
        findings.refuse()?;
        let mut work = self.store.begin().await?;
        let before = work.contest_by_slug(&file.contest.slug).await?;
        let mut findings = Findings::default();
        look::place(
            &mut *work,
            actor,
            &file,
            &how.onto,
            before.as_ref(),
            &mut findings,
        )
        .await?;
        findings.refuse()?;
        let standing = match &before {
            Some(before) => self.standing(&mut *work, before).await?,
            None => Vec::new(),
        };
        let fixed = look::fixed(&standing);
        let now = self.now();
        let amendments = match &before {
            Some(before) => lock::amendments(&before.file, &file, &fixed, now)?,
            None => Vec::new(),
        };
        let owner = work.unit_by_code(&file.contest.organiser).await?;
        let owner = owner.map(|unit| unit.id);
        // The tree may have changed since the file was checked.
        if !reaches(&mut *work, actor, owner).await? {
            return Err(banks::not_own_unit(&file.contest.organiser).into());
        }
        let contest = Contest {
            id: before.as_ref().map_or_else(
                || entropy::id(&*self.entropy, now, ContestId::new),
                |before| before.id,
            ),
            source: text.to_owned(),
            published: !how.draft || !fixed.is_empty(),
            owner,
            created_at: before.as_ref().map_or(now, |before| before.created_at),
            file,
        };
        work.put_contest(&contest, now).await?;
        for amendment in &amendments {
            work.add_amendment(contest.id, amendment).await?;
        }
        let rounds = self
            .put_rounds(&mut *work, &contest, &standing, &questions)
            .await?;
        warnings.extend(overlap::warnings(&mut *work, actor, &contest, &rounds).await?);
        if let Some((kept, revision)) = how.kept
            && !work.remove_draft(kept, Some(revision)).await?
        {
            return Err(StoreError::Conflict.into());
        }
        self.note(&mut *work, actor, &contest, before.is_none(), &amendments)
            .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        let rounds = rounds.into_iter().map(|round| AppliedRound {
            state: state_at(&round, now),
            code: round.rules.code,
            id: round.id,
            commitment: round.commitment,
        });
        Ok(Applied {
            slug: contest.file.contest.slug,
            created: before.is_none(),
            published: contest.published,
            rounds: rounds.collect(),
            amended: amendments
                .into_iter()
                .map(|amendment| amendment.key)
                .collect(),
            warnings,
        })
    }

    async fn note(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        contest: &Contest,
        created: bool,
        amendments: &[crate::store::Amendment],
    ) -> Result<(), ApplyError> {
        let keys: Vec<&str> = amendments
            .iter()
            .map(|amendment| amendment.key.as_str())
            .collect();
        let detail = serde_json::json!({
            "created": created, "published": contest.published, "amended": keys,
        });
        let subject = format!("contest:{}", contest.id);
        self.audit(
            work,
            &actor.to_string(),
            "contest.applied",
            subject,
            &detail,
        )
        .await?;
        Ok(())
    }
}

/// Reads the file, and makes required what people are known by.
fn read(text: &str) -> Result<ContestFile, Invalid> {
    let mut file = source::read(text)?;
    settle(&mut file);
    Ok(file)
}

/// Makes required what people are known by.
pub(super) fn settle(file: &mut ContestFile) {
    let registration = &mut file.registration;
    let by_age = registration.min_age.is_some() || registration.max_age.is_some();
    for field in &mut registration.fields {
        let identifies = registration
            .identity
            .iter()
            .any(|identity| identity.field() == field.key);
        field.required |=
            identifies || field.key == "full_name" || (by_age && field.key == "birth_date");
    }
}
