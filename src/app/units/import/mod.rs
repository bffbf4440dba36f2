//! A unit list becomes part of the tree, all of it or nothing.

mod merged;
mod notes;
mod plan;

use self::plan::{Placed, Plan, Tree};
use super::error::UnitError;
use super::view::UnitRef;
use crate::app::imports::FileToRead;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, allowed};
use crate::app::{App, Language, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::domain::import::Remark;
use crate::domain::{Unit, UnitColumn, UnitDraft, UnitFile, UnitId, UnitRow};
use crate::entropy;
use crate::store::{PlacedUnit, StoreError};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Rows that are told of one by one.
const TOLD: usize = 500;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowAction {
    /// A new unit.
    Add,
    /// A unit that is there, with something else about it.
    Change,
    /// A unit that is there, as it is.
    Same,
    /// A unit that is there, known by its name; it keeps its code and its spelling.
    Match,
    /// It can't be taken.
    Refused,
}

/// What becomes of a row, and which unit it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRowTold {
    /// The place in the file.
    pub at: String,
    /// The code that the unit has or gets; empty where that can't be said.
    pub code: String,
    /// The name in the file.
    pub name: String,
    /// What becomes of it.
    pub action: RowAction,
    /// The unit that is there, where it was known by its name.
    pub matched: Option<UnitRef>,
}

/// What bringing units in did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitsImported {
    /// Whether anything was stored: not where a row was refused, nor where it was only asked what would
    /// become of the list.
    pub stored: bool,
    /// Units in the list.
    pub units: usize,
    /// Of these, new ones.
    pub added: usize,
    /// Of these, changed ones.
    pub changed: usize,
    /// Of these, those that were known by their names.
    pub matched: usize,
    /// What a person should look at, though the units were taken.
    pub warnings: Vec<Remark>,
    /// Rows that can't be taken: with one of them, none is.
    pub refused: Vec<Remark>,
    /// The first 500 rows.
    pub rows: Vec<UnitRowTold>,
}

/// Rows that don't fit the tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} rows do not fit the tree", .0.len())]
pub struct BadRows(pub Vec<Remark>);

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
    pub fn rows(&self) -> &[Remark] {
        match self {
            Self::Rows(rows) => &rows.0,
            _ => &[],
        }
    }
}

refuses_through_its_cause!(UnitImportError);

impl App {
    /// Takes whole units, each with its place in the file: adds those whose code is new, and makes the
    /// others what the list says. Parents may stand anywhere in the file or in the tree.
    pub async fn import_units(
        &self,
        actor: Actor,
        drafts: &[(String, UnitDraft)],
    ) -> Result<UnitsImported, UnitImportError> {
        let rows = drafts.iter().map(|(at, draft)| UnitRow {
            at: at.clone(),
            draft: draft.clone(),
        });
        let file = UnitFile {
            rows: rows.collect(),
            columns: UnitColumn::ALL.to_vec(),
            warnings: Vec::new(),
            refused: Vec::new(),
        };
        let done = self
            .take_units(actor, file, false, Language::Vietnamese)
            .await?;
        if done.refused.is_empty() {
            Ok(done)
        } else {
            Err(BadRows(done.refused).into())
        }
    }

    /// Reads an uploaded unit list and takes it.
    pub async fn import_unit_file(
        &self,
        actor: Actor,
        file: FileToRead,
        dry_run: bool,
        language: Language,
    ) -> Result<UnitsImported, UnitError> {
        allowed(actor, Action::ImportUnits)?;
        let file = self.files.read_units(file).await?;
        let done = self.take_units(actor, file, dry_run, language).await;
        done.map_err(|error| match error {
            UnitImportError::Forbidden(refusal) => refusal.into(),
            UnitImportError::Store(refusal) => refusal.into(),
            UnitImportError::Rows(rows) => unreachable!("refused rows are told: {rows}"),
        })
    }

    /// Takes a unit list, or tells what would become of it. A row finds its unit by its code, else by
    /// name and unit above; what it does not find is added. With one row refused nothing is stored.
    pub async fn take_units(
        &self,
        actor: Actor,
        file: UnitFile,
        dry_run: bool,
        language: Language,
    ) -> Result<UnitsImported, UnitImportError> {
        allowed(actor, Action::ImportUnits)?;
        let mut work = if dry_run {
            self.store.read().await?
        } else {
            self.store.begin().await?
        };
        let stored = work.all_units().await?;
        let top = actor.unit();
        let tree = Tree::new(&stored, top, self.now().to_vietnam().date());
        let plan = plan::plan(&tree, &file, language);
        let mut done = told(&plan, file);
        if dry_run || !done.refused.is_empty() {
            return Ok(done);
        }
        let placed = self.placed(&plan, &stored);
        work.put_units(&placed, self.now()).await?;
        let detail = serde_json::json!({
            "units": done.units, "added": done.added, "changed": done.changed,
        });
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
        done.stored = true;
        Ok(done)
    }

    /// What is to be written, with the ids of new units.
    fn placed(&self, plan: &Plan, stored: &[Unit]) -> Vec<PlacedUnit> {
        let now = self.now();
        let mut ids: HashMap<&str, UnitId> = stored
            .iter()
            .map(|unit| (unit.draft.code.as_str(), unit.id))
            .collect();
        for row in &plan.rows {
            ids.entry(&row.draft.code)
                .or_insert_with(|| entropy::id(&*self.entropy, now, UnitId::new));
        }
        let id = |code: &str| ids[code];
        let written = plan.rows.iter().filter(|row| row.is_written());
        let placed = written.map(|row| PlacedUnit {
            id: id(&row.draft.code),
            parent: row.draft.parent.as_deref().map(id),
            draft: row.draft.clone(),
        });
        placed.collect()
    }
}

fn told(plan: &Plan, file: UnitFile) -> UnitsImported {
    let count = |wanted: fn(&Placed) -> bool| plan.rows.iter().filter(|row| wanted(row)).count();
    // What the reader of the file found wrong with a row is said once.
    let mut refused = file.refused;
    let further = plan.refused.iter();
    let further = further.filter(|remark| refused.iter().all(|told| told.at != remark.at));
    let further: Vec<Remark> = further.cloned().collect();
    refused.extend(further);
    let mut warnings = file.warnings;
    warnings.extend(plan.warnings.iter().cloned());
    UnitsImported {
        stored: false,
        units: file.rows.len(),
        added: count(|row| row.action == RowAction::Add),
        changed: count(|row| row.action != RowAction::Add && row.is_changed),
        matched: count(|row| row.action == RowAction::Match),
        warnings,
        refused,
        rows: plan.told.iter().take(TOLD).cloned().collect(),
    }
}
