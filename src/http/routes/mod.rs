//! The routes: `<resource>/<verb>.rs`, each with its types, its docs and its handler.
//!
//! A route gives its whole path, `/api/v1/…`: a nested router would make a new URI for each request.

pub mod attempts;
pub mod audit;
pub mod banks;
pub mod contest_drafts;
pub mod contests;
pub mod feeds;
pub mod imports;
pub mod laws;
pub mod media;
pub mod packages;
pub mod pages;
pub mod participants;
pub mod questions;
pub mod receipts;
pub mod reviews;
pub mod rounds;
pub mod running;
pub mod sites;
pub mod staff;
pub mod system;
pub mod templates;
pub mod unit_registrations;
pub mod units;
pub mod webhooks;

use super::openapi::Base;
use crate::app::App;
use std::sync::Arc;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Every route of the contract but the system's own.
pub fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(attempts::routes())
        .merge(audit::routes())
        .merge(banks::routes())
        .merge(contest_drafts::routes())
        .merge(contests::routes())
        .merge(feeds::routes())
        .merge(imports::routes())
        .merge(media::routes())
        .merge(laws::routes())
        .merge(packages::routes())
        .merge(pages::routes())
        .merge(participants::routes())
        .merge(questions::routes())
        .merge(receipts::routes())
        .merge(reviews::routes())
        .merge(rounds::routes())
        .merge(running::routes())
        .merge(sites::routes())
        .merge(staff::routes())
        .merge(templates::routes())
        .merge(unit_registrations::routes())
        .merge(units::routes())
        .merge(webhooks::routes())
}

/// The documentation of every route, without serving any.
pub fn described() -> OpenApi {
    let probes: OpenApiRouter = system::probes();
    let mut all = OpenApiRouter::with_openapi(Base::openapi())
        .merge(probes)
        .merge(system::api())
        .into_openapi();
    // What a route is described as does not depend on the state it will get.
    all.merge(api().into_openapi());
    // A number with slashes is one parameter; only the router's own spelling says how it is caught.
    let paths = std::mem::take(&mut all.paths.paths);
    all.paths.paths = paths
        .into_iter()
        .map(|(path, item)| (path.replace("{*", "{"), item))
        .collect();
    all
}
