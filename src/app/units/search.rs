//! Units to pick from: matching ignores tone marks, case and đ/d.

use crate::app::{Absent, App};
use crate::domain::{UnitType, text};
use crate::store::{StoreError, UnitFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Most units of a page.
const MOST: i64 = 100;
/// Units of a page, if nothing is said.
const USUAL: i64 = 20;
/// Longest search text that is looked at.
const LONGEST: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitQuery {
    /// Part of a name, or the start of a code.
    pub q: Option<String>,
    /// Only children of the unit of this code.
    pub parent: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Units of a page, at most 100.
    pub limit: Option<i64>,
}

/// Units to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitList {
    /// The best matches first; without a search text, by code.
    pub items: Vec<UnitLine>,
    /// There are more; only without a search text, which is to be made longer instead.
    pub next_cursor: Option<String>,
}

/// A unit to pick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitLine {
    /// Code: what `fields.unit` takes.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind of body: `xa`, `phuong`, `truong`, …
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: UnitType,
    /// The unit above.
    pub parent: Option<UnitParent>,
}

/// The unit above another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitParent {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

impl App {
    /// Units that people of a published contest may pick from.
    pub async fn units_to_pick(&self, slug: &str, query: &UnitQuery) -> Result<UnitList, Absent> {
        self.published(slug).await?;
        Ok(self.find_units(query).await?)
    }

    /// Units by name or code.
    pub async fn find_units(&self, query: &UnitQuery) -> Result<UnitList, StoreError> {
        let typed: String = query
            .q
            .as_deref()
            .unwrap_or_default()
            .chars()
            .take(LONGEST)
            .collect();
        let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
        let filter = UnitFilter {
            folded: text::folded(&typed).replace('\0', ""),
            parent: query.parent.clone(),
            after: query.cursor.clone(),
            limit,
        };
        let mut work = self.store.read().await?;
        let units = work.find_units(&filter).await?;
        let is_full = i64::try_from(units.len()).is_ok_and(|found| found == limit);
        let next_cursor = units.last().filter(|_| is_full && filter.folded.is_empty());
        let next_cursor = next_cursor.map(|unit| unit.draft.code.clone());
        let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut items = Vec::with_capacity(units.len());
        for unit in units {
            let draft = unit.draft;
            let mut parent = None;
            if let Some(code) = draft.parent {
                if !names.contains_key(&code) {
                    let name = work.unit_by_code(&code).await?.map(|unit| unit.draft.name);
                    names.insert(code.clone(), name);
                }
                let name = names.get(&code).cloned().flatten();
                parent = name.map(|name| UnitParent { code, name });
            }
            items.push(UnitLine {
                code: draft.code,
                name: draft.name,
                kind: draft.kind,
                parent,
            });
        }
        Ok(UnitList { items, next_cursor })
    }
}
