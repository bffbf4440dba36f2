//! What people decide about a round that is over, and what they look at to decide it.

use super::StoreError;
use crate::domain::desk::{Proposal, Voiding};
use crate::domain::{AttemptId, ContestId, ParticipantId, ProposalId, RoundId, VoidingId};
use async_trait::async_trait;

/// Marks of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The attempt.
    pub attempt: AttemptId,
    /// Right answers.
    pub correct: i64,
    /// Questions that count.
    pub questions: i64,
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Whether a disqualifying question was not answered rightly.
    pub failed: bool,
}

/// By what a person can be reached: what other accounts are looked for with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts {
    /// The person's phone.
    pub phone: Option<String>,
    /// The guardian's phone.
    pub guardian_phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Number of the identity card.
    pub id_number: Option<String>,
}

/// An account that shares one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// The other person's number.
    pub number: i64,
    /// What the other person gave.
    pub contacts: Contacts,
}

/// What people decide about a round that is over.
#[async_trait]
pub trait Desk {
    /// Writes a void down.
    async fn add_voiding(&mut self, voiding: &Voiding) -> Result<(), StoreError>;
    /// The void of that id.
    async fn voiding(&mut self, id: VoidingId) -> Result<Option<Voiding>, StoreError>;
    /// All voids of a round, the oldest first.
    async fn voidings_of(&mut self, round: RoundId) -> Result<Vec<Voiding>, StoreError>;
    /// Writes the objection to a void down, and what became of it.
    async fn put_appeal(&mut self, voiding: &Voiding) -> Result<(), StoreError>;
    /// Makes handed-in attempts void; gives how many were.
    async fn void_attempts(&mut self, attempts: &[AttemptId]) -> Result<u64, StoreError>;
    /// Makes void attempts what they were before; gives how many were.
    async fn reinstate_attempts(&mut self, attempts: &[AttemptId]) -> Result<u64, StoreError>;
    /// Replaces marks of handed-in attempts.
    async fn put_marks(&mut self, marks: &[Marks]) -> Result<(), StoreError>;

    /// Writes a proposal down.
    async fn add_proposal(&mut self, proposal: &Proposal) -> Result<(), StoreError>;
    /// The proposal of that id.
    async fn proposal(&mut self, id: ProposalId) -> Result<Option<Proposal>, StoreError>;
    /// All proposals of a round, the oldest first.
    async fn proposals_of(&mut self, round: RoundId) -> Result<Vec<Proposal>, StoreError>;
    /// Ends an open proposal as it says itself. One that was ended already is a
    /// [`StoreError::Conflict`].
    async fn close_proposal(&mut self, proposal: &Proposal) -> Result<(), StoreError>;

    /// Versions of a round's results, the first first.
    async fn result_versions(&mut self, round: RoundId) -> Result<Vec<i64>, StoreError>;
    /// Other accounts of a contest that share a contact, by number. Phones are held against phones of
    /// people and of guardians alike.
    async fn accounts_sharing(
        &mut self,
        contest: ContestId,
        except: ParticipantId,
        contacts: &Contacts,
    ) -> Result<Vec<Sharing>, StoreError>;
    /// Numbers of other people who sat the round on that device.
    async fn on_device(
        &mut self,
        round: RoundId,
        except: ParticipantId,
        device: &str,
    ) -> Result<Vec<i64>, StoreError>;
    /// The mark of the network in which an attempt began.
    async fn network_of(&mut self, attempt: AttemptId) -> Result<Option<String>, StoreError>;
    /// Numbers of other people who began the round in the network of that mark.
    async fn in_network(
        &mut self,
        round: RoundId,
        except: ParticipantId,
        network: &str,
    ) -> Result<Vec<i64>, StoreError>;
}
