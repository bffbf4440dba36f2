//! Looking into one person before a prize is given: papers, answers, times, receipts, and clues.

use super::allotment::{Allotment, allotment, of_round};
use super::cards::Cards;
use super::change::read;
use super::error::DeskError;
use super::traces::traced;
use super::view::{Both, SubjectCard};
use super::void::VoidingView;
use crate::app::attempts::latest;
use crate::app::rounds::Material;
use crate::app::staff::allowed;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::desk::QuestionRuling;
use crate::domain::{
    Answer, Attempt, AttemptId, AttemptState, Contest, Guardian, Key, Participant, ParticipantId,
    Response, Round, RoundId, Slot, Timestamp,
};
use crate::engine::draw::Paper;
use crate::engine::marking::mark_paper;
use crate::engine::prizes::Subject;
use crate::engine::signals::{Signal, Traced, signals};
use crate::store::{Contacts, Sharing, UnitOfWork};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Attempts of others that are compared: those who stand highest in the rankings of the prizes.
const MOST_COMPARED: usize = 200;
/// Numbers that a signal names of people in one network.
const MOST_NAMED: usize = 50;

/// What was answered in a slot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierAnswer {
    /// The answer.
    #[schema(value_type = Object)]
    pub answer: Answer,
    /// The device's turn.
    pub epoch: i64,
    /// Its number in the log.
    pub seq: i64,
    /// When it was saved.
    #[schema(value_type = String)]
    pub saved_at: Timestamp,
}

/// A question of the paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierQuestion {
    /// Where it stands on the paper, from 1.
    pub slot: u16,
    /// Id of the question.
    pub question: String,
    /// Its version.
    pub version: i64,
    /// How it is answered.
    pub kind: &'static str,
    /// The question.
    pub html: String,
    /// Options in the order of the paper.
    pub options: Vec<DossierOption>,
    /// The committed key.
    #[schema(value_type = Object)]
    pub key: Key,
    /// What two people ruled on it.
    #[schema(value_type = Option<Object>)]
    pub ruling: Option<QuestionRuling>,
    /// Every answer that was saved, in the order of the log; the last one counts.
    pub answers: Vec<DossierAnswer>,
    /// Whether it was marked as right.
    pub correct: bool,
    /// The points it brought.
    pub points: i64,
}

/// An option.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierOption {
    /// Its id.
    pub id: String,
    /// Its text.
    pub html: String,
}

/// A clue, never a verdict.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ToldSignal {
    /// `shared_contact`, `same_device`, `same_network`, `alike_answers`, `same_order`, `too_fast`,
    /// `fast_answers`, `even_pace` or `device_changed`.
    pub code: &'static str,
    /// What was seen, in words.
    pub reason: Both,
    /// Its numbers.
    #[schema(value_type = Object)]
    pub evidence: serde_json::Value,
}

impl ToldSignal {
    fn of(signal: &Signal) -> Self {
        let value = serde_json::to_value(signal).unwrap_or_default();
        Self {
            code: signal.word(),
            reason: Both::new(signal.vietnamese(), signal.english()),
            evidence: value.get("evidence").cloned().unwrap_or_default(),
        }
    }
}

/// An attempt of the person in the round.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DossierAttempt {
    /// Its id.
    #[schema(value_type = String)]
    pub id: AttemptId,
    /// Which attempt of the person.
    pub ordinal: i64,
    /// active, submitted, expired or void.
    #[schema(value_type = String)]
    pub state: AttemptState,
    /// Whether it is the one that is ranked.
    pub recognised: bool,
    /// When it began.
    #[schema(value_type = String)]
    pub started_at: Timestamp,
    /// When it was handed in.
    #[schema(value_type = Option<String>)]
    pub submitted_at: Option<Timestamp>,
    /// Time used.
    pub duration_ms: Option<i64>,
    /// Whether the clock handed it in.
    pub forced: Option<bool>,
    /// Points.
    pub score: Option<i64>,
    /// Greatest number of points.
    pub max_score: Option<i64>,
    /// Right answers.
    pub correct: Option<i64>,
    /// The guess.
    pub prediction: Option<i64>,
    /// Code of the receipt, which anyone can look up.
    pub receipt_code: Option<String>,
    /// Hash of the paper, hex.
    pub paper_hash: String,
    /// The paper with the answers.
    pub questions: Vec<DossierQuestion>,
    /// Clues.
    pub signals: Vec<ToldSignal>,
}

/// All that is looked at of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dossier {
    /// The person.
    pub subject: SubjectCard,
    /// What the person filled in.
    pub fields: BTreeMap<String, String>,
    /// For those under 16.
    #[schema(value_type = Option<Object>)]
    pub guardian: Option<Guardian>,
    /// The place in the newest result; null: not ranked.
    pub place: Option<i64>,
    /// Indices of the prizes in the contest file that the person has by it.
    pub prizes: Vec<usize>,
    /// The attempts of the round.
    pub attempts: Vec<DossierAttempt>,
    /// Voids of the person in the round.
    pub voidings: Vec<VoidingView>,
}

impl App {
    /// What is looked at of a person in a round that is over. Keys leave the server with it, after
    /// which the round can't be reopened; who looked is in the audit log.
    pub async fn dossier(
        &self,
        actor: Actor,
        id: RoundId,
        person: ParticipantId,
    ) -> Result<Dossier, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        read(&mut *self.store.read().await?, actor, id).await?;
        let material = self.material(id).await?;
        let mut work = self.store.read().await?;
        let (round, contest, newest) = read(&mut *work, actor, id).await?;
        let participant = work.participant(person).await?;
        let participant = participant
            .filter(|p| p.contest == contest.id)
            .ok_or(NotFound)?;
        let all = allotment(&mut *work, &contest, Some(id), None).await?;
        let standing = work.standing_of(id, newest.version, person).await?;
        let contacts = contacts(&participant);
        let sharing = work.accounts_sharing(contest.id, person, &contacts).await?;
        let others = self
            .compared(&mut *work, &contest, &round, &material, &all, &participant)
            .await?;
        let mut attempts = Vec::new();
        for attempt in work.attempts_of(person).await? {
            if attempt.round != id {
                continue;
            }
            let log = work.responses(attempt.id).await?;
            let paper = material.paper(
                participant.number,
                attempt.ordinal,
                participant.group.as_deref(),
            );
            let mut found = shared(&contacts, &sharing);
            found.extend(places_of(&mut *work, id, person, &attempt).await?);
            let own = traced(&material, &paper, participant.number, &attempt, &log);
            found.extend(signals(&own, &others, material.round.rules.min_plausible_s));
            let recognised = standing
                .as_ref()
                .is_some_and(|row| row.attempt == attempt.id);
            let questions = questions(&material, &paper, &log);
            attempts.push(dossier_attempt(attempt, recognised, questions, &found));
        }
        let mut voidings = work.voidings_of(id).await?;
        voidings.retain(|voiding| voiding.participant == person);
        let voidings = VoidingView::all(&mut *work, &voidings).await?;
        let subject = Subject::Person(person);
        let cards = Cards::read(&mut *work, &BTreeSet::from([subject])).await?;
        drop(work);
        self.note_look(actor, id, person).await?;
        Ok(Dossier {
            subject: cards.get(subject).ok_or(NotFound)?,
            fields: participant.fields,
            guardian: participant.guardian,
            place: standing.map(|row| row.place),
            prizes: of_round(&contest, &round.rules.code)
                .map(|(at, _)| at)
                .filter(|at| {
                    all.prizes[*at]
                        .given
                        .iter()
                        .any(|given| given.subject == subject)
                })
                .collect(),
            attempts,
            voidings,
        })
    }

    /// Attempts of others to compare with.
    async fn compared(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        material: &Material,
        all: &Allotment,
        own: &Participant,
    ) -> Result<Vec<Traced>, DeskError> {
        let mut ids: Vec<AttemptId> = Vec::new();
        for (at, _) in of_round(contest, &round.rules.code) {
            let Some(list) = all.offers[at].list.map(|list| &all.lists[list]) else {
                continue;
            };
            let mut line: Vec<_> = list.contenders.iter().collect();
            line.sort_unstable_by_key(|c| (c.place, c.subject));
            let stand = line
                .into_iter()
                .filter_map(|c| match (c.subject, list.round) {
                    (Subject::Person(who), Some(round)) if who != own.id => {
                        all.rows.get(&(round, who)).map(|row| row.attempt)
                    }
                    _ => None,
                });
            ids.extend(stand.take(MOST_COMPARED));
        }
        // By place, each once; most rounds have fewer people than are compared.
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        ids.truncate(MOST_COMPARED);
        let mut others = Vec::with_capacity(ids.len());
        let logs = work.logs_of(&ids).await?;
        for id in ids {
            let Some(attempt) = work.attempt(id).await? else {
                continue;
            };
            let Some(person) = work.participant(attempt.participant).await? else {
                continue;
            };
            let paper = material.paper(person.number, attempt.ordinal, person.group.as_deref());
            let log = logs.get(&id).map_or(&[][..], Vec::as_slice);
            others.push(traced(material, &paper, person.number, &attempt, log));
        }
        Ok(others)
    }

    async fn note_look(
        &self,
        actor: Actor,
        id: RoundId,
        person: ParticipantId,
    ) -> Result<(), DeskError> {
        let mut work = self.store.begin().await?;
        work.lock_round(id).await?;
        let mut round = work.round(id).await?.ok_or(NotFound)?;
        if !round.state.is_over() {
            return Err(DeskError::NotClosed);
        }
        if !round.revealed {
            round.revealed = true;
            work.put_round(&round).await?;
        }
        let detail = json!({ "participant": person });
        let actor = actor.to_string();
        self.audit(
            &mut *work,
            &actor,
            "dossier.read",
            format!("round:{id}"),
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(())
    }
}

fn contacts(person: &Participant) -> Contacts {
    let field = |key: &str| person.fields.get(key).cloned();
    Contacts {
        phone: field("phone"),
        guardian_phone: person
            .guardian
            .as_ref()
            .map(|guardian| guardian.phone.clone()),
        email: field("email"),
        id_number: field("id_number"),
    }
}

/// Contacts that other accounts have too.
fn shared(own: &Contacts, sharing: &[Sharing]) -> Vec<Signal> {
    type Of = fn(&Contacts) -> Vec<&String>;
    let phones: Of = |c| c.phone.iter().chain(&c.guardian_phone).collect();
    let kinds: [(&str, &Option<String>, Of); 4] = [
        ("phone", &own.phone, phones),
        ("guardian_phone", &own.guardian_phone, phones),
        ("email", &own.email, |c| c.email.iter().collect()),
        ("id_number", &own.id_number, |c| {
            c.id_number.iter().collect()
        }),
    ];
    kinds
        .into_iter()
        .filter_map(|(field, value, of)| {
            let value = value.as_ref()?;
            let others: Vec<i64> = sharing
                .iter()
                .filter(|account| of(&account.contacts).contains(&value))
                .map(|account| account.number)
                .collect();
            let field = field.to_owned();
            (!others.is_empty()).then_some(Signal::SharedContact { field, others })
        })
        .collect()
}

/// Others on the same device and in the same network.
async fn places_of(
    work: &mut dyn UnitOfWork,
    round: RoundId,
    person: ParticipantId,
    attempt: &Attempt,
) -> Result<Vec<Signal>, DeskError> {
    let mut found = Vec::new();
    if let Some(device) = &attempt.device {
        let others = work.on_device(round, person, device).await?;
        if !others.is_empty() {
            found.push(Signal::SameDevice { others });
        }
    }
    if let Some(network) = work.network_of(attempt.id).await? {
        let mut others = work.in_network(round, person, &network).await?;
        if !others.is_empty() {
            let people = i64::try_from(others.len()).unwrap_or(i64::MAX);
            others.truncate(MOST_NAMED);
            found.push(Signal::SameNetwork { others, people });
        }
    }
    Ok(found)
}

fn questions(material: &Material, paper: &Paper, log: &[Response]) -> Vec<DossierQuestion> {
    let answers = latest(log);
    (1..)
        .zip(&paper.questions)
        .map(|(slot, asked)| {
            let question = &material.questions[asked.question as usize];
            let drawn = material.drawer.question(asked);
            let marking = material.marking(asked, &answers, Slot(slot), &material.rulings);
            let score = mark_paper([marking], material.is_partial());
            DossierQuestion {
                slot,
                question: drawn.id.clone(),
                version: drawn.version,
                kind: question.content.kind.word(),
                html: question.content.stem.clone(),
                options: asked
                    .options
                    .iter()
                    .map(|at| &question.content.options[usize::from(*at)])
                    .map(|option| DossierOption {
                        id: option.id.clone(),
                        html: option.text.clone(),
                    })
                    .collect(),
                key: question.key.clone(),
                ruling: material.rulings.get(&drawn.id, drawn.version).cloned(),
                answers: log
                    .iter()
                    .filter(|line| line.slot == Slot(slot))
                    .map(|line| DossierAnswer {
                        answer: line.answer.clone(),
                        epoch: line.epoch,
                        seq: line.seq,
                        saved_at: line.saved_at,
                    })
                    .collect(),
                correct: score.correct > 0,
                points: score.score,
            }
        })
        .collect()
}

fn dossier_attempt(
    attempt: Attempt,
    recognised: bool,
    questions: Vec<DossierQuestion>,
    found: &[Signal],
) -> DossierAttempt {
    let outcome = attempt.outcome;
    let outcome = outcome.as_ref();
    DossierAttempt {
        id: attempt.id,
        ordinal: attempt.ordinal,
        state: attempt.state,
        recognised,
        started_at: attempt.started_at,
        submitted_at: outcome.map(|outcome| outcome.submitted_at),
        duration_ms: outcome.map(|outcome| outcome.duration_ms),
        forced: outcome.map(|outcome| outcome.forced),
        score: outcome.map(|outcome| outcome.score),
        max_score: outcome.map(|outcome| outcome.max_score),
        correct: outcome.map(|outcome| outcome.correct),
        prediction: outcome.and_then(|outcome| outcome.prediction),
        receipt_code: outcome.map(|outcome| outcome.receipt_code.clone()),
        paper_hash: attempt.paper_hash,
        questions,
        signals: found.iter().map(ToldSignal::of).collect(),
    }
}
