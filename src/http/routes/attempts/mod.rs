//! Sitting a paper.

mod hand_in;
mod medium;
mod read;
mod review;
mod save;
mod save_many;

pub use read::{AttemptReply, PaperReply};

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/attempts`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read::read_attempt))
        .routes(routes!(save::save_answer))
        .routes(routes!(save_many::save_answers))
        .routes(routes!(hand_in::hand_in_attempt))
        .routes(routes!(review::review_attempt))
        .routes(routes!(medium::read_medium))
}
