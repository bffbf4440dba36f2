//! Other systems that are told what happens.

mod list;
mod make;
mod remove;
mod test;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/webhooks`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_webhooks, make::make_webhook))
        .routes(routes!(remove::remove_webhook))
        .routes(routes!(test::try_webhook))
}
