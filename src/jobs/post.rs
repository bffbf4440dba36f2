//! Letters and calls that wait to be sent.

use crate::app::App;
use std::time::Duration;

const LEASE: &str = "post";
/// A run of 64 parcels to silent systems takes less.
const TTL: Duration = Duration::from_mins(2);

/// Sends what is due, if this node holds the lease.
pub(super) async fn run(app: &App) {
    if let Ok(None) = app.live.leases.acquire(LEASE, &app.node, TTL).await {
        return;
    }
    match app.deliver_due().await {
        Ok(done) if done.sent + done.given_up + done.dropped > 0 => {
            tracing::info!(
                sent = done.sent,
                postponed = done.postponed,
                given_up = done.given_up,
                dropped = done.dropped,
                "letters and calls were sent"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::error!(error = %error, "letters and calls were not sent"),
    }
}
