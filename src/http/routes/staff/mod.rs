//! Staff: signing in and out, the own account, invitations, who else there is.

mod change;
mod help_back;
mod invitations;
mod list;
mod me;
mod recovery;
mod sign_in;
mod sign_out;
mod step_up;
mod who;

use crate::app::App;
use crate::app::staff::StaffWelcome;
use crate::http::Visit;
use crate::http::sessions::SessionKind;
use axum::Json;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::header::{HeaderValue, SET_COOKIE};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A session of staff ends after eight hours whatever happens.
const COOKIE_LIFETIME_S: u64 = 8 * 3600;

/// The routes under `/staff`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(
            sign_in::staff_sign_in,
            who::read_staff,
            sign_out::staff_sign_out
        ))
        .routes(routes!(step_up::step_up))
        .routes(routes!(list::list_staff))
        .routes(routes!(change::change_staff))
        .routes(routes!(help_back::help_back))
        .routes(routes!(recovery::ask_back))
        .routes(routes!(recovery::come_back))
        .merge(invitations::routes())
        .merge(me::routes())
}

fn cookie(visit: &Visit, token: &str) -> HeaderValue {
    let cookies = visit.site.cookies();
    cookies.set(SessionKind::Staff, token, COOKIE_LIFETIME_S)
}

/// Who signed in, with the session in a cookie as well.
fn welcomed(visit: &Visit, welcome: StaffWelcome) -> Response {
    let cookie = cookie(visit, &welcome.token);
    (AppendHeaders([(SET_COOKIE, cookie)]), Json(welcome)).into_response()
}
