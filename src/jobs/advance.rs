//! Deadlines and closings.

use crate::app::App;
use std::time::Duration;

const LEASE: &str = "advance";
/// A node that died is replaced after this long.
const TTL: Duration = Duration::from_secs(10);

/// Hands in what is overdue and moves rounds on, if this node holds the lease.
pub(super) async fn run(app: &App) {
    // Live state that is away must not keep exams from ending: without a lease every node does it.
    if let Ok(None) = app.live.leases.acquire(LEASE, &app.node, TTL).await {
        return;
    }
    match app.advance().await {
        Ok(done) if done.handed_in + done.moved + done.closed > 0 => {
            tracing::info!(
                handed_in = done.handed_in,
                moved = done.moved,
                closed = done.closed,
                "the clock moved rounds and attempts on"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::error!(error = %error, "rounds and attempts were not moved on"),
    }
}
