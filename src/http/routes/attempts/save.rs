//! `PUT /attempts/{id}/answers/{slot}`: one answer, acknowledged when it is durable.

use crate::app::App;
use crate::app::attempts::{NewAnswer, Saved, SlotName};
use crate::domain::{Answer, AttemptId};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Participant;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// An answer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveBody {
    /// The epoch that the device holds.
    pub epoch: Whole,
    /// Rises per attempt.
    pub seq: Whole,
    /// `{options: [id]}`, `{number}` or `{text}`.
    #[schema(value_type = Object)]
    pub answer: Answer,
}

/// A whole number from 1 to 2^53 − 1, which every program can say exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, utoipa::ToSchema)]
pub struct Whole(pub i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        match i64::try_from(number) {
            Ok(number) if (1..=9_007_199_254_740_991).contains(&number) => Ok(Self(number)),
            _ => Err(serde::de::Error::invalid_value(
                serde::de::Unexpected::Unsigned(number),
                &"a number from 1 to 9007199254740991",
            )),
        }
    }
}

/// Save an answer
#[utoipa::path(
    put, path = "/api/v1/attempts/{id}/answers/{slot}", tag = "attempts",
    params(
        ("id" = String, Path, description = "Id of the attempt"),
        ("slot" = String, Path, description = "Number of the question, or `prediction`"),
    ),
    request_body = SaveBody,
    responses((status = 200, body = Saved)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn save_answer(
    State(app): State<Arc<App>>,
    PathId((id, slot)): PathId<(AttemptId, String)>,
    Participant(who): Participant,
    StrictJson(body): StrictJson<SaveBody>,
) -> ApiResult<Json<Saved>> {
    let slot: SlotName = slot.parse().map_err(|_| no_such_slot(&slot))?;
    let new = NewAnswer {
        slot,
        seq: body.seq.0,
        answer: body.answer,
    };
    Ok(Json(app.save_answer(who, id, body.epoch.0, new).await?))
}

fn no_such_slot(slot: &str) -> EdgeFault {
    EdgeFault::field(
        String::new(),
        "answer.slot",
        format!("Đề không có câu «{slot}»."),
        format!("The paper has no question «{slot}»."),
    )
}
