//! Units that ask to be taken into the tree.

mod approve;
mod ask;
mod list;
mod parents;
mod refuse;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/unit-registrations`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(ask::ask_for_unit, list::list_registrations))
        .routes(routes!(parents::find_parents))
        .routes(routes!(approve::approve_registration))
        .routes(routes!(refuse::refuse_registration))
}
