//! Question banks: found, made, searched, counted and looked at.

mod add_question;
mod bulk;
mod change;
mod export;
mod export_losses;
mod facets;
mod feasibility;
mod list;
mod make;
mod quality;
mod questions;
mod supply;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/banks`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_banks, make::make_bank))
        .routes(routes!(change::change_bank))
        .routes(routes!(
            questions::list_questions,
            add_question::add_question
        ))
        .routes(routes!(export::export_bank))
        .routes(routes!(export_losses::read_losses))
        .routes(routes!(facets::read_facets))
        .routes(routes!(bulk::change_questions))
        .routes(routes!(supply::read_supply))
        .routes(routes!(feasibility::check_feasibility))
        .routes(routes!(quality::read_quality))
}
