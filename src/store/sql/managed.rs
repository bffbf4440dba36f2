//! Contests as the staff of a unit list them, in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::domain::UnitId;
use crate::store::{Managed, ManagedContests, ManagedFilter, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ManagedRow {
    slug: String,
    published: bool,
    owner_id: Option<Uuid>,
    updated_at: i64,
}

impl From<ManagedRow> for Managed {
    fn from(row: ManagedRow) -> Self {
        Self {
            slug: row.slug,
            published: row.published,
            owner: row.owner_id.map(UnitId),
            updated_at: instant(row.updated_at),
        }
    }
}

#[async_trait]
impl ManagedContests for Work {
    async fn managed_contests(
        &mut self,
        filter: &ManagedFilter,
    ) -> Result<Vec<Managed>, StoreError> {
        // What was applied before titles were kept for searching is found by its slug.
        const LIST: &str = "select slug, published, owner_id, updated_at from contests \
             where ($1 = '' or coalesce(folded, slug) like $2 escape '\\')";
        const ORDER: &str = "order by created_at desc, slug";
        let literal = filter
            .folded
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let part = format!("%{literal}%");
        let rows: Vec<ManagedRow> = match filter.top {
            None => {
                let sql = sqlx::AssertSqlSafe(format!("{LIST} {ORDER}"));
                sqlx::query_as::<Db, _>(sql)
                    .bind(&filter.folded)
                    .bind(part)
                    .fetch_all(&mut *self.tx)
                    .await?
            }
            Some(top) => {
                let sql = sqlx::AssertSqlSafe(format!(
                    "with recursive below (id) as (select id from units where id = $3 \
                     union select u.id from units as u join below as b on u.parent_id = b.id) \
                     {LIST} and owner_id in (select id from below) {ORDER}"
                ));
                sqlx::query_as::<Db, _>(sql)
                    .bind(&filter.folded)
                    .bind(part)
                    .bind(top.0)
                    .fetch_all(&mut *self.tx)
                    .await?
            }
        };
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
