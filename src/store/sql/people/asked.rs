//! What a list of people asks for, as conditions.

use super::super::db::{self, Db};
use crate::domain::{ParticipantId, RoundId};
use crate::store::{Needle, PeopleFilter, PeopleOrder, PeoplePlace, Progress};
use sqlx::QueryBuilder;
use uuid::Uuid;

/// Fewest digits that are looked for at the end of a telephone number.
pub(super) const FEWEST_DIGITS: usize = 3;
/// Ids of a unit, which is bound last, and of all units below it.
pub(super) const BELOW: (&str, &str) = (
    "(with recursive below (id) as (select id from units where id = ",
    " union select u.id from units as u join below as b on u.parent_id = b.id) select id from below)",
);

pub(super) fn is_by_name(order: PeopleOrder) -> bool {
    matches!(order, PeopleOrder::Name | PeopleOrder::NameDown)
}

pub(super) fn order_clause(order: PeopleOrder) -> &'static str {
    match order {
        PeopleOrder::Number => " order by p.number",
        PeopleOrder::NumberDown => " order by p.number desc",
        PeopleOrder::Name => " order by p.sort_name, p.number",
        PeopleOrder::NameDown => " order by p.sort_name desc, p.number desc",
    }
}

/// Adds the condition of standing behind a place in that order, or of standing up to it.
pub(super) fn push_place(
    query: &mut QueryBuilder<Db>,
    order: PeopleOrder,
    place: &PeoplePlace,
    is_behind: bool,
) {
    let rises = matches!(order, PeopleOrder::Number | PeopleOrder::Name);
    let sign = match (rises, is_behind) {
        (true, true) => " > ",
        (true, false) => " <= ",
        (false, true) => " < ",
        (false, false) => " >= ",
    };
    if is_by_name(order) {
        query
            .push(" and (p.sort_name, p.number)")
            .push(sign)
            .push("(")
            .push_bind(place.name.clone())
            .push(", ")
            .push_bind(place.number)
            .push(")");
    } else {
        query
            .push(" and p.number")
            .push(sign)
            .push_bind(place.number);
    }
}

/// Adds the ids of rounds in brackets; no round is the one that nobody has.
pub(super) fn push_rounds(query: &mut QueryBuilder<Db>, rounds: &[RoundId]) {
    query.push("(");
    let mut ids = query.separated(", ");
    for round in rounds {
        ids.push_bind(round.0);
    }
    if rounds.is_empty() {
        ids.push_bind(Uuid::nil());
    }
    query.push(")");
}

/// Adds ids of people in brackets.
pub(super) fn push_people(query: &mut QueryBuilder<Db>, people: &[ParticipantId]) {
    query.push("(");
    let mut ids = query.separated(", ");
    for person in people {
        ids.push_bind(person.0);
    }
    if people.is_empty() {
        ids.push_bind(Uuid::nil());
    }
    query.push(")");
}

/// Adds the conditions of a filter on `p`, all but the contest.
pub(super) fn push_filter(query: &mut QueryBuilder<Db>, filter: &PeopleFilter) {
    match &filter.needle {
        None => {}
        Some(Needle::Words(words)) => {
            let words = like_literal(words);
            query
                .push(" and (p.folded_name like ")
                .push_bind(format!("{words}%"))
                .push(" escape '\\' or p.folded_name like ")
                .push_bind(format!("% {words}%"))
                .push(" escape '\\')");
        }
        Some(Needle::Digits(digits)) => {
            query.push(" and (p.number = ").push_bind(number_of(digits));
            if digits.len() >= FEWEST_DIGITS {
                query
                    .push(" or ")
                    .push(db::member("p.fields"))
                    .push(" 'phone' like ")
                    .push_bind(format!("%{}", without_zero(digits)));
            }
            query.push(")");
        }
    }
    if let Some(unit) = filter.unit {
        query
            .push(" and p.unit_id in ")
            .push(BELOW.0)
            .push_bind(unit.0)
            .push(BELOW.1);
    }
    if let Some(group) = &filter.group {
        query.push(" and p.group_code = ").push_bind(group.clone());
    }
    let Some((progress, rounds)) = &filter.progress else {
        return;
    };
    let states = match progress {
        Progress::Excluded => {
            query.push(" and p.excluded_at is not null");
            return;
        }
        Progress::Registered => "a.state <> 'void'",
        Progress::Sitting => "a.state = 'active'",
        Progress::HandedIn => "a.state in ('submitted', 'expired')",
    };
    if *progress == Progress::Registered {
        query.push(" and p.excluded_at is null and not");
    } else {
        query.push(" and");
    }
    query.push(
        " exists (select 1 from attempts as a where a.participant_id = p.id and a.round_id in ",
    );
    push_rounds(query, rounds);
    query.push(" and ").push(states).push(")");
}

/// A number that people have, or one that nobody has.
pub(super) fn number_of(digits: &str) -> i64 {
    digits.parse().unwrap_or(-1)
}

/// Digits as they stand at the end of a number in E.164: a national number without its zero.
pub(super) fn without_zero(digits: &str) -> &str {
    if digits.len() >= 9 {
        digits.strip_prefix('0').unwrap_or(digits)
    } else {
        digits
    }
}

pub(super) fn like_literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
