//! The routes: `<resource>/<verb>.rs`, each with its types, its docs and its handler.

pub mod system;

use super::openapi::Base;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Where the routes of the contract live.
pub const API: &str = "/api/v1";

/// The documentation of every route, without serving any.
pub fn described() -> OpenApi {
    let mut all: OpenApiRouter =
        OpenApiRouter::with_openapi(Base::openapi()).merge(system::probes());
    all = all.nest(API, system::api());
    all.into_openapi()
}
