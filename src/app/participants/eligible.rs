//! Whether the contest and the chosen group are for this person: what units and lists of people tell.

use super::form::{Checked, fault};
use super::register::FormFaults;
use super::register::RegisterError;
use crate::app::contests::Known;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, FieldFault, Language, NotFound, Refusal};
use crate::auth::{Action, Actor};
use crate::domain::UnitId;
use crate::domain::contest::{ContestFile, Eligibility};
use crate::store::{StoreError, UnitOfWork};
use serde_json::json;
use std::collections::BTreeMap;

/// The tree of units is not deeper than this.
const DEEPEST: usize = 32;

/// The person is on a list of people who may not take part, or not on the one of those who may.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEligible {
    /// On a list of exclusion.
    #[error("excluded: {title}")]
    Excluded {
        /// Who is on the list.
        title: String,
    },
    /// Not on the roster.
    #[error("not on the roster")]
    NotOnRoster,
}

impl Refusal for NotEligible {
    fn code(&self) -> &'static str {
        match self {
            Self::Excluded { .. } => "participant.excluded",
            Self::NotOnRoster => "participant.not_on_roster",
        }
    }

    fn detail(&self, language: Language) -> String {
        match (self, language) {
            (Self::Excluded { title }, Language::Vietnamese) => {
                format!("Theo thể lệ, {title} không được dự thi.")
            }
            (Self::Excluded { title }, Language::English) => {
                format!("By the rules these may not take part: {title}.")
            }
            (Self::NotOnRoster, Language::Vietnamese) => "Thông tin này không có trong danh sách được dự thi. Hãy kiểm tra lại hoặc hỏi đơn vị tổ chức.".to_owned(),
            (Self::NotOnRoster, Language::English) => "This identity is not on the list of those who may take part. Please check it, or ask the organiser.".to_owned(),
        }
    }
}

/// Why a list of people was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PeopleListError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest, or its file names no such list, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// A row lacks what people are known by.
    #[error(transparent)]
    Form(#[from] FormFaults),
}

impl From<StoreError> for PeopleListError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for PeopleListError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl PeopleListError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Form(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(PeopleListError);

/// What taking a list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeopleListed {
    /// People on the list.
    pub people: usize,
    /// Those of them who are registered already: a list of exclusion does not undo that.
    pub registered: i64,
}

impl App {
    /// Refuses a form whose unit or identity the contest or the chosen group is not for. `listed` is a
    /// list that the person is about to be put on.
    pub(super) async fn eligible(
        &self,
        work: &mut dyn UnitOfWork,
        known: &Known,
        checked: &Checked,
        unit: Option<UnitId>,
        listed: Option<&str>,
    ) -> Result<(), RegisterError> {
        let file = &known.contest.file;
        let asked: Vec<&Eligibility> = conditions(file, checked.group.as_deref()).collect();
        let mut faults = Vec::new();
        for eligible in &asked {
            if eligible.asks_for_unit() && !is_within(work, unit, eligible).await? {
                faults.push(not_of_unit());
            }
        }
        if !faults.is_empty() {
            return Err(FormFaults(faults).into());
        }
        let by_list = asked.iter().any(|eligible| eligible.roster.is_some());
        let exclusions = &file.registration.exclusions;
        if !by_list && exclusions.is_empty() {
            return Ok(());
        }
        let identity = self.identity_of(&known.contest, &checked.fields);
        let mut lists = match identity {
            Some(identity) => work.lists_with(known.contest.id, &identity).await?,
            None => Vec::new(),
        };
        lists.extend(listed.map(str::to_owned));
        if let Some(exclusion) = exclusions.iter().find(|list| lists.contains(&list.code)) {
            let title = exclusion.title.clone();
            return Err(NotEligible::Excluded { title }.into());
        }
        let is_listed = |eligible: &&Eligibility| {
            let roster = eligible.roster.as_ref();
            roster.is_none_or(|roster| lists.contains(roster))
        };
        if asked.iter().all(is_listed) {
            Ok(())
        } else {
            Err(NotEligible::NotOnRoster.into())
        }
    }

    /// Replaces a list of people that the contest file names: a roster or an exclusion. Each row holds
    /// the fields by which people are known in the contest; only keyed hashes of them are kept.
    pub async fn put_people_list(
        &self,
        actor: Actor,
        slug: &str,
        list: &str,
        rows: &[(String, BTreeMap<String, String>)],
    ) -> Result<PeopleListed, PeopleListError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let is_exclusion = contest
            .file
            .registration
            .exclusions
            .iter()
            .any(|known| known.code == list);
        let mut rosters = contest.file.rosters();
        if !is_exclusion && !rosters.any(|roster| roster == list) {
            return Err(NotFound.into());
        }
        let mut faults = Vec::new();
        let mut identities = Vec::with_capacity(rows.len());
        for (at, row) in rows {
            match self.identity_typed(&contest, row) {
                Ok(identity) => identities.push(identity),
                Err(found) => faults.extend(found.into_iter().map(|fault| FieldFault {
                    pointer: format!("{at}: {}", fault.pointer.trim_start_matches("/identity/")),
                    ..fault
                })),
            }
        }
        if !faults.is_empty() {
            return Err(FormFaults(faults).into());
        }
        identities.sort_unstable();
        identities.dedup();
        let registered = work.put_list(contest.id, list, &identities).await?;
        let listed = PeopleListed {
            people: identities.len(),
            registered,
        };
        let detail = json!({ "list": list, "people": listed.people, "registered": registered });
        let subject = format!("contest:{}", contest.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "contest.people_listed",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(listed)
    }
}

/// What the contest and a group ask of a person.
fn conditions<'a>(
    file: &'a ContestFile,
    group: Option<&'a str>,
) -> impl Iterator<Item = &'a Eligibility> {
    let own = move |code: &str| Some(code) == group;
    let groups = file
        .contest
        .groups
        .iter()
        .filter(move |known| own(&known.code));
    let of_group = groups.filter_map(|group| group.eligible.as_ref());
    file.registration.eligible.iter().chain(of_group)
}

/// Whether a unit is of one of the types, and is one of the named units or lies below one.
async fn is_within(
    work: &mut dyn UnitOfWork,
    unit: Option<UnitId>,
    eligible: &Eligibility,
) -> Result<bool, StoreError> {
    let Some(unit) = unit else {
        return Ok(false);
    };
    let Some(mut unit) = work.unit(unit).await? else {
        return Ok(false);
    };
    let types = &eligible.unit_types;
    if !types.is_empty() && !types.contains(&unit.draft.kind) {
        return Ok(false);
    }
    if eligible.units.is_empty() {
        return Ok(true);
    }
    for _ in 0..DEEPEST {
        if eligible.units.contains(&unit.draft.code) {
            return Ok(true);
        }
        let Some(parent) = unit.draft.parent.clone() else {
            return Ok(false);
        };
        match work.unit_by_code(&parent).await? {
            Some(above) => unit = above,
            None => return Ok(false),
        }
    }
    Ok(false)
}

fn not_of_unit() -> FieldFault {
    fault(
        "/fields/unit".to_owned(),
        "field.not_eligible",
        "Theo thể lệ, người của đơn vị này không thuộc đối tượng dự thi hoặc không thuộc bảng đã chọn.",
        "By the rules people of this unit may not take part, or not in the chosen group.",
    )
}
