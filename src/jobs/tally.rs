//! Writing down what this node counted by the minute.

use crate::app::App;

/// Every node writes its own; nobody else could.
pub(super) async fn run(app: &App) {
    if let Err(error) = app.write_tallies().await {
        tracing::warn!(%error, "figures by the minute were not written; they come with the next ones");
    }
}
