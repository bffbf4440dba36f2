//! Rounds: starting, boards, and what staff do by hand.

mod scoreboard;
mod start;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/rounds`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(start::start_attempt))
        .routes(routes!(scoreboard::read_scoreboard))
}
