//! `GET /contests/{slug}/participants`: people by words, number, telephone, unit and how far they have come.

use crate::app::App;
use crate::app::participants::{PeopleList, PeopleQuery, PersonState};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which people; all of it has to be met.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ParticipantsQuery {
    /// Words of the name that follow each other, without regard to tone marks; or digits: a number, or at
    /// least three last digits of a telephone number.
    pub q: Option<String>,
    /// Code of a unit; people of units below it belong to it.
    pub unit: Option<String>,
    /// Code of a group.
    pub group: Option<String>,
    /// Code of the round that `state` is about; all rounds if left out.
    pub round: Option<String>,
    /// registered (has begun nothing that counts), sitting, `handed_in` or excluded.
    #[param(value_type = Option<String>)]
    pub state: Option<PersonState>,
    /// number, -number, name (the given name first), -name, `created_at`, `-created_at`.
    pub sort: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Greatest number of people, at most 200; 50 if left out.
    pub limit: Option<u16>,
}

/// People of a contest
///
/// A page may be shorter than asked for, or empty, and still have a `next_cursor`: no page looks at more
/// than 40,000 people. `total` is null where it would have to be counted one by one.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/participants", tag = "staff",
    params(("slug" = String, Path, description = "Slug of the contest"), ParticipantsQuery),
    responses((status = 200, body = PeopleList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_participants(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ParticipantsQuery>,
) -> ApiResult<Json<PeopleList>> {
    let query = PeopleQuery {
        q: query.q,
        unit: query.unit,
        group: query.group,
        round: query.round,
        state: query.state,
        sort: query.sort,
        cursor: query.cursor,
        limit: query.limit.map(usize::from),
    };
    let found = app.find_participants(staff.actor(), &slug, &query).await?;
    Ok(Json(found))
}
