//! Units in a list: by words, place in the tree, kind and state, a page at a time.

use super::error::UnitError;
use super::reach::unit_of;
use super::view::{UnitView, view, views};
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{AreaType, UnitType, text};
use crate::store::{UnitListing, UnitOrder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Units of a page, if nothing is said, and at most.
const USUAL: i64 = 50;
const MOST: i64 = 200;
/// Longest search text that is looked at, in characters.
const LONGEST: usize = 100;

/// Whether units have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// They exist, or will.
    Active,
    /// They have ended.
    Past,
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub enum UnitSort {
    /// By name without tone marks.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// The same backwards.
    #[serde(rename = "-name")]
    NameDown,
    /// By code.
    #[serde(rename = "code")]
    Code,
    /// The smallest first; unknown ones before.
    #[serde(rename = "headcount")]
    Headcount,
    /// The largest first; unknown ones after.
    #[serde(rename = "-headcount")]
    HeadcountDown,
}

/// Which units.
#[derive(Debug, Clone, Default)]
pub struct UnitsAsked {
    /// Part of a name or of another name, or the start of a code; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// Only children of the unit of this code.
    pub parent: Option<String>,
    /// Only what lies below the unit of this code.
    pub below: Option<String>,
    /// Of this kind.
    pub kind: Option<UnitType>,
    /// Urban or rural.
    pub area: Option<AreaType>,
    /// Whether they have ended; none: both.
    pub state: Option<UnitState>,
    /// How they are ordered.
    pub sort: UnitSort,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Units of a page, at most 200.
    pub limit: Option<i64>,
}

/// A page of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitPage {
    /// In the order that was asked for.
    pub items: Vec<UnitView>,
    /// There are more.
    pub next_cursor: Option<String>,
    /// How many there are in all.
    pub total: i64,
}

/// A unit with what names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitDetail {
    /// The unit.
    #[serde(flatten)]
    pub unit: UnitView,
    /// Members of staff of the unit itself.
    pub staff: i64,
    /// Contests that it runs itself.
    pub contests: i64,
    /// People who registered for it, in all contests.
    pub participants: i64,
}

/// In place of a code: the units at which the tree of the reader begins.
const TOP: &str = "none";

impl App {
    /// A page of the units within the actor's that the query asks for.
    pub async fn list_units(
        &self,
        actor: Actor,
        asked: &UnitsAsked,
    ) -> Result<UnitPage, UnitError> {
        allowed(actor, Action::ReadContests)?;
        let today = self.now().to_vietnam().date();
        let typed = asked.q.as_deref().unwrap_or_default();
        let typed: String = typed.chars().take(LONGEST).collect();
        let (order, descending) = match asked.sort {
            UnitSort::Name => (UnitOrder::Name, false),
            UnitSort::NameDown => (UnitOrder::Name, true),
            UnitSort::Code => (UnitOrder::Code, false),
            UnitSort::Headcount => (UnitOrder::Headcount, false),
            UnitSort::HeadcountDown => (UnitOrder::Headcount, true),
        };
        let mut work = self.store.read().await?;
        let mut listing = UnitListing {
            folded: text::folded(&typed).replace('\0', ""),
            within: actor.unit(),
            below: None,
            parent: None,
            only: None,
            tops: false,
            kind: asked.kind,
            area: asked.area,
            past: asked.state.map(|state| state == UnitState::Past),
            on: today,
            order,
            descending,
            after: asked.cursor.clone(),
            limit: asked.limit.unwrap_or(USUAL).clamp(1, MOST),
        };
        // What lies below, or right below, a unit of the actor's is the actor's.
        if let Some(code) = &asked.below {
            listing.below = Some(unit_of(&mut *work, actor, code).await?.id);
            listing.within = None;
        }
        if asked.parent.as_deref() == Some(TOP) {
            // Where staff of a unit begin is that unit, whatever stands above it.
            listing.tops = actor.unit().is_none();
            listing.only = actor.unit();
        } else if let Some(code) = &asked.parent {
            listing.parent = Some(unit_of(&mut *work, actor, code).await?.id);
            listing.within = None;
        }
        if let Some(code) = &asked.cursor
            && work.unit_by_code(code).await?.is_none()
        {
            return Err(UnitError::field(
                "/cursor",
                "field.invalid",
                "Không đọc được vị trí trang; hãy mở lại danh sách từ đầu.",
                "This is no place in the list; please open it from its beginning.",
            ));
        }
        let total = work.count_units(&listing).await?;
        let units = work.list_units(&listing).await?;
        let is_full = i64::try_from(units.len()).is_ok_and(|found| found == listing.limit);
        let last = units.last().map(|unit| unit.draft.code.clone());
        Ok(UnitPage {
            items: views(&mut *work, units, today).await?,
            next_cursor: last.filter(|_| is_full),
            total,
        })
    }

    /// A unit of the actor's, with what names it.
    pub async fn unit_detail(&self, actor: Actor, code: &str) -> Result<UnitDetail, UnitError> {
        allowed(actor, Action::ReadContests)?;
        let today = self.now().to_vietnam().date();
        let mut work = self.store.read().await?;
        let unit = unit_of(&mut *work, actor, code).await?;
        let uses = work.unit_uses(unit.id).await?;
        Ok(UnitDetail {
            unit: view(&mut *work, unit, today).await?,
            staff: uses.staff,
            contests: uses.contests,
            participants: uses.participants,
        })
    }
}
