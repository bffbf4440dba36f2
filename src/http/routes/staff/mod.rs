//! Staff: signing in and out.

mod sign_in;
mod sign_out;
mod who;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/staff`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(
        sign_in::staff_sign_in,
        who::read_staff,
        sign_out::staff_sign_out
    ))
}
