//! Notices in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json, word};
use crate::domain::{NoticeId, NoticeKind, StaffId, Timestamp};
use crate::store::{Notice, NoticeSetting, Notices, StoreError};
use async_trait::async_trait;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: Uuid,
    staff_id: Uuid,
    kind: String,
    facts: String,
    link: Option<String>,
    at: i64,
    shown: bool,
    read_at: Option<i64>,
}

impl TryFrom<NoticeRow> for Notice {
    type Error = StoreError;
    fn try_from(row: NoticeRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: NoticeId(row.id),
            staff: StaffId(row.staff_id),
            kind: word("staff_notices", "kind", &row.kind, NoticeKind::of)?,
            facts: document("staff_notices", "facts", &row.facts)?,
            link: row.link,
            at: instant(row.at),
            shown: row.shown,
            read_at: row.read_at.map(instant),
        })
    }
}

const NOTICE: &str =
    "select id, staff_id, kind, facts, link, at, shown, read_at from staff_notices";

#[async_trait]
impl Notices for Work {
    async fn add_notice(&mut self, notice: &Notice) -> Result<(), StoreError> {
        sqlx::query(
            "insert into staff_notices (id, staff_id, kind, facts, link, at, shown, read_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(notice.id.0)
        .bind(notice.staff.0)
        .bind(notice.kind.word())
        .bind(json(&notice.facts))
        .bind(&notice.link)
        .bind(notice.at.micros())
        .bind(notice.shown)
        .bind(notice.read_at.map(Timestamp::micros))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn notice(&mut self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{NOTICE} where id = $1"));
        sqlx::query_as::<Db, NoticeRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Notice::try_from)
            .transpose()
    }

    async fn newest_notice(
        &mut self,
        staff: StaffId,
        kind: NoticeKind,
        since: Timestamp,
    ) -> Result<Option<Notice>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{NOTICE} where staff_id = $1 and kind = $2 and at > $3 order by id desc limit 1"
        ));
        sqlx::query_as::<Db, NoticeRow>(sql)
            .bind(staff.0)
            .bind(kind.word())
            .bind(since.micros())
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Notice::try_from)
            .transpose()
    }

    async fn put_notice_facts(
        &mut self,
        id: NoticeId,
        facts: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        sqlx::query("update staff_notices set facts = $2 where id = $1")
            .bind(id.0)
            .bind(json(facts))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn notices_of(
        &mut self,
        staff: StaffId,
        before: Option<NoticeId>,
        limit: i64,
    ) -> Result<Vec<Notice>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{NOTICE} where staff_id = $1 and shown = $2 and ($3 is null or id < $3) \
             order by id desc limit $4"
        ));
        sqlx::query_as::<Db, NoticeRow>(sql)
            .bind(staff.0)
            .bind(true)
            .bind(before.map(|id| id.0))
            .bind(limit)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Notice::try_from)
            .collect()
    }

    async fn unread_notices(&mut self, staff: StaffId) -> Result<i64, StoreError> {
        let (count,): (i64,) = sqlx::query_as::<Db, _>(
            "select count(*) from staff_notices \
             where staff_id = $1 and read_at is null and shown = $2",
        )
        .bind(staff.0)
        .bind(true)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(count)
    }

    async fn read_notices(
        &mut self,
        staff: StaffId,
        id: Option<NoticeId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update staff_notices set read_at = $2 \
             where staff_id = $1 and read_at is null and ($3 is null or id = $3)",
        )
        .bind(staff.0)
        .bind(at.micros())
        .bind(id.map(|id| id.0))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn notice_settings(&mut self, staff: StaffId) -> Result<Vec<NoticeSetting>, StoreError> {
        let rows: Vec<(String, bool, bool)> = sqlx::query_as::<Db, _>(
            "select kind, in_app, mail from staff_notice_settings where staff_id = $1 order by kind",
        )
        .bind(staff.0)
        .fetch_all(&mut *self.tx)
        .await?;
        rows.into_iter()
            .map(|(kind, in_app, mail)| {
                Ok(NoticeSetting {
                    kind: word("staff_notice_settings", "kind", &kind, NoticeKind::of)?,
                    in_app,
                    mail,
                })
            })
            .collect()
    }

    async fn put_notice_setting(
        &mut self,
        staff: StaffId,
        setting: &NoticeSetting,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into staff_notice_settings (staff_id, kind, in_app, mail) \
             values ($1, $2, $3, $4) on conflict (staff_id, kind) do update \
             set in_app = excluded.in_app, mail = excluded.mail",
        )
        .bind(staff.0)
        .bind(setting.kind.word())
        .bind(setting.in_app)
        .bind(setting.mail)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn forget_notices(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let gone = sqlx::query("delete from staff_notices where at < $1")
            .bind(before.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(gone.rows_affected())
    }
}
