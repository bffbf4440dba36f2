//! Rounds: starting, boards, what staff do by hand, and the desk of rounds that are over.

mod amends;
mod by_hand;
mod desk;
mod essays;
mod grants;
mod matrix;
mod proof;
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
        .routes(routes!(proof::list_commitments))
        .routes(routes!(proof::read_proof))
        .routes(routes!(by_hand::open_round))
        .routes(routes!(amends::give_outage_back))
        .routes(routes!(amends::rank_again))
        .routes(routes!(essays::list_essays))
        .routes(routes!(essays::mark_essay))
        .routes(routes!(by_hand::close_round))
        .routes(routes!(by_hand::reopen_round))
        .routes(routes!(matrix::export_matrix))
        .merge(grants::routes())
        .merge(desk::routes())
}
