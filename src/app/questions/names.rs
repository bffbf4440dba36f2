//! Members of staff by name, as replies about questions tell them.

use crate::domain::StaffId;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use utoipa::ToSchema;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffName {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: StaffId,
    /// Name for people; empty for one who is gone.
    pub name: String,
}

/// Names, each read once.
#[derive(Default)]
pub(super) struct Names(HashMap<StaffId, String>);

impl Names {
    pub async fn name(
        &mut self,
        work: &mut dyn UnitOfWork,
        id: StaffId,
    ) -> Result<StaffName, StoreError> {
        let name = match self.0.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => {
                let staff = work.staff_member(id).await?;
                let name = staff.map_or_else(String::new, |staff| staff.name);
                place.insert(name).clone()
            }
        };
        Ok(StaffName { id, name })
    }
}
