//! What closed rounds tell about their questions.

use crate::app::App;
use std::time::Duration;

const LEASE: &str = "measure";
/// A round of a province takes minutes; doing it twice would change nothing.
const TTL: Duration = Duration::from_mins(10);

/// Measures the questions of rounds that were closed, or marked anew, if this node holds the lease.
pub(super) async fn run(app: &App) {
    if let Ok(None) = app.live.leases.acquire(LEASE, &app.node, TTL).await {
        return;
    }
    match app.measure_items().await {
        Ok(0) => {}
        Ok(rounds) => tracing::info!(rounds, "the questions of closed rounds were measured"),
        Err(error) => tracing::error!(error = %error, "the questions of a round were not measured"),
    }
}
