//! A phone that never gives up: a request that fails is sent again, the same one, at the next node,
//! until it is answered.

use super::Shared;
use crate::client::{Client, Reply, path};
use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use rand::RngExt;
use rand::rngs::StdRng;
use std::sync::Arc;
use std::time::Duration;

/// The phone of one person.
pub struct Phone {
    token: HeaderValue,
    rng: StdRng,
    shared: Arc<Shared>,
    door: usize,
    client: Client,
    /// Since the first failed try.
    trouble: Option<Stopwatch>,
}

/// What is asked for.
pub struct Request<'a> {
    /// As it is counted.
    what: &'static str,
    method: Method,
    path: &'a str,
}

/// An answer that is not only for now.
pub struct Answered {
    /// The answer.
    pub reply: Reply,
    /// Since the first try: an answer to a later one may tell what became of it.
    pub asked: Stopwatch,
    /// How long the try took that was answered.
    pub took: Duration,
}

impl Phone {
    /// A phone that asks the nodes in turn, beginning with the one for that number.
    pub fn new(
        number: usize,
        token: HeaderValue,
        rng: StdRng,
        shared: &Arc<Shared>,
    ) -> Result<Self> {
        let door = number % shared.doors.len().max(1);
        let first = shared.doors.get(door).context("people need a node")?;
        Ok(Self {
            token,
            rng,
            client: Client::new(first.address()),
            shared: Arc::clone(shared),
            door,
            trouble: None,
        })
    }

    /// Sends until there is an answer that is not only for now; none if everybody has to leave.
    pub async fn ask(&mut self, request: Request<'_>, body: &str) -> Result<Option<Answered>> {
        let to = path(request.path)?;
        let asked = Stopwatch::start();
        loop {
            let sending = Stopwatch::start();
            let (method, token) = (request.method.clone(), Some(&self.token));
            let exchange = self.client.send(method, &to, token, body.to_owned());
            let came = match tokio::time::timeout(self.shared.habits.patience, exchange).await {
                Ok(Ok(reply)) if !is_for_now(reply.status) => {
                    let took = sending.elapsed();
                    if let Some(trouble) = self.trouble.take() {
                        let over = trouble.elapsed();
                        self.shared.tally(|tally| tally.resumes.record(over));
                    }
                    return Ok(Some(Answered { reply, asked, took }));
                }
                Ok(Ok(reply)) => format!("{} {}", reply.status.as_u16(), reply.code()),
                Ok(Err(_)) => "connection".to_owned(),
                Err(_) => "timeout".to_owned(),
            };
            self.shared
                .tally(|tally| tally.trouble(request.what, &came));
            self.trouble.get_or_insert(sending);
            if self.shared.leaving() {
                return Ok(None);
            }
            self.reconnect();
            let pause = self.rng.random_range(5..30);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }

    /// Tries the next node with a new connection.
    fn reconnect(&mut self) {
        self.door = (self.door + 1) % self.shared.doors.len();
        self.client = Client::new(self.shared.doors[self.door].address());
    }
}

impl<'a> Request<'a> {
    /// To look.
    pub fn get(what: &'static str, path: &'a str) -> Self {
        let method = Method::GET;
        Self { what, method, path }
    }

    /// To save.
    pub fn put(what: &'static str, path: &'a str) -> Self {
        let method = Method::PUT;
        Self { what, method, path }
    }

    /// To start or hand in.
    pub fn post(what: &'static str, path: &'a str) -> Self {
        let method = Method::POST;
        Self { what, method, path }
    }
}

/// Refusals that say: again, a little later.
fn is_for_now(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::INSUFFICIENT_STORAGE
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::GATEWAY_TIMEOUT
    )
}
