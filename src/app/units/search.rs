//! Units to pick from: matching ignores tone marks, case and đ/d, and finds units by former names, under
//! which people know them who think in the units from before 1 July 2025.

use crate::app::{Absent, App};
use crate::domain::{UnitDraft, UnitType, text};
use crate::store::{StoreError, UnitFilter, UnitOfWork};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
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
    /// The former or other name that was looked for, where its own does not hold the text: “nay là”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formerly: Option<String>,
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
            on: Some(self.now().to_vietnam().date()),
            limit,
        };
        let mut work = self.store.read().await?;
        let units = work.find_units(&filter).await?;
        let is_full = i64::try_from(units.len()).is_ok_and(|found| found == limit);
        let next_cursor = units.last().filter(|_| is_full && filter.folded.is_empty());
        let next_cursor = next_cursor.map(|unit| unit.draft.code.clone());
        let mut found: Vec<(UnitDraft, Option<String>)> = units
            .into_iter()
            .map(|unit| {
                let formerly = other_name(&unit.draft, &filter.folded);
                (unit.draft, formerly)
            })
            .collect();
        if !filter.folded.is_empty() && !is_full {
            add_heirs(&mut *work, &filter, &mut found).await?;
        }
        let parents: BTreeSet<String> = found
            .iter()
            .filter_map(|(draft, _)| draft.parent.clone())
            .collect();
        let parents: Vec<String> = parents.into_iter().collect();
        let names: HashMap<String, String> = work.unit_names(&parents).await?.into_iter().collect();
        let line = |(draft, formerly): (UnitDraft, Option<String>)| {
            let parent = draft.parent.and_then(|code| {
                let name = names.get(&code)?.clone();
                Some(UnitParent { code, name })
            });
            UnitLine {
                code: draft.code,
                name: draft.name,
                kind: draft.kind,
                parent,
                formerly,
            }
        };
        let items = found.into_iter().map(line).collect();
        Ok(UnitList { items, next_cursor })
    }
}

/// The other name that holds the text, where the name and the code do not.
fn other_name(draft: &UnitDraft, folded: &str) -> Option<String> {
    let holds = |name: &String| text::folded(name).contains(folded);
    if folded.is_empty() || holds(&draft.name) || draft.code.starts_with(folded) {
        return None;
    }
    draft.aliases.iter().find(|alias| holds(alias)).cloned()
}

/// Adds the units that took the place of those whose former name holds the text.
async fn add_heirs(
    work: &mut dyn UnitOfWork,
    filter: &UnitFilter,
    found: &mut Vec<(UnitDraft, Option<String>)>,
) -> Result<(), StoreError> {
    let (Some(today), Ok(limit)) = (filter.on, usize::try_from(filter.limit)) else {
        return Ok(());
    };
    let mut listed: BTreeSet<String> = found.iter().map(|(draft, _)| draft.code.clone()).collect();
    for former in work.find_former_units(filter).await? {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<String> = former.draft.replaced_by.iter().rev().cloned().collect();
        while let Some(code) = waiting.pop().filter(|_| found.len() < limit) {
            if !seen.insert(code.clone()) {
                continue;
            }
            let Some(heir) = work.unit_by_code(&code).await? else {
                continue;
            };
            if heir.draft.ended_before(today) {
                waiting.extend(heir.draft.replaced_by.iter().rev().cloned());
                continue;
            }
            let is_asked = filter.parent.is_none() || heir.draft.parent == filter.parent;
            if is_asked && listed.insert(code) {
                found.push((heir.draft, Some(former.draft.name.clone())));
            }
        }
    }
    Ok(())
}
