//! Time and attempts that staff give in a round.

mod extend;
mod give_back;
mod list;

use crate::app::App;
use crate::app::rounds::GrantTarget;
use crate::http::ApiResult;
use crate::http::problem::EdgeFault;
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// To whom; one of the three.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantToBody {
    /// Id of a participant.
    Participant(String),
    /// Code of a unit; those below it belong to it.
    Unit(String),
    /// Everybody: `true`.
    All(bool),
}

impl GrantToBody {
    fn target(self) -> ApiResult<GrantTarget> {
        match self {
            Self::Participant(id) => {
                // What can't be an id is nobody's.
                let id = id.parse().map_err(|_| EdgeFault::NotFound)?;
                Ok(GrantTarget::Person(id))
            }
            Self::Unit(code) => Ok(GrantTarget::Unit(code)),
            Self::All(true) => Ok(GrantTarget::All),
            Self::All(false) => Err(EdgeFault::field(
                "/to/all".to_owned(),
                "field.invalid",
                "Hãy chọn một người, một đơn vị, hoặc tất cả.".to_owned(),
                "Please choose a person, a unit, or everybody.".to_owned(),
            )
            .into()),
        }
    }
}

/// The routes under `/rounds/{id}`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(extend::extend_round))
        .routes(routes!(give_back::give_attempts_back))
        .routes(routes!(list::list_grants))
}
