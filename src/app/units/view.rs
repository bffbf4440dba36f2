//! A unit as the console shows it.

use crate::domain::question::optional_date;
use crate::domain::{AreaType, Unit, UnitId, UnitType};
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use time::Date;
use utoipa::ToSchema;

/// A unit by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRef {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A unit as the console shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitView {
    /// Official or chosen code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Kind of body: `xa`, `phuong`, `truong`, …
    #[serde(rename = "type")]
    pub kind: UnitType,
    /// The unit above.
    pub parent: Option<UnitRef>,
    /// The units above, from the top down to the parent.
    pub path: Vec<UnitRef>,
    /// Inside which its collectives are ranked.
    pub block: Option<String>,
    /// Urban or rural, if it is known.
    pub area_type: Option<AreaType>,
    /// People who could take part.
    pub headcount: Option<i64>,
    /// Who counted them.
    pub headcount_source: Option<String>,
    /// The day for which they were counted.
    #[schema(value_type = Option<String>)]
    #[serde(with = "optional_date")]
    pub headcount_date: Option<Date>,
    /// First day of its existence.
    #[schema(value_type = Option<String>)]
    #[serde(with = "optional_date")]
    pub valid_from: Option<Date>,
    /// Last day of its existence.
    #[schema(value_type = Option<String>)]
    #[serde(with = "optional_date")]
    pub valid_to: Option<Date>,
    /// The units that took its place; one that nobody knows has its code for a name.
    pub replaced_by: Vec<UnitRef>,
    /// Other names under which people look for it.
    pub aliases: Vec<String>,
    /// Units right below it that have not ended.
    pub children: i64,
}

/// These units as the console shows them, in their order: three look-ups, however many they are.
pub(super) async fn views(
    work: &mut dyn UnitOfWork,
    units: Vec<Unit>,
    today: Date,
) -> Result<Vec<UnitView>, StoreError> {
    let ids: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
    let mut paths: HashMap<UnitId, Vec<UnitRef>> = HashMap::with_capacity(units.len());
    for above in work.units_above(&ids).await? {
        let path = paths.entry(above.unit).or_default();
        path.push(UnitRef {
            code: above.code,
            name: above.name,
        });
    }
    let children: HashMap<UnitId, i64> = work
        .count_children(&ids, today)
        .await?
        .into_iter()
        .collect();
    let heirs: BTreeSet<&String> = units
        .iter()
        .flat_map(|unit| &unit.draft.replaced_by)
        .collect();
    let heirs: Vec<String> = heirs.into_iter().cloned().collect();
    let names: HashMap<String, String> = if heirs.is_empty() {
        HashMap::new()
    } else {
        work.unit_names(&heirs).await?.into_iter().collect()
    };
    let named = |code: String| UnitRef {
        name: names.get(&code).unwrap_or(&code).clone(),
        code,
    };
    let view = |unit: Unit| {
        let draft = unit.draft;
        let path = paths.remove(&unit.id).unwrap_or_default();
        UnitView {
            code: draft.code,
            name: draft.name,
            kind: draft.kind,
            parent: path.last().cloned(),
            path,
            block: draft.block,
            area_type: draft.area_type,
            headcount: draft.headcount,
            headcount_source: draft.headcount_source,
            headcount_date: draft.headcount_date,
            valid_from: draft.valid_from,
            valid_to: draft.valid_to,
            replaced_by: draft.replaced_by.into_iter().map(&named).collect(),
            aliases: draft.aliases,
            children: children.get(&unit.id).copied().unwrap_or(0),
        }
    };
    Ok(units.into_iter().map(view).collect())
}

/// One unit as the console shows it.
pub(super) async fn view(
    work: &mut dyn UnitOfWork,
    unit: Unit,
    today: Date,
) -> Result<UnitView, StoreError> {
    let gone = || StoreError::corrupt("units", "id", "one unit gives one view");
    views(work, vec![unit], today).await?.pop().ok_or_else(gone)
}
