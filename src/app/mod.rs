//! Use cases: what a person or a job can do, one a file, with permission, transaction, idempotency.

pub mod attempts;
mod audit;
mod audit_list;
pub mod banks;
pub mod boards;
pub mod contests;
pub mod desk;
pub mod drafts;
mod failure;
mod import_note;
pub mod imports;
mod keys;
pub mod laws;
mod limited;
mod media;
pub mod notifications;
pub mod packages;
pub mod participants;
mod people;
mod place;
pub mod proofs;
pub mod questions;
mod refusal;
mod revision;
pub mod rounds;
pub mod running;
mod sessions;
mod shared;
pub mod sites;
pub mod staff;
pub mod templates;
pub mod tenancy;
pub mod units;
pub mod webhooks;

pub use audit::{Looked, Whole};
pub use audit_list::{AuditActor, AuditItem, AuditList, AuditListError, AuditQuery};
pub use failure::{Absent, NotFound, NotSignedIn};
pub use import_note::ImportNote;
pub use keys::{Keys, NotOurs};
pub use limited::Limited;
pub use people::Person;
pub use place::Place;
pub use refusal::{FieldFault, Language, Refusal};
pub use revision::Revision;
pub use sessions::{SessionError, SignedIn, hash_token};

use crate::clock::Clock;
use crate::domain::{BankId, ParticipantId, RoundId, Timestamp};
use crate::entropy::Entropy;
use crate::live::{LiveState, Quota};
use crate::store::Store;
use dashmap::DashMap;
use std::sync::Arc;

/// Limits that an installation sets; `None` = off.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// Saves of one attempt.
    pub saves: Option<Quota>,
    /// Starts of one person.
    pub starts: Option<Quota>,
    /// Hand-ins of one attempt.
    pub submissions: Option<Quota>,
    /// Refused sign-ins for one identity.
    pub sign_ins: Option<Quota>,
    /// Refused sign-ins from one address.
    pub sign_ins_from_address: Option<Quota>,
    /// Sign-ups from one address: high, because a school has one address.
    pub sign_ups: Option<Quota>,
    /// Sign-ins of staff for one account, right or wrong.
    pub staff_sign_ins: Option<Quota>,
}

/// What every use case works with.
pub struct App {
    /// The truth.
    pub store: Arc<dyn Store>,
    /// What can be thrown away at any instant.
    pub live: LiveState,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The installation's secrets.
    pub keys: Arc<Keys>,
    /// Limits.
    pub limits: Limits,
    /// What the settings say of this place.
    pub place: Place,
    /// Rendered boards.
    pub boards: boards::Boards,
    /// By what other nodes tell this one apart: a name that no other process has.
    pub node: String,
    contests: contests::Memory,
    shelves: DashMap<BankId, Arc<banks::Shelf>>,
    shelving: tokio::sync::Mutex<()>,
    rounds: DashMap<RoundId, Arc<rounds::Material>>,
    attempts: attempts::FactsCache,
    people: DashMap<ParticipantId, Arc<Person>>,
    sessions: sessions::SessionCache,
    untold: shared::Untold,
    proofs: proofs::Kept,
    media: media::Kept,
    announcements: running::Announcements,
    monitors: running::Monitors,
    tallies: running::Tallies,
    deadlines: attempts::Deadlines,
    sites: sites::Memory,
    files: Arc<dyn imports::QuestionFiles>,
    post: Arc<dyn notifications::Post>,
    packages: Arc<dyn packages::PackageFiles>,
}

impl App {
    /// Puts an application together; nothing is read yet.
    pub fn new(
        store: Arc<dyn Store>,
        live: LiveState,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        keys: Keys,
        limits: Limits,
    ) -> Self {
        let number = u64::from_be_bytes(crate::entropy::bytes(&*entropy));
        Self {
            node: format!("node-{number:016x}"),
            store,
            live,
            clock,
            entropy,
            keys: Arc::new(keys),
            limits,
            place: Place::default(),
            boards: boards::Boards::default(),
            contests: contests::Memory::default(),
            shelves: DashMap::new(),
            shelving: tokio::sync::Mutex::new(()),
            rounds: DashMap::new(),
            attempts: attempts::FactsCache::default(),
            people: DashMap::new(),
            sessions: sessions::SessionCache::default(),
            untold: shared::Untold::default(),
            proofs: proofs::Kept::default(),
            media: media::Kept::default(),
            announcements: running::Announcements::default(),
            monitors: running::Monitors::default(),
            tallies: running::Tallies::default(),
            deadlines: attempts::Deadlines::default(),
            sites: sites::Memory::default(),
            files: Arc::new(imports::NoFiles),
            post: Arc::new(notifications::NoPost),
            packages: Arc::new(imports::NoFiles),
        }
    }

    /// The same with something that reads question files and packages.
    #[must_use]
    pub fn with_files<F>(self, files: Arc<F>) -> Self
    where
        F: imports::QuestionFiles + packages::PackageFiles + 'static,
    {
        Self {
            packages: Arc::clone(&files) as _,
            files,
            ..self
        }
    }

    /// The same at a place that the settings tell of.
    #[must_use]
    pub fn at_place(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same with something that takes letters and calls out of the house.
    #[must_use]
    pub fn with_post(self, post: Arc<dyn notifications::Post>) -> Self {
        Self { post, ..self }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
