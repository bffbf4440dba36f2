//! `thiluat serve`: puts a node together and runs it until it is told to stop.

use crate::app::App;
use crate::config::Config;
use crate::entropy;
use crate::http::middleware::is_own_origin;
use crate::http::routes::system::{Readiness, Report};
use crate::http::{ApiError, Site, router, routes, server};
use crate::jobs;
use crate::telemetry;
use crate::ws::announcements::publish_announcements;
use crate::ws::boards::publish_boards;
use crate::ws::topics::Topics;
use crate::ws::{Hub, Pace, WsState};
use anyhow::Context as _;
use async_trait::async_trait;
use axum::response::IntoResponse as _;
use std::io::Write as _;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Runs a node; returns once it was told to stop and everything under way has ended. `ready` is
/// called with the address as soon as connections are taken.
pub async fn serve(
    config: &Config,
    app: Arc<App>,
    ready: impl FnOnce(std::net::SocketAddr) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let listener = server::bind(config.http.listen)?;
    let address = listener
        .local_addr()
        .context("the listener has no address")?;
    warn_of_descriptors(config);

    let site = Arc::new(Site::new(&config.http, config.log.requests, &*app.entropy));
    let drain = CancellationToken::new();
    let tasks = TaskTracker::new();
    let sockets = TaskTracker::new();
    let epoch = u64::from_be_bytes(entropy::bytes(&*app.entropy));
    let hub = Arc::new(Hub::new(epoch, Arc::new(Topics::new(&app))));
    let origins = Arc::clone(&site);
    let live = crate::ws::router(WsState {
        hub: Arc::clone(&hub),
        allowed_origins: Arc::new(move |headers, origin| is_own_origin(&origins, headers, origin)),
        refuse: Arc::new(|refusal| ApiError::from(refusal).into_response()),
        drain: drain.clone(),
        sockets: sockets.clone(),
        pace: Pace::default(),
    });
    let readiness = Arc::new(Node {
        app: Arc::clone(&app),
        drain: drain.clone(),
    });
    let api = routes::api().with_state(Arc::clone(&app));
    let router = router::router(&site, api, live, readiness);

    jobs::spawn(&app, &drain, &tasks);
    let announced = publish_announcements(Arc::clone(&app), Arc::clone(&hub), drain.clone());
    tasks.spawn(announced);
    tasks.spawn(publish_boards(Arc::clone(&app), hub, drain.clone()));
    tasks.spawn(stop_on_signal(drain.clone())?);
    metrics_listener(config, &site, &drain, &tasks)?;

    ready(address)?;
    let all_finished = server::serve(listener, router, site, drain.clone()).await;
    sockets.close();
    tasks.close();
    let ended = async {
        sockets.wait().await;
        tasks.wait().await;
    };
    if tokio::time::timeout(config.http.drain(), ended)
        .await
        .is_err()
    {
        tracing::warn!("jobs or sockets were still under way when the time to drain was over");
    }
    app.store.close().await;
    tracing::info!(all_finished, "stopped");
    Ok(())
}

/// Prints the first line of stdout, which programs wait for.
pub fn announce(address: std::net::SocketAddr) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{address}")?;
    out.flush()?;
    Ok(())
}

/// Says at start-up that fewer connections fit than are configured.
fn warn_of_descriptors(config: &Config) {
    let wanted = config.http.max_connections as u64 + 200;
    if let Some(limit) = server::descriptor_limit().filter(|limit| *limit < wanted) {
        tracing::warn!(
            limit,
            wanted,
            "this process may open fewer files than http.max_connections needs: raise ulimit -n"
        );
    }
}

/// The first SIGTERM or SIGINT lets requests under way finish.
fn stop_on_signal(
    drain: CancellationToken,
) -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = drain.cancelled() => return,
        }
        #[cfg(feature = "sabotage")]
        if crate::store::sabotage::is("no-drain") {
            std::process::exit(0);
        }
        tracing::info!("asked to stop: finishing what is under way");
        drain.cancel();
    })
}

fn metrics_listener(
    config: &Config,
    site: &Arc<Site>,
    drain: &CancellationToken,
    tasks: &TaskTracker,
) -> anyhow::Result<()> {
    let Some(address) = config.metrics.address()? else {
        return Ok(());
    };
    let handle = telemetry::start_metrics().context("metrics could not be started")?;
    let listener = server::bind(address)?;
    tasks.spawn(telemetry::sort_metrics(handle.clone(), drain.clone()));
    let router = router::metrics_router(site, handle);
    let (site, drain) = (Arc::clone(site), drain.clone());
    tasks.spawn(async move {
        server::serve(listener, router, site, drain).await;
    });
    Ok(())
}

/// What this node leans on.
struct Node {
    app: Arc<App>,
    drain: CancellationToken,
}

#[async_trait]
impl Readiness for Node {
    async fn report(&self) -> Report {
        Report {
            store: self.app.store.check().await.is_ok(),
            live: self.app.live.answers().await,
            draining: self.drain.is_cancelled(),
        }
    }
}
