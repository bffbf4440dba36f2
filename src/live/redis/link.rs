//! The connection that all commands of a node share.

use crate::live::LiveError;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::io::tcp::TcpSettings;
use redis::{
    Client, FromRedisValue, IntoConnectionInfo, Pipeline, ProtocolVersion, RedisError,
    ScriptInvocation,
};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The longest that a caller waits, connecting included.
const ANSWER_WITHIN: Duration = Duration::from_millis(500);

/// The longest that one reply, or one attempt to connect, may take.
const STEP_WITHIN: Duration = Duration::from_millis(400);

/// A client for that address, speaking RESP3, which carries pushes beside replies.
pub(super) fn client(url: &str) -> Result<Client, LiveError> {
    let info = url.into_connection_info().map_err(|e| unavailable(&e))?;
    let settings = info
        .redis_settings()
        .clone()
        .set_protocol(ProtocolVersion::RESP3);
    let info = info
        .set_redis_settings(settings)
        // Small commands and small replies: waiting for more to send only delays them.
        .set_tcp_settings(TcpSettings::default().set_nodelay(true));
    Client::open(info).map_err(|e| unavailable(&e))
}

/// How every connection of this room behaves.
pub(super) fn patience() -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_response_timeout(Some(STEP_WITHIN))
        .set_connection_timeout(Some(STEP_WITHIN))
}

/// In words for the log; the address and its password are not part of it.
pub(super) fn unavailable(error: &RedisError) -> LiveError {
    LiveError::Unavailable(error.to_string())
}

/// Something came back that this version did not write.
pub(super) fn nonsense(what: &str) -> LiveError {
    LiveError::Unavailable(format!("{what} is not in the form this version writes"))
}

/// A multiplexed connection: callers share it, commands go out in one stream.
#[derive(Clone)]
pub(super) struct Link {
    manager: ConnectionManager,
    prefix: Arc<str>,
}

impl Link {
    pub(super) fn new(client: Client, prefix: &str) -> Result<Self, LiveError> {
        // No retries inside a call: whoever waits is told at once, and the next call connects anew.
        let config = patience().set_number_of_retries(0);
        let manager =
            ConnectionManager::new_lazy_with_config(client, config).map_err(|e| unavailable(&e))?;
        Ok(Self {
            manager,
            prefix: prefix.into(),
        })
    }

    /// A key of this installation.
    pub(super) fn key(&self, rest: &str) -> String {
        format!("{}:{rest}", self.prefix)
    }

    /// Runs one atomic step.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        step: &ScriptInvocation<'_>,
    ) -> Result<T, LiveError> {
        let mut manager = self.manager.clone();
        answer(step.invoke_async(&mut manager)).await
    }

    /// Sends commands that need not be atomic, in one go.
    pub(super) async fn send<T: FromRedisValue>(
        &self,
        commands: &Pipeline,
    ) -> Result<T, LiveError> {
        let mut manager = self.manager.clone();
        answer(commands.query_async(&mut manager)).await
    }
}

/// Waits for a reply, but not long. Everything this node asks of Redis passes here, so this is
/// where a breaker belongs that stops asking while Redis is known to be away.
pub(super) async fn answer<T>(
    asking: impl Future<Output = Result<T, RedisError>>,
) -> Result<T, LiveError> {
    match timeout(ANSWER_WITHIN, asking).await {
        Ok(Ok(reply)) => Ok(reply),
        Ok(Err(error)) => Err(unavailable(&error)),
        Err(_) => Err(LiveError::Unavailable(format!(
            "no answer within {} ms",
            ANSWER_WITHIN.as_millis()
        ))),
    }
}
