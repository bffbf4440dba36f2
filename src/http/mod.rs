//! HTTP: the accept loop, middleware, extractors, problem details, routes.
//!
//! A connection is accepted by [`server`], every request passes [`middleware`] once, a route takes
//! its input through [`extract`] and says no with a [`problem::ApiError`], which the middleware
//! renders in the reader's language. A route is its types, its docs and about thirty lines.

pub mod access;
mod cards;
pub mod extract;
mod kept;
mod links;
pub mod middleware;
pub mod openapi;
pub mod problem;
pub mod router;
pub mod routes;
pub mod server;
pub mod sessions;
pub mod signed_in;
pub mod site;
pub mod table;
pub mod visit;

pub use problem::{ApiError, ApiResult};
pub use site::Site;
pub use visit::{ClientAddress, Reader, Visit};

use axum::body::Body;
use axum::response::Response;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue};

/// A reply whose JSON was written already.
pub fn json_reply(status: StatusCode, json: impl Into<Body>) -> Response {
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
