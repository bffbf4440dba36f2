//! The contact of a unit that was taken into the tree is invited to work for it.

use crate::app::App;
use crate::app::units::UnitError;
use crate::auth::Actor;
use crate::domain::{Unit, UnitContact};
use serde::Serialize;
use utoipa::ToSchema;

/// An invitation, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvitationLink {
    /// Where the contact sets a password.
    pub link: String,
}

impl App {
    /// Invites the contact as organiser of the unit; none where nothing invites.
    ///
    /// JOIN: invitations of staff are made by another part (contract 1, `POST /staff/invitations`). This
    /// is the one place that has to call it, with the contact's e-mail address and name, the role
    /// organiser and this unit; the decision on the registration is committed before.
    #[expect(
        clippy::unused_async,
        reason = "making an invitation writes to the store"
    )]
    pub(super) async fn invite_contact(
        &self,
        _actor: Actor,
        _unit: &Unit,
        _contact: &UnitContact,
    ) -> Result<Option<InvitationLink>, UnitError> {
        Ok(None)
    }
}
