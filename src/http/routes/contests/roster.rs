//! `POST /contests/{slug}/rosters`: a class list becomes participants with sign-in codes.

use crate::app::App;
use crate::app::imports::FileToRead;
use crate::app::participants::{RosterTaken, TakingRoster};
use crate::http::extract::{Form, PathId, UPLOAD_LIMIT};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use crate::http::{ApiResult, Visit};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use hyper::HeaderMap;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The route, which takes larger bodies than others.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(take_roster))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}

/// The form, for the description only.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the parts of the form")]
struct RosterForm {
    /// CSV or XLSX, at most 50 MiB; columns are found by their headings.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Code of the list of eligible people that they are put on, too.
    list: Option<String>,
    /// Code of the unit of those whose row names none.
    unit: Option<String>,
    /// `true`: only tell what would be taken.
    dry_run: Option<String>,
}

/// Take a list of people
///
/// Rows that a registration would refuse are told by row and column; the others are taken. Who is in the
/// contest already is not changed. Bringing a list in says that the organiser holds the consents.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/rosters", tag = "participants",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body(content = RosterForm, content_type = "multipart/form-data"),
    responses((status = 200, body = RosterTaken)),
    security(("thiluat-staff" = []))
)]
async fn take_roster(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    visit: Visit,
    headers: HeaderMap,
    mut form: Form,
) -> ApiResult<Json<RosterTaken>> {
    form.only(&["file", "list", "unit", "dry_run"])?;
    let address = visit.site.address(&headers);
    let dry_run = form.flag("dry_run")?;
    let (name, bytes) = form.file("file")?;
    let taking = TakingRoster {
        file: FileToRead {
            name,
            bytes,
            key: None,
            format: None,
        },
        list: form.optional("list"),
        unit: form.optional("unit"),
        dry_run,
        link: format!("{address}/cuoc-thi/{slug}/tro-lai"),
    };
    let taken = app.take_roster(staff.actor(), &slug, taking, language);
    Ok(Json(taken.await?))
}
