//! The client of the bare server: the same request over and over.

use crate::client::{Client, bearer, path};
use crate::drive::{Progress, Worker};
use anyhow::{Result, ensure};
use bytes::Bytes;
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode, Uri};
use std::net::SocketAddr;

/// One connection that repeats one request and checks the length of each answer.
pub struct Echo {
    address: SocketAddr,
    client: Client,
    method: Method,
    path: Uri,
    token: HeaderValue,
    body: Bytes,
    reply: usize,
}

/// `{"text":""}` around the filling.
pub const WRAPPING: usize = 11;

impl Echo {
    /// A JSON body of `request` bytes, answered by one of `reply` bytes; both are at least as
    /// long as an empty one.
    pub fn json(address: SocketAddr, request: usize, reply: usize) -> Result<Self> {
        let reply = reply.max(WRAPPING);
        let filling = "x".repeat(request.saturating_sub(WRAPPING));
        let body = format!(r#"{{"text":"{filling}"}}"#);
        let path = format!("/json/{}", reply - WRAPPING);
        Self::new(address, Method::PUT, &path, body.into(), reply)
    }

    /// A request without a body, answered by `bytes` that are the same each time.
    pub fn fixed(address: SocketAddr, bytes: usize) -> Result<Self> {
        let path = format!("/fixed/{bytes}");
        Self::new(address, Method::GET, &path, Bytes::new(), bytes)
    }

    fn new(
        address: SocketAddr,
        method: Method,
        to: &str,
        body: Bytes,
        reply: usize,
    ) -> Result<Self> {
        Ok(Self {
            address,
            client: Client::new(address),
            method,
            path: path(to)?,
            // As long as a session's token, so that the heads are of like size too.
            token: bearer(&"x".repeat(43))?,
            body,
            reply,
        })
    }

    /// The same request over a connection of its own.
    pub fn again(&self) -> Self {
        Self {
            address: self.address,
            client: Client::new(self.address),
            method: self.method.clone(),
            path: self.path.clone(),
            token: self.token.clone(),
            body: self.body.clone(),
            reply: self.reply,
        }
    }
}

impl Worker for Echo {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let method = self.method.clone();
        let sent = self
            .client
            .send(method, &self.path, Some(&self.token), self.body.clone());
        let reply = sent.await?.expect(StatusCode::OK)?;
        let got = reply.body.len();
        ensure!(
            got == self.reply,
            "{got} bytes came instead of {}",
            self.reply
        );
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}
