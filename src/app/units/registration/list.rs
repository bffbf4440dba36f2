//! The registrations that a member of staff decides on, with units that they may mean.

use crate::app::App;
use crate::app::staff::allowed;
use crate::app::units::{UnitError, UnitRef};
use crate::auth::{Action, Actor};
use crate::domain::{
    RegistrationId, Timestamp, Unit, UnitContact, UnitRegistration, UnitType, WaitState,
};
use crate::engine::units::{UnitName, nearly};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Registrations of a list: the latest.
const MOST: i64 = 200;
/// Units of nearly the same name that are shown.
const LIKE: usize = 5;

/// Registrations, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationList {
    /// At most 200.
    pub items: Vec<RegistrationView>,
}

/// A unit that asks to be taken into the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationView {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// Full name.
    pub name: String,
    /// Kind of body.
    #[serde(rename = "type")]
    pub kind: UnitType,
    /// The unit that it says it belongs to.
    pub parent: UnitRef,
    /// Whom to ask.
    pub contact: UnitContact,
    /// People who could take part, by its own word.
    pub headcount: Option<i64>,
    /// What it wrote.
    pub note: Option<String>,
    /// How it stands.
    pub state: WaitState,
    /// When it asked.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Units of nearly the same name below the same unit.
    pub like: Vec<UnitRef>,
}

impl App {
    /// The registrations for the actor's unit and all below it.
    pub async fn unit_registrations(
        &self,
        actor: Actor,
        state: Option<WaitState>,
    ) -> Result<RegistrationList, UnitError> {
        allowed(actor, Action::ManageUnits)?;
        let mut work = self.store.read().await?;
        let found = work.unit_registrations(actor.unit(), state, MOST).await?;
        let (all, index) = self.units_by_name(&mut *work).await?;
        let places: HashMap<_, usize> = all
            .iter()
            .enumerate()
            .map(|(at, unit)| (unit.id, at))
            .collect();
        let names: Vec<UnitName> = all
            .iter()
            .map(|unit| UnitName::of(&unit.draft.name))
            .collect();
        let named = |unit: &Unit| UnitRef {
            code: unit.draft.code.clone(),
            name: unit.draft.name.clone(),
        };
        let view = |asked: UnitRegistration| {
            let top = *places.get(&asked.parent)?;
            let name = UnitName::of(&asked.name);
            let like = (0..all.len())
                .filter(|at| *at != top && nearly(&names[*at], &name))
                .filter(|at| index.is_within(*at, top) && asked.unit != Some(all[*at].id));
            Some(RegistrationView {
                id: asked.id,
                kind: asked.kind,
                parent: named(&all[top]),
                like: like.take(LIKE).map(|at| named(&all[at])).collect(),
                name: asked.name,
                contact: asked.contact,
                headcount: asked.headcount,
                note: asked.note,
                state: asked.state,
                at: asked.at,
                reason: asked.reason,
            })
        };
        Ok(RegistrationList {
            items: found.into_iter().filter_map(view).collect(),
        })
    }
}
