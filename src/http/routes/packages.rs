//! `POST /packages`: a package of another unit becomes banks and a draft of one's own.

use crate::app::App;
use crate::app::packages::{PackageImport, PackageImported};
use crate::http::ApiResult;
use crate::http::extract::{Form, UPLOAD_LIMIT};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use hyper::StatusCode;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The route, which takes larger bodies than others.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(import_package))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}

/// The form, for the description only.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the parts of the form")]
struct PackageForm {
    /// The package, at most 100 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What its banks were sealed by.
    passphrase: Option<String>,
    /// The address that its contest is to have.
    slug: Option<String>,
    /// Code of the unit that is to run it.
    organiser: Option<String>,
    /// `true`: only tell what would come in; `false` or left out: take it in.
    dry_run: Option<String>,
}

/// Take a package in
///
/// 201 with a draft; 200 where `dry_run` is true and nothing was kept.
#[utoipa::path(
    post, path = "/api/v1/packages", tag = "packages",
    request_body(content = PackageForm, content_type = "multipart/form-data"),
    responses((status = 201, body = PackageImported), (status = 200, body = PackageImported)),
    security(("thiluat-staff" = []))
)]
async fn import_package(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    mut form: Form,
) -> ApiResult<(StatusCode, Json<PackageImported>)> {
    form.only(&["file", "passphrase", "slug", "organiser", "dry_run"])?;
    let dry_run = match form.optional("dry_run").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            let fault = EdgeFault::field(
                "/dry_run".to_owned(),
                "field.choice",
                "Chỉ nhận true hoặc false.".to_owned(),
                "Either true or false.".to_owned(),
            );
            return Err(fault.into());
        }
    };
    let (_, bytes) = form.file("file")?;
    let import = PackageImport {
        bytes,
        passphrase: form.optional("passphrase"),
        slug: form.optional("slug"),
        organiser: form.optional("organiser"),
        dry_run,
    };
    let done = app.import_package(staff.actor(), import, language).await?;
    let status = if dry_run {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((status, Json(done)))
}
