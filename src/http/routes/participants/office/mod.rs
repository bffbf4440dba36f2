//! People as the organiser's office works on them.

mod code;
mod correct;
mod exclude;
mod export;
mod list;
mod read;

use crate::app::App;
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Why something is done.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Why; at most 2,000 characters.
    pub reason: String,
}

/// The routes under `/contests/{slug}/participants`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_participants))
        .routes(routes!(export::export_participants))
        .routes(routes!(
            read::read_participant,
            correct::correct_participant
        ))
        .routes(routes!(
            exclude::exclude_participant,
            exclude::readmit_participant
        ))
        .routes(routes!(code::renew_code))
}
