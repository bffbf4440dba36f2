//! Contests that are still being written.

mod dry_run;
mod file;
mod keep;
mod list;
mod make;
mod marks;
mod publish;
mod read;
mod remove;

pub(super) use file::contest_text;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Greatest body that holds a document, in bytes: 256 KiB of JSON, and room for how it may be written.
const DOCUMENT_LIMIT: usize = 1 << 20;

/// The routes under `/contest-drafts`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_drafts, make::make_draft))
        .routes(routes!(
            read::read_draft,
            keep::keep_draft,
            remove::remove_draft
        ))
        .routes(routes!(file::read_draft_file, file::put_draft_file))
        .routes(routes!(publish::publish_draft))
        .routes(routes!(dry_run::rehearse_draft))
        .routes(routes!(marks::mark_rehearsal))
}
