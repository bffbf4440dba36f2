//! What there is to say of a draft: findings, rules, feasibility, checklist.

use super::checklist::{self, Known};
use super::view::{CellLine, DraftFinding, DraftView, Severity};
use crate::app::contests::{
    Finding, Findings, Look, Onto, Partial, RulesPage, RulesSection, check_file, rules_page,
};
use crate::app::questions::StaffName;
use crate::app::{App, Language};
use crate::auth::{Action, Actor, may};
use crate::domain::contest::ContestFile;
use crate::domain::{ContestDraft, StaffId, StaffState, UnitId};
use crate::store::{Listed, StaffFilter, StoreError, UnitOfWork};
use serde_json::Value;

/// Members of staff of a unit that are looked at.
const STAFF: i64 = 200;

/// A document that was looked at.
pub(super) struct Studied {
    /// As far as it can be read.
    pub partial: Partial,
    /// What keeps it from being published.
    pub faults: Vec<Finding>,
    /// What applying would find, by the first stand-ins; none: it can't be read at all.
    pub look: Option<Look>,
}

impl Studied {
    /// Whether it could be published.
    pub fn is_complete(&self) -> bool {
        self.faults.is_empty()
    }
}

/// What a draft becomes.
pub(super) fn onto(slug: Option<&str>) -> Onto {
    slug.map_or(Onto::New, |slug| Onto::This(slug.to_owned()))
}

impl App {
    /// Looks at a document by the checks of applying.
    pub(super) async fn studied(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        document: &Value,
        slug: Option<&str>,
    ) -> Result<Studied, StoreError> {
        let partial = Partial::read(document, self.now());
        let mut faults = partial.findings.clone();
        let mut look = None;
        if let Some([first, other]) = &partial.files {
            let mut found = self.look_at(work, actor, first, &onto(slug)).await?;
            let by_stand_in = by_stand_in(first, other);
            let stays =
                |finding: &Finding| !partial.is_hollow(finding) && !by_stand_in.contains(finding);
            found.faults.retain(stays);
            found.warnings.retain(stays);
            faults.extend(found.faults.iter().cloned());
            look = Some(found);
        }
        Ok(Studied {
            partial,
            faults,
            look,
        })
    }

    /// The draft whole, and what there is to say of it now.
    pub(super) async fn draft_view(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        draft: ContestDraft,
        language: Language,
    ) -> Result<DraftView, StoreError> {
        let studied = self
            .studied(work, actor, &draft.document, draft.slug.as_deref())
            .await?;
        let backed_up = work.last_audited("store.backed_up").await?;
        let known = Known {
            now: self.now(),
            backed_up,
            unprotected: unprotected(work, draft.owner).await?,
        };
        let checklist = checklist::items(&draft, &studied, &known, language);
        let organiser = match &studied.partial.files {
            Some([file, _]) => work.unit_by_code(&file.contest.organiser).await?,
            None => None,
        };
        let organiser = organiser.map_or_else(|| "…".to_owned(), |unit| unit.draft.name);
        Ok(DraftView {
            complete: studied.is_complete(),
            findings: findings(&studied, language),
            rules: rules(&studied.partial, &organiser),
            feasibility: feasibility(&studied),
            checklist,
            by: staff_name(work, draft.changed_by).await?,
            id: draft.id,
            revision: draft.revision,
            title: draft.title,
            slug: draft.slug,
            document: draft.document,
            updated_at: draft.updated_at,
        })
    }
}

/// The name of a member of staff; empty for one who is gone.
pub(super) async fn staff_name(
    work: &mut dyn UnitOfWork,
    id: Option<StaffId>,
) -> Result<Option<StaffName>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let staff = work.staff_member(id).await?;
    Ok(Some(StaffName {
        id,
        name: staff.map_or_else(String::new, |staff| staff.name),
    }))
}

/// Findings that only the first stand-ins bring about.
fn by_stand_in(first: &ContestFile, other: &ContestFile) -> Vec<Finding> {
    let found = |file: &ContestFile| {
        let mut findings = Findings::default();
        check_file(file, &mut findings);
        findings.into_inner()
    };
    let other = found(other);
    let mut found = found(first);
    found.retain(|finding| !other.contains(finding));
    found
}

fn findings(studied: &Studied, language: Language) -> Vec<DraftFinding> {
    let told = |finding: &Finding, severity| DraftFinding {
        pointer: finding.pointer(),
        code: finding.code,
        detail: finding.told(language),
        severity,
    };
    let warnings = studied.look.iter().flat_map(|look| &look.warnings);
    let errors = studied.faults.iter().map(|f| told(f, Severity::Error));
    errors
        .chain(warnings.map(|f| told(f, Severity::Warning)))
        .collect()
}

fn feasibility(studied: &Studied) -> Vec<CellLine> {
    let (Some([file, _]), Some(look)) = (&studied.partial.files, &studied.look) else {
        return Vec::new();
    };
    let lines = look.feasibility.iter().map(|line| {
        let round = &file.rounds[line.round];
        CellLine {
            round: round.code.clone(),
            cell: line.cell,
            bank: round.blueprint[line.cell].bank.clone(),
            wanted: line.wanted,
            available: line.available,
        }
    });
    lines.collect()
}

/// The rules page of a document. Sentences that hang on a stand-in are left out: they differ with it.
fn rules(partial: &Partial, organiser: &str) -> RulesPage {
    let Some([first, other]) = &partial.files else {
        return RulesPage {
            vi: Vec::new(),
            en: Vec::new(),
        };
    };
    let (mut page, other) = (rules_page(first, organiser), rules_page(other, organiser));
    let both = [(&mut page.vi, other.vi), (&mut page.en, other.en)];
    for (sections, others) in both {
        for (section, other) in sections.iter_mut().zip(others) {
            keep_common(section, &other);
        }
        sections.retain(|section| !section.sentences.is_empty());
    }
    page
}

fn keep_common(section: &mut RulesSection, other: &RulesSection) {
    section
        .sentences
        .retain(|sentence| other.sentences.contains(sentence));
}

/// How many of the staff who may run contests of a unit, and work for it, have no second factor.
async fn unprotected(
    work: &mut dyn UnitOfWork,
    owner: Option<UnitId>,
) -> Result<usize, StoreError> {
    let filter = StaffFilter {
        within: owner,
        folded: String::new(),
        role: None,
        state: Some(StaffState::Active),
        after: None,
        limit: STAFF,
    };
    let staff = work.find_staff(&filter).await?;
    let runs = |found: &&Listed| {
        may(found.staff.role, Action::RunRounds)
            && found.staff.unit == owner
            && !found.staff.has_second_factor
    };
    Ok(staff.iter().filter(runs).count())
}
