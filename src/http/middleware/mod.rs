//! What every request passes, once, as one layer: the gate before a route, the dress after it.
//!
//! One layer instead of ten, because each layer of axum costs an allocation and a dynamic call.

mod detached;
mod dress;
mod gate;
mod meters;

pub use dress::{CONTENT_SECURITY_POLICY, Framed, SECURITY_HEADERS};
pub use gate::{LONGEST_URL, is_own_origin};

use super::problem::{self, EdgeFault};
use super::{ApiError, Site, Visit, visit};
use crate::telemetry;
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::Route;
use detached::Detached;
use futures_util::FutureExt as _;
use hyper::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use meters::Meters;
use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::time::Instant;
use tower::{Layer, Service};

/// Puts the edge before and behind every route of a router, its fallbacks included.
///
/// To be laid over a router that has its state already: then each route has its own instance, and
/// with it its own figures, without a look-up per request.
#[derive(Clone)]
pub struct EdgeLayer {
    site: Arc<Site>,
}

impl EdgeLayer {
    /// The edge of that place.
    pub fn new(site: Arc<Site>) -> Self {
        Self { site }
    }
}

impl Layer<Route> for EdgeLayer {
    type Service = Edge;

    fn layer(&self, route: Route) -> Edge {
        Edge {
            route,
            site: Arc::clone(&self.site),
            meters: Arc::default(),
        }
    }
}

/// One route behind the edge.
#[derive(Clone)]
pub struct Edge {
    route: Route,
    site: Arc<Site>,
    meters: Arc<Meters>,
}

impl Service<Request> for Edge {
    type Response = Response;
    type Error = Infallible;
    type Future = Detached;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A route is always ready: axum's services hold no permits.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Detached {
        let started = Instant::now();
        let visit = if let Some(visit) = request.extensions().get::<Visit>() {
            visit.clone()
        } else {
            let visit = Visit::unserved(&self.site);
            request.extensions_mut().insert(visit.clone());
            visit
        };
        self.meters.label(|| {
            let template = request.extensions().get::<MatchedPath>();
            let method = template.map_or("any", |_| request.method().as_str());
            (
                template.map_or("ui", MatchedPath::as_str).to_owned(),
                method.to_owned(),
            )
        });
        let id = visit.id;
        let reader = request.headers().get(ACCEPT_LANGUAGE).cloned();
        let brought_cookie = dress::brought_cookie(&self.site, request.headers());
        let refused = gate::refusal(&visit, &request);
        let answer = match refused {
            None => Ok(self.route.call(request)),
            Some(fault) => Err(fault),
        };
        let meters = Arc::clone(&self.meters);
        let work = async move {
            let response = match answer {
                Ok(answer) => match AssertUnwindSafe(answer).catch_unwind().await {
                    Ok(Ok(response)) => response,
                    Ok(Err(never)) => match never {},
                    // The panic hook has written where and why; nothing of it goes out.
                    Err(_) => ApiError::from(EdgeFault::Internal).into_response(),
                },
                Err(fault) => ApiError::from(fault).into_response(),
            };
            let response = if let Some(error) = refusal_in(&response) {
                let language = visit::language(reader.as_ref().and_then(|v| v.to_str().ok()));
                problem::render(response, &error, id, language)
            } else {
                response
            };
            let took = started.elapsed();
            meters.count(response.status(), took);
            if visit.site.log_requests {
                let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
                let route = meters.route();
                let status = response.status().as_u16();
                tracing::info!(route, status, duration_us = micros, "request answered");
            }
            dress::response(response, &visit, brought_cookie)
        };
        Detached::new(telemetry::in_request(id, work), &self.site)
    }
}

/// The refusal a response stands for: ours, or one that a library made without a body of ours.
fn refusal_in(response: &Response) -> Option<ApiError> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    if let Some(error) = response.extensions().get::<ApiError>() {
        return Some(error.clone());
    }
    // A route that answers 503 in JSON has said what it wanted to: `/readyz`. Libraries write text.
    let kind = response.headers().get(CONTENT_TYPE);
    if kind.is_some_and(|kind| kind == "application/json") {
        return None;
    }
    Some(ApiError::of_status(status))
}
