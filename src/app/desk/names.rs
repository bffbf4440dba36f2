//! Members of staff by the name under which the audit log knows them.

use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// Somebody who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Who {
    /// As the audit log names him: `staff:ID`, `command` or `job`.
    pub actor: String,
    /// The name of a member of staff.
    pub name: Option<String>,
}

/// Names that were read.
#[derive(Default)]
pub(super) struct Names(HashMap<String, Option<String>>);

impl Names {
    /// Reads the names of these.
    pub async fn read(
        work: &mut dyn UnitOfWork,
        actors: BTreeSet<String>,
    ) -> Result<Self, StoreError> {
        let mut names = HashMap::new();
        for actor in actors {
            let id = actor.strip_prefix("staff:").and_then(|id| id.parse().ok());
            let name = match id {
                Some(id) => work.staff_member(id).await?.map(|staff| staff.name),
                None => None,
            };
            names.insert(actor, name);
        }
        Ok(Self(names))
    }

    pub fn who(&self, actor: &str) -> Who {
        Who {
            actor: actor.to_owned(),
            name: self.0.get(actor).cloned().flatten(),
        }
    }
}
