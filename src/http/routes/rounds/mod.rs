//! Rounds: starting, boards, and what staff do by hand.

mod amends;
mod by_hand;
mod essays;
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
        .routes(routes!(by_hand::open_round))
        .routes(routes!(amends::give_outage_back))
        .routes(routes!(amends::rank_again))
        .routes(routes!(essays::list_essays))
        .routes(routes!(essays::mark_essay))
        .routes(routes!(by_hand::close_round))
        .routes(routes!(by_hand::reopen_round))
}
