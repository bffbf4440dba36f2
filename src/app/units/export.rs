//! All units of a member of staff, to be written to a file.

use super::error::UnitError;
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{Unit, UnitDraft};
use std::collections::HashMap;

impl App {
    /// The actor's unit and all below it, or all units, by code; those of the past too.
    pub async fn units_to_export(&self, actor: Actor) -> Result<Vec<UnitDraft>, UnitError> {
        allowed(actor, Action::ReadContests)?;
        let mut work = self.store.read().await?;
        let units = work.all_units().await?;
        let Some(top) = actor.unit() else {
            return Ok(units.into_iter().map(|unit| unit.draft).collect());
        };
        let by_code: HashMap<&str, &Unit> = units
            .iter()
            .map(|unit| (unit.draft.code.as_str(), unit))
            .collect();
        let is_within = |unit: &Unit| {
            let mut next = Some(unit);
            // A tree is not deeper than it has units; the bound ends the walk round a circle.
            for _ in 0..=by_code.len().min(64) {
                match next {
                    Some(unit) if unit.id == top => return true,
                    Some(unit) => {
                        let parent = unit.draft.parent.as_deref();
                        next = parent.and_then(|code| by_code.get(code).copied());
                    }
                    None => return false,
                }
            }
            false
        };
        let within = units.iter().filter(|unit| is_within(unit));
        Ok(within.map(|unit| unit.draft.clone()).collect())
    }
}
