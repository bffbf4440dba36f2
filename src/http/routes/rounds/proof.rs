//! `GET /rounds/{id}/commitments` and `GET /rounds/{id}/proof`: what an outsider verifies a round with.

use crate::app::App;
use crate::app::proofs::{CommitmentList, ProofFile};
use crate::domain::RoundId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::stream;
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use std::sync::Arc;

/// Commitments of a round
///
/// All that were ever made, superseded ones too, and after the close the root over all receipts.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/commitments", tag = "receipts",
    params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = CommitmentList))
)]
pub async fn list_commitments(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
) -> ApiResult<Json<CommitmentList>> {
    Ok(Json(app.commitments(round).await?))
}

/// Proof bundle of a round
///
/// `thiluat-proof/1`: a JSON document, or a ZIP of more than 20,000 attempts. Refused before the keys of
/// its questions may be public.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/proof", tag = "receipts",
    params(("id" = String, Path, description = "Id of the round")),
    responses(
        (status = 200, description = "The bundle", content(
            (Object = "application/json"),
            (Vec<u8> = "application/zip"),
        )),
        (status = 403, description = "Not yet: `proof.not_closed`, `proof.keys_held`"),
    )
)]
pub async fn read_proof(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
) -> ApiResult<Response> {
    let proof = app.public_proof(round).await?;
    let kind = if proof.is_archive {
        "application/zip"
    } else {
        "application/json"
    };
    let head = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_LENGTH, proof.length.to_string()),
        (CACHE_CONTROL, "public, max-age=60".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", proof.name),
        ),
    ];
    Ok((head, body(proof)).into_response())
}

fn body(proof: Arc<ProofFile>) -> Body {
    Body::from_stream(stream::try_unfold(0, move |from: u64| {
        let proof = Arc::clone(&proof);
        async move {
            let bytes = proof.bytes(from).await?;
            let next = from + bytes.len() as u64;
            Ok::<_, std::io::Error>((!bytes.is_empty()).then(|| (Bytes::from(bytes), next)))
        }
    }))
}
