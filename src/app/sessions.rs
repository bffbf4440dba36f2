//! Sessions of participants: an opaque token, stored by its hash.

use super::{App, NotSignedIn, Refusal, Revision};
use crate::domain::{ContestId, Millis, ParticipantId, Timestamp};
use crate::engine::digest::hash;
use crate::entropy;
use crate::store::{Session, StoreError, UnitOfWork};
use dashmap::DashMap;

/// How long a person stays signed in: longer than any contest's weeks, because codes get lost.
const LIFETIME: Millis = Millis::seconds(60 * 86_400);
/// Remembered sessions; beyond it the memory starts afresh.
const MOST: usize = 400_000;

/// Sessions that were looked up lately.
#[derive(Default)]
pub(super) struct SessionCache(DashMap<[u8; 32], (ParticipantId, ContestId, Timestamp)>);

impl SessionCache {
    pub(super) fn clear(&self) {
        self.0.clear();
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
    /// Makes a session; gives its token, which is stored nowhere.
    pub(in crate::app) async fn new_session(
        &self,
        work: &mut dyn UnitOfWork,
        participant: ParticipantId,
        contest: ContestId,
    ) -> Result<String, StoreError> {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        // 43 of 62 characters hold 256 bits.
        let token = entropy::token(&*self.entropy, alphabet, 43);
        let session = Session {
            token_hash: hash_token(&token),
            participant,
            contest,
            expires_at: self.now() + LIFETIME,
        };
        work.add_session(&session).await?;
        Ok(token)
    }

    /// Whose session that token opens.
    pub async fn signed_in(&self, token: &str) -> Result<SignedIn, SessionError> {
        let hash = hash_token(token);
        let now = self.now();
        if let Some(known) = self.sessions.0.get(&hash) {
            let (participant, contest, expires_at) = *known;
            if now < expires_at {
                return Ok(SignedIn {
                    participant,
                    contest,
                });
            }
        }
        let session = self.store.read().await?.session(&hash).await?;
        let session = session.filter(|s| now < s.expires_at).ok_or(NotSignedIn)?;
        if self.sessions.0.len() >= MOST {
            self.sessions.0.clear();
        }
        self.sessions.0.insert(
            hash,
            (session.participant, session.contest, session.expires_at),
        );
        Ok(SignedIn {
            participant: session.participant,
            contest: session.contest,
        })
    }

    /// Ends the session of that token, on every node.
    pub async fn sign_out(&self, token: &str) -> Result<(), StoreError> {
        let hash = hash_token(token);
        let mut work = self.store.begin().await?;
        work.end_session(&hash).await?;
        self.raise(&mut *work, Revision::Sessions).await?;
        work.commit().await?;
        self.sessions.0.remove(&hash);
        Ok(())
    }
}
