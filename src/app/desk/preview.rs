//! What a ruling would change: who gains, who loses, which prizes move. Nothing is written.

use super::allotment::{Allotment, allotment, of_round};
use super::cards::Cards;
use super::change::read;
use super::error::DeskError;
use super::publish::with;
use super::view::SubjectCard;
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::desk::Proposed;
use crate::domain::{AttemptId, Contest, Outcome, ParticipantId, ProposalId, RoundId};
use crate::engine::prizes::Subject;
use crate::store::{Marks, StandingRow};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use utoipa::ToSchema;

/// How far below the last prize people are told.
const AROUND: i64 = 5;
/// Most people that are told.
const MOST: usize = 100;

/// How many attempts get other marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TotalOfMarks {
    /// More points, or as many with more right answers.
    pub raised: i64,
    /// Fewer.
    pub lowered: i64,
    /// As many points of another greatest number.
    pub other: i64,
    /// The same.
    pub unchanged: i64,
}

/// How many people get other places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TotalOfPlaces {
    /// A higher place.
    pub up: i64,
    /// A lower one.
    pub down: i64,
    /// The same.
    pub unchanged: i64,
    /// Ranked only afterwards.
    pub entered: i64,
    /// Ranked only before.
    pub left: i64,
}

/// Marks of a recognised attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MarksOf {
    /// Place in the round.
    pub place: i64,
    /// Points.
    pub score: i64,
    /// Right answers.
    pub correct: i64,
}

/// Somebody near the prizes whose place changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MovedPerson {
    /// Who.
    pub subject: SubjectCard,
    /// Before; null: not ranked.
    pub before: Option<MarksOf>,
    /// Afterwards; null: not ranked.
    pub after: Option<MarksOf>,
}

/// A prize that goes to others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MovedPrize {
    /// Index in the contest file.
    pub index: usize,
    /// Name of the tier.
    pub tier: String,
    /// Who has it now.
    pub before: Vec<SubjectCard>,
    /// Who would have it.
    pub after: Vec<SubjectCard>,
    /// How many of it are undecided now.
    pub undecided_before: i64,
    /// How many of it would be undecided.
    pub undecided_after: i64,
}

/// What a ruling would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    /// The proposal.
    #[schema(value_type = String)]
    pub proposal: ProposalId,
    /// The result that it is compared with.
    pub base_version: i64,
    /// What the prediction question turned out to be, now.
    pub actual_before: Option<i64>,
    /// What it would turn out to be.
    pub actual_after: Option<i64>,
    /// Attempts by what becomes of their marks.
    pub marks: TotalOfMarks,
    /// People by what becomes of their places.
    pub places: TotalOfPlaces,
    /// Prizes of the round that go to others. Rankings beyond the round are not looked at.
    pub prizes: Vec<MovedPrize>,
    /// People near the prizes whose place changes, by the place afterwards; at most a hundred.
    pub near: Vec<MovedPerson>,
}

impl App {
    /// What would change if a proposed ruling was approved now.
    pub async fn preview_ruling(
        &self,
        actor: Actor,
        round: RoundId,
        id: ProposalId,
    ) -> Result<Preview, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let proposal = self.open_proposal(actor, round, id).await?;
        if !matches!(proposal.what, Proposed::Remark { .. }) {
            return Err(crate::app::NotFound.into());
        }
        let material = self.fresh_material(round).await?;
        let rulings = with(&material.rulings, &proposal);
        let changed = self.marked_anew(&material, &rulings).await?;
        let mut work = self.store.read().await?;
        let (current, contest, newest) = read(&mut *work, actor, round).await?;
        let before = work.standings(round, newest.version).await?;
        let (made, after) = self
            .result_if(&mut *work, &contest, &current, actor, &changed)
            .await?;
        let finished = work.finished_in(round).await?;
        let outcomes: HashMap<AttemptId, &Outcome> = finished
            .iter()
            .filter_map(|found| Some((found.attempt.id, found.attempt.outcome.as_ref()?)))
            .collect();
        let now = allotment(&mut *work, &contest, Some(round), Some((round, &before))).await?;
        let then = allotment(&mut *work, &contest, Some(round), Some((round, &after))).await?;
        let code = &current.rules.code;
        let reach: i64 = of_round(&contest, code).map(|(_, prize)| prize.count).sum();
        let compared = Compared {
            before: by_person(&before),
            after: by_person(&after),
            outcomes: &outcomes,
            changed: &changed,
        };
        let near = compared.near(reach + AROUND);
        let moved = moved_prizes(&contest, code, &now, &then);
        let mut named: BTreeSet<Subject> = near.iter().map(|who| Subject::Person(*who)).collect();
        for at in &moved {
            let given = now.prizes[*at].given.iter().chain(&then.prizes[*at].given);
            named.extend(given.map(|given| given.subject));
        }
        let cards = Cards::read(&mut *work, &named).await?;
        let of_prize = |all: &Allotment, at: usize| {
            let given = all.prizes[at].given.iter();
            given.filter_map(|given| cards.get(given.subject)).collect()
        };
        let open =
            |all: &Allotment, at: usize| all.prizes[at].undecided.iter().map(|tie| tie.seats).sum();
        Ok(Preview {
            proposal: id,
            base_version: newest.version,
            actual_before: newest.actual_prediction,
            actual_after: made.actual_prediction,
            marks: compared.marks(),
            places: compared.places(),
            prizes: moved
                .into_iter()
                .map(|at| MovedPrize {
                    index: at,
                    tier: contest.file.prizes[at].tier.clone(),
                    before: of_prize(&now, at),
                    after: of_prize(&then, at),
                    undecided_before: open(&now, at),
                    undecided_after: open(&then, at),
                })
                .collect(),
            near: near
                .into_iter()
                .filter_map(|who| {
                    Some(MovedPerson {
                        subject: cards.get(Subject::Person(who))?,
                        before: compared.now(who),
                        after: compared.then(who),
                    })
                })
                .collect(),
        })
    }
}

/// Prizes of a round that go to others.
fn moved_prizes(contest: &Contest, code: &str, now: &Allotment, then: &Allotment) -> Vec<usize> {
    let holders = |all: &Allotment, at: usize| {
        let given = all.prizes[at].given.iter().map(|given| given.subject);
        let given: BTreeSet<Subject> = given.collect();
        let ties: Vec<_> = all.prizes[at].undecided.clone();
        (
            given,
            ties.into_iter()
                .map(|tie| (tie.seats, tie.people))
                .collect::<Vec<_>>(),
        )
    };
    of_round(contest, code)
        .map(|(at, _)| at)
        .filter(|at| holders(now, *at) != holders(then, *at))
        .collect()
}

fn by_person(standings: &[StandingRow]) -> HashMap<ParticipantId, (i64, AttemptId)> {
    standings
        .iter()
        .map(|row| (row.participant, (row.place, row.attempt)))
        .collect()
}

struct Compared<'a> {
    before: HashMap<ParticipantId, (i64, AttemptId)>,
    after: HashMap<ParticipantId, (i64, AttemptId)>,
    outcomes: &'a HashMap<AttemptId, &'a Outcome>,
    changed: &'a HashMap<AttemptId, Marks>,
}

impl Compared<'_> {
    fn marks(&self) -> TotalOfMarks {
        let mut total = TotalOfMarks::default();
        for (attempt, outcome) in self.outcomes {
            let Some(marks) = self.changed.get(attempt) else {
                total.unchanged += 1;
                continue;
            };
            let before = (outcome.score, outcome.correct);
            match (marks.score, marks.correct).cmp(&before) {
                std::cmp::Ordering::Greater => total.raised += 1,
                std::cmp::Ordering::Less => total.lowered += 1,
                std::cmp::Ordering::Equal => total.other += 1,
            }
        }
        total
    }

    fn places(&self) -> TotalOfPlaces {
        let mut total = TotalOfPlaces::default();
        for (person, (after, _)) in &self.after {
            match self.before.get(person).map(|(before, _)| after.cmp(before)) {
                None => total.entered += 1,
                Some(std::cmp::Ordering::Less) => total.up += 1,
                Some(std::cmp::Ordering::Greater) => total.down += 1,
                Some(std::cmp::Ordering::Equal) => total.unchanged += 1,
            }
        }
        let gone = self
            .before
            .keys()
            .filter(|person| !self.after.contains_key(*person));
        total.left = i64::try_from(gone.count()).unwrap_or(i64::MAX);
        total
    }

    /// Whose place changes and is within reach before or afterwards, by the place afterwards.
    fn near(&self, reach: i64) -> Vec<ParticipantId> {
        let place = |places: &HashMap<ParticipantId, (i64, AttemptId)>, who| {
            places
                .get(who)
                .map_or(i64::MAX, |(place, _): &(i64, AttemptId)| *place)
        };
        let mut near: Vec<(i64, i64, ParticipantId)> = self
            .before
            .keys()
            .chain(
                self.after
                    .keys()
                    .filter(|who| !self.before.contains_key(*who)),
            )
            .map(|who| (place(&self.after, who), place(&self.before, who), *who))
            .filter(|(after, before, _)| after != before && (*after).min(*before) <= reach)
            .collect();
        near.sort_unstable();
        near.truncate(MOST);
        near.into_iter().map(|(_, _, who)| who).collect()
    }

    fn now(&self, who: ParticipantId) -> Option<MarksOf> {
        let (place, attempt) = self.before.get(&who)?;
        let outcome = self.outcomes.get(attempt)?;
        Some(MarksOf {
            place: *place,
            score: outcome.score,
            correct: outcome.correct,
        })
    }

    fn then(&self, who: ParticipantId) -> Option<MarksOf> {
        let (place, attempt) = self.after.get(&who)?;
        let outcome = self.outcomes.get(attempt)?;
        let (score, correct) = self
            .changed
            .get(attempt)
            .map_or((outcome.score, outcome.correct), |m| (m.score, m.correct));
        Some(MarksOf {
            place: *place,
            score,
            correct,
        })
    }
}
