//! Who gets a socket: everything that is checked before 101.

use super::hub::Hub;
use super::session::{Pace, Session};
use crate::app::{Language, Refusal};
use axum::Router;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::any;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Where the socket is.
pub const PATH: &str = "/api/v1/live";

/// The only subprotocol there is.
pub const SUBPROTOCOL: &str = "thiluat.v1";

/// Bytes of a frame or a message at most.
const LARGEST_MESSAGE: usize = 16 * 1024;

/// Bytes that one socket buffers on the way out at most; a board's frame must fit.
const LARGEST_WRITE: usize = 128 * 1024;

/// Says no in the form that the whole of HTTP has.
pub type Refuse = Arc<dyn Fn(UpgradeRefusal) -> Response + Send + Sync>;

/// Whether a page of this origin may open a socket with a request of these headers.
pub type AllowOrigin = Arc<dyn Fn(&HeaderMap, &str) -> bool + Send + Sync>;

/// What sockets need from around them.
#[derive(Clone)]
pub struct WsState {
    /// The node's topics.
    pub hub: Arc<Hub>,
    /// Whether a page of this origin (`https://host:port`) may open a socket; by equality, never
    /// by how it begins or ends.
    pub allowed_origins: AllowOrigin,
    /// Makes problem details of a refusal.
    pub refuse: Refuse,
    /// Cancelled when the node is restarted: sockets close with 1012.
    pub drain: CancellationToken,
    /// Counts open sockets; whoever drains closes it and waits for it.
    pub sockets: TaskTracker,
    /// How patient sockets are.
    pub pace: Pace,
}

/// Why there is no socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpgradeRefusal {
    /// Opened by a page of somebody else.
    #[error("the origin is not allowed")]
    CrossSite,
    /// The client did not offer `thiluat.v1`.
    #[error("the subprotocol is missing")]
    Subprotocol,
    /// Not the request of a WebSocket client.
    #[error("not a WebSocket request")]
    NotAnUpgrade,
}

impl UpgradeRefusal {
    /// The status it is told with.
    pub fn status(self) -> StatusCode {
        match self {
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Subprotocol | Self::NotAnUpgrade => StatusCode::BAD_REQUEST,
        }
    }
}

impl Refusal for UpgradeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CrossSite => "csrf.cross_site",
            Self::Subprotocol => "ws.subprotocol",
            Self::NotAnUpgrade => "ws.bad_request",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::CrossSite => (
                "Trang web khác không được mở kết nối này. Hãy mở trang của cuộc thi và thử lại.",
                "A page of another site may not open this connection. Open the contest's own page.",
            ),
            Self::Subprotocol => (
                "Kết nối trực tiếp phải dùng giao thức con thiluat.v1.",
                "A live connection has to offer the subprotocol thiluat.v1.",
            ),
            Self::NotAnUpgrade => (
                "Địa chỉ này chỉ nhận kết nối WebSocket.",
                "This address takes WebSocket connections only.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese.to_owned(),
            Language::English => english.to_owned(),
        }
    }
}

/// The route of the socket.
pub fn router(state: WsState) -> Router {
    Router::new().route(PATH, any(upgrade)).with_state(state)
}

async fn upgrade(
    State(state): State<WsState>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match admit(&state, &headers, upgrade) {
        Ok((upgrade, session)) => {
            let open = state.sockets.token();
            upgrade.on_upgrade(move |socket| async move {
                let _open = open;
                metrics::gauge!("live_sockets").increment(1);
                let closing = session.run(socket).await;
                metrics::gauge!("live_sockets").decrement(1);
                metrics::counter!("live_sockets_closed_total", "why" => closing.word())
                    .increment(1);
            })
        }
        Err(refusal) => (state.refuse)(refusal),
    }
}

/// The checks, the origin first: it is the one that protects somebody.
fn admit(
    state: &WsState,
    headers: &HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<(WebSocketUpgrade, Session), UpgradeRefusal> {
    let mut origins = headers.get_all(ORIGIN).iter();
    let public_only = match (origins.next(), origins.next()) {
        // Not a browser, which always sends one.
        (None, _) => true,
        (Some(origin), None) => {
            let allowed = origin
                .to_str()
                .is_ok_and(|origin| origin != "null" && (state.allowed_origins)(headers, origin));
            if !allowed {
                return Err(UpgradeRefusal::CrossSite);
            }
            false
        }
        (Some(_), Some(_)) => return Err(UpgradeRefusal::CrossSite),
    };
    let upgrade = upgrade.map_err(|_| UpgradeRefusal::NotAnUpgrade)?;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        // Small buffers: 7 kB a socket instead of 135 (performance.md 2, point 8).
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_write_buffer_size(LARGEST_WRITE);
    if upgrade.selected_protocol().is_none() {
        return Err(UpgradeRefusal::Subprotocol);
    }
    let session = Session {
        hub: state.hub.clone(),
        drain: state.drain.clone(),
        pace: state.pace,
        public_only,
    };
    Ok((upgrade, session))
}
