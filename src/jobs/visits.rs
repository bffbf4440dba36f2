//! Visits of the links of units, written behind those who followed them.

use crate::app::App;

/// Writes the visits that this node counted; each node writes its own.
pub(super) async fn run(app: &App) {
    if let Err(error) = app.write_visits().await {
        tracing::warn!(error = %error, "visits of links wait to be written");
    }
}
