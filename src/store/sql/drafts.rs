//! Contests that are still being written, in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json};
use crate::domain::{ContestDraft, DraftId, StaffId, UnitId};
use crate::store::{Drafts, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

const SELECT: &str = "select id, owner_id, slug, title, document, source, revision, complete, \
    rehearsed, changed_by, created_at, updated_at from contest_drafts";

#[derive(sqlx::FromRow)]
struct DraftRow {
    id: Uuid,
    owner_id: Option<Uuid>,
    slug: Option<String>,
    title: String,
    document: String,
    source: Option<String>,
    revision: i64,
    complete: bool,
    rehearsed: Option<String>,
    changed_by: Option<Uuid>,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<DraftRow> for ContestDraft {
    type Error = StoreError;
    fn try_from(row: DraftRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DraftId(row.id),
            owner: row.owner_id.map(UnitId),
            slug: row.slug,
            title: row.title,
            document: document("contest_drafts", "document", &row.document)?,
            source: row.source,
            revision: row.revision,
            complete: row.complete,
            rehearsed: row.rehearsed,
            changed_by: row.changed_by.map(StaffId),
            created_at: instant(row.created_at),
            updated_at: instant(row.updated_at),
        })
    }
}

#[async_trait]
impl Drafts for Work {
    async fn add_draft(&mut self, draft: &ContestDraft) -> Result<(), StoreError> {
        sqlx::query(
            "insert into contest_drafts (id, owner_id, slug, title, document, source, revision, \
             complete, rehearsed, changed_by, created_at, updated_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(draft.id.0)
        .bind(draft.owner.map(|unit| unit.0))
        .bind(&draft.slug)
        .bind(&draft.title)
        .bind(json(&draft.document))
        .bind(&draft.source)
        .bind(draft.revision)
        .bind(draft.complete)
        .bind(&draft.rehearsed)
        .bind(draft.changed_by.map(|staff| staff.0))
        .bind(draft.created_at.micros())
        .bind(draft.updated_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn draft(&mut self, id: DraftId) -> Result<Option<ContestDraft>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"));
        let row: Option<DraftRow> = sqlx::query_as::<Db, _>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(TryInto::try_into).transpose()
    }

    async fn drafts_within(
        &mut self,
        top: Option<UnitId>,
        limit: i64,
    ) -> Result<Vec<ContestDraft>, StoreError> {
        // `union` ends the walk also where a tree had been broken into a circle.
        let within = "with recursive below (id) as (select id from units where id = $2 \
             union select u.id from units as u join below as b on u.parent_id = b.id)";
        let order = "order by updated_at desc, id limit $1";
        let rows: Vec<DraftRow> = match top {
            None => {
                let sql = sqlx::AssertSqlSafe(format!("{SELECT} {order}"));
                sqlx::query_as::<Db, _>(sql)
                    .bind(limit)
                    .fetch_all(&mut *self.tx)
                    .await?
            }
            Some(top) => {
                let sql = sqlx::AssertSqlSafe(format!(
                    "{within} {SELECT} where owner_id in (select id from below) {order}"
                ));
                sqlx::query_as::<Db, _>(sql)
                    .bind(limit)
                    .bind(top.0)
                    .fetch_all(&mut *self.tx)
                    .await?
            }
        };
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn put_draft(&mut self, draft: &ContestDraft, before: i64) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update contest_drafts set slug = $3, title = $4, document = $5, source = $6, \
             revision = $7, complete = $8, changed_by = $9, updated_at = $10 \
             where id = $1 and revision = $2",
        )
        .bind(draft.id.0)
        .bind(before)
        .bind(&draft.slug)
        .bind(&draft.title)
        .bind(json(&draft.document))
        .bind(&draft.source)
        .bind(draft.revision)
        .bind(draft.complete)
        .bind(draft.changed_by.map(|staff| staff.0))
        .bind(draft.updated_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn rehearsed_draft(&mut self, id: DraftId, what: &str) -> Result<(), StoreError> {
        sqlx::query("update contest_drafts set rehearsed = $2 where id = $1")
            .bind(id.0)
            .bind(what)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn remove_draft(
        &mut self,
        id: DraftId,
        revision: Option<i64>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "delete from contest_drafts where id = $1 \
             and (cast($2 as bigint) is null or revision = $2)",
        )
        .bind(id.0)
        .bind(revision)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
