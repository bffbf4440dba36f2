//! The audit log in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::store::{Audit, AuditEntry, StoreError};
use async_trait::async_trait;

#[async_trait]
impl Audit for Work {
    async fn audit(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        sqlx::query(
            "insert into audit_log (at, actor, action, subject, detail) values ($1, $2, $3, $4, $5)",
        )
        .bind(entry.at.micros())
        .bind(&entry.actor)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn audit_log(&mut self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        let rows: Vec<(i64, String, String, String, String)> = sqlx::query_as::<Db, _>(
            "select at, actor, action, subject, detail from audit_log order by seq desc limit $1",
        )
        .bind(limit)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(at, actor, action, subject, detail)| AuditEntry {
                at: instant(at),
                actor,
                action,
                subject,
                detail,
            })
            .collect())
    }
}
