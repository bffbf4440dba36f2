//! People of a contest as staff work on them: lists, corrections, exclusions.

use super::StoreError;
use crate::domain::running::{Exclusion, PersonChange};
use crate::domain::{
    Attempt, ContestId, ExclusionId, Participant, ParticipantId, RoundId, Timestamp, UnitId,
};
use async_trait::async_trait;
use std::collections::BTreeMap;

/// What somebody typed to find people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needle {
    /// Folded words that follow each other in a name; the last one may be unfinished.
    Words(String),
    /// A person's number, or the last digits of a telephone number (three at least).
    Digits(String),
}

/// How far a person has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Registered, and has begun nothing that counts.
    Registered,
    /// Sits an attempt.
    Sitting,
    /// Has handed in.
    HandedIn,
    /// Was taken out of the contest.
    Excluded,
}

/// Whom a list holds: who meets all of it.
#[derive(Debug, Clone)]
pub struct PeopleFilter {
    /// The contest.
    pub contest: ContestId,
    /// What was typed.
    pub needle: Option<Needle>,
    /// Of this unit and all below it.
    pub unit: Option<UnitId>,
    /// Of this group (bảng).
    pub group: Option<String>,
    /// How far they have come in these rounds.
    pub progress: Option<(Progress, Vec<RoundId>)>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PeopleOrder {
    /// By number, which is the order of registration.
    #[default]
    Number,
    /// The newest first.
    NumberDown,
    /// By given name.
    Name,
    /// By given name, from the end of the alphabet.
    NameDown,
}

/// A place in either order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePlace {
    /// The name by which people are ordered.
    pub name: String,
    /// The number.
    pub number: i64,
}

/// A person of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The person.
    pub person: Participant,
    /// Where he stands in the order.
    pub place: PeoplePlace,
    /// When he was taken out of the contest.
    pub excluded_at: Option<Timestamp>,
}

/// People of a contest as staff work on them.
#[async_trait]
pub trait People {
    /// Ids among which everybody is whom the filter holds, if an index leads to `most` at the most;
    /// none if no part of the filter narrows the contest so far.
    async fn people_candidates(
        &mut self,
        filter: &PeopleFilter,
        most: usize,
    ) -> Result<Option<Vec<ParticipantId>>, StoreError>;
    /// The next people after a place, of those candidates, or of the contest up to a place.
    async fn find_people(
        &mut self,
        filter: &PeopleFilter,
        among: &Among<'_>,
        order: PeopleOrder,
        after: Option<&PeoplePlace>,
        limit: i64,
    ) -> Result<Vec<PersonLine>, StoreError>;
    /// How many of the candidates the filter holds.
    async fn count_candidates(
        &mut self,
        filter: &PeopleFilter,
        candidates: &[ParticipantId],
    ) -> Result<i64, StoreError>;
    /// The place that so many people of the contest stand behind another one (or the beginning), the
    /// filter left out; none if there are not so many.
    async fn place_beyond(
        &mut self,
        contest: ContestId,
        order: PeopleOrder,
        after: Option<&PeoplePlace>,
        people: i64,
    ) -> Result<Option<PeoplePlace>, StoreError>;
    /// The place of the person of that number.
    async fn place_of(
        &mut self,
        contest: ContestId,
        number: i64,
    ) -> Result<Option<PeoplePlace>, StoreError>;
    /// How many have registered; it is known without counting, as no number is skipped.
    async fn registered(&mut self, contest: ContestId) -> Result<i64, StoreError>;
    /// How many of those who registered are of a unit or of one below it.
    async fn registered_in(&mut self, contest: ContestId, unit: UnitId) -> Result<i64, StoreError>;
    /// All attempts of these people, by person and instant.
    async fn attempts_of_people(
        &mut self,
        people: &[ParticipantId],
    ) -> Result<Vec<Attempt>, StoreError>;
    /// The person of that id with the instant of his exclusion.
    async fn person_line(&mut self, id: ParticipantId) -> Result<Option<PersonLine>, StoreError>;
    /// Writes name, birth date, unit, fields and identity; gives whether that was done, which it is not
    /// if the fields are no longer `before`. An identity that another person of the contest has is a
    /// [`StoreError::Conflict`].
    async fn correct_person(
        &mut self,
        person: &Participant,
        identity: &[u8; 32],
        before: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError>;
    /// Writes down what was changed.
    async fn add_change(&mut self, change: &PersonChange) -> Result<(), StoreError>;
    /// What was changed of a person, oldest first.
    async fn changes_of(&mut self, person: ParticipantId) -> Result<Vec<PersonChange>, StoreError>;
    /// Keeps the person from starting, or no longer; gives whether that changed anything. Until this
    /// transaction ends nothing can be started by him.
    async fn set_excluded(
        &mut self,
        person: ParticipantId,
        at: Option<Timestamp>,
    ) -> Result<bool, StoreError>;
    /// Writes an exclusion down.
    async fn add_exclusion(&mut self, exclusion: &Exclusion) -> Result<(), StoreError>;
    /// The exclusion in force of a person.
    async fn exclusion_of(
        &mut self,
        person: ParticipantId,
    ) -> Result<Option<Exclusion>, StoreError>;
    /// Ends an exclusion.
    async fn lift_exclusion(&mut self, id: ExclusionId, at: Timestamp) -> Result<(), StoreError>;
    /// Makes people findable whom a node of the version before registered: some of them; gives how many.
    async fn index_people(&mut self, most: i64) -> Result<usize, StoreError>;
}

/// Among whom people are looked for.
#[derive(Debug, Clone, Copy)]
pub enum Among<'a> {
    /// These.
    Candidates(&'a [ParticipantId]),
    /// Everybody of the contest up to that place; none: to the end.
    UpTo(Option<&'a PeoplePlace>),
}
