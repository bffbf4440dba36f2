//! `PUT /laws/{number}`: a document is entered or changed.

use crate::app::App;
use crate::app::laws::{LawChange, LawLine};
use crate::domain::question::optional_date;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use time::Date;

/// What a document is to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LawBody {
    /// Its title.
    pub title: String,
    /// Who issued it.
    #[serde(default)]
    pub issuer: Option<String>,
    /// First day in force, `YYYY-MM-DD`.
    #[serde(default, with = "optional_date")]
    #[schema(value_type = Option<String>)]
    pub valid_from: Option<Date>,
    /// Last day in force, `YYYY-MM-DD`.
    #[serde(default, with = "optional_date")]
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Date>,
    /// Number of the document that takes its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Where the text can be read: an http or https address.
    #[serde(default)]
    pub link: Option<String>,
}

/// Enter or change a document of law
///
/// The number may hold slashes: `/laws/36/2024/QH15`.
#[utoipa::path(
    put, path = "/api/v1/laws/{*number}", tag = "laws",
    params(("number" = String, Path, description = "Number of the document; may hold slashes")),
    request_body = LawBody,
    responses((status = 200, body = LawLine)),
    security(("thiluat-staff" = []))
)]
pub async fn put_law(
    State(app): State<Arc<App>>,
    PathId(number): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<LawBody>,
) -> ApiResult<Json<LawLine>> {
    let change = LawChange {
        title: body.title,
        issuer: body.issuer.unwrap_or_default(),
        valid_from: body.valid_from,
        valid_to: body.valid_to,
        replaced_by: body.replaced_by,
        link: body.link,
    };
    Ok(Json(app.put_law(staff.actor(), &number, &change).await?))
}
