//! By what people are found: words of their names and the ends of their telephone numbers.

use super::super::Work;
use super::super::db::{self, Db};
use super::super::participants::{COLUMNS, ParticipantRow};
use super::super::row::json;
use super::asked::{FEWEST_DIGITS, number_of, without_zero};
use crate::domain::running::{phone_term, search_terms, sort_name};
use crate::domain::{ContestId, Participant, ParticipantId, text};
use crate::store::{Needle, PeopleFilter, StoreError};
use serde::Serialize;
use sqlx::QueryBuilder;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Stands after every text that begins with the one before it.
const LAST: char = '\u{10FFFF}';

/// What a person is found by, as the rows parameter of [`db::TERM_ROWS`] holds it.
#[derive(Serialize)]
pub(in super::super) struct TermRow {
    participant: ParticipantId,
    term: String,
}

/// The terms of a person.
pub(in super::super) fn terms_of(person: &Participant) -> Vec<TermRow> {
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
pub(in super::super) async fn put_terms(
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

impl Work {
    /// Ids of a query over one column, if they are not more than so many.
    pub(super) async fn few(
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

    pub(super) async fn of_term(
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

    pub(super) async fn of_needle(
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
    pub(super) async fn unindex(&mut self, id: ParticipantId) -> Result<(), StoreError> {
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
    pub(in super::super) async fn rewrite_person(
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
