//! Work that runs by itself: deadlines and closings, letters and calls, clean-up, and learning what commands changed.
//!
//! What must happen once runs under a lease, on one node at a time; doing it twice would change
//! nothing, but cost.

mod advance;
mod clean_up;
mod follow;
mod measure;
mod post;
mod tally;
mod visits;

use crate::app::App;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Starts all jobs; they end when `stop` is cancelled, and `tasks` says when they have.
pub fn spawn(app: &Arc<App>, stop: &CancellationToken, tasks: &TaskTracker) {
    let every = |period: Duration| (period, stop.clone());
    let a = Arc::clone(app);
    tasks.spawn(repeat(every(Duration::from_secs(1)), move || {
        let app = Arc::clone(&a);
        async move { advance::run(&app).await }
    }));
    let a = Arc::clone(app);
    tasks.spawn(repeat(every(Duration::from_mins(10)), move || {
        let app = Arc::clone(&a);
        async move { clean_up::run(&app).await }
    }));
    let a = Arc::clone(app);
    tasks.spawn(repeat(every(Duration::from_secs(30)), move || {
        let app = Arc::clone(&a);
        async move { measure::run(&app).await }
    }));
    let a = Arc::clone(app);
    tasks.spawn(repeat(every(Duration::from_secs(5)), move || {
        let app = Arc::clone(&a);
        async move { post::run(&app).await }
    }));
    let a = Arc::clone(app);
    tasks.spawn(repeat(every(Duration::from_secs(2)), move || {
        let app = Arc::clone(&a);
        async move { tally::run(&app).await }
    }));
    let (a, end) = (Arc::clone(app), stop.clone());
    tasks.spawn(async move {
        let look = Arc::clone(&a);
        let every = (Duration::from_secs(1), end);
        repeat(every, move || {
            let app = Arc::clone(&look);
            async move { visits::run(&app).await }
        })
        .await;
        // What was counted in the last second before the stop.
        visits::run(&a).await;
    });
    let (a, end) = (Arc::clone(app), stop.clone());
    tasks.spawn(async move { a.feed_boards(end).await });
    let (a, end) = (Arc::clone(app), stop.clone());
    tasks.spawn(async move { a.tell_waiting(end).await });
    let a = Arc::clone(app);
    let follower = Arc::new(follow::Follower::default());
    tasks.spawn(repeat(every(Duration::from_millis(200)), move || {
        let (app, follower) = (Arc::clone(&a), Arc::clone(&follower));
        async move { follower.look(&app).await }
    }));
}

/// Runs a job again and again until it is told to stop. A run that takes long delays the next.
async fn repeat<F, R>((period, stop): (Duration, CancellationToken), mut job: F)
where
    F: FnMut() -> R + Send,
    R: Future<Output = ()> + Send,
{
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => job().await,
        }
    }
}
