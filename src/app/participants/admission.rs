//! A person gets a number: he, his session and the reply are written in one transaction, which he
//! shares with whoever registers at the same moment.

use super::form::Checked;
use super::replay::{Keeper, Request};
use super::{Card, Registered, alias};
use crate::app::App;
use crate::app::contests::Known;
use crate::auth::codes;
use crate::domain::{Contest, Participant, ParticipantId, UnitId};
use crate::entropy;
use crate::store::writer::{Admission, Registering};
use crate::store::{NewParticipant, Session, StoreError};
use tokio::sync::oneshot;

impl App {
    /// Gives a person an id, a pseudonym, a sign-in code and a session; nothing is written yet.
    pub(super) fn newcomer(
        &self,
        known: &Known,
        checked: Checked,
        unit: Option<UnitId>,
    ) -> Result<Newcomer, StoreError> {
        let (person, sign_in_code) = self.new_person(&known.contest, checked, unit)?;
        let (token, session) = self.new_session(person.participant.id, known.contest.id);
        Ok(Newcomer {
            person,
            session,
            sign_in_code,
            token,
        })
    }

    /// Gives a person an id, a pseudonym and a sign-in code; nothing is written yet.
    pub(super) fn new_person(
        &self,
        contest: &Contest,
        checked: Checked,
        unit: Option<UnitId>,
    ) -> Result<(NewParticipant, String), StoreError> {
        let now = self.now();
        let id = entropy::id(&*self.entropy, now, ParticipantId::new);
        let identity = self.identity_of(contest, &checked.fields).ok_or_else(|| {
            StoreError::corrupt("contests", "document", "an identity field is not required")
        })?;
        let sign_in_code = codes::fresh(&*self.entropy);
        let person = NewParticipant {
            participant: Participant {
                id,
                contest: contest.id,
                number: 0,
                alias: alias::fresh(&*self.entropy),
                group: checked.group,
                unit,
                full_name: checked.full_name,
                birth_date: checked.birth_date,
                fields: checked.fields,
                consents: checked.consents,
                guardian: checked.guardian,
                created_at: now,
                extra_time_s: 0,
            },
            identity,
            code_mac: self.keys.code_mac(&id.to_string(), &sign_in_code),
            referral: None,
        };
        Ok((person, sign_in_code))
    }

    /// Writes the person, the session and the reply in one transaction, together with others who
    /// register at the same moment; none if the identity is registered.
    pub(super) async fn admit(
        &self,
        newcomer: Newcomer,
        request: Option<Request>,
    ) -> Result<Option<Registered>, StoreError> {
        let (reply, admitted) = oneshot::channel();
        self.store.writer().register(Box::new(Registrar {
            newcomer,
            keeper: request.map(|request| self.keeper(request)),
            registered: None,
            reply,
        }))?;
        admitted
            .await
            .map_err(|_| StoreError::Unavailable("the writer ended".into()))?
    }
}

/// A person who is about to get a number.
pub(super) struct Newcomer {
    person: NewParticipant,
    session: Session,
    sign_in_code: String,
    token: String,
}

impl Newcomer {
    /// The same, brought by the link of a unit.
    pub(super) fn referred_by(mut self, unit: Option<UnitId>) -> Self {
        self.person.referral = unit;
        self
    }
}

/// The newcomer before the writer.
struct Registrar {
    newcomer: Newcomer,
    keeper: Option<Keeper>,
    registered: Option<Registered>,
    reply: oneshot::Sender<Result<Option<Registered>, StoreError>>,
}

impl Registering for Registrar {
    fn person(&self) -> &NewParticipant {
        &self.newcomer.person
    }

    fn admit(&mut self, number: i64) -> Admission {
        let newcomer = &self.newcomer;
        let card = Card {
            number,
            ..Card::from(&newcomer.person.participant)
        };
        let registered = self.registered.insert(Registered {
            participant: card,
            sign_in_code: newcomer.sign_in_code.clone(),
            token: newcomer.token.clone(),
        });
        Admission {
            session: newcomer.session,
            replay: self.keeper.as_ref().map(|keeper| keeper.keep(registered)),
        }
    }

    fn done(self: Box<Self>, admitted: Result<bool, StoreError>) {
        let Self {
            registered, reply, ..
        } = *self;
        // Who asked may have hung up; he gets the same reply when he asks again.
        drop(reply.send(admitted.map(|admitted| registered.filter(|_| admitted))));
    }
}
