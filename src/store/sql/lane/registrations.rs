//! Registrations: people get the next numbers of their contest, and are signed in.

use super::super::participants::{admit, numbers_of};
use super::super::{sessions, settings};
use super::Connection;
use crate::domain::{ContestId, ParticipantId};
use crate::store::writer::{Admission, Registration};
use crate::store::{NewParticipant, StoreError};
use std::collections::{BTreeMap, HashMap};

/// Admits everybody whose identity is not in the contest yet. Contests are locked in the order of
/// their ids, so that two nodes never wait for each other.
pub(super) async fn register(
    conn: &mut Connection,
    registrations: &mut [Registration],
) -> Result<(), StoreError> {
    let mut contests: BTreeMap<ContestId, Vec<&NewParticipant>> = BTreeMap::new();
    for registration in &*registrations {
        let person = registration.request.person();
        let contest = contests.entry(person.participant.contest).or_default();
        contest.push(person);
    }
    let mut numbers: HashMap<ParticipantId, i64> = HashMap::with_capacity(registrations.len());
    let mut rest = Vec::new();
    for (contest, people) in contests {
        numbers.extend(admit(conn, contest, &people).await?);
        let ids = people.iter().map(|person| person.participant.id);
        rest.extend(ids.filter(|id| !numbers.contains_key(id)));
    }
    if !rest.is_empty() {
        // Of these some are there since a transaction whose end was not heard of.
        numbers.extend(numbers_of(conn, &rest).await?);
    }
    let mut all_sessions = Vec::with_capacity(numbers.len());
    let mut replays = Vec::with_capacity(numbers.len());
    for registration in registrations {
        let number = numbers.get(&registration.request.person().participant.id);
        registration.admitted = number.is_some();
        if let Some(number) = number {
            let Admission { session, replay } = registration.request.admit(*number);
            all_sessions.push(session);
            replays.extend(replay);
        }
    }
    sessions::add(conn, &all_sessions).await?;
    settings::keep(conn, &replays).await?;
    Ok(())
}
