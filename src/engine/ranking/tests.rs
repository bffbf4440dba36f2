use super::*;
use crate::domain::contest::{DurationUnit, Least, Measure, RankingRules, Recognised, Where};
use crate::engine::fixtures::{at, entry};
use proptest::prelude::*;

fn rules(list: &[&str]) -> RankingRules {
    RankingRules {
        individual: list.iter().map(|text| text.parse().unwrap()).collect(),
        ..RankingRules::default()
    }
}

fn ranking(list: &[&str]) -> Ranking {
    Ranking::new(&rules(list)).unwrap()
}

fn places(standings: &[Standing]) -> Vec<(i64, i64)> {
    standings.iter().map(|s| (s.place, s.number)).collect()
}

#[test]
fn equals_share_a_place_and_the_next_one_is_skipped() {
    let of = |number, correct| Entry {
        correct,
        ..entry(number)
    };
    let entries = [of(4, 8), of(3, 9), of(1, 10), of(2, 9)];
    let list = standings(&entries, &ranking(&["correct desc"]), None);
    assert_eq!(places(&list), [(1, 1), (2, 2), (2, 3), (4, 4)]);
    // Equals have the same reason: what separates them from the next place.
    assert_eq!(list[1].reason, list[2].reason);
    let reason = list[2].reason.unwrap();
    assert_eq!((reason.mine, reason.next), (Some(9), Some(8)));
    assert_eq!(list[3].reason, None);
}

#[test]
fn the_reason_is_the_first_comparator_that_separates() {
    let of = |number, duration_ms, seconds| Entry {
        duration_ms,
        submitted_at: at(seconds),
        ..entry(number)
    };
    let entries = [of(1, 245_999, 50), of(2, 245_000, 60), of(3, 300_000, 40)];
    let ranking = Ranking::new(&RankingRules::default()).unwrap();
    let list = standings(&entries, &ranking, None);
    // 245.999 s and 245.000 s are the same whole second.
    assert_eq!(places(&list), [(1, 1), (2, 2), (3, 3)]);
    let by: Vec<Measure> = list
        .iter()
        .filter_map(|s| s.reason.map(|r| r.comparator.measure))
        .collect();
    assert_eq!(by, [Measure::SubmittedAt, Measure::Duration]);
    assert_eq!(
        list[0].reason.unwrap().vietnamese(),
        "Đứng trước hạng kế tiếp vì nộp bài sớm hơn: 07:00:50,000 01/01/1970 (giờ Việt Nam), \
         hạng kế tiếp 07:01:00,000 01/01/1970 (giờ Việt Nam)."
    );
    assert_eq!(
        list[1].reason.unwrap().english(),
        "Stands before the next place by a shorter time: 4 min 5 s, the next place 5 min 0 s."
    );
    assert_eq!(
        ranking.values(&list[1].key)[..],
        [Some(10), Some(245), Some(60_000)]
    );
}

#[test]
fn milliseconds_count_if_the_rules_say_so() {
    let mut rules = rules(&["duration asc"]);
    rules.duration_unit = DurationUnit::Millisecond;
    let of = |number, duration_ms| Entry {
        duration_ms,
        ..entry(number)
    };
    let ranking = Ranking::new(&rules).unwrap();
    let list = standings(&[of(1, 65_007), of(2, 65_006)], &ranking, None);
    assert_eq!(places(&list), [(1, 2), (2, 1)]);
    assert_eq!(
        list[0].reason.unwrap().vietnamese(),
        "Đứng trước hạng kế tiếp vì làm bài nhanh hơn: 1 phút 5,006 giây, hạng kế tiếp 1 phút 5,007 giây."
    );
}

#[test]
fn a_missing_guess_sorts_last_and_an_unknown_value_is_skipped() {
    let of = |number, prediction, duration_ms| Entry {
        duration_ms,
        prediction,
        ..entry(number)
    };
    let entries = [
        of(1, None, 10_000),
        of(2, Some(90), 40_000),
        of(3, Some(105), 30_000),
        of(4, Some(i64::MIN), 20_000),
    ];
    let by = ranking(&["correct desc", "prediction_distance asc", "duration asc"]);
    let known = standings(&entries, &by, Some(100));
    assert_eq!(places(&known), [(1, 3), (2, 2), (3, 4), (4, 1)]);
    assert_eq!(by.values(&known[0].key)[1], Some(5));
    assert_eq!(by.values(&known[3].key)[1], None);
    assert!(
        known[2]
            .reason
            .unwrap()
            .vietnamese()
            .ends_with("hạng kế tiếp không dự đoán.")
    );
    let live = standings(&entries, &by, None);
    assert_eq!(places(&live), [(1, 1), (2, 4), (3, 3), (4, 2)]);
    assert_eq!(
        live[0].reason.unwrap().comparator.measure,
        Measure::Duration
    );
    // Also where the farthest guess comes first.
    let far = standings(&entries, &ranking(&["prediction_distance desc"]), Some(100));
    assert_eq!(far.last().unwrap().number, 1);
}

#[test]
fn where_perfect_leaves_the_others_out() {
    let mut rules = rules(&["duration asc"]);
    rules.filter = Some(Where::Perfect);
    let imperfect = Entry {
        correct: 9,
        duration_ms: 1,
        ..entry(1)
    };
    let list = standings(&[imperfect, entry(2)], &Ranking::new(&rules).unwrap(), None);
    assert_eq!(places(&list), [(1, 2)]);
}

#[test]
fn the_recognised_attempt_is_chosen_by_its_own_list() {
    let of = |ordinal, correct, duration_ms| Entry {
        ordinal,
        correct,
        duration_ms,
        prediction: Some(ordinal),
        ..entry(1)
    };
    let entries = [
        of(3, 9, 10_000),
        of(1, 10, 50_400),
        of(2, 10, 50_000),
        of(4, 8, 1),
    ];
    let mut rules = rules(&["correct desc", "prediction_distance asc", "duration asc"]);
    let chosen = |rules: &RankingRules, rule| {
        let ranking = Ranking::new(rules).unwrap();
        let all = recognise(&entries, &ranking, rule);
        assert_eq!(all.len(), 1);
        all[0].ordinal
    };
    // 50.4 s and 50.0 s are equal: the earlier attempt counts.
    assert_eq!(chosen(&rules, Recognised::Best), 1);
    assert_eq!(chosen(&rules, Recognised::First), 1);
    assert_eq!(chosen(&rules, Recognised::Last), 4);
    rules.recognised_by = Some(vec!["duration asc".parse().unwrap()]);
    assert_eq!(chosen(&rules, Recognised::Best), 4);
    assert_eq!(
        recognised(&[], &Ranking::new(&rules).unwrap(), Recognised::Best),
        None
    );
}

#[test]
fn lists_that_can_not_be_ranked_by_are_refused_with_their_place() {
    let refused = |list: &[&str]| Ranking::new(&rules(list)).unwrap_err().to_string();
    assert_eq!(refused(&[]), "ranking.individual names no comparator");
    for list in [
        &["lot asc", "correct desc"][..],
        &["correct desc", "lot desc"],
    ] {
        assert!(refused(list).ends_with("the lot is the last resort: write «lot asc» at the end"));
    }
    assert_eq!(
        refused(&["score desc", "duration asc", "score asc"]),
        "ranking.individual[2]: «score» is in the list already"
    );
    let mut late = rules(&["correct desc"]);
    late.recognised_by = Some(vec!["prediction_distance asc".parse().unwrap()]);
    assert_eq!(
        Ranking::new(&late).unwrap_err().to_string(),
        "ranking.recognised_by[0]: «prediction_distance» is known only after the close"
    );
}

#[test]
fn who_failed_or_reached_too_little_is_not_ranked() {
    let mut rules = rules(&["total desc", "duration asc"]);
    rules.least = Some(Least {
        essay: Some(7),
        total: Some(18),
        ..Least::default()
    });
    let of = |number, score, essay| Entry {
        score,
        essay,
        ..entry(number)
    };
    let failed = Entry {
        failed: true,
        ..of(9, 20, Some(10))
    };
    let entries = [
        of(1, 10, Some(8)),
        of(2, 10, Some(7)),
        of(3, 11, Some(7)),
        of(4, 20, Some(6)),
        of(5, 20, None),
        failed,
    ];
    let ranking = Ranking::new(&rules).unwrap();
    let list = standings(&entries, &ranking, None);
    assert_eq!(places(&list), [(1, 1), (1, 3)]);
    // While the round runs nobody has marked an essay, and the board goes by points.
    let live: Vec<i64> = entries
        .iter()
        .filter(|e| ranking.admits_live(e))
        .map(|e| e.number)
        .collect();
    assert_eq!(live, [1, 2, 3, 4, 5]);
    assert!(ranking.live_key(&entries[3]) < ranking.live_key(&entries[2]));
    assert_eq!(ranking.live_key(&entries[0]), ranking.live_key(&entries[1]));
}

#[test]
fn the_lot_separates_only_who_is_equal_on_all_else() {
    let of = |number, correct| Entry {
        correct,
        ..entry(number)
    };
    let entries = [
        of(1, 10),
        of(2, 10),
        of(3, 9),
        of(4, 10),
        of(5, 8),
        of(6, 8),
    ];
    let by = ranking(&["correct desc", "lot asc"]);
    assert_eq!(
        places(&standings(&entries, &by, None)),
        [(1, 1), (1, 2), (1, 4), (4, 3), (5, 5), (5, 6)]
    );
    let ticket = |number: i64| [[9, 3, 1, 2, 8, 7][usize::try_from(number).unwrap() - 1]; 32];
    let drawn = standings_by_lot(&entries, &by, None, ticket);
    assert_eq!(
        places(&drawn),
        [(1, 4), (2, 2), (3, 1), (4, 3), (5, 6), (6, 5)]
    );
    let values: Vec<_> = drawn.iter().map(|s| by.values(&s.key)[1]).collect();
    assert_eq!(values, [Some(1), Some(2), Some(3), None, Some(1), Some(2)]);
    assert_eq!(
        drawn[0].reason.unwrap().vietnamese(),
        "Đứng trước hạng kế tiếp vì kết quả bốc thăm: 1, hạng kế tiếp 2."
    );
    assert_eq!(
        drawn[2].reason.unwrap().comparator.measure,
        Measure::Correct
    );
    // Where the rules name no lot, none is drawn.
    let plain = ranking(&["correct desc"]);
    assert_eq!(
        standings_by_lot(&entries, &plain, None, ticket),
        standings(&entries, &plain, None)
    );
}

const MEASURES: [&str; 8] = [
    "correct",
    "score",
    "duration",
    "submitted_at",
    "prediction_distance",
    "attempts_used",
    "essay",
    "total",
];

fn any_ranking() -> impl Strategy<Value = Ranking> {
    let lists = prop::sample::subsequence(MEASURES.to_vec(), 1..=8).prop_shuffle();
    (lists, any::<[bool; 8]>(), any::<bool>()).prop_map(|(measures, descends, perfect)| {
        let list: Vec<String> = measures
            .iter()
            .zip(descends)
            .map(|(measure, desc)| format!("{measure} {}", if desc { "desc" } else { "asc" }))
            .collect();
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        let mut rules = rules(&list);
        rules.filter = perfect.then_some(Where::Perfect);
        Ranking::new(&rules).unwrap()
    })
}

prop_compose! {
    /// People with few different values, so that many are equal.
    fn people()(
        values in prop::collection::vec(
            (
                8_i64..11, 8_i64..10, 0_i64..3_000, 0_i64..3, prop::option::of(0_i64..4),
                1_i64..3, prop::option::of(0_i64..3), prop::bool::weighted(0.1),
            ),
            0..40,
        ),
    ) -> Vec<Entry> {
        (1..).zip(values).map(|(number, value)| {
            let (correct, score, duration_ms, seconds, prediction, used, essay, failed) = value;
            Entry {
                correct, score, duration_ms, prediction, essay, failed,
                submitted_at: at(seconds),
                attempts_used: used,
                ..entry(number)
            }
        }).collect()
    }
}

/// Whether `a` stands before `b`, comparator by comparator, written without keys.
fn stands_before(a: &Entry, b: &Entry, ranking: &Ranking, actual: Option<i64>) -> bool {
    use crate::domain::contest::Direction;
    for comparator in ranking.comparators() {
        let of = |e: &Entry| match comparator.measure {
            Measure::Correct => Some(e.correct),
            Measure::Score => Some(e.score),
            Measure::Duration => Some(e.duration_ms / 1000),
            Measure::SubmittedAt => Some(e.submitted_at.micros()),
            Measure::AttemptsUsed => Some(e.attempts_used),
            Measure::Essay => e.essay,
            Measure::Total => Some(e.score + e.essay.unwrap_or(0)),
            _ => actual.and_then(|actual| e.prediction.map(|guess| (guess - actual).abs())),
        };
        match (of(a), of(b)) {
            (Some(x), Some(y)) if x != y => {
                return (x < y) == (comparator.direction == Direction::Asc);
            }
            (Some(_), None) => return true,
            (None, Some(_)) => return false,
            _ => {}
        }
    }
    false
}

proptest! {
    #[test]
    fn a_lot_orders_equals_and_moves_nobody_else(people in people(), ranking in any_ranking()) {
        let mut list: Vec<String> = ranking.comparators().iter().map(ToString::to_string).collect();
        list.push("lot asc".to_owned());
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        let mut with_lot = rules(&list);
        with_lot.filter = Some(Where::Perfect);
        let ranking = Ranking::new(&with_lot).unwrap();
        let ticket = |number: i64| [u8::try_from(number * 37 % 251).unwrap(); 32];
        let shared = standings(&people, &ranking, None);
        let drawn = standings_by_lot(&people, &ranking, None, ticket);
        prop_assert_eq!(shared.len(), drawn.len());
        let place_before: std::collections::BTreeMap<i64, i64> =
            shared.iter().map(|s| (s.number, s.place)).collect();
        for (at, standing) in (1..).zip(&drawn) {
            prop_assert_eq!(standing.place, at, "every place is taken once");
        }
        for pair in drawn.windows(2) {
            let (a, b) = (place_before[&pair[0].number], place_before[&pair[1].number]);
            prop_assert!(a < b || (a == b && ticket(pair[0].number) < ticket(pair[1].number)));
        }
    }

    #[test]
    fn places_are_those_of_the_definition(
        people in people(), ranking in any_ranking(), actual in prop::option::of(0_i64..4),
    ) {
        let list = standings(&people, &ranking, actual);
        let admitted: Vec<&Entry> = people.iter().filter(|e| ranking.admits(e)).collect();
        prop_assert_eq!(list.len(), admitted.len());
        for standing in &list {
            let me = admitted.iter().find(|e| e.number == standing.number).unwrap();
            let above = admitted.iter().filter(|e| stands_before(e, me, &ranking, actual)).count();
            prop_assert_eq!(standing.place, i64::try_from(above).unwrap() + 1);
        }
        for pair in list.windows(2) {
            prop_assert!((pair[0].place, pair[0].number) < (pair[1].place, pair[1].number));
        }
    }

    #[test]
    fn the_order_of_the_input_is_of_no_account(
        (people, shuffled) in people().prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle())),
        ranking in any_ranking(), actual in prop::option::of(0_i64..4),
    ) {
        prop_assert_eq!(
            standings(&people, &ranking, actual),
            standings(&shuffled, &ranking, actual)
        );
    }

    #[test]
    fn standing_before_is_a_total_order(
        people in people(), ranking in any_ranking(), actual in prop::option::of(0_i64..4),
    ) {
        let key = |e: &Entry| ranking.key(e, actual);
        for a in &people {
            for b in &people {
                // The keys say what the definition says, both ways, so exactly one of <, =, > holds.
                prop_assert_eq!(key(a) < key(b), stands_before(a, b, &ranking, actual));
                for c in people.iter().take(8) {
                    if stands_before(a, b, &ranking, actual) && stands_before(b, c, &ranking, actual) {
                        prop_assert!(stands_before(a, c, &ranking, actual));
                    }
                }
            }
        }
    }

    #[test]
    fn a_reason_names_a_real_difference_and_nothing_before_it_differs(
        people in people(), ranking in any_ranking(), actual in prop::option::of(0_i64..4),
    ) {
        let list = standings(&people, &ranking, actual);
        for (at, standing) in list.iter().enumerate() {
            let next = list[at..].iter().find(|s| s.place > standing.place);
            prop_assert_eq!(standing.reason.is_some(), next.is_some());
            let (Some(reason), Some(next)) = (standing.reason, next) else { continue };
            let mine = ranking.values(&standing.key);
            let theirs = ranking.values(&next.key);
            let step = ranking.comparators().iter().position(|c| *c == reason.comparator).unwrap();
            prop_assert_eq!(&mine[..step], &theirs[..step]);
            prop_assert_ne!(mine[step], theirs[step]);
            prop_assert_eq!((reason.mine, reason.next), (mine[step], theirs[step]));
            let text = serde_json::to_string(&reason).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reason>(&text).unwrap(), reason);
        }
    }
}
