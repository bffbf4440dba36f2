//! `/rounds/{id}/proposals`: what one member of staff proposes and another one decides.

use crate::app::App;
use crate::app::desk::{NewProposal, Preview, ProposalView, RoundNow};
use crate::domain::desk::QuestionRuling;
use crate::domain::{ProposalId, QuestionId, RoundId};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// A ruling on a question version of the round.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulingBody {
    /// Id of the question.
    #[schema(value_type = String)]
    pub question: QuestionId,
    /// Its version.
    pub version: i64,
    /// `"void_full"`: full marks to everyone; `"void_left_out"`: left out for everyone;
    /// `{"new_key": {"options": […]}}` (or `{"number": {"value", "tolerance"}}`, `{"text": […]}`).
    #[schema(value_type = Object)]
    pub ruling: QuestionRuling,
}

/// An order among equals.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBody {
    /// Code of the ranking beyond a round; left out: the round's own.
    #[serde(default)]
    pub ranking: Option<String>,
    /// Ids of the people, or units, the first first.
    #[schema(value_type = Vec<String>)]
    pub subjects: Vec<Uuid>,
}

/// Nothing further to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishBody {}

/// What is proposed: one of these.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhatBody {
    /// To publish the newest result.
    Publish(PublishBody),
    /// To mark anew after a ruling.
    Remark(RulingBody),
    /// To put equals in an order.
    Order(OrderBody),
}

/// A proposal.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalBody {
    /// What.
    pub what: WhatBody,
    /// Why.
    pub reason: String,
}

/// Why it is refused, or taken back.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineBody {
    /// Why.
    pub reason: String,
}

/// Nothing further to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveBody {}

/// Proposals of a round.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProposalList {
    /// The oldest first.
    pub items: Vec<ProposalView>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// An approved proposal, and where the round stands after it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ApprovedReply {
    /// The proposal.
    pub proposal: ProposalView,
    /// The round.
    pub round: RoundNow,
}

/// Proposals of a round
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/proposals", tag = "desk",
    params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = ProposalList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_proposals(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<ProposalList>> {
    Ok(Json(ProposalList {
        items: app.proposals(staff.actor(), id).await?,
        next_cursor: None,
    }))
}

/// Propose to publish, to mark anew, or an order among equals
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/proposals", tag = "desk",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = ProposalBody,
    responses((status = 201, body = ProposalView)),
    security(("thiluat-staff" = []))
)]
pub async fn propose(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ProposalBody>,
) -> ApiResult<(StatusCode, Json<ProposalView>)> {
    let what = match body.what {
        WhatBody::Publish(PublishBody {}) => NewProposal::Publish,
        WhatBody::Remark(ruling) => NewProposal::Remark {
            question: ruling.question,
            version: ruling.version,
            ruling: ruling.ruling,
        },
        WhatBody::Order(order) => NewProposal::Order {
            ranking: order.ranking,
            subjects: order.subjects,
        },
    };
    let proposal = app.propose(staff.actor(), id, what, &body.reason).await?;
    Ok((StatusCode::CREATED, Json(proposal)))
}

/// What a proposed ruling would change
///
/// Who gains, who loses, which prizes move. Nothing is written.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/proposals/{proposal}/preview", tag = "desk",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("proposal" = String, Path, description = "Id of the proposal"),
    ),
    responses((status = 200, body = Preview)),
    security(("thiluat-staff" = []))
)]
pub async fn preview_proposal(
    State(app): State<Arc<App>>,
    PathId((id, proposal)): PathId<(RoundId, ProposalId)>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<Preview>> {
    Ok(Json(app.preview_ruling(staff.actor(), id, proposal).await?))
}

/// Approve what another member of staff proposed
///
/// It is carried out at once.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/proposals/{proposal}/approval", tag = "desk",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("proposal" = String, Path, description = "Id of the proposal"),
    ),
    request_body = ApproveBody,
    responses((status = 200, body = ApprovedReply)),
    security(("thiluat-staff" = []))
)]
pub async fn approve_proposal(
    State(app): State<Arc<App>>,
    PathId((id, proposal)): PathId<(RoundId, ProposalId)>,
    Organiser(staff): Organiser,
    StrictJson(ApproveBody {}): StrictJson<ApproveBody>,
) -> ApiResult<Json<ApprovedReply>> {
    let (proposal, round) = app.approve(staff.actor(), id, proposal).await?;
    Ok(Json(ApprovedReply { proposal, round }))
}

/// Refuse a proposal, or take an own one back
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/proposals/{proposal}/refusal", tag = "desk",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("proposal" = String, Path, description = "Id of the proposal"),
    ),
    request_body = DeclineBody,
    responses((status = 200, body = ProposalView)),
    security(("thiluat-staff" = []))
)]
pub async fn decline_proposal(
    State(app): State<Arc<App>>,
    PathId((id, proposal)): PathId<(RoundId, ProposalId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<DeclineBody>,
) -> ApiResult<Json<ProposalView>> {
    Ok(Json(
        app.decline(staff.actor(), id, proposal, &body.reason)
            .await?,
    ))
}
