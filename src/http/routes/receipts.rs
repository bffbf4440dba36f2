//! `GET /receipts/{code}` and `GET /keys`: proof that anyone may look up.

use crate::app::App;
use crate::app::attempts::{PublicKey, PublicReceipt};
use crate::http::ApiResult;
use crate::http::extract::PathId;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of receipts.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_receipt))
        .routes(routes!(list_keys))
}

/// The platform's public keys.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct KeyList {
    /// All of them.
    pub items: Vec<PublicKey>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// A receipt
///
/// What was handed in, when, under which commitment.
#[utoipa::path(
    get, path = "/api/v1/receipts/{code}", tag = "receipts",
    params(("code" = String, Path, description = "The code of the receipt, as a person types it")),
    responses((status = 200, body = PublicReceipt))
)]
pub async fn read_receipt(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
) -> ApiResult<Json<PublicReceipt>> {
    Ok(Json(app.find_receipt(&code).await?))
}

/// Public keys
#[utoipa::path(get, path = "/api/v1/keys", tag = "receipts", responses((status = 200, body = KeyList)))]
pub async fn list_keys(State(app): State<Arc<App>>) -> Json<KeyList> {
    Json(KeyList {
        items: app.public_keys(),
        next_cursor: None,
    })
}
