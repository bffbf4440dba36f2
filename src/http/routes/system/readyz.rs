//! `GET /readyz`: the node can serve.

use axum::{Extension, Json};
use hyper::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Answers whether the node can serve; asked at each `GET /readyz`.
#[async_trait::async_trait]
pub trait Readiness: Send + Sync {
    /// Looks at what the node leans on.
    async fn report(&self) -> Report;
}

/// What the node leans on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Report {
    /// The store is reachable and its schema is known: without it the node is not ready.
    pub store: bool,
    /// Live state is reachable: without it boards are late, but nothing is lost.
    pub live: bool,
    /// The node is on its way out and takes no new work.
    pub draining: bool,
}

impl Report {
    fn is_ready(&self) -> bool {
        self.store && !self.draining
    }
}

/// Node ready to serve
///
/// 503 while the store is away or the node drains; live state that is away shows in the body only.
#[utoipa::path(
    get, path = "/readyz", tag = "system",
    responses((status = 200, body = Report), (status = 503, body = Report))
)]
pub async fn readyz(
    Extension(readiness): Extension<Arc<dyn Readiness>>,
) -> (StatusCode, Json<Report>) {
    let report = readiness.report().await;
    let status = if report.is_ready() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}
