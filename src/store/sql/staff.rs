//! Staff in SQL.

use super::Work;
use super::db::Db;
use super::row::{added_one, instant, word};
use crate::domain::{Role, Staff, StaffId, UnitId};
use crate::store::{StaffMembers, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: Uuid,
    email: String,
    name: String,
    role: String,
    unit_id: Option<Uuid>,
    password_hash: String,
    created_at: i64,
}

impl TryFrom<StaffRow> for Staff {
    type Error = StoreError;
    fn try_from(row: StaffRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: StaffId(row.id),
            email: row.email,
            name: row.name,
            role: word("staff", "role", &row.role, Role::of)?,
            unit: row.unit_id.map(UnitId),
            password_hash: row.password_hash,
            created_at: instant(row.created_at),
        })
    }
}

#[async_trait]
impl StaffMembers for Work {
    async fn add_staff(&mut self, staff: &Staff) -> Result<(), StoreError> {
        let added = sqlx::query(
            "insert into staff (id, email, name, role, unit_id, password_hash, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing",
        )
        .bind(staff.id.0)
        .bind(&staff.email)
        .bind(&staff.name)
        .bind(staff.role.word())
        .bind(staff.unit.map(|unit| unit.0))
        .bind(&staff.password_hash)
        .bind(staff.created_at.micros())
        .execute(&mut *self.tx)
        .await?;
        added_one(added.rows_affected())
    }

    async fn staff_by_email(&mut self, email: &str) -> Result<Option<Staff>, StoreError> {
        sqlx::query_as::<Db, StaffRow>(
            "select id, email, name, role, unit_id, password_hash, created_at from staff \
             where email = $1",
        )
        .bind(email)
        .fetch_optional(&mut *self.tx)
        .await?
        .map(Staff::try_from)
        .transpose()
    }

    async fn staff_member(&mut self, id: StaffId) -> Result<Option<Staff>, StoreError> {
        sqlx::query_as::<Db, StaffRow>(
            "select id, email, name, role, unit_id, password_hash, created_at from staff \
             where id = $1",
        )
        .bind(id.0)
        .fetch_optional(&mut *self.tx)
        .await?
        .map(Staff::try_from)
        .transpose()
    }

    async fn count_staff(&mut self) -> Result<i64, StoreError> {
        let (count,): (i64,) = sqlx::query_as::<Db, _>("select count(*) from staff")
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(count)
    }
}
