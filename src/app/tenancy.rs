//! Whose things a member of staff works on: those of the own unit and of all units below it.
//!
//! Every use case of staff that is given the name of a thing asks here, in the transaction in which it
//! reads or changes it. What is not his is answered like what is not there (security.md 1, row 23).

use crate::app::{Absent, NotFound};
use crate::auth::Actor;
use crate::domain::import::Import;
use crate::domain::{Bank, Contest, ImportId, QuestionId, Round, RoundId, UnitId};
use crate::store::{Held, StoreError, UnitOfWork};

/// Whether a thing of that owner is the actor's to see; no owner means that it is the platform's own.
pub async fn reaches(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    owner: Option<UnitId>,
) -> Result<bool, StoreError> {
    match (actor.unit(), owner) {
        (None, _) => Ok(true),
        (Some(_), None) => Ok(false),
        (Some(top), Some(owner)) => work.is_within(owner, top).await,
    }
}

/// Refuses, as not there, what is not the actor's.
pub async fn within_reach(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    owner: Option<UnitId>,
) -> Result<(), Absent> {
    if reaches(work, actor, owner).await? {
        Ok(())
    } else {
        Err(NotFound.into())
    }
}

/// The contest of that slug, if it is there and the actor's.
pub async fn contest_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    slug: &str,
) -> Result<Contest, Absent> {
    let contest = work.contest_by_slug(slug).await?.ok_or(NotFound)?;
    within_reach(work, actor, contest.owner).await?;
    Ok(contest)
}

/// The round of that id with its contest, if it is there and the actor's.
pub async fn round_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: RoundId,
) -> Result<(Round, Contest), Absent> {
    let round = work.round(id).await?.ok_or(NotFound)?;
    let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
    within_reach(work, actor, contest.owner).await?;
    Ok((round, contest))
}

/// The round of that code of a contest, with the contest, if it is there and the actor's.
pub async fn round_by_code(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    slug: &str,
    code: &str,
) -> Result<(Round, Contest), Absent> {
    let contest = contest_of(work, actor, slug).await?;
    let rounds = work.rounds_of(contest.id).await?;
    let round = rounds.into_iter().find(|round| round.rules.code == code);
    Ok((round.ok_or(NotFound)?, contest))
}

/// The bank of that code, if it is there and the actor's.
pub async fn bank_of(work: &mut dyn UnitOfWork, actor: Actor, code: &str) -> Result<Bank, Absent> {
    let bank = work.bank_by_code(code).await?.ok_or(NotFound)?;
    within_reach(work, actor, bank.owner).await?;
    Ok(bank)
}

/// The question of that id with its bank, if it is there and the actor's.
pub async fn question_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: QuestionId,
) -> Result<(Held, Bank), Absent> {
    let held = work.held_question(id).await?.ok_or(NotFound)?;
    let bank = work.bank(held.newest.bank).await?.ok_or(NotFound)?;
    within_reach(work, actor, bank.owner).await?;
    Ok((held, bank))
}

/// The question file of that id, if it is there and the actor's.
pub async fn import_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: ImportId,
) -> Result<Import, Absent> {
    let import = work.import(id).await?.ok_or(NotFound)?;
    within_reach(work, actor, import.owner).await?;
    Ok(import)
}
