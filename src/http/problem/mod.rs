//! Problem details: the one shape in which the platform says no (RFC 9457, api.md 3).
//!
//! - Use cases return their own error enums, which implement [`Refusal`]; `?` turns them into an
//!   [`ApiError`].
//! - What the edge itself refuses is an [`EdgeFault`].
//! - The status follows from the code, in [`status`]; the body is written in [`mod@render`], once, by
//!   the middleware, which knows the reader's language and the request id.

mod fault;
mod render;
pub mod status;

pub use fault::EdgeFault;
pub use render::{PROBLEM_JSON, raw_reply, render};

use crate::app::Refusal;
use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use std::sync::Arc;

/// What a route returns: an answer, or a refusal that the middleware renders.
pub type ApiResult<T> = Result<T, ApiError>;

/// A refusal on its way out.
///
/// As a response it is only a status and itself as an extension; the middleware writes the body.
#[derive(Debug, Clone)]
pub struct ApiError {
    refusal: Arc<dyn Refusal>,
    status: StatusCode,
}

impl ApiError {
    /// A reply that a library made by itself, with its status kept.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let fault = match status.as_u16() {
            401 => EdgeFault::SessionRequired,
            403 => EdgeFault::Forbidden,
            404 => EdgeFault::NotFound,
            405 => EdgeFault::Method,
            406 => EdgeFault::NotAcceptable,
            408 => EdgeFault::BodyTimeout,
            413 => EdgeFault::BodyTooLarge(super::extract::DEFAULT_BODY_LIMIT),
            414 => EdgeFault::UrlTooLong(super::middleware::LONGEST_URL),
            415 => EdgeFault::ContentType,
            426 => EdgeFault::UpgradeRequired,
            431 => EdgeFault::HeadTooLarge,
            503 => EdgeFault::Unavailable,
            500.. => EdgeFault::Internal,
            _ => EdgeFault::BadRequest,
        };
        Self {
            refusal: Arc::new(fault),
            status,
        }
    }

    /// The status that goes with its code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The refusal itself.
    pub fn refusal(&self) -> &dyn Refusal {
        &*self.refusal
    }
}

impl<R: Refusal + 'static> From<R> for ApiError {
    fn from(refusal: R) -> Self {
        let status = status::of(refusal.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            refusal: Arc::new(refusal),
            status,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
