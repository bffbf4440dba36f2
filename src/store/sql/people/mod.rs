//! People as staff work on them, in SQL.

mod asked;
mod terms;

use asked::{BELOW, is_by_name, order_clause, push_filter, push_people, push_place, push_rounds};
pub(super) use terms::{TermRow, put_terms, terms_of};

use super::Work;
use super::attempts::{AttemptRow, COLUMNS as ATTEMPT_COLUMNS};
use super::db::{self, Db};
use super::participants::{COLUMNS, ParticipantRow};
use super::row::{document, instant, json};
use crate::domain::running::{Exclusion, PersonChange, sort_name};
use crate::domain::{
    Attempt, ChangeId, ContestId, ExclusionId, Participant, ParticipantId, Timestamp, UnitId,
};
use crate::store::{
    Among, People, PeopleFilter, PeopleOrder, PeoplePlace, PersonLine, Progress, StoreError,
};
use async_trait::async_trait;
use serde::Serialize;
use sqlx::QueryBuilder;
use std::collections::BTreeMap;
use uuid::Uuid;

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
