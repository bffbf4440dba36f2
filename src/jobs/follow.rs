//! Learning what a command or another node changed: see [`Revision`].

use crate::app::{App, Revision};
use std::sync::Mutex;

/// Remembers the revisions that this node knows; none before the first look.
#[derive(Default)]
pub(super) struct Follower(Mutex<Option<[String; App::REVISIONS]>>);

impl Follower {
    /// Looks at the revisions, and forgets what the node remembers where one has moved.
    pub(super) async fn look(&self, app: &App) {
        // A store that is away is told by those who need it.
        let Ok(held) = app.revisions().await else {
            return;
        };
        let mut known = self.0.lock().expect("no holder of this lock panics");
        if let Some(known) = &*known {
            for ((before, now), revision) in known.iter().zip(&held).zip(Revision::ALL) {
                if before != now {
                    app.forget_as_of(revision);
                }
            }
        }
        app.saw_revisions(&held);
        *known = Some(held);
    }
}
