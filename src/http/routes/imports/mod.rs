//! Question files: brought, looked through, mended, taken into a bank.

mod commit;
mod items;
mod list;
mod mend;
mod read;
mod remove;
mod start;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/imports`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_imports))
        .merge(start::routes())
        .routes(routes!(read::read_import, remove::drop_import))
        .routes(routes!(items::list_items))
        .routes(routes!(mend::mend_item))
        .routes(routes!(commit::commit_import))
}
