//! Templates of contests, in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json};
use crate::domain::{ContestTemplate, StaffId, TemplateBank, TemplateId, UnitId};
use crate::store::{StoreError, Templates};
use async_trait::async_trait;
use uuid::Uuid;

const COLUMNS: &str = "select t.id, t.owner_id, t.title, t.summary, t.document, t.rounds, \
    t.questions, t.shared, t.made_by, t.created_at from contest_templates as t";

#[derive(sqlx::FromRow)]
struct TemplateRow {
    id: Uuid,
    owner_id: Option<Uuid>,
    title: String,
    summary: String,
    document: String,
    rounds: i64,
    questions: i64,
    shared: bool,
    made_by: Option<Uuid>,
    created_at: i64,
}

impl TryFrom<TemplateRow> for ContestTemplate {
    type Error = StoreError;
    fn try_from(row: TemplateRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: TemplateId(row.id),
            owner: row.owner_id.map(UnitId),
            title: row.title,
            summary: row.summary,
            document: document("contest_templates", "document", &row.document)?,
            rounds: row.rounds,
            questions: row.questions,
            shared: row.shared,
            made_by: row.made_by.map(StaffId),
            created_at: instant(row.created_at),
        })
    }
}

#[async_trait]
impl Templates for Work {
    async fn add_template(
        &mut self,
        template: &ContestTemplate,
        banks: &[TemplateBank],
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into contest_templates (id, owner_id, title, summary, document, banks, rounds, \
             questions, shared, made_by, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(template.id.0)
        .bind(template.owner.map(|unit| unit.0))
        .bind(&template.title)
        .bind(&template.summary)
        .bind(json(&template.document))
        .bind(json(&banks))
        .bind(template.rounds)
        .bind(template.questions)
        .bind(template.shared)
        .bind(template.made_by.map(|staff| staff.0))
        .bind(template.created_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn template(&mut self, id: TemplateId) -> Result<Option<ContestTemplate>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} where t.id = $1"));
        let row: Option<TemplateRow> = sqlx::query_as::<Db, _>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(TryInto::try_into).transpose()
    }

    async fn template_banks(&mut self, id: TemplateId) -> Result<Vec<TemplateBank>, StoreError> {
        let row: Option<(String,)> =
            sqlx::query_as::<Db, _>("select banks from contest_templates where id = $1")
                .bind(id.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        row.map_or(Ok(Vec::new()), |(banks,)| {
            document("contest_templates", "banks", &banks)
        })
    }

    async fn templates_for(
        &mut self,
        unit: Option<UnitId>,
        limit: i64,
    ) -> Result<Vec<ContestTemplate>, StoreError> {
        let order = "order by t.created_at desc, t.id limit $1";
        let rows: Vec<TemplateRow> = match unit {
            None => {
                let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} {order}"));
                sqlx::query_as::<Db, _>(sql)
                    .bind(limit)
                    .fetch_all(&mut *self.tx)
                    .await?
            }
            Some(unit) => {
                let sql = sqlx::AssertSqlSafe(format!(
                    "with recursive below (id) as (select id from units where id = $2 \
                     union select u.id from units as u join below as b on u.parent_id = b.id), \
                     above (id, parent_id) as (select id, parent_id from units where id = $2 \
                     union select u.id, u.parent_id from units as u join above as a \
                     on u.id = a.parent_id) \
                     {COLUMNS} where t.owner_id in (select id from below) \
                     or (t.shared = $3 and (t.owner_id is null \
                     or t.owner_id in (select id from above))) {order}"
                ));
                sqlx::query_as::<Db, _>(sql)
                    .bind(limit)
                    .bind(unit.0)
                    .bind(true)
                    .fetch_all(&mut *self.tx)
                    .await?
            }
        };
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn remove_template(&mut self, id: TemplateId) -> Result<bool, StoreError> {
        let done = sqlx::query("delete from contest_templates where id = $1")
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
