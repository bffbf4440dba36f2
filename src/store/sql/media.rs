//! Pictures of questions in SQL.

use super::Work;
use super::db::Db;
use super::row::word;
use super::units::within;
use crate::domain::{Medium, PictureKind, Timestamp, UnitId};
use crate::store::{Media, StoreError};
use async_trait::async_trait;
use sqlx::QueryBuilder;

/// Names in a statement.
const NAMES: usize = 500;

#[derive(sqlx::FromRow)]
struct MediumRow {
    digest: String,
    kind: String,
    width: i64,
    height: i64,
    content: Vec<u8>,
}

impl TryFrom<MediumRow> for Medium {
    type Error = StoreError;
    fn try_from(row: MediumRow) -> Result<Self, StoreError> {
        let side = |name: &str, side: i64| {
            u32::try_from(side)
                .map_err(|_| StoreError::Other(format!("media.{name} of {} is {side}", row.digest)))
        };
        Ok(Self {
            kind: word("media", "kind", &row.kind, PictureKind::of)?,
            width: side("width", row.width)?,
            height: side("height", row.height)?,
            bytes: row.content.into(),
            digest: row.digest,
        })
    }
}

#[async_trait]
impl Media for Work {
    async fn add_media(
        &mut self,
        media: &[Medium],
        owner: Option<UnitId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for medium in media {
            sqlx::query(
                "insert into media (digest, kind, width, height, content, created_at) \
                 values ($1, $2, $3, $4, $5, $6) on conflict (digest) do nothing",
            )
            .bind(&medium.digest)
            .bind(medium.kind.word())
            .bind(i64::from(medium.width))
            .bind(i64::from(medium.height))
            .bind(medium.bytes.to_vec())
            .bind(now.micros())
            .execute(&mut *self.tx)
            .await?;
            let Some(owner) = owner else { continue };
            sqlx::query(
                "insert into media_owners (digest, owner_id) values ($1, $2) \
                 on conflict (digest, owner_id) do nothing",
            )
            .bind(&medium.digest)
            .bind(owner.0)
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    async fn is_medium_within(&mut self, digest: &str, top: UnitId) -> Result<bool, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select count(*) from media_owners where digest = $1 and {}",
            within("owner_id", "$2")
        ));
        let (owners,): (i64,) = sqlx::query_as::<Db, _>(sql)
            .bind(digest)
            .bind(top.0)
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(owners > 0)
    }

    async fn media(&mut self, digests: &[String]) -> Result<Vec<Medium>, StoreError> {
        let mut found = Vec::with_capacity(digests.len());
        for part in digests.chunks(NAMES) {
            let mut sql = QueryBuilder::<Db>::new(
                "select digest, kind, width, height, content from media where digest in (",
            );
            let mut names = sql.separated(", ");
            for digest in part {
                names.push_bind(digest);
            }
            sql.push(")");
            let rows: Vec<MediumRow> = sql.build_query_as().fetch_all(&mut *self.tx).await?;
            for row in rows {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }
}
