//! Learning what a command or another node changed: see `App::raise_revision`.

use crate::app::App;
use std::sync::Mutex;

/// Remembers the revision that this node knows; none before the first look.
#[derive(Default)]
pub(super) struct Follower(Mutex<Option<String>>);

impl Follower {
    /// Looks at the revision, and forgets what the node remembers if it has moved.
    pub(super) async fn look(&self, app: &App) {
        // A store that is away is told by those who need it.
        let Ok(revision) = app.revision().await else {
            return;
        };
        // An installation that never changed has no revision yet.
        let revision = revision.unwrap_or_default();
        let mut known = self.0.lock().expect("no holder of this lock panics");
        if known.as_ref().is_some_and(|known| *known != revision) {
            app.forget();
        }
        *known = Some(revision);
    }
}
