//! A request that is begun is finished, whether or not its client stays on the line.
//!
//! hyper drops the future of a request when its client hangs up. A dropped `BEGIN` leaves an open
//! transaction in sqlx's pool, and the next borrower's acknowledged write is rolled back with it
//! (security.md 0.1). So the work of a request is never dropped half done: when its connection goes
//! away, what is left of it moves into a task of its own. A request whose client stays costs no
//! task.

use super::super::Site;
use axum::response::Response;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::runtime::Handle;

/// The work of one request.
pub struct Detached {
    work: Option<Pin<Box<dyn Future<Output = Response> + Send>>>,
    site: Arc<Site>,
}

impl Detached {
    pub(super) fn new(
        work: impl Future<Output = Response> + Send + 'static,
        site: &Arc<Site>,
    ) -> Self {
        Self {
            work: Some(Box::pin(work)),
            site: Arc::clone(site),
        }
    }
}

impl Future for Detached {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let work = self.work.as_mut().expect("not polled after it was ready");
        let response = std::task::ready!(work.as_mut().poll(context));
        self.work = None;
        Poll::Ready(Ok(response))
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        let Some(work) = self.work.take() else { return };
        // What this file is there to prevent (src/store/sabotage.rs).
        #[cfg(feature = "sabotage")]
        if std::env::var("THILUAT_SABOTAGE").is_ok_and(|name| name.contains("begin-in-handler")) {
            return;
        }
        // Without a runtime there is nothing left to finish on: the process is ending.
        if let Ok(runtime) = Handle::try_current() {
            self.site
                .unfinished
                .spawn_on(async move { drop(work.await) }, &runtime);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::entropy::SeededEntropy;
    use axum::response::IntoResponse as _;
    use std::path::Path;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn work_whose_client_left_is_finished_and_waited_for() {
        let config = Config::from_sources(None, Path::new("data"), []).unwrap();
        let site = Arc::new(Site::new(&config.http, false, &SeededEntropy::new(1)));
        let (commit, committed) = oneshot::channel::<()>();
        let (done, finished) = oneshot::channel();
        let work = async move {
            committed.await.unwrap();
            done.send(()).unwrap();
            ().into_response()
        };
        let mut request = Box::pin(Detached::new(work, &site));
        assert!(futures_util::poll!(request.as_mut()).is_pending());
        drop(request);
        commit.send(()).unwrap();
        finished.await.unwrap();
        site.unfinished.close();
        site.unfinished.wait().await;
    }
}
