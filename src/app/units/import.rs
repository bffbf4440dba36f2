//! A unit list becomes part of the tree, all of it or nothing.

use super::order::parents_first;
use super::reach::beyond;
use crate::app::import_note::ImportNote;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, allowed};
use crate::app::{App, Language, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{UnitDraft, UnitId};
use crate::entropy;
use crate::store::StoreError;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What bringing units in did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitsImported {
    /// Units in the list.
    pub units: usize,
    /// Of these, new ones.
    pub added: usize,
    /// Of these, changed ones.
    pub changed: usize,
    /// What a person should look at, though the units were taken.
    pub warnings: Vec<ImportNote>,
}

/// Rows that don't fit the tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} rows do not fit the tree", .0.len())]
pub struct BadRows(pub Vec<ImportNote>);

impl Refusal for BadRows {
    fn code(&self) -> &'static str {
        "import.units"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => format!(
                "Danh sách đơn vị có {} dòng sai; chưa nhập đơn vị nào.",
                self.0.len()
            ),
            Language::English => format!(
                "The list of units has {} bad rows; nothing was taken.",
                self.0.len()
            ),
        }
    }
}

/// Why no units were taken.
#[derive(Debug, thiserror::Error)]
pub enum UnitImportError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Rows that don't fit the tree.
    #[error(transparent)]
    Rows(#[from] BadRows),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl UnitImportError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Rows(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }

    /// The bad rows; empty if they are not the reason.
    pub fn rows(&self) -> &[ImportNote] {
        match self {
            Self::Rows(rows) => &rows.0,
            _ => &[],
        }
    }
}

refuses_through_its_cause!(UnitImportError);

impl App {
    /// Adds units and changes those whose code is there already. Each comes with its place in the
    /// file; parents may stand anywhere in the file or in the tree. Staff of a unit bring in that unit
    /// and what is below it, and move nothing out of it or into it.
    pub async fn import_units(
        &self,
        actor: Actor,
        drafts: &[(String, UnitDraft)],
    ) -> Result<UnitsImported, UnitImportError> {
        allowed(actor, Action::ImportUnits)?;
        let mut work = self.store.begin().await?;
        let stored = work.all_units().await?;
        let there: BTreeMap<&str, &UnitDraft> = stored
            .iter()
            .map(|unit| (unit.draft.code.as_str(), &unit.draft))
            .collect();
        let order = fit(drafts, &there)?;
        if let Some(top) = actor.unit() {
            let own = stored.iter().find(|unit| unit.id == top);
            let own = own.map_or("", |unit| unit.draft.code.as_str());
            let bad = beyond(own, drafts, &there);
            if !bad.is_empty() {
                return Err(BadRows(bad).into());
            }
        }
        let now = self.now();
        let (mut added, mut changed) = (0, 0);
        for at in order {
            let draft = &drafts[at].1;
            match there.get(draft.code.as_str()) {
                Some(before) if *before == draft => continue,
                Some(_) => changed += 1,
                None => added += 1,
            }
            work.put_unit(entropy::id(&*self.entropy, now, UnitId::new), draft)
                .await?;
        }
        let detail =
            serde_json::json!({ "units": drafts.len(), "added": added, "changed": changed });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "units.imported",
            "units".to_owned(),
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        Ok(UnitsImported {
            units: drafts.len(),
            added,
            changed,
            warnings: successors(drafts, &there),
        })
    }
}

/// The order in which the units can be stored.
fn fit(
    drafts: &[(String, UnitDraft)],
    there: &BTreeMap<&str, &UnitDraft>,
) -> Result<Vec<usize>, BadRows> {
    let pairs: Vec<(&str, Option<&str>)> = drafts
        .iter()
        .map(|(_, draft)| (draft.code.as_str(), draft.parent.as_deref()))
        .collect();
    let note = |at: usize, code, detail| ImportNote {
        at: drafts[at].0.clone(),
        code,
        detail,
    };
    let own: BTreeSet<&str> = pairs.iter().map(|(code, _)| *code).collect();
    let is_known = |code: &str| there.contains_key(code) || own.contains(code);
    let mut seen = BTreeSet::new();
    let mut bad = Vec::new();
    for (at, (code, parent)) in pairs.iter().enumerate() {
        if let Some(parent) = parent.filter(|parent| !is_known(parent)) {
            let detail = format!(
                "Đơn vị cấp trên mã «{parent}» của «{code}» không có trong tệp và chưa được nhập."
            );
            bad.push(note(at, "import.unit_parent", detail));
        }
        if !seen.insert(*code) {
            bad.push(note(
                at,
                "import.duplicate",
                format!("Mã đơn vị «{code}» đã có ở trên."),
            ));
        }
    }
    if !bad.is_empty() {
        return Err(BadRows(bad));
    }
    let known = there
        .iter()
        .map(|(code, draft)| (*code, draft.parent.as_deref()))
        .collect();
    parents_first(&pairs, &known).map_err(|circle| {
        let detail = |at: usize| format!("Đơn vị «{}» nằm dưới chính nó.", pairs[at].0);
        BadRows(
            circle
                .into_iter()
                .map(|at| note(at, "import.unit_circle", detail(at)))
                .collect(),
        )
    })
}

/// Warns where a unit was replaced by one that nobody knows.
fn successors(
    drafts: &[(String, UnitDraft)],
    there: &BTreeMap<&str, &UnitDraft>,
) -> Vec<ImportNote> {
    let own: BTreeSet<&str> = drafts
        .iter()
        .map(|(_, draft)| draft.code.as_str())
        .collect();
    let mut notes = Vec::new();
    for (at, draft) in drafts {
        for code in &draft.replaced_by {
            if !own.contains(code.as_str()) && !there.contains_key(code.as_str()) {
                notes.push(ImportNote {
                    at: at.clone(),
                    code: "import.unit_successor",
                    detail: format!("Đơn vị thay thế mã «{code}» chưa có."),
                });
            }
        }
    }
    notes
}
