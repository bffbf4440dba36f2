//! The routes: `<resource>/<verb>.rs`, each with its types, its docs and its handler.

pub mod attempts;
pub mod contests;
pub mod participants;
pub mod receipts;
pub mod rounds;
pub mod staff;
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
        .merge(contests::routes())
        .merge(participants::routes())
        .merge(receipts::routes())
        .merge(rounds::routes())
        .merge(staff::routes())
}

/// The documentation of every route, without serving any.
pub fn described() -> OpenApi {
    let probes: OpenApiRouter = system::probes();
    let mut all = OpenApiRouter::with_openapi(Base::openapi())
        .merge(probes)
        .nest(API, system::api())
        .into_openapi();
    // What a route is described as does not depend on the state it will get.
    all.merge(OpenApi::default().nest(API, api().into_openapi()));
    all
}
