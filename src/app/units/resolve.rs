//! Which of today's units a former one became.

use super::error::UnitError;
use super::view::{UnitView, views};
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::Unit;
use crate::engine::units::{NameIndex, UnitName, successors};
use crate::store::UnitOfWork;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use time::Date;
use utoipa::ToSchema;

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitsResolved {
    /// The units that stand in its place; itself while it lives.
    pub items: Vec<UnitView>,
}

/// Which unit is asked about.
#[derive(Debug, Clone)]
pub enum Former {
    /// The one of that code.
    Code(String),
    /// All of that name, or with it among their other names.
    Name(String),
}

impl App {
    /// Which units, on that day (none: today), stand in the place of a unit. Names and codes of units are
    /// public; the answer is not confined to the actor's.
    pub async fn resolve_unit(
        &self,
        actor: Actor,
        former: &Former,
        on: Option<Date>,
    ) -> Result<UnitsResolved, UnitError> {
        allowed(actor, Action::ReadContests)?;
        let today = self.now().to_vietnam().date();
        let on = on.unwrap_or(today);
        let mut work = self.store.read().await?;
        let all = work.all_units().await?;
        let places: HashMap<&str, usize> = all
            .iter()
            .enumerate()
            .map(|(at, unit)| (unit.draft.code.as_str(), at))
            .collect();
        let find = |code: &str| places.get(code).map(|at| &all[*at].draft);
        let begun: Vec<&str> = match former {
            Former::Code(code) => vec![code.as_str()],
            Former::Name(name) => {
                let wanted = UnitName::of(name);
                let bears = |unit: &&Unit| {
                    let names = std::iter::once(&unit.draft.name).chain(&unit.draft.aliases);
                    let mut names = names.map(|name| UnitName::of(name));
                    names.any(|name| name.agrees(&wanted))
                };
                let found = all.iter().filter(bears);
                found.map(|unit| unit.draft.code.as_str()).collect()
            }
        };
        let mut seen = BTreeSet::new();
        let mut heirs = Vec::new();
        for code in begun {
            for heir in successors(code, on, find) {
                if let Some(at) = places.get(heir.as_str())
                    && seen.insert(*at)
                {
                    heirs.push(all[*at].clone());
                }
            }
        }
        Ok(UnitsResolved {
            items: views(&mut *work, heirs, today).await?,
        })
    }

    /// Every unit, and an index of them by name as of today.
    pub(in crate::app) async fn units_by_name(
        &self,
        work: &mut dyn UnitOfWork,
    ) -> Result<(Vec<Unit>, NameIndex), crate::store::StoreError> {
        let today = self.now().to_vietnam().date();
        let all = work.all_units().await?;
        let names = NameIndex::new(all.iter().map(|unit| &unit.draft), today);
        Ok((all, names))
    }
}
