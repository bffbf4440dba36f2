//! The accept loop: bind, serve, drain.
//!
//! `axum::serve` has no time limit for request heads and no limit on connections (security.md 0.2),
//! so the loop is our own: one task a connection, hyper's HTTP/1 under it, a watched socket below
//! that.

mod bind;
mod heads;
mod socket;

pub use bind::{BindError, bind, descriptor_limit};

use super::{Site, Visit, problem};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use futures_util::FutureExt as _;
use hyper::body::Incoming;
use hyper::header::TRANSFER_ENCODING;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use socket::{Socket, Watch};
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

/// Longest request head. Above the longest URL, so that a long URL gets its 414 from the edge.
const HEAD_LIMIT: usize = 32 * 1024;
/// How often a full house is mentioned in the log.
const FULL_HOUSE_REMINDER: Duration = Duration::from_mins(1);

/// Serves `router`, whose state is set, until `drain` is cancelled; then lets requests under way
/// finish for the configured time and returns. Says whether all of them did.
///
/// A `WebSocket` is not waited for: it listens to `drain` itself.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    site: Arc<Site>,
    drain: CancellationToken,
) -> bool {
    let places = Arc::new(Semaphore::new(site.http.max_connections));
    let connections = TaskTracker::new();
    let cut = CancellationToken::new();
    // Where it listens on all addresses, each connection is asked which one it came to.
    let listens = listener.local_addr().ok().map(|address| address.ip());
    let only = listens.filter(|address| !address.is_unspecified());
    let open = metrics::gauge!("thiluat_http_connections");
    let mut reminded: Option<Instant> = None;
    loop {
        let place = tokio::select! {
            biased;
            () = drain.cancelled() => break,
            place = a_place(&places, &site, &mut reminded) => place,
        };
        let accepted = tokio::select! {
            biased;
            () = drain.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let guest = Guest {
                    router: router.clone(),
                    site: Arc::clone(&site),
                    peer,
                    only,
                };
                let (drain, cut, open) = (drain.clone(), cut.clone(), open.clone());
                connections.spawn(async move {
                    open.increment(1.0);
                    tokio::select! {
                        () = guest.stay(stream, place, &drain) => {}
                        () = cut.cancelled() => {}
                    }
                    open.decrement(1.0);
                });
            }
            // The connection was gone before it was taken: no matter.
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "can't accept connections; trying again");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    connections.close();
    site.unfinished.close();
    let finish = async {
        connections.wait().await;
        site.unfinished.wait().await;
    };
    let all = tokio::time::timeout(site.http.drain(), finish)
        .await
        .is_ok();
    if !all {
        let left = connections.len() + site.unfinished.len();
        tracing::warn!(
            left,
            "requests were still under way when the time to drain was over"
        );
        cut.cancel();
    }
    all
}

/// Waits for a place, and says in the log when there was none.
async fn a_place(
    places: &Arc<Semaphore>,
    site: &Site,
    reminded: &mut Option<Instant>,
) -> OwnedSemaphorePermit {
    if let Ok(place) = Arc::clone(places).try_acquire_owned() {
        return place;
    }
    if reminded.is_none_or(|at| at.elapsed() > FULL_HOUSE_REMINDER) {
        *reminded = Some(Instant::now());
        tracing::warn!(
            max_connections = site.http.max_connections,
            "all connections are taken, others wait in the listen queue; raise http.max_connections"
        );
    }
    let place = Arc::clone(places).acquire_owned().await;
    place.expect("the semaphore is never closed")
}

fn is_of_the_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// One connection and what its requests need to know.
struct Guest {
    router: Router,
    site: Arc<Site>,
    peer: SocketAddr,
    /// The one address of ours that connections come to, if there is but one.
    only: Option<IpAddr>,
}

impl Guest {
    /// Serves the connection until it ends, or until its last request once `drain` is cancelled.
    async fn stay(self, stream: TcpStream, place: OwnedSemaphorePermit, drain: &CancellationToken) {
        // Replies are written whole; waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let local = match self.only {
            Some(address) => Some(address),
            None => stream.local_addr().ok().map(|address| address.ip()),
        };
        let watch = Arc::new(Watch::default());
        let site = Arc::clone(&self.site);
        let malformed = move |status| problem::raw_reply(&site, status);
        let socket = Socket::new(
            stream,
            place,
            Arc::clone(&watch),
            &self.site.http,
            malformed,
        );
        let Self {
            router, site, peer, ..
        } = self;
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let both_lengths =
                request.headers().contains_key(TRANSFER_ENCODING) && watch.head_states_a_length();
            watch.request_began();
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Visit {
                id: site.ids.next(),
                peer: peer.ip().to_canonical(),
                local: local.map(|address| address.to_canonical()),
                site: Arc::clone(&site),
                ambiguous_length: both_lengths,
            });
            let watch = Arc::clone(&watch);
            router
                .clone()
                .call(request)
                .inspect(move |reply| match reply {
                    Ok(reply) => watch.reply_begins(reply.status()),
                    Err(never) => match *never {},
                })
        });
        let connection = http1::Builder::new()
            .max_buf_size(HEAD_LIMIT)
            // The watched socket keeps time for heads, idleness and stalled readers in one.
            .header_read_timeout(None)
            .serve_connection(TokioIo::new(socket), service)
            .with_upgrades();
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            biased;
            ended = connection.as_mut() => ended,
            () = drain.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            // A client that went away, fell silent or spoke something else: nobody's fault here.
            tracing::debug!(%error, "connection ended early");
        }
    }
}
