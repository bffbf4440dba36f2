//! The register of laws.

mod import;
mod list;
mod put;
mod remove;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/laws`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_laws))
        .routes(routes!(import::import_laws))
        .routes(routes!(put::put_law, remove::remove_law))
}
