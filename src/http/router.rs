//! From routes to the one router that is served.

use super::Site;
use super::middleware::EdgeLayer;
use super::problem::{ApiError, EdgeFault};
use super::routes::system::{self, Readiness};
use crate::ui;
use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// The router of a node: the routes of the contract, the probes at the root, the
/// web application everywhere else, all of it behind the edge.
///
/// `api` has its state already (`with_state`); `live` is the WebSocket.
pub fn router(
    site: &Arc<Site>,
    api: OpenApiRouter,
    live: Router,
    readiness: Arc<dyn Readiness>,
) -> Router {
    let api: Router = api.merge(system::api()).into();
    let probes: Router = system::probes().into();
    Router::new()
        .merge(api)
        .merge(live)
        .merge(probes.layer(system::with_readiness(readiness)))
        .fallback(elsewhere)
        .with_state(())
        .layer(EdgeLayer::new(Arc::clone(site)))
}

/// Whatever no route knows: the web application, but never in place of an API.
async fn elsewhere(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return ApiError::from(EdgeFault::NotFound).into_response();
    }
    ui::answer(request.method(), path, request.headers())
}

/// The router of the metrics listener, which stands on an address of its own.
pub fn metrics_router(site: &Arc<Site>, handle: PrometheusHandle) -> Router {
    let page = move || async move {
        let kind = [(hyper::header::CONTENT_TYPE, "text/plain; version=0.0.4")];
        (kind, handle.render()).into_response()
    };
    Router::new()
        .route("/metrics", axum::routing::get(page))
        .with_state(())
        .layer(EdgeLayer::new(Arc::clone(site)))
}
