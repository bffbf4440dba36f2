//! Time and attempts that staff gave, in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::domain::running::{Given, Grant, GrantTo};
use crate::domain::{ContestId, GrantId, ParticipantId, RoundId, UnitId};
use crate::store::{Grants, StoreError};
use async_trait::async_trait;
use std::collections::HashSet;
use uuid::Uuid;

const SELECT: &str = "select g.id, g.round_id, g.kind, g.participant_id, g.unit_id, g.amount, \
    g.reason, g.made_by, g.at, g.people from grants as g";

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: Uuid,
    round_id: Uuid,
    kind: String,
    participant_id: Option<Uuid>,
    unit_id: Option<Uuid>,
    amount: i64,
    reason: String,
    made_by: String,
    at: i64,
    people: i64,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StoreError;
    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let amount = u32::try_from(row.amount)
            .map_err(|error| StoreError::corrupt("grants", "amount", error))?;
        let given = Given::of(&row.kind, amount)
            .ok_or_else(|| StoreError::corrupt("grants", "kind", &row.kind))?;
        let to = match (row.participant_id, row.unit_id) {
            (Some(person), _) => GrantTo::Person(ParticipantId(person)),
            (None, Some(unit)) => GrantTo::Unit(UnitId(unit)),
            (None, None) => GrantTo::All,
        };
        Ok(Self {
            id: GrantId(row.id),
            round: RoundId(row.round_id),
            to,
            given,
            reason: row.reason,
            made_by: row.made_by,
            at: instant(row.at),
            people: row.people,
        })
    }
}

#[async_trait]
impl Grants for Work {
    async fn add_grant(&mut self, grant: &Grant) -> Result<(), StoreError> {
        let (person, unit) = match grant.to {
            GrantTo::Person(person) => (Some(person.0), None),
            GrantTo::Unit(unit) => (None, Some(unit.0)),
            GrantTo::All => (None, None),
        };
        sqlx::query(
            "insert into grants (id, round_id, kind, participant_id, unit_id, amount, reason, \
             made_by, at, people) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(grant.id.0)
        .bind(grant.round.0)
        .bind(grant.given.kind())
        .bind(person)
        .bind(unit)
        .bind(i64::from(grant.given.amount()))
        .bind(&grant.reason)
        .bind(&grant.made_by)
        .bind(grant.at.micros())
        .bind(grant.people)
        .execute(&mut *self.tx)
        .await?;
        sqlx::query("update rounds set grants = coalesce(grants, 0) + 1 where id = $1")
            .bind(grant.round.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn grants_of(&mut self, round: RoundId) -> Result<Vec<Grant>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{SELECT} where g.round_id = $1 order by g.at, g.id"
        ));
        sqlx::query_as::<Db, GrantRow>(sql)
            .bind(round.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Grant::try_from)
            .collect()
    }

    async fn grants_of_contest(&mut self, contest: ContestId) -> Result<Vec<Grant>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{SELECT} join rounds as r on r.id = g.round_id where r.contest_id = $1 \
             order by g.at, g.id"
        ));
        sqlx::query_as::<Db, GrantRow>(sql)
            .bind(contest.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Grant::try_from)
            .collect()
    }

    async fn units_below(&mut self, top: UnitId) -> Result<HashSet<UnitId>, StoreError> {
        // `union` ends the walk also where a tree had been broken into a circle.
        let rows: Vec<(Uuid,)> = sqlx::query_as::<Db, _>(
            "with recursive below (id) as (select id from units where id = $1 \
             union select u.id from units as u join below as b on u.parent_id = b.id) \
             select id from below",
        )
        .bind(top.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(|(id,)| UnitId(id)).collect())
    }
}
