//! The audit log in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{instant, json};
use crate::domain::Timestamp;
use crate::store::{
    Audit, AuditCheckpoint, AuditEntry, AuditFilter, AuditLink, AuditRow, StoreError,
};
use async_trait::async_trait;

#[derive(sqlx::FromRow)]
struct LogRow {
    seq: i64,
    at: i64,
    actor: String,
    action: String,
    subject: String,
    detail: String,
    link: Option<i64>,
    hash: Option<Vec<u8>>,
}

impl From<LogRow> for AuditRow {
    fn from(row: LogRow) -> Self {
        Self {
            seq: row.seq,
            link: row
                .link
                .zip(row.hash)
                .map(|(number, hash)| AuditLink { number, hash }),
            entry: AuditEntry {
                at: instant(row.at),
                actor: row.actor,
                action: row.action,
                subject: row.subject,
                detail: row.detail,
            },
        }
    }
}

impl Work {
    async fn end_audit_at(&mut self, link: &AuditLink) -> Result<(), StoreError> {
        sqlx::query("update audit_chain set link = $1, hash = $2 where id = 1")
            .bind(link.number)
            .bind(&link.hash)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

#[async_trait]
impl Audit for Work {
    async fn audit_end(&mut self) -> Result<AuditLink, StoreError> {
        // An update, so that on PostgreSQL nodes append one after another.
        let (number, hash): (i64, Vec<u8>) = sqlx::query_as::<Db, _>(
            "update audit_chain set link = link where id = 1 returning link, hash",
        )
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(AuditLink { number, hash })
    }

    async fn audit(&mut self, entry: &AuditEntry, link: &AuditLink) -> Result<(), StoreError> {
        sqlx::query(
            "insert into audit_log (at, actor, action, subject, detail, link, hash) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(entry.at.micros())
        .bind(&entry.actor)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(link.number)
        .bind(&link.hash)
        .execute(&mut *self.tx)
        .await?;
        self.end_audit_at(link).await
    }

    async fn link_audit(&mut self, seq: i64, link: &AuditLink) -> Result<(), StoreError> {
        sqlx::query("update audit_log set link = $2, hash = $3 where seq = $1")
            .bind(seq)
            .bind(link.number)
            .bind(&link.hash)
            .execute(&mut *self.tx)
            .await?;
        self.end_audit_at(link).await
    }

    async fn audit_log(&mut self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        let rows: Vec<LogRow> = sqlx::query_as::<Db, _>(
            "select seq, at, actor, action, subject, detail, link, hash from audit_log \
             order by seq desc limit $1",
        )
        .bind(limit)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| AuditRow::from(row).entry)
            .collect())
    }

    async fn last_audited(&mut self, action: &str) -> Result<Option<Timestamp>, StoreError> {
        let row: Option<(i64,)> = sqlx::query_as::<Db, _>(
            "select at from audit_log where action = $1 order by seq desc limit 1",
        )
        .bind(action)
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.map(|(at,)| instant(at)))
    }

    async fn audit_rows(&mut self, after: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        let rows: Vec<LogRow> = sqlx::query_as::<Db, _>(
            "select seq, at, actor, action, subject, detail, link, hash from audit_log \
             where seq > $1 order by seq limit $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    async fn find_audit(&mut self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select seq, at, actor, action, subject, detail, link, hash from audit_log \
             where (cast($1 as text) is null or actor = $1) \
             and (cast($2 as text) is null or {}) \
             and substr(action, 1, length($3)) = $3 \
             and (cast($4 as text) is null or subject = $4) \
             and seq < $5 order by seq desc limit $6",
            db::texts_in("actor", "$2")
        ));
        let rows: Vec<LogRow> = sqlx::query_as::<Db, _>(sql)
            .bind(&filter.actor)
            .bind(filter.actors.as_ref().map(json))
            .bind(&filter.action)
            .bind(&filter.subject)
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(filter.limit)
            .fetch_all(&mut *self.tx)
            .await?;
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    async fn put_checkpoint(&mut self, checkpoint: &AuditCheckpoint) -> Result<(), StoreError> {
        sqlx::query(
            "insert into audit_checkpoints (link, payload, signature, key_id) \
             values ($1, $2, $3, $4) on conflict (link) do nothing",
        )
        .bind(checkpoint.number)
        .bind(&checkpoint.payload)
        .bind(&checkpoint.signature)
        .bind(&checkpoint.key_id)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn checkpoints(&mut self) -> Result<Vec<AuditCheckpoint>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = sqlx::query_as::<Db, _>(
            "select link, payload, signature, key_id from audit_checkpoints order by link",
        )
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(number, payload, signature, key_id)| AuditCheckpoint {
                number,
                payload,
                signature,
                key_id,
            })
            .collect())
    }
}
