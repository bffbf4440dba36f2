//! Whether the node is up, whether it is ready, and its own description.

mod healthz;
mod openapi;
mod readyz;

pub use readyz::{Readiness, Report};

use axum::Extension;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// `/healthz` and `/readyz`, which stand at the root. Need [`with_readiness`].
pub fn probes<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    OpenApiRouter::new()
        .routes(routes!(healthz::healthz))
        .routes(routes!(readyz::readyz))
}

/// `/openapi.json`, under the root of the contract.
pub fn api<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    OpenApiRouter::new().routes(routes!(openapi::openapi_json))
}

/// Gives the probes what they ask.
pub fn with_readiness(readiness: Arc<dyn Readiness>) -> Extension<Arc<dyn Readiness>> {
    Extension(readiness)
}
