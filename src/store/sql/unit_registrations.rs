//! Registrations of units in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json, word};
use crate::domain::{
    RegistrationId, StaffId, Timestamp, UnitId, UnitRegistration, UnitType, WaitState,
};
use crate::store::{StoreError, UnitRegistrations};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct RegistrationRow {
    id: Uuid,
    name: String,
    kind: String,
    parent_id: Uuid,
    contact: String,
    headcount: Option<i64>,
    note: Option<String>,
    state: String,
    at: i64,
    decided_by: Option<Uuid>,
    reason: Option<String>,
    unit_id: Option<Uuid>,
}

impl TryFrom<RegistrationRow> for UnitRegistration {
    type Error = StoreError;
    fn try_from(row: RegistrationRow) -> Result<Self, StoreError> {
        const TABLE: &str = "unit_registrations";
        Ok(Self {
            id: RegistrationId(row.id),
            name: row.name,
            kind: word(TABLE, "kind", &row.kind, UnitType::of)?,
            parent: UnitId(row.parent_id),
            contact: document(TABLE, "contact", &row.contact)?,
            headcount: row.headcount,
            note: row.note,
            state: word(TABLE, "state", &row.state, WaitState::of)?,
            at: instant(row.at),
            decided_by: row.decided_by.map(StaffId),
            reason: row.reason,
            unit: row.unit_id.map(UnitId),
        })
    }
}

const SELECT: &str = "select id, name, kind, parent_id, contact, headcount, note, state, at, \
    decided_by, reason, unit_id from unit_registrations";

#[async_trait]
impl UnitRegistrations for Work {
    async fn add_unit_registration(&mut self, new: &UnitRegistration) -> Result<(), StoreError> {
        sqlx::query(
            "insert into unit_registrations (id, name, kind, parent_id, contact, headcount, note, \
             state, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.0)
        .bind(&new.name)
        .bind(new.kind.word())
        .bind(new.parent.0)
        .bind(json(&new.contact))
        .bind(new.headcount)
        .bind(&new.note)
        .bind(new.state.word())
        .bind(new.at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn unit_registration(
        &mut self,
        id: RegistrationId,
    ) -> Result<Option<UnitRegistration>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"));
        sqlx::query_as::<Db, RegistrationRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(UnitRegistration::try_from)
            .transpose()
    }

    async fn unit_registrations(
        &mut self,
        within: Option<UnitId>,
        state: Option<WaitState>,
        limit: i64,
    ) -> Result<Vec<UnitRegistration>, StoreError> {
        let mut query: QueryBuilder<Db> = QueryBuilder::new("");
        if let Some(top) = within {
            query.push("with recursive scope (id) as (select id from units where id = ");
            query.push_bind(top.0);
            query
                .push(" union select u.id from units as u join scope as s on u.parent_id = s.id) ");
        }
        query.push(SELECT).push(" where ");
        let mut conditions = query.separated(" and ");
        conditions.push("true");
        if within.is_some() {
            conditions.push("parent_id in (select id from scope)");
        }
        if let Some(state) = state {
            conditions
                .push("state = ")
                .push_bind_unseparated(state.word());
        }
        query.push(" order by at desc, id limit ").push_bind(limit);
        query
            .build_query_as::<RegistrationRow>()
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(UnitRegistration::try_from)
            .collect()
    }

    async fn count_waiting(&mut self, parent: UnitId) -> Result<i64, StoreError> {
        let (waiting,): (i64,) = sqlx::query_as::<Db, _>(
            "select count(*) from unit_registrations where parent_id = $1 and state = 'waiting'",
        )
        .bind(parent.0)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(waiting)
    }

    async fn decide_unit_registration(
        &mut self,
        decided: &UnitRegistration,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update unit_registrations set state = $2, decided_at = $3, decided_by = $4, \
             reason = $5, unit_id = $6 where id = $1 and state = 'waiting'",
        )
        .bind(decided.id.0)
        .bind(decided.state.word())
        .bind(at.micros())
        .bind(decided.decided_by.map(|staff| staff.0))
        .bind(&decided.reason)
        .bind(decided.unit.map(|unit| unit.0))
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}
