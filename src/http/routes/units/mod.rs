//! The tree of units: looked through, changed, brought in and taken out.

mod add;
mod change;
mod export;
mod import;
mod list;
mod merge;
mod read;
mod resolve;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/units`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_units, add::add_unit))
        .routes(routes!(read::read_unit, change::change_unit))
        .routes(routes!(merge::merge_unit))
        .routes(routes!(export::export_units))
        .routes(routes!(resolve::resolve_unit))
        .merge(import::routes())
}
