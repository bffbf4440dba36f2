//! Pictures of questions: kept by the node once read, because a whole school asks for the same ones
//! in the same minute.

use super::staff::{Forbidden, allowed};
use super::{Absent, App, NotFound};
use crate::app::refusal::refuses_through_its_cause;
use crate::auth::{Action, Actor};
use crate::domain::Medium;
use crate::domain::medium::is_digest;
use dashmap::DashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of pictures that a node keeps; beyond them the memory starts afresh.
const MOST_BYTES: usize = 64 << 20;

/// Pictures by digest.
#[derive(Default)]
pub(super) struct Kept {
    by_digest: DashMap<String, Arc<Medium>>,
    bytes: AtomicUsize,
}

impl Kept {
    fn keep(&self, medium: &Arc<Medium>) {
        let size = medium.bytes.len();
        if self.bytes.fetch_add(size, Ordering::Relaxed) + size > MOST_BYTES {
            self.by_digest.clear();
            self.bytes.store(size, Ordering::Relaxed);
        }
        self.by_digest
            .insert(medium.digest.clone(), Arc::clone(medium));
    }
}

/// Why a picture is not shown to a member of staff.
#[derive(Debug, thiserror::Error)]
pub enum MediumError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none of that name, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
}

impl MediumError {
    fn refusal(&self) -> &dyn super::Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(MediumError);

impl App {
    /// A picture for whoever may read questions: one that was brought in for his unit or one below.
    pub async fn staff_medium(
        &self,
        actor: Actor,
        digest: &str,
    ) -> Result<Arc<Medium>, MediumError> {
        allowed(actor, Action::ReadQuestions)?;
        if let Some(top) = actor.unit().filter(|_| is_digest(digest)) {
            // What the node keeps is everybody's, so that whose it is gets asked each time.
            let mut work = self.store.read().await.map_err(Absent::from)?;
            let is_own = work.is_medium_within(digest, top).await;
            if !is_own.map_err(Absent::from)? {
                return Err(Absent::from(NotFound).into());
            }
        }
        Ok(self.medium(digest).await?)
    }

    /// The picture of that name, for callers that know that it may be shown.
    pub(super) async fn medium(&self, digest: &str) -> Result<Arc<Medium>, Absent> {
        if !is_digest(digest) {
            return Err(NotFound.into());
        }
        if let Some(medium) = self.media.by_digest.get(digest) {
            return Ok(Arc::clone(&medium));
        }
        let mut work = self.store.read_urgently().await?;
        let found = work.media(&[digest.to_owned()]).await?.pop();
        let medium = Arc::new(found.ok_or(NotFound)?);
        self.media.keep(&medium);
        Ok(medium)
    }
}
