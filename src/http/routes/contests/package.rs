//! `GET, POST /contests/{slug}/package`: a contest with its banks, for another unit.

use crate::app::App;
use crate::app::packages::{PackageFile, Sealing};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use std::sync::Arc;

/// Whether the banks are sealed.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keys {
    /// They are not.
    #[default]
    Open,
    /// For this platform: its other units take the package in, nobody else can.
    Sealed,
}

/// How the banks are to be sealed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageQuery {
    #[serde(default)]
    pub keys: Keys,
}

/// What the banks are to be sealed by.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealBody {
    /// At least 12 characters; it is nowhere kept.
    pub passphrase: String,
}

/// A contest as a package
///
/// `keys=sealed` seals the banks for this platform.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/package", tag = "packages",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("keys" = Option<String>, Query, description = "open (default) or sealed"),
    ),
    responses((status = 200, description = "The package", content_type = "application/zip")),
    security(("thiluat-staff" = []))
)]
pub async fn read_package(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<PackageQuery>,
) -> ApiResult<Response> {
    let sealing = match query.keys {
        Keys::Open => Sealing::Open,
        Keys::Sealed => Sealing::Platform,
    };
    let package = app.export_package(&staff, &slug, &sealing).await?;
    Ok(file(package))
}

/// A contest as a package, sealed by a passphrase
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/package", tag = "packages",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = SealBody,
    responses((status = 200, description = "The package", content_type = "application/zip")),
    security(("thiluat-staff" = []))
)]
pub async fn seal_package(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<SealBody>,
) -> ApiResult<Response> {
    let sealing = Sealing::Passphrase(body.passphrase);
    let package = app.export_package(&staff, &slug, &sealing).await?;
    Ok(file(package))
}

fn file(package: PackageFile) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        // Keys stand in it: no cache keeps it.
        (CACHE_CONTROL, "no-store".to_owned()),
        // A slug is plain letters, digits and hyphens.
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", package.name),
        ),
    ];
    (headers, package.bytes).into_response()
}
