//! `POST /laws/import`: a list of documents becomes part of the register.

use crate::app::laws::{LawChange, LawImported, PlacedLaw};
use crate::app::questions::QuestionError;
use crate::app::{App, ImportNote, Language};
use crate::exchange::{LawRow, read_laws};
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Greatest body, in bytes.
const LIMIT: usize = 4 << 20;

/// A list of documents.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LawsBody {
    /// CSV with the columns `number,title,issuer,valid_from,valid_to,replaced_by,link`, under these or
    /// Vietnamese headings.
    pub csv: String,
    /// Only tell what would be taken.
    #[serde(default)]
    pub dry_run: bool,
}

/// Bring in a list of documents of law
#[utoipa::path(
    post, path = "/api/v1/laws/import", tag = "laws",
    request_body = LawsBody,
    responses((status = 200, body = LawImported)),
    security(("thiluat-staff" = []))
)]
pub async fn import_laws(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<LawsBody, LIMIT>,
) -> ApiResult<Json<LawImported>> {
    let file = read_laws(&body.csv).map_err(|fault| {
        QuestionError::field(
            "/csv",
            fault.code,
            fault.detail,
            "The list can't be read: it needs a row of headings with number and title, in UTF-8.",
        )
    })?;
    let refused = file.refused.into_iter().map(|finding| ImportNote {
        at: finding.at,
        code: finding.code,
        detail: match language {
            Language::Vietnamese => finding.detail,
            Language::English => "Dates are written YYYY-MM-DD or DD/MM/YYYY.".to_owned(),
        },
    });
    let refused = refused.collect();
    let rows = file.rows.into_iter().map(placed).collect();
    let done = app.import_laws(staff.actor(), rows, refused, body.dry_run, language);
    Ok(Json(done.await?))
}

fn placed(row: LawRow) -> PlacedLaw {
    PlacedLaw {
        at: row.at.to_string(),
        number: row.number,
        change: LawChange {
            title: row.title,
            issuer: row.issuer,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            replaced_by: row.replaced_by,
            link: row.link,
        },
    }
}
