//! The contact of a unit that was taken into the tree is invited to work for it.

use crate::app::App;
use crate::app::staff::NewInvitation;
use crate::auth::{Action, Actor};
use crate::domain::{Role, Unit, UnitContact};
use serde::Serialize;
use utoipa::ToSchema;

/// An invitation, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvitationLink {
    /// Where the contact sets a password.
    pub link: String,
}

impl App {
    /// Invites the contact as administrator of the unit, who may invite others there. None where the one
    /// who approves does not manage staff, or the address has an account already: then somebody who
    /// manages staff looks after it.
    pub(super) async fn invite_contact(
        &self,
        actor: Actor,
        unit: &Unit,
        contact: &UnitContact,
    ) -> Option<InvitationLink> {
        if !actor.may(Action::ManageStaff) {
            return None;
        }
        let new = NewInvitation {
            email: contact.email.clone(),
            name: contact.name.clone(),
            role: Role::Administrator,
            unit: Some(unit.draft.code.clone()),
        };
        match self.invite_staff(actor, &new).await {
            Ok(made) => Some(InvitationLink { link: made.link }),
            Err(refused) => {
                tracing::info!(unit = %unit.id, %refused, "the contact of a unit was not invited");
                None
            }
        }
    }
}
