//! What other sites have of a contest: the widget, shares, links that count.

mod add;
mod cors;
mod frame;
mod link;
mod list;
mod poster;
mod referrals;
mod remove;
mod share;
mod widget;
mod words;

pub use words::WordsLanguage;
pub(super) use words::description;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of other sites: most under `/contests/{slug}`, two at the root.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(
            list::list_sites,
            add::add_site,
            remove::remove_site
        ))
        .routes(routes!(widget::read_widget))
        .routes(routes!(frame::read_frame))
        .routes(routes!(share::read_share))
        .routes(routes!(poster::read_poster))
        .routes(routes!(link::follow_link))
        .routes(routes!(referrals::read_referrals))
}
