//! The walk through the prizes.

use super::{Allotted, Caps, Contender, Given, Offer, Passed, RankedList, Subject, Tie, Why};
use std::collections::{BTreeMap, BTreeSet};

/// Gives every prize, in the order of the offers; the answer stands in the same order.
///
/// Who is tied for a prize counts as having it while other prizes are given: either he gets it, or
/// the outcome is asked for anew once it is decided.
pub fn allot(offers: &[Offer], lists: &[RankedList], caps: Caps) -> Vec<Allotted> {
    let mut lines: Vec<Line> = lists.iter().map(Line::of).collect();
    let mut books = Books::new(caps);
    for offer in offers {
        let line = offer.list.and_then(|at| lines.get_mut(at));
        if let (Some(fixed), Some(line)) = (&offer.fixed, line) {
            for subject in fixed {
                books.note(line, *subject);
            }
        }
    }
    offers
        .iter()
        .map(|offer| {
            let line = offer.list.and_then(|at| lines.get_mut(at));
            match (line, &offer.fixed) {
                (Some(line), Some(fixed)) => already(line, fixed, offer.count),
                (Some(line), None) => give(line, offer.count, &mut books),
                (None, _) => Allotted {
                    left: offer.count,
                    ..Allotted::default()
                },
            }
        })
        .collect()
}

/// A ranking on the way through its prizes.
struct Line {
    round: Option<usize>,
    /// Equals together, the highest last.
    groups: Vec<Vec<Contender>>,
    /// Whom a prize of this ranking was given to, or who is tied for one.
    holders: BTreeSet<Subject>,
    /// Equals of whom so many still have to find a seat among the next prizes.
    tied: Option<(Tie, i64)>,
    /// How many were passed over so far.
    passed: usize,
    /// The place of everybody, for prizes that were given before.
    places: BTreeMap<Subject, i64>,
}

impl Line {
    fn of(list: &RankedList) -> Self {
        let key = |c: &Contender| (c.place, c.turn.unwrap_or(i64::MAX));
        let mut sorted = list.contenders.clone();
        sorted.sort_unstable_by_key(|c| (key(c), c.subject));
        let mut groups: Vec<Vec<Contender>> = sorted
            .chunk_by(|a, b| key(a) == key(b))
            .map(<[Contender]>::to_vec)
            .collect();
        groups.reverse();
        Self {
            round: list.round,
            groups,
            holders: BTreeSet::new(),
            tied: None,
            passed: 0,
            places: sorted.iter().map(|c| (c.subject, c.place)).collect(),
        }
    }
}

/// How many prizes everybody has.
struct Books {
    caps: Caps,
    of_round: BTreeMap<(usize, Subject), u32>,
    of_contest: BTreeMap<Subject, u32>,
}

impl Books {
    fn new(caps: Caps) -> Self {
        Self {
            caps,
            of_round: BTreeMap::new(),
            of_contest: BTreeMap::new(),
        }
    }

    fn note(&mut self, line: &mut Line, subject: Subject) {
        line.holders.insert(subject);
        *self.of_contest.entry(subject).or_default() += 1;
        if let Some(round) = line.round {
            *self.of_round.entry((round, subject)).or_default() += 1;
        }
    }

    /// Why that contender is passed over; none: he is next.
    fn objection(&self, line: &Line, contender: &Contender) -> Option<Why> {
        let subject = contender.subject;
        if contender.is_void {
            return Some(Why::Void);
        }
        if line.holders.contains(&subject) {
            return Some(Why::HasOne);
        }
        if matches!(subject, Subject::Unit(_)) {
            return None;
        }
        let has = |count: Option<&u32>, cap: u32| cap > 0 && count.is_some_and(|n| *n >= cap);
        let in_round = line.round.map(|round| (round, subject));
        if has(
            in_round.and_then(|key| self.of_round.get(&key)),
            self.caps.per_round,
        ) {
            return Some(Why::CapOfRound);
        }
        has(self.of_contest.get(&subject), self.caps.per_contest).then_some(Why::CapOfContest)
    }
}

fn already(line: &Line, fixed: &[Subject], count: i64) -> Allotted {
    let given: Vec<Given> = fixed
        .iter()
        .map(|subject| Given {
            subject: *subject,
            place: line.places.get(subject).copied().unwrap_or(0),
            moved_up: 0,
        })
        .collect();
    Allotted {
        left: count - length(&given),
        given,
        ..Allotted::default()
    }
}

fn give(line: &mut Line, count: i64, books: &mut Books) -> Allotted {
    let mut out = Allotted {
        left: count,
        ..Allotted::default()
    };
    // Equals that the prize before did not have room for take their seats first.
    if let Some((tie, waiting)) = line.tied.take() {
        let seats = waiting.min(out.left);
        out.left -= seats;
        out.undecided.push(Tie {
            seats,
            ..tie.clone()
        });
        if waiting > seats {
            line.tied = Some((tie, waiting - seats));
        }
    }
    while out.left > 0 {
        let Some(group) = line.groups.pop() else {
            break;
        };
        let mut next = Vec::with_capacity(group.len());
        for contender in group {
            match books.objection(line, &contender) {
                None => next.push(contender),
                Some(why) => {
                    line.passed += 1;
                    out.passed.push(Passed {
                        subject: contender.subject,
                        place: contender.place,
                        why,
                    });
                }
            }
        }
        for contender in &next {
            books.note(line, contender.subject);
        }
        let wanted = length(&next);
        if wanted <= out.left {
            out.left -= wanted;
            let moved_up = line.passed;
            out.given.extend(next.iter().map(|contender| Given {
                subject: contender.subject,
                place: contender.place,
                moved_up,
            }));
        } else {
            let tie = Tie {
                place: next[0].place,
                seats: out.left,
                people: next.iter().map(|contender| contender.subject).collect(),
            };
            line.tied = Some((tie.clone(), wanted - out.left));
            out.undecided.push(tie);
            out.left = 0;
        }
    }
    out
}

fn length<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}
