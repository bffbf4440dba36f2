//! Contests as the public sees them, and lists of people brought into them.

mod list;
mod rankings;
mod read;
mod roster;
mod rules;
mod slips;
mod unit_board;
mod units;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/contests`, without those of participants.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_contests))
        .routes(routes!(read::read_contest))
        .routes(routes!(rules::read_rules))
        .routes(routes!(rules::read_schema))
        .routes(routes!(rankings::list_rankings))
        .routes(routes!(rankings::read_ranking))
        .routes(routes!(units::list_units))
        .routes(routes!(unit_board::read_unit_board))
        .routes(routes!(slips::print_slips))
        .merge(roster::routes())
}
