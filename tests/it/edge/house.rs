//! A running edge with a few routes that only tests have.

use super::wire::{Reply, Wire};
use axum::Json;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use thiluat::app::{Language, Refusal};
use thiluat::config::Config;
use thiluat::domain::RoundId;
use thiluat::entropy::SeededEntropy;
use thiluat::http::extract::{IdempotencyKey, PathId, StrictJson};
use thiluat::http::routes::system::{Readiness, Report};
use thiluat::http::sessions::ParticipantToken;
use thiluat::http::{ApiResult, ClientAddress, Site, router, server};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

/// A running edge.
pub struct House {
    pub address: SocketAddr,
    pub drain: CancellationToken,
    pub served: JoinHandle<bool>,
    /// A request to `/test/wait` has begun.
    pub begun: Arc<Notify>,
    /// Lets one request to `/test/wait` finish.
    pub finish: Arc<Notify>,
    /// A request to `/test/wait` has finished, whether or not its client was there.
    pub finished: Arc<Notify>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    epoch: u32,
    options: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
#[error("the secret of table marks")]
struct Broken;

impl Refusal for Broken {
    fn code(&self) -> &'static str {
        "internal"
    }
    fn detail(&self, _: Language) -> String {
        "the secret of table marks".into()
    }
}

struct Ready(bool);

#[async_trait::async_trait]
impl Readiness for Ready {
    async fn report(&self) -> Report {
        Report {
            store: self.0,
            live: false,
            draining: false,
        }
    }
}

async fn echo(StrictJson(answer): StrictJson<Answer>) -> Json<Answer> {
    Json(answer)
}

async fn small(StrictJson(answer): StrictJson<Answer, 100>) -> Json<Answer> {
    Json(answer)
}

async fn address(ClientAddress(address): ClientAddress) -> String {
    address.to_string()
}

async fn round(PathId(id): PathId<RoundId>) -> String {
    id.to_string()
}

async fn me(token: ParticipantToken) -> ApiResult<String> {
    Ok(token.required()?)
}

async fn key(IdempotencyKey(key): IdempotencyKey) -> String {
    key.unwrap_or_default()
}

async fn broken() -> ApiResult<()> {
    Err(Broken.into())
}

async fn panics() {
    panic!("the secret of table marks");
}

impl House {
    /// Opens with settings such as `("HTTP__HOSTS", "thi.vn")`.
    pub async fn open(settings: &[(&str, &str)]) -> Self {
        Self::with(settings, true).await
    }

    #[expect(clippy::unused_async, reason = "serving needs a runtime")]
    pub async fn with(settings: &[(&str, &str)], ready: bool) -> Self {
        let settings = settings
            .iter()
            .map(|(name, value)| (format!("THILUAT__{name}"), (*value).to_owned()));
        let config = Config::from_sources(None, Path::new("data"), settings).unwrap();
        let site = Arc::new(Site::new(&config.http, false, &SeededEntropy::new(1)));
        let [begun, finish, finished] = std::array::from_fn(|_| Arc::new(Notify::new()));
        let wait = {
            let (begun, finish, finished) = (begun.clone(), finish.clone(), finished.clone());
            move || async move {
                begun.notify_one();
                finish.notified().await;
                finished.notify_one();
                "done"
            }
        };
        let api: OpenApiRouter = OpenApiRouter::new()
            .route("/api/v1/test/echo", axum::routing::post(echo))
            .route("/api/v1/test/small", axum::routing::post(small))
            .route("/api/v1/test/address", axum::routing::get(address))
            .route("/api/v1/test/rounds/{id}", axum::routing::get(round))
            .route("/api/v1/test/me", axum::routing::get(me))
            .route("/api/v1/test/key", axum::routing::get(key))
            .route("/api/v1/test/broken", axum::routing::get(broken))
            .route("/api/v1/test/panic", axum::routing::get(panics))
            .route("/api/v1/test/wait", axum::routing::get(wait));
        let router = router::router(&site, api, axum::Router::new(), Arc::new(Ready(ready)));
        let listener = server::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let drain = CancellationToken::new();
        let served = tokio::spawn(server::serve(listener, router, site, drain.clone()));
        Self {
            address,
            drain,
            served,
            begun,
            finish,
            finished,
        }
    }

    pub async fn wire(&self) -> Wire {
        Wire::to(self.address).await
    }

    /// One request on a connection of its own; `head` are further header lines.
    pub async fn ask(&self, method: &str, target: &str, head: &str, body: &str) -> Reply {
        let mut wire = self.wire().await;
        let length = match body {
            "" => String::new(),
            body => format!("content-length: {}\r\n", body.len()),
        };
        let host = if head.to_lowercase().contains("host:") {
            ""
        } else {
            "host: localhost\r\n"
        };
        wire.send(format!(
            "{method} {target} HTTP/1.1\r\n{host}{length}{head}\r\n{body}"
        ))
        .await;
        if method == "HEAD" {
            wire.reply_to_head().await
        } else {
            wire.reply().await
        }
    }

    pub async fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, "", "").await
    }

    /// A JSON body to a route of `/api/v1/test/`.
    pub async fn post(&self, route: &str, head: &str, body: &str) -> Reply {
        let head = format!("content-type: application/json\r\n{head}");
        self.ask("POST", &format!("/api/v1/test/{route}"), &head, body)
            .await
    }
}
