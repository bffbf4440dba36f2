//! One keep-alive HTTP/1.1 connection, as lean as it can be: the generator shares its processors
//! with the server it measures.

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, Connection, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;
use tokio::net::TcpStream;

/// How often a busy server is asked for the same, and how long it is left alone if it does not say.
const TRIES: u32 = 30;
const PAUSE: Duration = Duration::from_secs(1);

/// A connection to one server; opened by the first request and again after a failure.
pub struct Client {
    address: SocketAddr,
    host: HeaderValue,
    link: Option<Link>,
}

struct Link {
    sender: SendRequest<Full<Bytes>>,
    connection: Pin<Box<Connection<TokioIo<TcpStream>, Full<Bytes>>>>,
}

/// Status and whole body of an answer.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    /// After how long one is to come back, if the answer says so.
    pub retry_after: Option<Duration>,
    /// The body as it came.
    pub body: Bytes,
}

impl Client {
    /// A client of the server at `address`; connects on first use.
    #[expect(
        clippy::missing_panics_doc,
        reason = "digits, dots and colons make a header value"
    )]
    pub fn new(address: SocketAddr) -> Self {
        let host = HeaderValue::from_str(&address.to_string())
            .expect("digits, dots and colons make a header value");
        Self {
            address,
            host,
            link: None,
        }
    }

    /// Connects now, so that no measured request pays for it.
    pub async fn connect(&mut self) -> Result<()> {
        if self.link.is_none() {
            let stream = TcpStream::connect(self.address)
                .await
                .with_context(|| format!("cannot connect to {}", self.address))?;
            stream.set_nodelay(true)?;
            let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
            self.link = Some(Link {
                sender,
                connection: Box::pin(connection),
            });
        }
        Ok(())
    }

    /// Closes the connection; the next request opens a new one.
    pub fn hang_up(&mut self) {
        self.link = None;
    }

    /// Sends one request and reads the whole answer, whatever its status.
    ///
    /// `token` goes out as a bearer header. Any failure closes the connection.
    #[expect(
        clippy::missing_panics_doc,
        reason = "a link was made just before it is used"
    )]
    pub async fn send(
        &mut self,
        method: Method,
        path: &Uri,
        token: Option<&HeaderValue>,
        body: impl Into<Bytes>,
    ) -> Result<Reply> {
        let body: Bytes = body.into();
        let mut request = Request::builder()
            .method(method)
            .uri(path.clone())
            .header(HOST, self.host.clone());
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, token.clone());
        }
        let request = request.body(Full::new(body))?;

        self.connect().await?;
        let link = self.link.as_mut().expect("connected just above");
        let result = link.exchange(request).await;
        if result.is_err() || link.sender.is_closed() {
            self.link = None;
        }
        result
    }
}

impl Client {
    /// The same, but comes back as it is told when the server is busy: for whatever is not measured.
    pub async fn send_patiently(
        &mut self,
        method: Method,
        path: &Uri,
        token: Option<&HeaderValue>,
        body: impl Into<Bytes>,
    ) -> Result<Reply> {
        let body: Bytes = body.into();
        for _ in 0..TRIES {
            let sent = self.send(method.clone(), path, token, body.clone());
            let reply = sent.await?;
            if reply.status != StatusCode::SERVICE_UNAVAILABLE {
                return Ok(reply);
            }
            tokio::time::sleep(reply.retry_after.unwrap_or(PAUSE)).await;
        }
        Err(anyhow!("{path} was not served after {TRIES} tries"))
    }
}

impl Link {
    /// Drives the connection from the requesting task itself, which saves a task and two wake-ups
    /// a request.
    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Result<Reply> {
        let Self { sender, connection } = self;
        let answer = async {
            let response = sender.send_request(request).await?;
            let status = response.status();
            let retry_after = response.headers().get(RETRY_AFTER).and_then(seconds);
            let body = response.into_body().collect().await?.to_bytes();
            Ok(Reply {
                status,
                retry_after,
                body,
            })
        };
        tokio::select! {
            biased;
            reply = answer => reply,
            ended = connection => Err(match ended {
                Ok(()) => anyhow!("the server closed the connection"),
                Err(error) => error.into(),
            }),
        }
    }
}

impl Reply {
    /// Refuses any status but `wanted`; the error shows the beginning of the body.
    pub fn expect(self, wanted: StatusCode) -> Result<Self> {
        if self.status == wanted {
            return Ok(self);
        }
        let text = String::from_utf8_lossy(&self.body);
        let start: String = text.chars().take(300).collect();
        Err(anyhow!("{} instead of {wanted}: {start}", self.status))
    }

    /// [`Reply::expect`] for a start: a new attempt, or the one that is running already.
    pub fn expect_begun(self) -> Result<Self> {
        if self.status == StatusCode::OK {
            return Ok(self);
        }
        self.expect(StatusCode::CREATED)
    }

    /// The stable code of a refusal (RFC 9457 body), or nothing.
    pub fn code(&self) -> String {
        let problem: Result<serde_json::Value, _> = serde_json::from_slice(&self.body);
        let code = problem
            .ok()
            .and_then(|problem| problem["code"].as_str().map(str::to_owned));
        code.unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).context("the body is not the JSON expected")
    }
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    Some(Duration::from_secs(value.to_str().ok()?.parse().ok()?))
}

/// A path that was put together from parts known to be valid in one.
pub fn path(text: &str) -> Result<Uri> {
    text.parse()
        .with_context(|| format!("'{text}' is not a path"))
}

/// The header value for a session token.
pub fn bearer(token: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(&format!("Bearer {token}")).context("the token is not a header value")
}
