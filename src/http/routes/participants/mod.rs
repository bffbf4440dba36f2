//! Registering, coming back, seeing oneself, leaving.

mod complete;
mod extra_time;
mod me;
mod office;
mod register;
mod sign_in;
mod sign_out;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long a browser keeps the session cookie: as long as the session itself.
const COOKIE_LIFETIME_S: u64 = 60 * 86_400;

/// The routes of participants under `/contests/{slug}`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(sign_in::sign_in, sign_out::sign_out))
        .routes(routes!(extra_time::give_extra_time))
        .routes(routes!(me::read_me, complete::complete_me))
        .merge(office::routes())
}
