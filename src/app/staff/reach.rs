//! Which members of staff, units and roles are somebody's to manage: those of the own unit and of all
//! below it, and no role that may do more than his own.

use super::add::Fault;
use super::{Forbidden, StaffError};
use crate::app::NotFound;
use crate::app::tenancy::{reaches, within_reach};
use crate::auth::{Action, Actor, covers};
use crate::domain::{Role, Staff, StaffId, UnitId};
use crate::store::UnitOfWork;

/// The member of that id, if he is the actor's to manage.
pub(super) async fn member_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: StaffId,
) -> Result<Staff, StaffError> {
    let staff = work.staff_member(id).await?.ok_or(NotFound)?;
    within_reach(work, actor, staff.unit).await?;
    gives(actor, staff.role)?;
    Ok(staff)
}

/// The unit of that code, for somebody to act for; none is the whole platform.
pub(super) async fn unit_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    code: Option<&str>,
) -> Result<Option<UnitId>, StaffError> {
    let Some(code) = code else {
        return match actor.unit() {
            None => Ok(None),
            Some(_) => Err(Fault::NO_UNIT.into()),
        };
    };
    let unit = work.unit_by_code(code.trim()).await?.ok_or(Fault::UNIT)?;
    // A unit elsewhere is answered like one that does not exist.
    if reaches(work, actor, Some(unit.id)).await? {
        Ok(Some(unit.id))
    } else {
        Err(Fault::UNIT.into())
    }
}

/// Refuses to give, or take, a role that may do more than the actor himself.
pub(super) fn gives(actor: Actor, role: Role) -> Result<(), Forbidden> {
    match actor {
        Actor::Staff { role: own, .. } if !covers(own, role) => Err(Forbidden(Action::ManageStaff)),
        _ => Ok(()),
    }
}
