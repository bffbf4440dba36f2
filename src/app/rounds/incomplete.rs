//! People who never gave what the contest asks for after answering have no place: when the round
//! closes, their attempts are void, with the reason, as the desk would declare it.

use crate::app::App;
use crate::auth::Actor;
use crate::domain::desk::Voiding;
use crate::domain::{AttemptId, Contest, Millis, Participant, ParticipantId, Round, VoidingId};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use std::collections::BTreeMap;

const REASON: &str = "Chưa bổ sung thông tin bắt buộc sau khi thi, tính đến lúc vòng thi đóng.";

impl App {
    /// Makes the attempts of everybody void whose registration is not complete; gives how many people
    /// that were. An objection puts them back, as with every other void.
    pub(super) async fn void_incomplete(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        actor: Actor,
    ) -> Result<usize, StoreError> {
        let registration = &contest.file.registration;
        if registration.is_complete(&BTreeMap::new()) {
            return Ok(0);
        }
        let mut attempts: BTreeMap<ParticipantId, Vec<AttemptId>> = BTreeMap::new();
        for found in work.finished_in(round.id).await? {
            let attempt = found.attempt;
            attempts
                .entry(attempt.participant)
                .or_default()
                .push(attempt.id);
        }
        let people = work.participants_of(contest.id).await?;
        let lacking = |person: &&Participant| !registration.is_complete(&person.fields);
        let now = self.now();
        let days = i64::from(contest.file.awards.appeal_days);
        let result_version = work.latest_result(round.id).await?.map_or(0, |r| r.version);
        let mut voided = 0;
        for person in people.iter().filter(lacking) {
            let Some(attempts) = attempts.remove(&person.id) else {
                continue;
            };
            let voiding = Voiding {
                id: entropy::id(&*self.entropy, now, VoidingId::new),
                round: round.id,
                participant: person.id,
                attempts,
                whole_person: true,
                result_version,
                reason: REASON.to_owned(),
                made_by: actor.to_string(),
                at: now,
                appeal_until: now + Millis::seconds(days * 86_400),
                appeal: None,
            };
            work.add_voiding(&voiding).await?;
            work.void_attempts(&voiding.attempts).await?;
            voided += 1;
        }
        Ok(voided)
    }
}
