//! The breaker: once Redis has failed, nobody waits for it again until it has shown that it is back.

use super::address::Connection;
use redis::{RedisError, RedisResult};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long a try may take; nobody waits for it.
const TRY_WITHIN: Duration = Duration::from_millis(800);

/// The first pause before a try, and the longest, in milliseconds: it doubles with every try that
/// fails, and whenever Redis fails again soon after it came back.
const PAUSES_MS: (u64, u64) = (100, 2_000);

/// Time without a failure after which the pauses begin anew.
const CALM: Duration = Duration::from_secs(5);

/// What the tries write goes by itself.
const KEEP_MS: u64 = 10_000;

/// Closed while Redis answers. The first failure opens it; a task of its own then tries to write a
/// key now and then, and closes it when that works. It writes rather than asks for a sign of life,
/// because a server that is full, or follows another one, gives that sign and takes nothing.
pub(super) struct Breaker {
    connection: Connection,
    key: String,
    open: AtomicBool,
    pause_ms: AtomicU64,
}

impl Breaker {
    /// Closed; `key` is what the tries write.
    pub(super) fn new(connection: Connection, key: String) -> Arc<Self> {
        Arc::new(Self {
            connection,
            key,
            open: AtomicBool::new(false),
            pause_ms: AtomicU64::new(PAUSES_MS.0),
        })
    }

    /// Whether Redis is known to be away.
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// Redis did not do what it was asked, because of this.
    pub(super) fn trip(self: &Arc<Self>, why: &str) {
        if self.open.swap(true, Ordering::AcqRel) {
            return;
        }
        tracing::warn!(why, "live state is away; this node goes on by itself");
        metrics::gauge!("thiluat_live_away").set(1.0);
        metrics::counter!("thiluat_live_breaker_opened_total").increment(1);
        let breaker = Arc::clone(self);
        tokio::spawn(async move { breaker.heal().await });
    }

    async fn heal(&self) {
        loop {
            let pause = self.pause_ms.load(Ordering::Relaxed);
            sleep(Duration::from_millis(pause)).await;
            self.pause_ms
                .store((pause * 2).min(PAUSES_MS.1), Ordering::Relaxed);
            match timeout(TRY_WITHIN, self.try_to_write()).await {
                Ok(Ok(())) => break,
                Ok(Err(error)) => tracing::debug!(%error, "live state is still away"),
                Err(_) => tracing::debug!("live state still does not answer"),
            }
        }
        self.open.store(false, Ordering::Release);
        metrics::gauge!("thiluat_live_away").set(0.0);
        tracing::info!("live state is back");
        sleep(CALM).await;
        if !self.is_open() {
            self.pause_ms.store(PAUSES_MS.0, Ordering::Relaxed);
        }
    }

    async fn try_to_write(&self) -> RedisResult<()> {
        redis::cmd("SET")
            .arg(&self.key)
            .arg(1)
            .arg("PX")
            .arg(KEEP_MS)
            .query_async(&mut self.connection.clone())
            .await
    }
}

/// Whether that error says that Redis is away, as opposed to having understood and refused.
pub(super) fn is_away(error: &RedisError) -> bool {
    use redis::ErrorKind::{Client, Parse, UnexpectedReturnType};
    match error.code() {
        // A script's own error, or a command that does not fit what the key holds.
        Some("ERR" | "WRONGTYPE") => false,
        Some(_) => true,
        None => !matches!(error.kind(), Client | Parse | UnexpectedReturnType),
    }
}
