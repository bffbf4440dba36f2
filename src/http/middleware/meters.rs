//! Figures of one route: how many replies of which status, how long they took.

use hyper::StatusCode;
use metrics::{Counter, Histogram};
use std::sync::{OnceLock, RwLock};
use std::time::Duration;

/// The figures of one route; the names are settled by its first request.
#[derive(Default)]
pub(super) struct Meters {
    labels: OnceLock<(String, String)>,
    seconds: OnceLock<Histogram>,
    replies: RwLock<Vec<(StatusCode, Counter)>>,
}

impl Meters {
    /// Gives the route its template and method, the first time.
    pub(super) fn label(&self, name: impl FnOnce() -> (String, String)) {
        self.labels.get_or_init(name);
    }

    /// The template of the route: `/api/v1/attempts/{id}`.
    pub(super) fn route(&self) -> &str {
        self.labels.get().map_or("", |(route, _)| route)
    }

    /// Counts a reply.
    pub(super) fn count(&self, status: StatusCode, took: Duration) {
        let Some((route, method)) = self.labels.get() else {
            return;
        };
        self.seconds
            .get_or_init(|| {
                metrics::histogram!("thiluat_http_seconds", "route" => route.clone(), "method" => method.clone())
            })
            .record(took.as_secs_f64());
        if let Ok(replies) = self.replies.read()
            && let Some((_, counter)) = replies.iter().find(|(known, _)| *known == status)
        {
            counter.increment(1);
            return;
        }
        let counter = metrics::counter!(
            "thiluat_http_requests_total",
            "route" => route.clone(), "method" => method.clone(), "status" => status.as_u16().to_string()
        );
        counter.increment(1);
        if let Ok(mut replies) = self.replies.write() {
            replies.push((status, counter));
        }
    }
}
