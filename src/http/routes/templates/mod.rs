//! The directory of templates.

mod list;
mod make;
mod remove;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/templates`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_templates, make::make_template))
        .routes(routes!(remove::remove_template))
}
