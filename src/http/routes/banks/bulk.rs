//! `POST /banks/{code}/bulk`: topic, level and laws of many questions at once.

use crate::app::App;
use crate::app::banks::{BulkDone, BulkSet};
use crate::domain::{LawReference, QuestionId};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::routes::questions::read_laws;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// What is set for all of them.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkSetBody {
    /// The new topic; empty: none.
    #[serde(default)]
    pub topic: Option<String>,
    /// The new level, 0 to 5.
    #[serde(default)]
    pub level: Option<u8>,
    /// Citations to add.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub add_laws: Vec<LawReference>,
    /// Numbers of documents whose citations go.
    #[serde(default)]
    pub remove_laws: Vec<String>,
}

/// Which questions, and what is set.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkBody {
    /// Ids, at most 5,000.
    #[schema(value_type = Vec<String>)]
    pub questions: Vec<QuestionId>,
    /// What is set.
    pub set: BulkSetBody,
}

/// Change many questions at once
///
/// All or none. A new topic or level keeps the review of the text; a law sends it to review again.
#[utoipa::path(
    post, path = "/api/v1/banks/{code}/bulk", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank")),
    request_body = BulkBody,
    responses((status = 200, body = BulkDone)),
    security(("thiluat-staff" = []))
)]
pub async fn change_questions(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<BulkBody>,
) -> ApiResult<Json<BulkDone>> {
    let set = BulkSet {
        topic: body.set.topic,
        level: body.set.level,
        add_laws: read_laws(body.set.add_laws, "/set/add_laws")?,
        remove_laws: body.set.remove_laws,
    };
    let done = app.change_questions(staff.actor(), &code, &body.questions, set);
    Ok(Json(done.await?))
}
