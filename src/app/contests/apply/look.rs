//! What is to be said of a contest file before anything is written: by whoever applies it, and by
//! whoever is still writing it.

use super::super::check::check;
use super::super::finding::{Finding, Findings};
use super::super::lock;
use super::Onto;
use super::banks::{BankQuestions, CellFeasibility, Depth};
use crate::app::App;
use crate::app::tenancy::reaches;
use crate::auth::Actor;
use crate::domain::contest::{ContestFile, Eligibility};
use crate::domain::{Contest, Round};
use crate::engine::window::state_at;
use crate::store::{StoreError, UnitOfWork};

/// A round as the store holds it, and whether people rely on it already.
pub(super) struct Standing {
    pub round: Round,
    pub is_fixed: bool,
}

/// What was found.
pub(in crate::app) struct Look {
    /// Why it can't be applied; empty: it can.
    pub faults: Vec<Finding>,
    /// What the organiser should know, though it can.
    pub warnings: Vec<Finding>,
    /// Every cell of every round whose banks are there.
    pub feasibility: Vec<CellFeasibility>,
    /// Whether every round can be drawn.
    pub feasible: bool,
}

impl App {
    /// Looks at a file as applying it would, and writes nothing.
    pub(in crate::app) async fn look_at(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        file: &ContestFile,
        onto: &Onto,
    ) -> Result<Look, StoreError> {
        let mut findings = Findings::default();
        check(file, &mut findings);
        let questions: BankQuestions = self
            .questions_for(work, actor, file, Depth::Light, &mut findings)
            .await?;
        let before = work.contest_by_slug(&file.contest.slug).await?;
        place(work, actor, file, onto, before.as_ref(), &mut findings).await?;
        if let (Onto::This(_), Some(before)) = (onto, &before) {
            let standing = self.standing(work, before).await?;
            let fixed = fixed(&standing);
            if let Err(locked) = lock::amendments(&before.file, file, &fixed, self.now()) {
                for key in locked.0 {
                    findings.push(
                        key,
                        "contest.locked",
                        "Đã có người bắt đầu làm bài nên không đổi được khóa này.",
                    );
                }
            }
        }
        let feasibility = questions.feasibility(file);
        let all_there = file.rounds.iter().all(|round| questions.holds(round));
        Ok(Look {
            warnings: unknown_units(work, file).await?,
            faults: findings.into_inner(),
            feasible: all_there
                && !feasibility.is_empty()
                && feasibility.iter().all(|cell| cell.available >= cell.wanted),
            feasibility,
        })
    }

    /// The rounds of a contest, and which of them people rely on.
    pub(super) async fn standing(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
    ) -> Result<Vec<Standing>, StoreError> {
        let mut standing = Vec::new();
        for round in work.rounds_of(contest.id).await? {
            let begun = work.has_attempts(round.id).await?;
            let is_fixed = begun || state_at(&round, self.now()).is_over();
            standing.push(Standing { round, is_fixed });
        }
        Ok(standing)
    }
}

/// Codes of the rounds that people rely on.
pub(super) fn fixed(standing: &[Standing]) -> Vec<&str> {
    standing
        .iter()
        .filter(|standing| standing.is_fixed)
        .map(|standing| standing.round.rules.code.as_str())
        .collect()
}

/// Whether the file may become what it is to become: the address of somebody else's contest is taken.
pub(super) async fn place(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    file: &ContestFile,
    onto: &Onto,
    before: Option<&Contest>,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let taken = match (onto, before) {
        (Onto::New, Some(_)) => true,
        (Onto::Any | Onto::This(_), Some(before)) => !reaches(work, actor, before.owner).await?,
        (_, None) => false,
    };
    findings.note(
        taken,
        "contest.slug",
        "contest.slug_taken",
        "Tên trong địa chỉ này đã có cuộc thi khác dùng; hãy chọn tên khác.",
    );
    if let Onto::This(slug) = onto {
        findings.note(
            *slug != file.contest.slug,
            "contest.slug",
            "contest.slug_fixed",
            format!("Cuộc thi đã có địa chỉ «{slug}»; không đổi được tên trong địa chỉ."),
        );
    }
    Ok(())
}

/// Units that the file lets take part and that there are not: nobody could come from them.
pub(in crate::app) async fn unknown_units(
    work: &mut dyn UnitOfWork,
    file: &ContestFile,
) -> Result<Vec<Finding>, StoreError> {
    let mut named: Vec<(String, &str)> = Vec::new();
    if let Some(eligible) = &file.registration.eligible {
        named.extend(units_of("registration.eligible", eligible));
    }
    for (at, group) in file.contest.groups.iter().enumerate() {
        if let Some(eligible) = &group.eligible {
            named.extend(units_of(
                &format!("contest.groups[{at}].eligible"),
                eligible,
            ));
        }
    }
    let mut warnings = Vec::new();
    for (key, code) in named {
        if work.unit_by_code(code).await?.is_none() {
            warnings.push(Finding {
                key,
                code: "contest.unit",
                detail: format!("Không có đơn vị mã «{code}», nên không ai thuộc đơn vị này."),
            });
        }
    }
    Ok(warnings)
}

/// The keys and codes of the units that somebody has to belong to.
fn units_of<'a>(key: &str, eligible: &'a Eligibility) -> Vec<(String, &'a str)> {
    let named = eligible.units.iter().enumerate();
    named
        .map(|(at, code)| (format!("{key}.units[{at}]"), code.as_str()))
        .collect()
}
