//! The prizes of a contest as they stand: rankings read from the store, voids and orders put in, and
//! the engine asked.

use super::order::Orders;
use crate::domain::contest::Prize;
use crate::domain::{Contest, ParticipantId, Round, RoundId, RoundState, UnitId};
use crate::engine::prizes::{Allotted, Caps, Contender, Offer, RankedList, Subject, allot};
use crate::store::{StandingRow, StoreError, UnitOfWork};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// By which ranking a prize is given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListKey {
    /// Index of the round; none: a ranking beyond a round.
    pub round: Option<usize>,
    /// Code of the ranking beyond a round.
    pub ranking: Option<String>,
    /// Only people of this group.
    pub group: Option<String>,
}

/// Who got a prize by a published result: an entry of the snapshot that publication keeps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Award {
    /// Index of the prize in the contest file.
    pub prize: usize,
    /// The person, or the unit.
    pub person: Option<ParticipantId>,
    /// The unit.
    pub unit: Option<UnitId>,
}

impl Award {
    pub fn of(prize: usize, subject: Subject) -> Self {
        let (person, unit) = match subject {
            Subject::Person(id) => (Some(id), None),
            Subject::Unit(id) => (None, Some(id)),
        };
        Self {
            prize,
            person,
            unit,
        }
    }

    fn subject(&self) -> Option<Subject> {
        self.person
            .map(Subject::Person)
            .or(self.unit.map(Subject::Unit))
    }
}

/// All prizes of a contest.
pub(super) struct Allotment {
    /// By which list each prize of the file is given; none: that ranking does not exist yet.
    pub offers: Vec<Offer>,
    /// The rankings.
    pub lists: Vec<RankedList>,
    /// What became of each prize of the file.
    pub prizes: Vec<Allotted>,
    /// Rows of the rounds' standings by round and person.
    pub rows: HashMap<(usize, ParticipantId), StandingRow>,
}

impl Allotment {
    /// What publication of a round keeps.
    pub fn snapshot(&self, contest: &Contest, code: &str) -> Vec<Award> {
        of_round(contest, code)
            .flat_map(|(at, _)| {
                let given = self.prizes[at].given.iter();
                given.map(move |given| Award::of(at, given.subject))
            })
            .collect()
    }
}

/// Indices of the prizes of a round in the contest file.
pub(super) fn of_round<'a>(
    contest: &'a Contest,
    code: &'a str,
) -> impl Iterator<Item = (usize, &'a Prize)> {
    let prizes = contest.file.prizes.iter().enumerate();
    prizes.filter(move |(_, prize)| prize.round.as_deref() == Some(code))
}

/// How the prizes of a contest stand. `only` leaves out other rounds, unless a cap over the contest
/// makes them count; `instead` takes the place of the standings of a round.
pub(super) async fn allotment(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    only: Option<RoundId>,
    instead: Option<(RoundId, &[StandingRow])>,
) -> Result<Allotment, StoreError> {
    let awards = &contest.file.awards;
    let caps = Caps {
        per_round: awards.per_person_round,
        per_contest: awards.per_person_contest,
    };
    let rounds = work.rounds_of(contest.id).await?;
    let mut gathered = Gathered::default();
    for (at, round) in rounds.iter().enumerate() {
        let wanted = only.is_none_or(|id| id == round.id) || caps.per_contest > 0;
        if !wanted || !round.state.is_over() || round.state == RoundState::Void {
            continue;
        }
        let instead = instead
            .filter(|(id, _)| *id == round.id)
            .map(|(_, rows)| rows);
        gathered.round(work, contest, at, round, instead).await?;
    }
    if only.is_none() || caps.per_contest > 0 {
        gathered.beyond(work, contest, &rounds).await?;
    }
    let mut fixed: BTreeMap<usize, Vec<Subject>> = BTreeMap::new();
    for round in &rounds {
        let is_instead = instead.is_some_and(|(id, _)| id == round.id);
        if round.state == RoundState::Published && !is_instead {
            published(work, round, contest, &mut fixed).await?;
        }
    }
    let (keys, lists): (Vec<ListKey>, Vec<RankedList>) = gathered.lists.into_iter().unzip();
    let offers: Vec<Offer> = contest
        .file
        .prizes
        .iter()
        .enumerate()
        .map(|(at, prize)| {
            let key = key_of(prize, &rounds);
            Offer {
                list: key.and_then(|key| keys.iter().position(|known| *known == key)),
                count: prize.count,
                fixed: fixed.remove(&at),
            }
        })
        .collect();
    Ok(Allotment {
        prizes: allot(&offers, &lists, caps),
        offers,
        lists,
        rows: gathered.rows,
    })
}

/// By which ranking a prize is given; none: the file names none.
fn key_of(prize: &Prize, rounds: &[Round]) -> Option<ListKey> {
    let round = match &prize.round {
        Some(code) => Some(rounds.iter().position(|round| round.rules.code == *code)?),
        None => None,
    };
    let ranking = prize.ranking.clone();
    (round.is_some() || ranking.is_some()).then(|| ListKey {
        round,
        ranking,
        group: prize.group.clone(),
    })
}

/// Who has the prizes of a published round.
async fn published(
    work: &mut dyn UnitOfWork,
    round: &Round,
    contest: &Contest,
    fixed: &mut BTreeMap<usize, Vec<Subject>>,
) -> Result<(), StoreError> {
    let proposals = work.proposals_of(round.id).await?;
    let newest = proposals
        .iter()
        .filter(|proposal| proposal.is_approved())
        .filter_map(|proposal| {
            let version = proposal.closing.as_ref()?.result_version?;
            Some((version, proposal.awards.as_deref()?))
        })
        .max_by_key(|(version, _)| *version);
    let Some((_, text)) = newest else {
        return Ok(());
    };
    let awards: Vec<Award> = serde_json::from_str(text)
        .map_err(|error| StoreError::corrupt("proposals", "awards", error))?;
    for (at, prize) in contest.file.prizes.iter().enumerate() {
        if prize.round.as_deref() == Some(round.rules.code.as_str()) {
            fixed.entry(at).or_default();
        }
    }
    for award in awards {
        if let Some(subject) = award.subject() {
            fixed.entry(award.prize).or_default().push(subject);
        }
    }
    Ok(())
}

/// Rankings on the way.
#[derive(Default)]
struct Gathered {
    lists: Vec<(ListKey, RankedList)>,
    rows: HashMap<(usize, ParticipantId), StandingRow>,
}

impl Gathered {
    /// The ranking of a round and those of its groups.
    async fn round(
        &mut self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        at: usize,
        round: &Round,
        instead: Option<&[StandingRow]>,
    ) -> Result<(), StoreError> {
        let standings = match instead {
            Some(rows) => rows.to_vec(),
            None => match work.latest_result(round.id).await? {
                Some(result) => work.standings(round.id, result.version).await?,
                None => return Ok(()),
            },
        };
        let orders = Orders::of(&work.proposals_of(round.id).await?, None);
        let mut groups: HashMap<ParticipantId, Option<String>> = work
            .finished_in(round.id)
            .await?
            .into_iter()
            .map(|found| (found.attempt.participant, found.group))
            .collect();
        let ranked: BTreeMap<ParticipantId, i64> = standings
            .iter()
            .map(|row| (row.participant, row.place))
            .collect();
        let mut all: Vec<Contender> = ranked
            .iter()
            .map(|(person, place)| contender(*person, *place, false))
            .collect();
        for voiding in work.voidings_of(round.id).await? {
            if !voiding.in_force() || ranked.contains_key(&voiding.participant) {
                continue;
            }
            let before = work
                .standing_of(round.id, voiding.result_version, voiding.participant)
                .await?;
            // Of an earlier void of the same person nothing is left to lose.
            let Some(before) = before else {
                continue;
            };
            if let Some(person) = work.participant(voiding.participant).await? {
                groups.insert(voiding.participant, person.group);
            }
            all.push(contender(voiding.participant, before.place, true));
            self.rows.insert((at, voiding.participant), before);
        }
        for group in &contest.file.contest.groups {
            let of_group: Vec<Contender> = all
                .iter()
                .filter(|c| {
                    let Subject::Person(person) = c.subject else {
                        return false;
                    };
                    groups.get(&person).and_then(Option::as_deref) == Some(&group.code)
                })
                .copied()
                .collect();
            self.add(at, Some(group.code.clone()), within(of_group), &orders);
        }
        self.add(at, None, all, &orders);
        let rows = standings.into_iter();
        self.rows
            .extend(rows.map(|row| ((at, row.participant), row)));
        Ok(())
    }

    /// The newest rankings over rounds and of units by which prizes are given.
    async fn beyond(
        &mut self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        rounds: &[Round],
    ) -> Result<(), StoreError> {
        let file = &contest.file;
        let overall = file.overall.iter().map(|ranking| (&ranking.code, false));
        let collectives = file.collectives.iter().map(|ranking| (&ranking.code, true));
        let named = |code: &String| {
            let mut prizes = file.prizes.iter();
            prizes.any(|prize| prize.ranking.as_ref() == Some(code))
        };
        let codes: Vec<(&String, bool)> = overall
            .chain(collectives)
            .filter(|(code, _)| named(code))
            .collect();
        if codes.is_empty() {
            return Ok(());
        }
        // An order of such a ranking may have been proposed at the desk of any round.
        let mut proposals = Vec::new();
        for round in rounds {
            proposals.extend(work.proposals_of(round.id).await?);
        }
        for (code, is_of_units) in codes {
            let Some(head) = work.latest_ranking(contest.id, code).await? else {
                continue;
            };
            let orders = Orders::of(&proposals, Some(code));
            let mut groups: BTreeMap<String, Vec<Contender>> = BTreeMap::new();
            for row in work
                .ranking_rows(contest.id, code, head.version, i64::MAX)
                .await?
            {
                let subject = if is_of_units {
                    Subject::Unit(UnitId(row.subject))
                } else {
                    Subject::Person(ParticipantId(row.subject))
                };
                groups.entry(row.group).or_default().push(Contender {
                    subject,
                    place: row.place,
                    turn: None,
                    is_void: false,
                });
            }
            for (group, mut contenders) in groups {
                orders.apply(&mut contenders);
                let key = ListKey {
                    round: None,
                    ranking: Some(code.clone()),
                    group: (!group.is_empty()).then_some(group),
                };
                let list = RankedList {
                    round: None,
                    contenders,
                };
                self.lists.push((key, list));
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        round: usize,
        group: Option<String>,
        mut contenders: Vec<Contender>,
        orders: &Orders,
    ) {
        orders.apply(&mut contenders);
        let key = ListKey {
            round: Some(round),
            ranking: None,
            group,
        };
        let list = RankedList {
            round: Some(round),
            contenders,
        };
        self.lists.push((key, list));
    }
}

fn contender(person: ParticipantId, place: i64, is_void: bool) -> Contender {
    Contender {
        subject: Subject::Person(person),
        place,
        turn: None,
        is_void,
    }
}

/// Places within a group: the void have the place that they would take in it.
fn within(mut of_group: Vec<Contender>) -> Vec<Contender> {
    let mut valid: Vec<i64> = of_group
        .iter()
        .filter(|c| !c.is_void)
        .map(|c| c.place)
        .collect();
    valid.sort_unstable();
    for contender in &mut of_group {
        let above = valid.partition_point(|place| *place < contender.place);
        contender.place = i64::try_from(above).unwrap_or(i64::MAX - 1) + 1;
    }
    of_group
}
