//! Invitations to the staff.

mod accept;
mod again;
mod invite;
mod look;
mod withdraw;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/staff/invitations`.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(invite::invite_staff))
        .routes(routes!(look::look_at_invitation))
        .routes(routes!(accept::accept_invitation))
        .routes(routes!(withdraw::withdraw_invitation))
        .routes(routes!(again::invite_again))
}
