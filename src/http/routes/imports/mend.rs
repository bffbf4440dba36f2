//! `PATCH /imports/{id}/items/{position}`: a question of a file is mended in place, or left out.

use crate::app::imports::{ImportError, ItemView, Mending};
use crate::app::{App, FieldFault};
use crate::domain::ImportId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::routes::questions::DraftBody;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// The question as it is to be, or whether it is left out: one of both.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MendBody {
    /// The question in the form of the native JSON.
    #[serde(default)]
    pub draft: Option<DraftBody>,
    /// Left out (true), or no longer (false).
    #[serde(default)]
    pub skip: Option<bool>,
}

/// Mend a question of a file
#[utoipa::path(
    patch, path = "/api/v1/imports/{id}/items/{position}", tag = "imports",
    params(
        ("id" = String, Path, description = "Id of the import"),
        ("position" = i64, Path, description = "Its place in the file, from 1"),
    ),
    request_body = MendBody,
    responses((status = 200, body = ItemView)),
    security(("thiluat-staff" = []))
)]
pub async fn mend_item(
    State(app): State<Arc<App>>,
    PathId((id, position)): PathId<(ImportId, i64)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<MendBody>,
) -> ApiResult<Json<ItemView>> {
    let mending = match (body.draft, body.skip) {
        (Some(draft), None) => {
            // Which pictures there are is looked at where the question is shown: a name is not guessed.
            Mending::Draft(Box::new(draft.read("/draft")?))
        }
        (None, Some(skip)) => Mending::Skip(skip),
        _ => return Err(ImportError::Draft(vec![neither()]).into()),
    };
    Ok(Json(
        app.mend_import(staff.actor(), id, position, mending)
            .await?,
    ))
}

fn neither() -> FieldFault {
    FieldFault {
        pointer: "/draft".to_owned(),
        code: "field.required",
        vietnamese: "Cần một trong hai: draft hoặc skip.".to_owned(),
        english: "One of draft and skip is needed.".to_owned(),
    }
}
