//! The register of laws in SQL.

use super::Work;
use super::db::Db;
use super::row::date;
use crate::domain::{LawDocument, Timestamp};
use crate::store::{Laws, StoreError};
use async_trait::async_trait;

#[derive(sqlx::FromRow)]
struct LawRow {
    number: String,
    title: String,
    issuer: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    replaced_by: Option<String>,
    link: Option<String>,
}

impl TryFrom<LawRow> for LawDocument {
    type Error = StoreError;
    fn try_from(row: LawRow) -> Result<Self, StoreError> {
        const TABLE: &str = "law_documents";
        Ok(Self {
            number: row.number,
            title: row.title,
            issuer: row.issuer,
            valid_from: date(TABLE, "valid_from", row.valid_from.as_deref())?,
            valid_to: date(TABLE, "valid_to", row.valid_to.as_deref())?,
            replaced_by: row.replaced_by,
            link: row.link,
        })
    }
}

const LAW: &str = "select number, title, issuer, valid_from, valid_to, replaced_by, link \
    from law_documents";

#[async_trait]
impl Laws for Work {
    async fn laws(&mut self) -> Result<Vec<LawDocument>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{LAW} order by number"));
        sqlx::query_as::<Db, LawRow>(sql)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(LawDocument::try_from)
            .collect()
    }

    async fn law(&mut self, number: &str) -> Result<Option<LawDocument>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{LAW} where number = $1"));
        sqlx::query_as::<Db, LawRow>(sql)
            .bind(number)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(LawDocument::try_from)
            .transpose()
    }

    async fn put_law(&mut self, law: &LawDocument, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "insert into law_documents (number, title, issuer, valid_from, valid_to, replaced_by, \
             link, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (number) do update set title = excluded.title, issuer = excluded.issuer, \
             valid_from = excluded.valid_from, valid_to = excluded.valid_to, \
             replaced_by = excluded.replaced_by, link = excluded.link, \
             updated_at = excluded.updated_at",
        )
        .bind(&law.number)
        .bind(&law.title)
        .bind(&law.issuer)
        .bind(law.valid_from.map(|day| day.to_string()))
        .bind(law.valid_to.map(|day| day.to_string()))
        .bind(&law.replaced_by)
        .bind(&law.link)
        .bind(now.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn remove_law(&mut self, number: &str) -> Result<bool, StoreError> {
        let removed = sqlx::query("delete from law_documents where number = $1")
            .bind(number)
            .execute(&mut *self.tx)
            .await?;
        Ok(removed.rows_affected() > 0)
    }
}
