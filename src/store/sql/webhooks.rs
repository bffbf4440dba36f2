//! Hooks in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json};
use crate::domain::{UnitId, WebhookId};
use crate::store::{StoreError, Webhook, WebhookCall, Webhooks};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct HookRow {
    id: Uuid,
    owner_id: Option<Uuid>,
    url: String,
    events: String,
    secret: Vec<u8>,
    made_by: String,
    created_at: i64,
    last_at: Option<i64>,
    last_status: Option<i64>,
    last_detail: Option<String>,
}

impl TryFrom<HookRow> for Webhook {
    type Error = StoreError;
    fn try_from(row: HookRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: WebhookId(row.id),
            owner: row.owner_id.map(UnitId),
            url: row.url,
            events: document("webhooks", "events", &row.events)?,
            secret: row.secret,
            made_by: row.made_by,
            created_at: instant(row.created_at),
            last: row.last_at.map(|at| WebhookCall {
                at: instant(at),
                status: row
                    .last_status
                    .and_then(|status| u16::try_from(status).ok()),
                detail: row.last_detail.unwrap_or_default(),
            }),
        })
    }
}

const HOOK: &str = "select id, owner_id, url, events, secret, made_by, created_at, last_at, \
    last_status, last_detail from webhooks";

#[async_trait]
impl Webhooks for Work {
    async fn add_webhook(&mut self, hook: &Webhook) -> Result<(), StoreError> {
        sqlx::query(
            "insert into webhooks (id, owner_id, url, events, secret, made_by, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(hook.id.0)
        .bind(hook.owner.map(|unit| unit.0))
        .bind(&hook.url)
        .bind(json(&hook.events))
        .bind(&hook.secret)
        .bind(&hook.made_by)
        .bind(hook.created_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn webhooks(&mut self) -> Result<Vec<Webhook>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{HOOK} order by id"));
        sqlx::query_as::<Db, HookRow>(sql)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Webhook::try_from)
            .collect()
    }

    async fn webhook(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{HOOK} where id = $1"));
        sqlx::query_as::<Db, HookRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Webhook::try_from)
            .transpose()
    }

    async fn remove_webhook(&mut self, id: WebhookId) -> Result<(), StoreError> {
        sqlx::query("delete from webhooks where id = $1")
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn note_call(&mut self, id: WebhookId, call: &WebhookCall) -> Result<(), StoreError> {
        sqlx::query(
            "update webhooks set last_at = $2, last_status = $3, last_detail = $4 where id = $1",
        )
        .bind(id.0)
        .bind(call.at.micros())
        .bind(call.status.map(i64::from))
        .bind(&call.detail)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
