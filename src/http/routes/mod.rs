//! The routes: `<resource>/<verb>.rs`, each with its types, its docs and its handler.

pub mod attempts;
pub mod receipts;
pub mod rounds;
pub mod system;

use super::openapi::Base;
use crate::app::App;
use std::sync::Arc;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Where the routes of the contract live.
pub const API: &str = "/api/v1";

/// Every route of the contract but the system's own.
pub fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(attempts::routes())
        .merge(receipts::routes())
        .merge(rounds::routes())
}

/// The documentation of every route, without serving any.
pub fn described() -> OpenApi {
    let mut all: OpenApiRouter =
        OpenApiRouter::with_openapi(Base::openapi()).merge(system::probes());
    // A router is documented the same whatever state it will get.
    let documented = api().into_openapi();
    all = all.nest(API, system::api());
    let mut all = all.into_openapi();
    let nested = OpenApi::default().nest(API, documented);
    all.merge(nested);
    all
}
