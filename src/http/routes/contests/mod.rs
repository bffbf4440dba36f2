//! Contests as the public sees them, as their staff list them and take them away, and lists of people
//! brought into them.

mod file;
mod list;
mod managed;
mod package;
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
        .routes(routes!(managed::list_managed_contests))
        .routes(routes!(read::read_contest))
        .routes(routes!(file::read_contest_file))
        .routes(routes!(package::read_package, package::seal_package))
        .routes(routes!(rules::read_rules))
        .routes(routes!(rules::read_schema))
        .routes(routes!(rankings::list_rankings))
        .routes(routes!(rankings::read_ranking))
        .routes(routes!(units::list_units))
        .routes(routes!(unit_board::read_unit_board))
        .routes(routes!(slips::print_slips))
        .merge(roster::routes())
}
