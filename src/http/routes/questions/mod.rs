//! Questions: read, written anew, compared, reviewed, talked about, taken out of use.

mod body;
mod comment;
mod difference;
mod read;
mod retire;
mod review;
mod version;
mod write;

pub(super) use body::{DraftBody, read_laws};

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/questions`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read::read_question))
        .routes(routes!(write::write_version))
        .routes(routes!(version::read_version))
        .routes(routes!(difference::read_difference))
        .routes(routes!(review::review_question))
        .routes(routes!(comment::comment_on_question))
        .routes(routes!(retire::retire_question))
        .routes(routes!(retire::restore_question))
}
