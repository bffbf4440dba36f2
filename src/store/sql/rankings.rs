//! Rankings beyond a single round in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{document, instant, json};
use crate::domain::ContestId;
use crate::store::{RankingHead, RankingRow, Rankings, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use uuid::Uuid;

/// Places written with one statement.
const CHUNK: usize = 5_000;

/// A place as the rows parameter of [`db::RANKING_ROWS`] holds it.
#[derive(Serialize)]
struct RowJson<'a> {
    group_code: &'a str,
    place: i64,
    subject: String,
    measured: String,
    reason: &'a str,
}

#[async_trait]
impl Rankings for Work {
    async fn put_ranking(
        &mut self,
        head: &RankingHead,
        rows: &[RankingRow],
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into rankings (contest_id, code, version, created_at, made_by, rules, results) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(head.contest.0)
        .bind(&head.code)
        .bind(head.version)
        .bind(head.created_at.micros())
        .bind(&head.made_by)
        .bind(&head.rules)
        .bind(&head.results)
        .execute(&mut *self.tx)
        .await?;
        for chunk in rows.chunks(CHUNK) {
            let rows: Vec<RowJson> = chunk
                .iter()
                .map(|row| RowJson {
                    group_code: &row.group,
                    place: row.place,
                    subject: row.subject.simple().to_string(),
                    measured: json(&row.values),
                    reason: &row.reason,
                })
                .collect();
            let sql = sqlx::AssertSqlSafe(format!(
                "with v as ({}) insert into ranking_rows \
                 (contest_id, code, version, group_code, place, subject_id, measured, reason) \
                 select $2, $3, $4, v.group_code, v.place, v.subject, v.measured, v.reason from v",
                db::RANKING_ROWS
            ));
            sqlx::query(sql)
                .bind(json(&rows))
                .bind(head.contest.0)
                .bind(&head.code)
                .bind(head.version)
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    async fn latest_ranking(
        &mut self,
        contest: ContestId,
        code: &str,
    ) -> Result<Option<RankingHead>, StoreError> {
        let row: Option<(i64, i64, String, String, String)> = sqlx::query_as::<Db, _>(
            "select version, created_at, made_by, rules, results from rankings \
             where contest_id = $1 and code = $2 order by version desc limit 1",
        )
        .bind(contest.0)
        .bind(code)
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.map(
            |(version, created_at, made_by, rules, results)| RankingHead {
                contest,
                code: code.to_owned(),
                version,
                created_at: instant(created_at),
                made_by,
                rules,
                results,
            },
        ))
    }

    async fn ranking_rows(
        &mut self,
        contest: ContestId,
        code: &str,
        version: i64,
        most: i64,
    ) -> Result<Vec<RankingRow>, StoreError> {
        let rows: Vec<(String, i64, Uuid, String, String)> = sqlx::query_as::<Db, _>(
            "select group_code, place, subject_id, measured, reason from ranking_rows \
             where contest_id = $1 and code = $2 and version = $3 and place <= $4 \
             order by group_code, place, subject_id",
        )
        .bind(contest.0)
        .bind(code)
        .bind(version)
        .bind(most)
        .fetch_all(&mut *self.tx)
        .await?;
        rows.into_iter()
            .map(|(group, place, subject, measured, reason)| {
                Ok(RankingRow {
                    group,
                    place,
                    subject,
                    values: document("ranking_rows", "measured", &measured)?,
                    reason,
                })
            })
            .collect()
    }
}
