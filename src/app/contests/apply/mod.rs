//! A contest file becomes a contest, or changes one.

mod banks;
mod commit;
mod error;
mod overlap;
mod rounds;

pub use error::ApplyError;

use super::check::check;
use super::finding::{Finding, Findings, Invalid};
use super::{lock, source};
use crate::app::staff::allowed;
use crate::app::tenancy::reaches;
use crate::app::{App, Revision};
use crate::auth::{Action, Actor};
use crate::domain::contest::ContestFile;
use crate::domain::{Contest, ContestId, Round, RoundId, RoundState};
use crate::engine::window::state_at;
use crate::entropy;
use crate::store::UnitOfWork;
use banks::BankQuestions;
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

impl App {
    /// Creates a contest from its file, or changes it, and publishes it unless it is a `draft`.
    ///
    /// Everything is checked before anything is written. Before the first attempt of a round all of
    /// it may change, and a changed manifest is committed to anew, with the same seed; after it only
    /// what [`lock`] allows. A contest is its organiser's: staff of a unit apply contests of that unit
    /// and of those below it, on banks of these.
    pub async fn apply_contest(
        &self,
        actor: Actor,
        text: &str,
        draft: bool,
    ) -> Result<Applied, ApplyError> {
        allowed(actor, Action::ApplyContests)?;
        let file = read(text)?;
        let mut findings = Findings::default();
        check(&file, &mut findings);
        let questions = self.questions_for(actor, &file, &mut findings).await?;
        findings.refuse()?;
        let mut work = self.store.begin().await?;
        let before = work.contest_by_slug(&file.contest.slug).await?;
        if let Some(before) = &before
            && !reaches(&mut *work, actor, before.owner).await?
        {
            return Err(taken().into());
        }
        let mut standing = Vec::new();
        if let Some(before) = &before {
            for round in work.rounds_of(before.id).await? {
                let begun = work.has_attempts(round.id).await?;
                let is_fixed = begun || state_at(&round, self.now()).is_over();
                standing.push(Standing { round, is_fixed });
            }
        }
        let fixed: Vec<&str> = standing
            .iter()
            .filter(|standing| standing.is_fixed)
            .map(|standing| standing.round.rules.code.as_str())
            .collect();
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
            published: !draft || !fixed.is_empty(),
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
        let warnings = overlap::warnings(&mut *work, actor, &contest, &rounds).await?;
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

/// A round as the store holds it, and whether people rely on it already.
struct Standing {
    round: Round,
    is_fixed: bool,
}

/// Somebody else's contest has this slug; nothing else is told of it.
fn taken() -> Invalid {
    Invalid::one(
        "contest.slug",
        "contest.taken",
        "Tên này đã có cuộc thi khác dùng; hãy chọn tên khác.",
    )
}

/// Reads the file, and makes required what people are known by.
fn read(text: &str) -> Result<ContestFile, Invalid> {
    let mut file = source::read(text)?;
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
    Ok(file)
}
