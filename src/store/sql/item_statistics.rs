//! Statistics of items in SQL.

use super::Work;
use super::db::Db;
use crate::domain::{BankId, QuestionId, RoundId, Timestamp};
use crate::store::{ItemStatistics, ItemSums, StoreError};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use uuid::Uuid;

/// Rows in a statement.
const ROWS: usize = 1_000;

fn sums((question, version, round, sums): (Uuid, i64, Uuid, String)) -> ItemSums {
    ItemSums {
        question: QuestionId(question),
        version,
        round: RoundId(round),
        sums,
    }
}

#[async_trait]
impl ItemStatistics for Work {
    async fn rounds_to_measure(&mut self) -> Result<Vec<(RoundId, i64)>, StoreError> {
        let rows: Vec<(Uuid, i64)> = sqlx::query_as::<Db, _>(
            "select n.id, n.version from (select r.id, (select max(s.version) from results as s \
             where s.round_id = r.id) as version from rounds as r \
             where r.state in ('closed', 'published')) as n \
             left join measured_rounds as m on m.round_id = n.id \
             where n.version is not null and (m.round_id is null or m.result_version < n.version) \
             order by n.id",
        )
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(round, version)| (RoundId(round), version))
            .collect())
    }

    async fn put_item_sums(
        &mut self,
        round: RoundId,
        result_version: i64,
        sums: &[ItemSums],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("delete from item_statistics where round_id = $1")
            .bind(round.0)
            .execute(&mut *self.tx)
            .await?;
        for part in sums.chunks(ROWS) {
            let mut sql = QueryBuilder::<Db>::new(
                "insert into item_statistics (question_id, round_id, version, sums) ",
            );
            sql.push_values(part, |mut row, item| {
                row.push_bind(item.question.0)
                    .push_bind(round.0)
                    .push_bind(item.version)
                    .push_bind(&item.sums);
            });
            sql.build().execute(&mut *self.tx).await?;
        }
        sqlx::query(
            "update questions set changed_in = (select revision from banks where id = bank_id) \
             where id in (select question_id from item_statistics where round_id = $1)",
        )
        .bind(round.0)
        .execute(&mut *self.tx)
        .await?;
        sqlx::query(
            "insert into measured_rounds (round_id, result_version, at) values ($1, $2, $3) \
             on conflict (round_id) do update set result_version = excluded.result_version, \
             at = excluded.at",
        )
        .bind(round.0)
        .bind(result_version)
        .bind(now.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn item_sums_of(&mut self, question: QuestionId) -> Result<Vec<ItemSums>, StoreError> {
        let rows = sqlx::query_as::<Db, _>(
            "select question_id, version, round_id, sums from item_statistics \
             where question_id = $1 order by version, round_id",
        )
        .bind(question.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(sums).collect())
    }

    async fn item_sums_in(
        &mut self,
        bank: BankId,
        after: Option<i64>,
    ) -> Result<Vec<ItemSums>, StoreError> {
        let rows = sqlx::query_as::<Db, _>(
            "select s.question_id, s.version, s.round_id, s.sums from item_statistics as s \
             join questions as q on q.id = s.question_id where q.bank_id = $1 \
             and (cast($2 as bigint) is null or coalesce(q.changed_in, 0) > $2) \
             order by s.question_id, s.version, s.round_id",
        )
        .bind(bank.0)
        .bind(after)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(sums).collect())
    }
}
