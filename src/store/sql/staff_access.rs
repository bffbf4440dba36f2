//! Links, second factors and recovery codes of staff in SQL.

use super::Work;
use super::db::Db;
use super::row::{hash, instant, word};
use crate::domain::{StaffId, StaffLinkId, Timestamp};
use crate::store::{LinkKind, StaffAccess, StaffLink, StoreError, Totp};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: Uuid,
    kind: String,
    staff_id: Uuid,
    token_hash: Vec<u8>,
    takes_factor_off: bool,
    made_by: String,
    created_at: i64,
    expires_at: i64,
}

impl TryFrom<LinkRow> for StaffLink {
    type Error = StoreError;
    fn try_from(row: LinkRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: StaffLinkId(row.id),
            kind: word("staff_links", "kind", &row.kind, LinkKind::of)?,
            staff: StaffId(row.staff_id),
            token_hash: hash("staff_links", "token_hash", &row.token_hash)?,
            takes_factor_off: row.takes_factor_off,
            made_by: row.made_by,
            created_at: instant(row.created_at),
            expires_at: instant(row.expires_at),
        })
    }
}

const LINK: &str = "select id, kind, staff_id, token_hash, takes_factor_off, made_by, created_at, \
    expires_at from staff_links";

#[async_trait]
impl StaffAccess for Work {
    async fn put_link(&mut self, link: &StaffLink) -> Result<(), StoreError> {
        // One statement, so that two letters at the same moment leave one link and no conflict.
        sqlx::query(
            "insert into staff_links (id, kind, staff_id, token_hash, takes_factor_off, made_by, \
             created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (staff_id, kind) do update set id = excluded.id, \
             token_hash = excluded.token_hash, takes_factor_off = excluded.takes_factor_off, \
             made_by = excluded.made_by, created_at = excluded.created_at, \
             expires_at = excluded.expires_at",
        )
        .bind(link.id.0)
        .bind(link.kind.word())
        .bind(link.staff.0)
        .bind(link.token_hash.to_vec())
        .bind(link.takes_factor_off)
        .bind(&link.made_by)
        .bind(link.created_at.micros())
        .bind(link.expires_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn link(&mut self, id: StaffLinkId) -> Result<Option<StaffLink>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{LINK} where id = $1"));
        sqlx::query_as::<Db, LinkRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(StaffLink::try_from)
            .transpose()
    }

    async fn link_of_token(&mut self, hash: &[u8; 32]) -> Result<Option<StaffLink>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{LINK} where token_hash = $1"));
        sqlx::query_as::<Db, LinkRow>(sql)
            .bind(hash.to_vec())
            .fetch_optional(&mut *self.tx)
            .await?
            .map(StaffLink::try_from)
            .transpose()
    }

    async fn end_link(&mut self, id: StaffLinkId) -> Result<bool, StoreError> {
        let ended = sqlx::query("delete from staff_links where id = $1")
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(ended.rows_affected() > 0)
    }

    async fn forget_links(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        // An invitation that has ended stays in the list, to be sent again or withdrawn.
        let gone =
            sqlx::query("delete from staff_links where kind = 'recovery' and expires_at < $1")
                .bind(now.micros())
                .execute(&mut *self.tx)
                .await?;
        Ok(gone.rows_affected())
    }

    async fn totp(&mut self, staff: StaffId) -> Result<Option<Totp>, StoreError> {
        let row: Option<(Vec<u8>, Option<i64>, Option<i64>)> = sqlx::query_as::<Db, _>(
            "select secret, on_since, last_step from staff_totp where staff_id = $1",
        )
        .bind(staff.0)
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.map(|(secret, on_since, last_step)| Totp {
            secret,
            on_since: on_since.map(instant),
            last_step,
        }))
    }

    async fn begin_totp(
        &mut self,
        staff: StaffId,
        secret: &[u8],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let begun = sqlx::query(
            "insert into staff_totp (staff_id, secret, begun_at) values ($1, $2, $3) \
             on conflict (staff_id) do update set secret = excluded.secret, \
             begun_at = excluded.begun_at where staff_totp.on_since is null",
        )
        .bind(staff.0)
        .bind(secret)
        .bind(at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(begun.rows_affected() > 0)
    }

    async fn switch_totp_on(
        &mut self,
        staff: StaffId,
        step: i64,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let on = sqlx::query(
            "update staff_totp set on_since = $2, last_step = $3 \
             where staff_id = $1 and on_since is null",
        )
        .bind(staff.0)
        .bind(at.micros())
        .bind(step)
        .execute(&mut *self.tx)
        .await?;
        Ok(on.rows_affected() > 0)
    }

    async fn take_totp_step(&mut self, staff: StaffId, step: i64) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "update staff_totp set last_step = $2 where staff_id = $1 and on_since is not null \
             and (last_step is null or last_step < $2)",
        )
        .bind(staff.0)
        .bind(step)
        .execute(&mut *self.tx)
        .await?;
        Ok(taken.rows_affected() > 0)
    }

    async fn drop_totp(&mut self, staff: StaffId) -> Result<(), StoreError> {
        for sql in [
            "delete from staff_recovery_codes where staff_id = $1",
            "delete from staff_totp where staff_id = $1",
        ] {
            sqlx::query(sql)
                .bind(staff.0)
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    async fn put_recovery_codes(
        &mut self,
        staff: StaffId,
        macs: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        sqlx::query("delete from staff_recovery_codes where staff_id = $1")
            .bind(staff.0)
            .execute(&mut *self.tx)
            .await?;
        for mac in macs {
            sqlx::query("insert into staff_recovery_codes (staff_id, code_mac) values ($1, $2)")
                .bind(staff.0)
                .bind(mac.to_vec())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    async fn take_recovery_code(
        &mut self,
        staff: StaffId,
        mac: &[u8; 32],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "update staff_recovery_codes set used_at = $3 \
             where staff_id = $1 and code_mac = $2 and used_at is null",
        )
        .bind(staff.0)
        .bind(mac.to_vec())
        .bind(at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(taken.rows_affected() > 0)
    }
}
