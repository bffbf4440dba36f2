//! Sessions of participants: an opaque token, stored by its hash.

use super::{App, NotSignedIn, Refusal, Revision};
use crate::domain::{ContestId, Millis, ParticipantId, Timestamp};
use crate::engine::digest::hash;
use crate::entropy;
use crate::live::CacheKey;
use crate::store::{Session, StoreError};
use dashmap::DashMap;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a person stays signed in: longer than any contest's weeks, because codes get lost.
const LIFETIME: Millis = Millis::seconds(60 * 86_400);
/// Remembered sessions; beyond it the memory starts afresh.
const MOST: usize = 400_000;

/// How long other nodes are told of a session that was looked up here.
const TOLD_FOR: Duration = Duration::from_hours(1);

/// Sessions that were looked up lately.
#[derive(Default)]
pub(super) struct SessionCache {
    known: DashMap<[u8; 32], OpenSession>,
    /// The revision of sessions as this node saw it last; none while it does not know.
    revision: Mutex<Option<Arc<str>>>,
}

/// A session that was open when it was looked up.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct OpenSession {
    participant: ParticipantId,
    contest: ContestId,
    expires_at: Timestamp,
}

/// The same for other nodes. It counts only as long as sessions are at that revision: any that is
/// ended raises it.
#[derive(Serialize, Deserialize)]
struct ToldSession {
    session: OpenSession,
    revision: Arc<str>,
}

impl SessionCache {
    /// Forgets sessions, and believes other nodes nothing until the next look at the revision.
    pub(super) fn clear(&self) {
        self.known.clear();
        *self.held_revision() = None;
    }

    /// The revision of sessions is this one.
    pub(super) fn at_revision(&self, revision: &str) {
        let mut held = self.held_revision();
        if held.as_deref() != Some(revision) {
            *held = Some(revision.into());
        }
    }

    fn revision(&self) -> Option<Arc<str>> {
        self.held_revision().clone()
    }

    fn held_revision(&self) -> std::sync::MutexGuard<'_, Option<Arc<str>>> {
        self.revision.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, hash: [u8; 32], session: OpenSession) {
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(hash, session);
    }
}

/// The hash by which a token is stored.
pub fn hash_token(token: &str) -> [u8; 32] {
    hash(token.as_bytes())
}

/// Why a session was not found.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// None, an ended one, or a malformed token.
    #[error(transparent)]
    NotSignedIn(#[from] NotSignedIn),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Refusal for SessionError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn(refusal) => refusal.code(),
            Self::Store(refusal) => refusal.code(),
        }
    }

    fn detail(&self, language: super::Language) -> String {
        match self {
            Self::NotSignedIn(refusal) => refusal.detail(language),
            Self::Store(refusal) => refusal.detail(language),
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::NotSignedIn(_) => None,
            Self::Store(refusal) => refusal.retry_after_s(),
        }
    }
}

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedIn {
    /// The person.
    pub participant: ParticipantId,
    /// The contest he takes part in.
    pub contest: ContestId,
}

impl App {
    /// A session to be added, and its token, which is stored nowhere.
    pub(in crate::app) fn new_session(
        &self,
        participant: ParticipantId,
        contest: ContestId,
    ) -> (String, Session) {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        // 43 of 62 characters hold 256 bits.
        let token = entropy::token(&*self.entropy, alphabet, 43);
        let session = Session {
            token_hash: hash_token(&token),
            participant,
            contest,
            expires_at: self.now() + LIFETIME,
        };
        (token, session)
    }

    /// Whose session that token opens.
    pub async fn signed_in(&self, token: &str) -> Result<SignedIn, SessionError> {
        let hash = hash_token(token);
        let now = self.now();
        let known = self.sessions.known.get(&hash).map(|known| *known);
        let open = match known.filter(|known| now < known.expires_at) {
            Some(known) => known,
            None => self.look_session_up(hash, now).await?,
        };
        Ok(SignedIn {
            participant: open.participant,
            contest: open.contest,
        })
    }

    /// Asks other nodes first, and then the store.
    async fn look_session_up(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<OpenSession, SessionError> {
        let key = CacheKey::Session(hash);
        let revision = self.sessions.revision();
        if let Some(revision) = &revision
            && let Some(told) = self.told::<ToldSession>(key).await
            && told.revision == *revision
            && now < told.session.expires_at
        {
            self.sessions.keep(hash, told.session);
            return Ok(told.session);
        }
        let session = self.store.read_urgently().await?.session(&hash).await?;
        let session = session.filter(|s| now < s.expires_at).ok_or(NotSignedIn)?;
        let open = OpenSession {
            participant: session.participant,
            contest: session.contest,
            expires_at: session.expires_at,
        };
        self.sessions.keep(hash, open);
        if let Some(revision) = revision {
            let told = ToldSession {
                session: open,
                revision,
            };
            self.tell_others(key, &told, TOLD_FOR);
        }
        Ok(open)
    }

    /// Ends the session of that token, on every node.
    pub async fn sign_out(&self, token: &str) -> Result<(), StoreError> {
        let hash = hash_token(token);
        let mut work = self.store.begin().await?;
        work.end_session(&hash).await?;
        self.raise(&mut *work, Revision::Sessions).await?;
        work.commit().await?;
        self.sessions.known.remove(&hash);
        *self.sessions.held_revision() = None;
        drop(self.live.cache.remove(CacheKey::Session(hash)).await);
        Ok(())
    }
}
