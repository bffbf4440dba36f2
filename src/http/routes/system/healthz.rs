//! `GET /healthz`: the process is up.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// The process is up.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `up`.
    status: &'static str,
    /// Version of the binary.
    version: &'static str,
}

/// Process up
///
/// Says nothing about the store: a node whose database is away must not be killed for it.
#[utoipa::path(get, path = "/healthz", tag = "system", responses((status = 200, body = Health)))]
pub async fn healthz() -> Json<Health> {
    Json(Health {
        status: "up",
        version: env!("CARGO_PKG_VERSION"),
    })
}
