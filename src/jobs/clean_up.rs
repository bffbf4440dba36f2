//! Forgetting what has expired, and signing the audit log now and then.

use crate::app::App;
use crate::domain::Millis;
use std::time::Duration;

const LEASE: &str = "clean-up";
const TTL: Duration = Duration::from_mins(1);
/// How long the reply to a request with an idempotency key is kept.
const KEEP_REPLIES: Millis = Millis::seconds(2 * 86_400);
/// How long a question file can be looked through.
const KEEP_IMPORTS: Millis = Millis::seconds(30 * 86_400);
/// How long staff can look back at what they were told.
const KEEP_NOTICES: Millis = Millis::seconds(180 * 86_400);
/// How long figures by the minute are kept: past the report of a contest.
const KEEP_TALLIES: Millis = Millis::seconds(400 * 86_400);

/// Removes expired sessions and kept replies and signs the end of the audit log, if this node holds the
/// lease.
pub(super) async fn run(app: &App) {
    app.live.sweep();
    if let Ok(None) = app.live.leases.acquire(LEASE, &app.node, TTL).await {
        return;
    }
    if let Err(error) = forget(app).await {
        tracing::error!(error = %error, "expired sessions and replies were not removed");
    }
    match app.index_people().await {
        Ok(0) => {}
        Ok(people) => tracing::info!(people, "people were made findable"),
        Err(error) => tracing::error!(%error, "people were not made findable"),
    }
    if let Err(error) = app.sign_audit_when_due().await {
        tracing::error!(error = %error, "the end of the audit log was not signed");
    }
}

async fn forget(app: &App) -> Result<(), crate::app::Absent> {
    let now = app.now();
    let mut work = app.store.begin().await?;
    let sessions = work.forget_expired(now).await?;
    let replies = work.forget_replays(now - KEEP_REPLIES).await?;
    let imports = work.forget_imports(now - KEEP_IMPORTS).await?;
    let links = work.forget_links(now).await?;
    let notices = work.forget_notices(now - KEEP_NOTICES).await?;
    work.forget_tallies(now - KEEP_TALLIES).await?;
    work.commit().await?;
    if sessions + replies + imports + links + notices > 0 {
        tracing::info!(
            sessions,
            replies,
            imports,
            links,
            notices,
            "expired sessions and links, kept replies, question files and old notices were removed"
        );
    }
    Ok(())
}
