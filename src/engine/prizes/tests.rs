use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn person(number: u128) -> Subject {
    Subject::Person(ParticipantId(Uuid::from_u128(number)))
}

fn number(subject: Subject) -> u128 {
    match subject {
        Subject::Person(id) => id.0.as_u128(),
        Subject::Unit(id) => id.0.as_u128(),
    }
}

fn at(place: i64, who: u128) -> Contender {
    Contender {
        subject: person(who),
        place,
        turn: None,
        is_void: false,
    }
}

fn list(round: usize, places: &[(i64, u128)]) -> RankedList {
    RankedList {
        round: Some(round),
        contenders: places.iter().map(|(place, who)| at(*place, *who)).collect(),
    }
}

fn offer(list: usize, count: i64) -> Offer {
    Offer {
        list: Some(list),
        count,
        fixed: None,
    }
}

const ONE_A_ROUND: Caps = Caps {
    per_round: 1,
    per_contest: 0,
};

fn length<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap()
}

fn given(allotted: &Allotted) -> Vec<(i64, u128)> {
    let of = |given: &Given| (given.place, number(given.subject));
    allotted.given.iter().map(of).collect()
}

fn ties(allotted: &Allotted) -> Vec<(i64, i64, Vec<u128>)> {
    let of = |tie: &Tie| {
        let people = tie.people.iter().map(|subject| number(*subject)).collect();
        (tie.place, tie.seats, people)
    };
    allotted.undecided.iter().map(of).collect()
}

fn passed(allotted: &Allotted) -> Vec<(u128, Why)> {
    let of = |passed: &Passed| (number(passed.subject), passed.why);
    allotted.passed.iter().map(of).collect()
}

#[test]
fn prizes_go_down_the_ranking_and_a_full_group_of_equals_gets_them() {
    let places = [(1, 5), (2, 7), (2, 3), (4, 9), (5, 1)];
    let all = allot(
        &[offer(0, 1), offer(0, 2), offer(0, 4)],
        &[list(0, &places)],
        ONE_A_ROUND,
    );
    assert_eq!(given(&all[0]), [(1, 5)]);
    assert_eq!(given(&all[1]), [(2, 3), (2, 7)]);
    assert_eq!(given(&all[2]), [(4, 9), (5, 1)]);
    assert_eq!(all[2].left, 2);
}

#[test]
fn a_tie_across_a_cut_is_told_and_takes_its_seats_from_the_prizes_below() {
    let places = [(1, 1), (1, 2), (1, 3), (4, 4), (5, 5)];
    let all = allot(
        &[offer(0, 1), offer(0, 1), offer(0, 2)],
        &[list(0, &places)],
        ONE_A_ROUND,
    );
    assert_eq!(ties(&all[0]), [(1, 1, vec![1, 2, 3])]);
    assert_eq!(ties(&all[1]), [(1, 1, vec![1, 2, 3])]);
    assert_eq!(ties(&all[2]), [(1, 1, vec![1, 2, 3])]);
    assert_eq!(given(&all[2]), [(4, 4)]);
    // A decision gives each a turn.
    let mut decided = list(0, &places);
    for (contender, turn) in decided.contenders.iter_mut().zip([3, 1, 2]) {
        contender.turn = Some(turn);
    }
    let all = allot(
        &[offer(0, 1), offer(0, 1), offer(0, 2)],
        &[decided],
        ONE_A_ROUND,
    );
    assert_eq!(given(&all[0]), [(1, 2)]);
    assert_eq!(given(&all[1]), [(1, 3)]);
    assert_eq!(given(&all[2]), [(1, 1), (4, 4)]);
    assert!(all.iter().all(|prize| prize.undecided.is_empty()));
}

#[test]
fn the_void_are_passed_over_and_the_next_moves_up() {
    let mut places = list(0, &[(1, 1), (1, 2), (2, 3), (3, 4)]);
    places.contenders[0].is_void = true;
    let all = allot(&[offer(0, 1), offer(0, 1)], &[places], ONE_A_ROUND);
    assert_eq!(given(&all[0]), [(1, 2)]);
    assert_eq!(passed(&all[0]), [(1, Why::Void)]);
    assert_eq!(given(&all[1]), [(2, 3)]);
    assert_eq!(all[1].given[0].moved_up, 1);
}

#[test]
fn caps_hold_within_a_round_and_over_the_contest() {
    let lists = [
        list(0, &[(1, 1), (2, 2), (3, 3)]),
        list(0, &[(1, 1), (2, 3)]),
        list(1, &[(1, 1), (2, 2), (3, 3)]),
    ];
    let offers = [offer(0, 2), offer(1, 1), offer(2, 1)];
    let all = allot(&offers, &lists, ONE_A_ROUND);
    assert_eq!(given(&all[0]), [(1, 1), (2, 2)]);
    assert_eq!(given(&all[1]), [(2, 3)]);
    assert_eq!(passed(&all[1]), [(1, Why::CapOfRound)]);
    assert_eq!(given(&all[2]), [(1, 1)]);
    let caps = Caps {
        per_contest: 1,
        ..ONE_A_ROUND
    };
    let all = allot(&offers, &lists, caps);
    assert_eq!(all[2].left, 1, "all three have one");
    assert_eq!(
        passed(&all[2]),
        [
            (1, Why::CapOfContest),
            (2, Why::CapOfContest),
            (3, Why::CapOfContest)
        ]
    );
    let none = Caps {
        per_round: 0,
        per_contest: 0,
    };
    assert_eq!(given(&allot(&offers, &lists, none)[1]), [(1, 1)]);
}

#[test]
fn what_was_published_stays_and_counts_before_anything_else() {
    let lists = [
        list(0, &[(1, 1), (2, 2)]),
        list(1, &[(1, 2), (2, 1), (3, 3)]),
    ];
    let mut offers = [offer(0, 1), offer(1, 1)];
    offers[1].fixed = Some(vec![person(1)]);
    let caps = Caps {
        per_round: 1,
        per_contest: 1,
    };
    let all = allot(&offers, &lists, caps);
    assert_eq!(
        given(&all[0]),
        [(2, 2)],
        "the published prize of round 2 counts for person 1"
    );
    assert_eq!(given(&all[1]), [(2, 1)]);
}

#[test]
fn units_have_no_caps_and_a_ranking_that_is_not_there_gives_nothing() {
    let unit = Subject::Unit(UnitId(Uuid::from_u128(9)));
    let of = |round| RankedList {
        round,
        contenders: vec![Contender {
            subject: unit,
            ..at(1, 0)
        }],
    };
    let caps = Caps {
        per_round: 1,
        per_contest: 1,
    };
    let missing = Offer {
        list: None,
        ..offer(0, 3)
    };
    let all = allot(
        &[offer(0, 1), offer(1, 1), missing],
        &[of(Some(0)), of(Some(0))],
        caps,
    );
    assert_eq!(
        (given(&all[0]), given(&all[1])),
        (vec![(1, 9)], vec![(1, 9)])
    );
    assert_eq!((all[2].given.len(), all[2].left), (0, 3));
}

prop_compose! {
    /// Rankings of the same few people with many equals, some turns and some void.
    fn lists()(
        rankings in prop::collection::vec(
            (0_usize..3, prop::collection::vec((0_u128..12, 0_i64..5, prop::option::of(1_i64..3), prop::bool::weighted(0.2)), 0..12)),
            1..4,
        ),
    ) -> Vec<RankedList> {
        rankings.into_iter().map(|(round, people)| {
            let mut seen = BTreeSet::new();
            RankedList {
                round: (round < 2).then_some(round),
                contenders: people.into_iter().filter(|(who, ..)| seen.insert(*who))
                    .map(|(who, place, turn, is_void)| Contender { turn, is_void, ..at(place, who) })
                    .collect(),
            }
        }).collect()
    }
}

fn offers() -> impl Strategy<Value = Vec<(usize, i64)>> {
    prop::collection::vec((0_usize..4, 1_i64..4), 0..8)
}

fn made(offers: &[(usize, i64)], lists: &[RankedList]) -> Vec<Offer> {
    let of = |(at, count): &(usize, i64)| Offer {
        list: (*at < lists.len()).then_some(*at),
        count: *count,
        fixed: None,
    };
    offers.iter().map(of).collect()
}

/// How many prizes everybody was given or is tied for, after each of the first prizes.
fn running_counts(all: &[Allotted]) -> Vec<BTreeMap<Subject, usize>> {
    let mut counts = BTreeMap::new();
    let mut tied_before: BTreeSet<(Subject, i64)> = BTreeSet::new();
    all.iter()
        .map(|prize| {
            for given in &prize.given {
                *counts.entry(given.subject).or_default() += 1;
            }
            for tie in &prize.undecided {
                for subject in &tie.people {
                    // One tie stretches over several prizes.
                    if tied_before.insert((*subject, tie.place)) {
                        *counts.entry(*subject).or_default() += 1;
                    }
                }
            }
            counts.clone()
        })
        .collect()
}

proptest! {
    #[test]
    fn counts_and_caps_are_never_exceeded(
        lists in lists(), offers in offers(), per_round in 0_u32..3, per_contest in 0_u32..4,
    ) {
        let offers = made(&offers, &lists);
        let caps = Caps { per_round, per_contest };
        let all = allot(&offers, &lists, caps);
        prop_assert_eq!(all.len(), offers.len());
        let mut of_round: BTreeMap<(usize, Subject), u32> = BTreeMap::new();
        let mut of_contest: BTreeMap<Subject, u32> = BTreeMap::new();
        let mut of_list: BTreeSet<(usize, Subject)> = BTreeSet::new();
        for (offer, prize) in offers.iter().zip(&all) {
            let tied: i64 = prize.undecided.iter().map(|tie| tie.seats).sum();
            prop_assert_eq!(length(&prize.given) + tied + prize.left, offer.count);
            for tie in &prize.undecided {
                prop_assert!(tie.seats > 0 && tie.seats < length(&tie.people));
            }
            for given in &prize.given {
                let at = offer.list.unwrap();
                prop_assert!(of_list.insert((at, given.subject)));
                *of_contest.entry(given.subject).or_default() += 1;
                if let Some(round) = lists[at].round {
                    *of_round.entry((round, given.subject)).or_default() += 1;
                }
                let own = lists[at].contenders.iter().find(|c| c.subject == given.subject).unwrap();
                prop_assert!(!own.is_void && own.place == given.place);
            }
        }
        prop_assert!(per_round == 0 || of_round.values().all(|n| *n <= per_round));
        prop_assert!(per_contest == 0 || of_contest.values().all(|n| *n <= per_contest));
    }

    /// Nobody who stands higher in a ranking and is not passed over for a reason gets less of it.
    #[test]
    fn nobody_is_overtaken_without_a_reason(lists in lists(), offers in offers()) {
        let offers = made(&offers, &lists);
        let all = allot(&offers, &lists, ONE_A_ROUND);
        for (at, list) in lists.iter().enumerate() {
            let of_list = || offers.iter().zip(&all).filter(|(offer, _)| offer.list == Some(at)).map(|(_, prize)| prize);
            let mut told: BTreeSet<Subject> = of_list().flat_map(|prize| &prize.passed).map(|p| p.subject).collect();
            let mut lowest = i64::MIN;
            for prize in of_list() {
                for given in &prize.given {
                    prop_assert!(given.place >= lowest);
                    lowest = given.place;
                    told.insert(given.subject);
                }
                told.extend(prize.undecided.iter().flat_map(|tie| tie.people.clone()));
            }
            for contender in list.contenders.iter().filter(|c| c.place < lowest) {
                prop_assert!(told.contains(&contender.subject));
            }
        }
    }

    #[test]
    fn a_void_only_moves_others_up(
        lists in lists(), offers in offers(), victim in 0_u128..12, per_round in 0_u32..3, per_contest in 0_u32..4,
    ) {
        let offers = made(&offers, &lists);
        let caps = Caps { per_round, per_contest };
        let before = running_counts(&allot(&offers, &lists, caps));
        let mut after = lists;
        for contender in after.iter_mut().flat_map(|list| &mut list.contenders) {
            contender.is_void |= contender.subject == person(victim);
        }
        let after = running_counts(&allot(&offers, &after, caps));
        let first = |counts: &[BTreeMap<Subject, usize>], who| {
            counts.iter().position(|counts| counts.contains_key(&who)).unwrap_or(usize::MAX)
        };
        for who in (0..12).filter(|who| *who != victim).map(person) {
            prop_assert!(first(&after, who) <= first(&before, who), "{who:?}");
        }
    }

    #[test]
    fn the_order_of_the_input_is_of_no_account(
        (lists, shuffled) in lists().prop_flat_map(|lists| {
            let shuffled: Vec<_> = lists.iter().map(|list| Just(list.contenders.clone()).prop_shuffle()).collect();
            (Just(lists), shuffled)
        }),
        offers in offers(),
    ) {
        let offers = made(&offers, &lists);
        let other: Vec<RankedList> = lists.iter().zip(shuffled)
            .map(|(list, contenders)| RankedList { round: list.round, contenders })
            .collect();
        prop_assert_eq!(allot(&offers, &lists, ONE_A_ROUND), allot(&offers, &other, ONE_A_ROUND));
    }
}
