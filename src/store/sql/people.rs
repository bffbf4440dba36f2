//! People as staff work on them, in SQL.

use super::Work;
use super::attempts::{AttemptRow, COLUMNS as ATTEMPT_COLUMNS};
use super::db::{self, Db};
use super::participants::{COLUMNS, ParticipantRow};
use super::row::{document, instant, json};
use crate::domain::running::{Exclusion, PersonChange, phone_term, search_terms, sort_name};
use crate::domain::{
    Attempt, ChangeId, ContestId, ExclusionId, Participant, ParticipantId, RoundId, Timestamp,
    UnitId, text,
};
use crate::store::{
    Among, Needle, People, PeopleFilter, PeopleOrder, PeoplePlace, PersonLine, Progress, StoreError,
};
use async_trait::async_trait;
use serde::Serialize;
use sqlx::QueryBuilder;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Fewest digits that are looked for at the end of a telephone number.
const FEWEST_DIGITS: usize = 3;
/// Stands after every text that begins with the one before it.
const LAST: char = '\u{10FFFF}';

/// Ids of a unit, which is bound last, and of all units below it.
const BELOW: (&str, &str) = (
    "(with recursive below (id) as (select id from units where id = ",
    " union select u.id from units as u join below as b on u.parent_id = b.id) select id from below)",
);

/// What a person is found by, as the rows parameter of [`db::TERM_ROWS`] holds it.
#[derive(Serialize)]
pub(super) struct TermRow {
    participant: ParticipantId,
    term: String,
}

/// The terms of a person.
pub(super) fn terms_of(person: &Participant) -> Vec<TermRow> {
    let phone = person.fields.get("phone").map(String::as_str);
    let terms = search_terms(&person.full_name, phone).into_iter();
    terms
        .map(|term| TermRow {
            participant: person.id,
            term,
        })
        .collect()
}

/// Writes terms of people of one contest; those that are there stay.
pub(super) async fn put_terms(
    conn: &mut <Db as sqlx::Database>::Connection,
    contest: ContestId,
    terms: &[TermRow],
) -> Result<(), StoreError> {
    if terms.is_empty() {
        return Ok(());
    }
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) insert into participant_terms (contest_id, term, participant_id) \
         select $2, v.term, v.participant from v where true on conflict do nothing",
        db::TERM_ROWS
    ));
    sqlx::query(sql)
        .bind(json(&terms))
        .bind(contest.0)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    person: ParticipantRow,
    sort_name: Option<String>,
    excluded_at: Option<i64>,
}

impl TryFrom<LineRow> for PersonLine {
    type Error = StoreError;
    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let person = Participant::try_from(row.person)?;
        Ok(Self {
            place: PeoplePlace {
                name: row.sort_name.unwrap_or_default(),
                number: person.number,
            },
            excluded_at: row.excluded_at.map(instant),
            person,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    id: Uuid,
    participant_id: Uuid,
    at: i64,
    made_by: String,
    what: String,
    before_value: Option<String>,
    after_value: Option<String>,
    reason: String,
}

#[derive(sqlx::FromRow)]
struct ExclusionRow {
    id: Uuid,
    participant_id: Uuid,
    reason: String,
    made_by: String,
    at: i64,
    voidings: String,
    lifted_at: Option<i64>,
}

/// A person's name to order by, as the rows parameter of [`db::SORT_ROWS`] holds it.
#[derive(Serialize)]
struct SortRow {
    participant: ParticipantId,
    sort_name: String,
}

fn is_by_name(order: PeopleOrder) -> bool {
    matches!(order, PeopleOrder::Name | PeopleOrder::NameDown)
}

fn order_clause(order: PeopleOrder) -> &'static str {
    match order {
        PeopleOrder::Number => " order by p.number",
        PeopleOrder::NumberDown => " order by p.number desc",
        PeopleOrder::Name => " order by p.sort_name, p.number",
        PeopleOrder::NameDown => " order by p.sort_name desc, p.number desc",
    }
}

/// Adds the condition of standing behind a place in that order, or of standing up to it.
fn push_place(
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
fn push_rounds(query: &mut QueryBuilder<Db>, rounds: &[RoundId]) {
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
fn push_people(query: &mut QueryBuilder<Db>, people: &[ParticipantId]) {
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
fn push_filter(query: &mut QueryBuilder<Db>, filter: &PeopleFilter) {
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
fn number_of(digits: &str) -> i64 {
    digits.parse().unwrap_or(-1)
}

/// Digits as they stand at the end of a number in E.164: a national number without its zero.
fn without_zero(digits: &str) -> &str {
    if digits.len() >= 9 {
        digits.strip_prefix('0').unwrap_or(digits)
    } else {
        digits
    }
}

fn like_literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

impl Work {
    /// Ids of a query over one column, if they are not more than so many.
    async fn few(
        &mut self,
        mut query: QueryBuilder<Db>,
        most: usize,
    ) -> Result<Option<BTreeSet<Uuid>>, StoreError> {
        query
            .push(" limit ")
            .push_bind(i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1));
        let rows: Vec<(Uuid,)> = query.build_query_as().fetch_all(&mut *self.tx).await?;
        Ok((rows.len() <= most).then(|| rows.into_iter().map(|(id,)| id).collect()))
    }

    async fn of_term(
        &mut self,
        contest: ContestId,
        term: &str,
        most: usize,
    ) -> Result<Option<BTreeSet<Uuid>>, StoreError> {
        let mut query =
            QueryBuilder::new("select participant_id from participant_terms where contest_id = ");
        query
            .push_bind(contest.0)
            .push(" and term >= ")
            .push_bind(term.to_owned())
            .push(" and term < ")
            .push_bind(format!("{term}{LAST}"));
        self.few(query, most).await
    }

    async fn of_needle(
        &mut self,
        filter: &PeopleFilter,
        most: usize,
    ) -> Result<Option<BTreeSet<Uuid>>, StoreError> {
        match &filter.needle {
            None => Ok(None),
            Some(Needle::Words(words)) => self.of_term(filter.contest, words, most).await,
            Some(Needle::Digits(digits)) => {
                let mut query =
                    QueryBuilder::new("select id from participants where contest_id = ");
                query
                    .push_bind(filter.contest.0)
                    .push(" and number = ")
                    .push_bind(number_of(digits));
                let Some(mut found) = self.few(query, most).await? else {
                    return Ok(None);
                };
                if digits.len() >= FEWEST_DIGITS
                    && let Some(term) = phone_term(without_zero(digits))
                {
                    let Some(more) = self.of_term(filter.contest, &term, most).await? else {
                        return Ok(None);
                    };
                    found.extend(more);
                }
                Ok(Some(found))
            }
        }
    }

    /// Forgets by what the person is found, before it changes.
    async fn unindex(&mut self, id: ParticipantId) -> Result<(), StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} from participants where id = $1"));
        let row = sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(row) = row else {
            return Ok(());
        };
        let person = Participant::try_from(row)?;
        for row in terms_of(&person) {
            sqlx::query(
                "delete from participant_terms \
                 where contest_id = $1 and term = $2 and participant_id = $3",
            )
            .bind(person.contest.0)
            .bind(row.term)
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    /// Writes name, birth date, unit, fields and, where it is told, identity, and by what the person is
    /// found from then on, unless the fields are no longer `before`.
    pub(super) async fn rewrite_person(
        &mut self,
        person: &Participant,
        identity: Option<&[u8; 32]>,
        before: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        self.unindex(person.id).await?;
        let done = sqlx::query(
            "update participants set full_name = $3, folded_name = $4, sort_name = $5, \
             birth_date = $6, unit_id = $7, fields = $8, identity = coalesce($9, identity) \
             where id = $1 and fields = $2",
        )
        .bind(person.id.0)
        .bind(json(before))
        .bind(&person.full_name)
        .bind(text::folded(&person.full_name))
        .bind(sort_name(&person.full_name))
        .bind(person.birth_date.map(|date| date.to_string()))
        .bind(person.unit.map(|unit| unit.0))
        .bind(json(&person.fields))
        .bind(identity.map(|identity| identity.to_vec()))
        .execute(&mut *self.tx)
        .await?;
        put_terms(&mut self.tx, person.contest, &terms_of(person)).await?;
        Ok(done.rows_affected() == 1)
    }
}

#[async_trait]
impl People for Work {
    async fn people_candidates(
        &mut self,
        filter: &PeopleFilter,
        most: usize,
    ) -> Result<Option<Vec<ParticipantId>>, StoreError> {
        let mut found = self.of_needle(filter, most).await?;
        if found.is_none()
            && let Some((progress, rounds)) = &filter.progress
        {
            let query = match progress {
                Progress::Excluded => {
                    let mut query =
                        QueryBuilder::new("select id from participants where contest_id = ");
                    query
                        .push_bind(filter.contest.0)
                        .push(" and excluded_at is not null");
                    Some(query)
                }
                Progress::Sitting => {
                    let mut query = QueryBuilder::new(
                        "select participant_id from attempts where state = 'active' and round_id in ",
                    );
                    push_rounds(&mut query, rounds);
                    Some(query)
                }
                Progress::Registered | Progress::HandedIn => None,
            };
            if let Some(query) = query {
                found = self.few(query, most).await?;
            }
        }
        if found.is_none()
            && let Some(unit) = filter.unit
        {
            let mut query = QueryBuilder::new("select id from participants where contest_id = ");
            query
                .push_bind(filter.contest.0)
                .push(" and unit_id in ")
                .push(BELOW.0)
                .push_bind(unit.0)
                .push(BELOW.1);
            found = self.few(query, most).await?;
        }
        Ok(found.map(|ids| ids.into_iter().map(ParticipantId).collect()))
    }

    async fn find_people(
        &mut self,
        filter: &PeopleFilter,
        among: &Among<'_>,
        order: PeopleOrder,
        after: Option<&PeoplePlace>,
        limit: i64,
    ) -> Result<Vec<PersonLine>, StoreError> {
        let mut query = QueryBuilder::new(format!(
            "select {COLUMNS}, sort_name, excluded_at from participants as p where "
        ));
        match among {
            // Candidates are of the contest; another condition would lead the database to its index.
            Among::Candidates(people) => {
                query.push("p.id in ");
                push_people(&mut query, people);
            }
            Among::UpTo(place) => {
                query.push("p.contest_id = ").push_bind(filter.contest.0);
                if let Some(place) = place {
                    push_place(&mut query, order, place, false);
                }
            }
        }
        if let Some(place) = after {
            push_place(&mut query, order, place, true);
        }
        push_filter(&mut query, filter);
        query
            .push(order_clause(order))
            .push(" limit ")
            .push_bind(limit);
        let rows: Vec<LineRow> = query.build_query_as().fetch_all(&mut *self.tx).await?;
        rows.into_iter().map(PersonLine::try_from).collect()
    }

    async fn count_candidates(
        &mut self,
        filter: &PeopleFilter,
        candidates: &[ParticipantId],
    ) -> Result<i64, StoreError> {
        let mut query = QueryBuilder::new("select count(*) from participants as p where p.id in ");
        push_people(&mut query, candidates);
        push_filter(&mut query, filter);
        let (count,): (i64,) = query.build_query_as().fetch_one(&mut *self.tx).await?;
        Ok(count)
    }

    async fn place_beyond(
        &mut self,
        contest: ContestId,
        order: PeopleOrder,
        after: Option<&PeoplePlace>,
        people: i64,
    ) -> Result<Option<PeoplePlace>, StoreError> {
        // Only what the index of the order holds, or every row would have to be looked at.
        let name = if is_by_name(order) {
            "p.sort_name"
        } else {
            "''"
        };
        let mut query = QueryBuilder::new(format!(
            "select {name}, p.number from participants as p where p.contest_id = "
        ));
        query.push_bind(contest.0);
        if is_by_name(order) {
            query.push(" and p.sort_name is not null");
        }
        if let Some(place) = after {
            push_place(&mut query, order, place, true);
        }
        query
            .push(order_clause(order))
            .push(" limit 1 offset ")
            .push_bind(people.saturating_sub(1).max(0));
        let row: Option<(String, i64)> =
            query.build_query_as().fetch_optional(&mut *self.tx).await?;
        Ok(row.map(|(name, number)| PeoplePlace { name, number }))
    }

    async fn place_of(
        &mut self,
        contest: ContestId,
        number: i64,
    ) -> Result<Option<PeoplePlace>, StoreError> {
        let row: Option<(Option<String>,)> = sqlx::query_as::<Db, _>(
            "select sort_name from participants where contest_id = $1 and number = $2",
        )
        .bind(contest.0)
        .bind(number)
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.map(|(name,)| PeoplePlace {
            name: name.unwrap_or_default(),
            number,
        }))
    }

    async fn registered(&mut self, contest: ContestId) -> Result<i64, StoreError> {
        let row: Option<(i64,)> =
            sqlx::query_as::<Db, _>("select last_number from contests where id = $1")
                .bind(contest.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map_or(0, |(last,)| last))
    }

    async fn registered_in(&mut self, contest: ContestId, unit: UnitId) -> Result<i64, StoreError> {
        let mut query =
            QueryBuilder::new("select count(*) from participants as p where p.contest_id = ");
        query
            .push_bind(contest.0)
            .push(" and p.unit_id in ")
            .push(BELOW.0)
            .push_bind(unit.0)
            .push(BELOW.1);
        let (count,): (i64,) = query.build_query_as().fetch_one(&mut *self.tx).await?;
        Ok(count)
    }

    async fn attempts_of_people(
        &mut self,
        people: &[ParticipantId],
    ) -> Result<Vec<Attempt>, StoreError> {
        let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
        let sql = sqlx::AssertSqlSafe(format!(
            "select {ATTEMPT_COLUMNS} from attempts as a where {} \
             order by a.participant_id, a.started_at, a.ordinal",
            db::ids_in("a.participant_id", "$1")
        ));
        sqlx::query_as::<Db, AttemptRow>(sql)
            .bind(db::ids(&ids))
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Attempt::try_from)
            .collect()
    }

    async fn person_line(&mut self, id: ParticipantId) -> Result<Option<PersonLine>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS}, sort_name, excluded_at from participants where id = $1"
        ));
        sqlx::query_as::<Db, LineRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(PersonLine::try_from)
            .transpose()
    }

    async fn correct_person(
        &mut self,
        person: &Participant,
        identity: &[u8; 32],
        before: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        self.rewrite_person(person, Some(identity), before).await
    }

    async fn add_change(&mut self, change: &PersonChange) -> Result<(), StoreError> {
        sqlx::query(
            "insert into participant_changes (id, participant_id, at, made_by, what, before_value, \
             after_value, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(change.id.0)
        .bind(change.participant.0)
        .bind(change.at.micros())
        .bind(&change.made_by)
        .bind(&change.what)
        .bind(&change.before)
        .bind(&change.after)
        .bind(&change.reason)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn changes_of(&mut self, person: ParticipantId) -> Result<Vec<PersonChange>, StoreError> {
        let rows: Vec<ChangeRow> = sqlx::query_as::<Db, _>(
            "select id, participant_id, at, made_by, what, before_value, after_value, reason \
             from participant_changes where participant_id = $1 order by at, id",
        )
        .bind(person.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| PersonChange {
                id: ChangeId(row.id),
                participant: ParticipantId(row.participant_id),
                at: instant(row.at),
                made_by: row.made_by,
                what: row.what,
                before: row.before_value,
                after: row.after_value,
                reason: row.reason,
            })
            .collect())
    }

    async fn set_excluded(
        &mut self,
        person: ParticipantId,
        at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update participants set excluded_at = $2 where id = $1 \
             and (excluded_at is null) = (cast($2 as bigint) is not null)",
        )
        .bind(person.0)
        .bind(at.map(Timestamp::micros))
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_exclusion(&mut self, exclusion: &Exclusion) -> Result<(), StoreError> {
        sqlx::query(
            "insert into exclusions (id, participant_id, reason, made_by, at, voidings, lifted_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(exclusion.id.0)
        .bind(exclusion.participant.0)
        .bind(&exclusion.reason)
        .bind(&exclusion.made_by)
        .bind(exclusion.at.micros())
        .bind(json(&exclusion.voidings))
        .bind(exclusion.lifted_at.map(Timestamp::micros))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn exclusion_of(
        &mut self,
        person: ParticipantId,
    ) -> Result<Option<Exclusion>, StoreError> {
        let row: Option<ExclusionRow> = sqlx::query_as::<Db, _>(
            "select id, participant_id, reason, made_by, at, voidings, lifted_at from exclusions \
             where participant_id = $1 and lifted_at is null order by at desc limit 1",
        )
        .bind(person.0)
        .fetch_optional(&mut *self.tx)
        .await?;
        row.map(|row| {
            Ok(Exclusion {
                id: ExclusionId(row.id),
                participant: ParticipantId(row.participant_id),
                reason: row.reason,
                made_by: row.made_by,
                at: instant(row.at),
                voidings: document("exclusions", "voidings", &row.voidings)?,
                lifted_at: row.lifted_at.map(instant),
            })
        })
        .transpose()
    }

    async fn lift_exclusion(&mut self, id: ExclusionId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update exclusions set lifted_at = $2 where id = $1 and lifted_at is null")
            .bind(id.0)
            .bind(at.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn index_people(&mut self, most: i64) -> Result<usize, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from participants where sort_name is null limit $1"
        ));
        let rows = sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(most)
            .fetch_all(&mut *self.tx)
            .await?;
        let mut terms: BTreeMap<ContestId, Vec<TermRow>> = BTreeMap::new();
        let mut names = Vec::with_capacity(rows.len());
        for row in rows {
            let person = Participant::try_from(row)?;
            terms
                .entry(person.contest)
                .or_default()
                .extend(terms_of(&person));
            names.push(SortRow {
                participant: person.id,
                sort_name: sort_name(&person.full_name),
            });
        }
        for (contest, terms) in &terms {
            put_terms(&mut self.tx, *contest, terms).await?;
        }
        if !names.is_empty() {
            let sql = sqlx::AssertSqlSafe(format!(
                "with v as ({}) update participants set sort_name = v.sort_name from v \
                 where participants.id = v.participant",
                db::SORT_ROWS
            ));
            sqlx::query(sql)
                .bind(json(&names))
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(names.len())
    }
}
