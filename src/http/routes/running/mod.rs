//! Running a contest: its monitor, announcements and incidents.

mod announce;
mod announcements;
mod incidents;
mod monitor;
mod note_incident;
mod withdraw;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/contests/{slug}`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(monitor::read_monitor))
        .routes(routes!(
            announcements::list_announcements,
            announce::announce
        ))
        .routes(routes!(withdraw::withdraw_announcement))
        .routes(routes!(
            incidents::list_incidents,
            note_incident::note_incident
        ))
}
