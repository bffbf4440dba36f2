//! The durable store: the truth.
//!
//! A trait per aggregate, a unit of work that is one transaction, and a batch writer for what many
//! people do at once. One SQL text serves both databases: the files under `sql/` are ordinary sqlx,
//! mounted once by `sqlite/` and once by `postgres/` (docs/adr/0002-portable-sql.md).
//!
//! # Adding an aggregate
//! 1. A trait in a file of its own here; look-ups return `Option`, time and ids come in as parameters.
//! 2. Its implementation for `Work` in `sql/`, in SQL that both databases read.
//! 3. The same table in `migrations/sqlite` and `migrations/postgres`.
//! 4. A contract test in `tests/it/store`, which runs on both by itself.

mod admissions;
mod allowances;
mod announcements;
mod attempts;
mod audit;
mod banks;
mod contests;
mod desk;
mod drafts;
mod durability;
mod error;
mod essays;
mod figures;
mod grants;
mod imports;
mod item_statistics;
mod laws;
mod managed;
mod media;
mod migrations;
mod notices;
mod outbox;
mod participants;
mod people;
mod pooling;
pub mod postgres;
mod questions;
mod rankings;
mod results;
mod reviews;
mod rounds;
#[cfg(feature = "sabotage")]
pub mod sabotage;
mod sessions;
mod settings;
mod sites;
pub mod sqlite;
mod staff;
mod staff_access;
mod templates;
mod unit_registrations;
mod units;
mod webhooks;
pub mod writer;

pub use admissions::{Admission, Admissions};
pub use allowances::{Allowances, Outage, Running};
pub use announcements::Announcements;
pub use attempts::{Attempts, Counted, Finished, HandedIn, ReceiptRow, UnitCount};
pub use audit::{Audit, AuditCheckpoint, AuditEntry, AuditFilter, AuditLink, AuditRow};
pub use banks::{Banks, NewQuestion};
pub use contests::{Amendment, ContestSummary, Contests};
pub use desk::{Contacts, Desk, Marks, Sharing};
pub use drafts::Drafts;
pub use error::StoreError;
pub use essays::{EssayMark, EssayMarks};
pub use figures::{Figures, Tally, UnitBrief, UnitFigures};
pub use grants::Grants;
pub use imports::{ImportCounts, Imports};
pub use item_statistics::{ItemStatistics, ItemSums};
pub use laws::Laws;
pub use managed::{Managed, ManagedContests, ManagedFilter};
pub use media::Media;
pub use notices::{Notice, NoticeSetting, Notices};
pub use outbox::{Channel, Outbox, Parcel};
pub use participants::{NewParticipant, Participants};
pub use people::{
    Among, Needle, People, PeopleFilter, PeopleOrder, PeoplePlace, PersonLine, Progress,
};
pub use pooling::Pooling;
pub use questions::{BankHead, Held, NewVersion, Questions, VersionHead};
pub use rankings::{RankingHead, RankingRow, Rankings};
pub use results::{GroupPlace, ResultRow, Results, StandingRow};
pub use reviews::{Comment, Review, Reviews};
pub use rounds::{Commitment, LotState, Manifest, Rounds, Secrets};
pub use sessions::{Session, Sessions, StaffSession};
pub use settings::{Replay, Settings};
pub use sites::{Referral, Sites};
pub use staff::{AtWork, Listed, Nearby, StaffFilter, StaffMembers};
pub use staff_access::{LinkKind, StaffAccess, StaffLink, Totp};
pub use templates::Templates;
pub use unit_registrations::UnitRegistrations;
pub use units::{PlacedUnit, UnitAbove, UnitFilter, UnitListing, UnitOrder, UnitUses, Units};
pub use webhooks::{Webhook, WebhookCall, Webhooks};
pub use writer::BatchWriter;

use crate::domain::Timestamp;
use async_trait::async_trait;
use std::sync::Arc;

/// Tells the store what time it is. PostgreSQL asks its own clock instead when none is given.
pub type TimeSource = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A durable store.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a transaction that may write. Call it from a task that no client can cancel, or the
    /// work is undone when the client hangs up.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// Begins a transaction that only reads, from one snapshot: for whoever browses.
    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// The same for somebody who sits an attempt, begins one or signs in: browsing can't take all
    /// connections, and never makes him wait.
    async fn read_urgently(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// The lane for saves, starts and submissions.
    fn writer(&self) -> &BatchWriter;

    /// Whether the store answers and knows this schema.
    async fn check(&self) -> Result<(), StoreError>;

    /// What is damaged, in the database's own words; empty if nothing is.
    async fn integrity(&self) -> Result<Vec<String>, StoreError>;

    /// A consistent copy of the whole store in one file, where the store can make one by itself.
    async fn copy_to(&self, file: &std::path::Path) -> Result<(), StoreError>;

    /// Ends the writer after its last batch and closes all connections.
    async fn close(&self);
}

/// One transaction. Dropped without [`UnitOfWork::commit`], it writes nothing. After an error it has
/// to be dropped; only a [`StoreError::Conflict`] from `add_question`, `add_participant`, `add_staff`
/// or `put_replay` leaves it as it was before that call.
///
/// The unit profile has one connection that writes: whoever holds a unit of work while waiting for
/// the batch writer waits for himself.
#[async_trait]
pub trait UnitOfWork:
    Units
    + UnitRegistrations
    + Banks
    + Media
    + Imports
    + Questions
    + Reviews
    + Laws
    + ItemStatistics
    + Contests
    + ManagedContests
    + Drafts
    + Templates
    + Rounds
    + Participants
    + Sessions
    + Attempts
    + Results
    + Desk
    + Rankings
    + Admissions
    + Allowances
    + Grants
    + People
    + Announcements
    + Figures
    + EssayMarks
    + StaffMembers
    + StaffAccess
    + Notices
    + Outbox
    + Webhooks
    + Audit
    + Settings
    + Sites
    + Send
{
    /// Makes everything durable, or nothing.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
