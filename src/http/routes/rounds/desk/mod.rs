//! The desk of a round that is over: prizes, people, voids, proposals, results.

mod person;
mod prizes;
mod proposals;
mod results;
mod voids;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(prizes::read_prizes))
        .routes(routes!(prizes::read_prizes_of_contest))
        .routes(routes!(person::read_dossier))
        .routes(routes!(voids::list_voids, voids::void_result))
        .routes(routes!(voids::record_appeal))
        .routes(routes!(voids::decide_appeal))
        .routes(routes!(proposals::list_proposals, proposals::propose))
        .routes(routes!(proposals::preview_proposal))
        .routes(routes!(proposals::approve_proposal))
        .routes(routes!(proposals::decline_proposal))
        .routes(routes!(results::list_results))
        .routes(routes!(results::read_result))
}
