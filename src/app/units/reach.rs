//! Units that a member of staff may look at or work on: his own and all below it.

use crate::app::tenancy::within_reach;
use crate::app::{Absent, NotFound};
use crate::auth::Actor;
use crate::domain::Unit;
use crate::store::UnitOfWork;

/// The unit of that code, if it is there and the actor's.
pub(super) async fn unit_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    code: &str,
) -> Result<Unit, Absent> {
    let unit = work.unit_by_code(code).await?.ok_or(NotFound)?;
    within_reach(work, actor, Some(unit.id)).await?;
    Ok(unit)
}
