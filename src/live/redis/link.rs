//! The connection that all commands of a node share, behind the breaker.

use super::address::{Address, Connection};
use super::breaker::{Breaker, is_away};
use crate::live::LiveError;
use redis::{FromRedisValue, Pipeline, RedisError, ScriptInvocation};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How much longer a step may take that carries a thousand rows.
const LARGE: u32 = 16;

/// In words for the log; the address and its password are not part of it.
pub(super) fn unavailable(error: &RedisError) -> LiveError {
    LiveError::Unavailable(error.to_string())
}

/// Something came back that this version did not write.
pub(super) fn nonsense(what: &str) -> LiveError {
    LiveError::Unavailable(format!("{what} is not in the form this version writes"))
}

/// Commands to Redis. While the breaker is open every one of them is refused at once.
#[derive(Clone)]
pub(super) struct Link {
    connection: Connection,
    breaker: Arc<Breaker>,
    prefix: Arc<str>,
    /// The longest that somebody waits for a small step; longer means that Redis is away.
    patience: Duration,
}

impl Link {
    pub(super) fn new(
        address: &Address,
        prefix: &str,
        patience: Duration,
    ) -> Result<Self, LiveError> {
        let connection = address.commands()?;
        Ok(Self {
            breaker: Breaker::new(connection.clone(), format!("{prefix}:alive")),
            connection,
            prefix: prefix.into(),
            patience,
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
        let mut connection = self.connection.clone();
        self.answer(self.patience, step.invoke_async(&mut connection))
            .await
    }

    /// Sends commands that need not be atomic, in one go; in a cluster they are about one slot.
    pub(super) async fn send<T: FromRedisValue>(
        &self,
        commands: &Pipeline,
    ) -> Result<T, LiveError> {
        let mut connection = self.connection.clone();
        self.answer(self.patience, commands.query_async(&mut connection))
            .await
    }

    /// [`Link::run`] for a step that moves a whole board.
    pub(super) async fn run_large<T: FromRedisValue>(
        &self,
        step: &ScriptInvocation<'_>,
    ) -> Result<T, LiveError> {
        let mut connection = self.connection.clone();
        self.answer(self.patience * LARGE, step.invoke_async(&mut connection))
            .await
    }

    /// [`Link::send`] for a thousand rows.
    pub(super) async fn send_large<T: FromRedisValue>(
        &self,
        commands: &Pipeline,
    ) -> Result<T, LiveError> {
        let mut connection = self.connection.clone();
        self.answer(self.patience * LARGE, commands.query_async(&mut connection))
            .await
    }

    /// Waits for what is asked over the listening connection.
    pub(super) async fn answer_of_listener<T>(
        &self,
        asking: impl Future<Output = Result<T, RedisError>>,
    ) -> Result<T, LiveError> {
        self.answer(self.patience * LARGE, asking).await
    }

    /// Waits for a reply, but not long.
    async fn answer<T>(
        &self,
        within: Duration,
        asking: impl Future<Output = Result<T, RedisError>>,
    ) -> Result<T, LiveError> {
        if self.breaker.is_open() {
            return Err(LiveError::Unavailable("it did not answer before".into()));
        }
        match timeout(within, asking).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(error)) => {
                if is_away(&error) {
                    self.breaker.trip(&error.to_string());
                }
                Err(unavailable(&error))
            }
            Err(_) => {
                let why = format!("no answer within {} ms", within.as_millis());
                self.breaker.trip(&why);
                Err(LiveError::Unavailable(why))
            }
        }
    }
}
