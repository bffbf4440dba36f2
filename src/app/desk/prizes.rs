//! Who stands for which prize.

use super::allotment::{Allotment, allotment, of_round};
use super::cards::Cards;
use super::change::{published_version, read};
use super::error::DeskError;
use super::view::{
    Both, PassedView, PrizeView, PrizesOfContest, PrizesOfRound, SubjectCard, TieView, WinnerView,
};
use crate::app::App;
use crate::app::staff::allowed;
use crate::app::tenancy::contest_of;
use crate::auth::{Action, Actor};
use crate::domain::{Contest, RoundId};
use crate::engine::prizes::{Contender, Given, Passed, Subject, Why};
use crate::store::{StandingRow, StoreError, UnitOfWork};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many of those next in line are told.
const NEXT: usize = 5;

impl App {
    /// The prizes of a round that is over, by its newest result.
    pub async fn prizes_of_round(
        &self,
        actor: Actor,
        id: RoundId,
    ) -> Result<PrizesOfRound, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let mut work = self.store.read().await?;
        let (round, contest, newest) = read(&mut *work, actor, id).await?;
        let all = allotment(&mut *work, &contest, Some(id), None).await?;
        let wanted: Vec<usize> = of_round(&contest, &round.rules.code)
            .map(|(at, _)| at)
            .collect();
        let prizes = views(&mut *work, &contest, &all, &wanted).await?;
        Ok(PrizesOfRound {
            round: id,
            code: round.rules.code,
            state: round.state,
            result_version: newest.version,
            published_version: published_version(&mut *work, id).await?,
            undecided: undecided(&prizes),
            prizes,
        })
    }

    /// All prizes of a contest as they stand; those of rounds that are not over are open.
    pub async fn prizes_of_contest(
        &self,
        actor: Actor,
        slug: &str,
    ) -> Result<PrizesOfContest, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let mut work = self.store.read().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let all = allotment(&mut *work, &contest, None, None).await?;
        let wanted: Vec<usize> = (0..contest.file.prizes.len()).collect();
        let items = views(&mut *work, &contest, &all, &wanted).await?;
        Ok(PrizesOfContest {
            contest: contest.file.contest.slug.clone(),
            undecided: undecided(&items),
            items,
            next_cursor: None,
        })
    }
}

fn undecided(prizes: &[PrizeView]) -> usize {
    prizes
        .iter()
        .filter(|prize| !prize.undecided.is_empty())
        .count()
}

/// Prizes with the people named.
async fn views(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    all: &Allotment,
    wanted: &[usize],
) -> Result<Vec<PrizeView>, StoreError> {
    let mut named: BTreeSet<Subject> = BTreeSet::new();
    let next: Vec<Vec<Contender>> = wanted.iter().map(|at| next_in_line(all, *at)).collect();
    for (at, next) in wanted.iter().zip(&next) {
        let prize = &all.prizes[*at];
        named.extend(prize.given.iter().map(|given| given.subject));
        named.extend(prize.undecided.iter().flat_map(|tie| tie.people.clone()));
        named.extend(prize.passed.iter().map(|passed| passed.subject));
        named.extend(next.iter().map(|contender| contender.subject));
    }
    let cards = Cards::read(work, &named).await?;
    Ok(wanted
        .iter()
        .zip(next)
        .map(|(at, next)| view(contest, all, *at, &next, &cards))
        .collect())
}

fn view(
    contest: &Contest,
    all: &Allotment,
    at: usize,
    next: &[Contender],
    cards: &Cards,
) -> PrizeView {
    let (rules, prize, offer) = (&contest.file.prizes[at], &all.prizes[at], &all.offers[at]);
    let round = offer.list.and_then(|list| all.lists[list].round);
    let row = |subject: Subject| match (round, subject) {
        (Some(round), Subject::Person(person)) => all.rows.get(&(round, person)),
        _ => None,
    };
    let winner = |given: &Given| {
        let card = cards.get(given.subject)?;
        Some(winner(
            card,
            given.place,
            row(given.subject),
            moved(given.moved_up),
        ))
    };
    let passed = |passed: &Passed| {
        let (why, reason) = told(passed.why);
        Some(PassedView {
            subject: cards.get(passed.subject)?,
            place: passed.place,
            why,
            reason,
        })
    };
    PrizeView {
        index: at,
        tier: rules.tier.clone(),
        round: rules.round.clone(),
        ranking: rules.ranking.clone(),
        group: rules.group.clone(),
        count: rules.count,
        value_vnd: rules.value_vnd,
        published: offer.fixed.is_some(),
        winners: prize.given.iter().filter_map(winner).collect(),
        undecided: prize
            .undecided
            .iter()
            .map(|tie| TieView {
                place: tie.place,
                seats: tie.seats,
                subjects: tie
                    .people
                    .iter()
                    .filter_map(|who| cards.get(*who))
                    .collect(),
            })
            .collect(),
        passed: prize.passed.iter().filter_map(passed).collect(),
        left: prize.left,
        next: next
            .iter()
            .filter_map(|c| {
                Some(self::winner(
                    cards.get(c.subject)?,
                    c.place,
                    row(c.subject),
                    None,
                ))
            })
            .collect(),
    }
}

fn winner(
    subject: SubjectCard,
    place: i64,
    row: Option<&StandingRow>,
    moved_up: Option<Both>,
) -> WinnerView {
    WinnerView {
        subject,
        place,
        attempt: row.map(|row| row.attempt),
        values: row.map(|row| row.values.clone()).unwrap_or_default(),
        reason: row
            .and_then(|row| serde_json::from_str(&row.reason).ok())
            .unwrap_or(Value::Null),
        moved_up,
    }
}

/// The first in the ranking of a prize who have none of it and are not void.
fn next_in_line(all: &Allotment, at: usize) -> Vec<Contender> {
    let Some(list) = all.offers[at].list else {
        return Vec::new();
    };
    let of_list = || {
        let prizes = all.offers.iter().zip(&all.prizes);
        prizes.filter(move |(offer, _)| offer.list == Some(list))
    };
    let holders: BTreeSet<Subject> = of_list()
        .flat_map(|(_, prize)| {
            let given = prize.given.iter().map(|given| given.subject);
            let tied = prize.undecided.iter().flat_map(|tie| tie.people.clone());
            let passed = prize.passed.iter().map(|passed| passed.subject);
            given.chain(tied).chain(passed).collect::<Vec<_>>()
        })
        .collect();
    let mut rest: Vec<Contender> = all.lists[list]
        .contenders
        .iter()
        .filter(|c| !c.is_void && !holders.contains(&c.subject))
        .copied()
        .collect();
    rest.sort_unstable_by_key(|c| (c.place, c.turn.unwrap_or(i64::MAX), c.subject));
    rest.truncate(NEXT);
    rest
}

fn moved(up: usize) -> Option<Both> {
    (up > 0).then(|| {
        Both::new(
            format!(
                "Được xét lên vì {up} người xếp trên không nhận giải này (xem lý do từng người)."
            ),
            format!(
                "Moved up because {up} who stood higher do not take this prize (see the reasons)."
            ),
        )
    })
}

fn told(why: Why) -> (&'static str, Both) {
    match why {
        Why::Void => (
            "void",
            Both::new("Kết quả đã bị hủy.", "The result was declared void."),
        ),
        Why::HasOne => (
            "has_one",
            Both::new(
                "Đã có giải trong chính bảng xếp hạng này.",
                "Has a prize of this very ranking.",
            ),
        ),
        Why::CapOfRound => (
            "cap_of_round",
            Both::new(
                "Đã nhận đủ số giải cho một người trong vòng này.",
                "Has as many prizes of the round as one person may have.",
            ),
        ),
        Why::CapOfContest => (
            "cap_of_contest",
            Both::new(
                "Đã nhận đủ số giải cho một người trong cả cuộc thi.",
                "Has as many prizes of the contest as one person may have.",
            ),
        ),
    }
}
