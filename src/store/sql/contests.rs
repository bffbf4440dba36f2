//! Contests in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json};
use crate::domain::{Contest, ContestId, Timestamp, UnitId, text};
use crate::store::{Amendment, ContestSummary, Contests, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ContestRow {
    id: Uuid,
    document: String,
    source: String,
    published: bool,
    owner_id: Option<Uuid>,
    created_at: i64,
}

impl TryFrom<ContestRow> for Contest {
    type Error = StoreError;
    fn try_from(row: ContestRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ContestId(row.id),
            file: document("contests", "document", &row.document)?,
            source: row.source,
            published: row.published,
            owner: row.owner_id.map(UnitId),
            created_at: instant(row.created_at),
        })
    }
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    #[sqlx(flatten)]
    contest: ContestRow,
    people: i64,
}

#[async_trait]
impl Contests for Work {
    async fn contest_by_slug(&mut self, slug: &str) -> Result<Option<Contest>, StoreError> {
        sqlx::query_as::<Db, ContestRow>(
            "select id, document, source, published, owner_id, created_at from contests where slug = $1",
        )
        .bind(slug)
        .fetch_optional(&mut *self.tx)
        .await?
        .map(Contest::try_from)
        .transpose()
    }

    async fn contest(&mut self, id: ContestId) -> Result<Option<Contest>, StoreError> {
        sqlx::query_as::<Db, ContestRow>(
            "select id, document, source, published, owner_id, created_at from contests where id = $1",
        )
        .bind(id.0)
        .fetch_optional(&mut *self.tx)
        .await?
        .map(Contest::try_from)
        .transpose()
    }

    async fn published_slugs(&mut self) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as::<Db, _>(
            "select slug from contests where published = $1 order by created_at desc, slug",
        )
        .bind(true)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(|(slug,)| slug).collect())
    }

    async fn contests(&mut self) -> Result<Vec<ContestSummary>, StoreError> {
        sqlx::query_as::<Db, SummaryRow>(
            "select c.id, c.document, c.source, c.published, c.owner_id, c.created_at, \
             (select count(distinct a.participant_id) from attempts as a \
              join rounds as r on r.id = a.round_id where r.contest_id = c.id and a.state <> 'void') \
             as people from contests as c order by c.created_at desc, c.slug",
        )
        .fetch_all(&mut *self.tx)
        .await?
        .into_iter()
        .map(|row| Ok(ContestSummary { contest: row.contest.try_into()?, people: row.people }))
        .collect()
    }

    async fn put_contest(&mut self, contest: &Contest, now: Timestamp) -> Result<(), StoreError> {
        let head = &contest.file.contest;
        sqlx::query(
            "insert into contests (id, slug, document, source, published, created_at, updated_at, \
             last_number, owner_id, folded) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) \
             on conflict (id) do update set document = excluded.document, source = excluded.source, \
             published = excluded.published, updated_at = excluded.updated_at, \
             owner_id = excluded.owner_id, folded = excluded.folded",
        )
        .bind(contest.id.0)
        .bind(&contest.file.contest.slug)
        .bind(json(&contest.file))
        .bind(&contest.source)
        .bind(contest.published)
        .bind(contest.created_at.micros())
        .bind(now.micros())
        .bind(contest.owner.map(|unit| unit.0))
        .bind(text::folded(&format!("{} {}", head.slug, head.title)))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn add_amendment(
        &mut self,
        contest: ContestId,
        change: &Amendment,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into amendments (contest_id, at, changed_key, before_value, after_value) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(contest.0)
        .bind(change.at.micros())
        .bind(&change.key)
        .bind(&change.before)
        .bind(&change.after)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn amendments(&mut self, contest: ContestId) -> Result<Vec<Amendment>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = sqlx::query_as::<Db, _>(
            "select at, changed_key, before_value, after_value from amendments \
             where contest_id = $1 order by at, changed_key",
        )
        .bind(contest.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(at, key, before, after)| Amendment {
                at: instant(at),
                key,
                before,
                after,
            })
            .collect())
    }
}
