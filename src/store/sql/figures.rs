//! Figures of a round that is under way, in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::domain::{ContestId, RoundId, Timestamp, UnitId};
use crate::store::{Figures, StoreError, Tally, UnitBrief, UnitFigures};
use async_trait::async_trait;
use uuid::Uuid;

/// PostgreSQL adds bigints up to a number without end, which is brought back.
const SUMS: &str = "cast(coalesce(sum(started), 0) as bigint) as started, \
    cast(coalesce(sum(handed_in), 0) as bigint) as handed_in, \
    cast(coalesce(sum(saved), 0) as bigint) as saved, \
    cast(coalesce(sum(late), 0) as bigint) as late, \
    cast(coalesce(sum(refused), 0) as bigint) as refused, \
    cast(coalesce(sum(failed), 0) as bigint) as failed from tallies";

#[derive(sqlx::FromRow)]
struct TallyRow {
    started: i64,
    handed_in: i64,
    saved: i64,
    late: i64,
    refused: i64,
    failed: i64,
}

impl From<TallyRow> for Tally {
    fn from(row: TallyRow) -> Self {
        Self {
            started: row.started,
            handed_in: row.handed_in,
            saved: row.saved,
            late: row.late,
            refused: row.refused,
            failed: row.failed,
        }
    }
}

#[derive(sqlx::FromRow)]
struct MinuteRow {
    minute_at: i64,
    #[sqlx(flatten)]
    tally: TallyRow,
}

#[async_trait]
impl Figures for Work {
    async fn put_tallies(
        &mut self,
        node: &str,
        tallies: &[(RoundId, Timestamp, Tally)],
    ) -> Result<(), StoreError> {
        for (round, minute, tally) in tallies {
            sqlx::query(
                "insert into tallies (round_id, minute_at, node, started, handed_in, saved, late, \
                 refused, failed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                 on conflict (round_id, minute_at, node) do update set \
                 started = excluded.started, handed_in = excluded.handed_in, \
                 saved = excluded.saved, late = excluded.late, refused = excluded.refused, \
                 failed = excluded.failed",
            )
            .bind(round.0)
            .bind(minute.micros())
            .bind(node)
            .bind(tally.started)
            .bind(tally.handed_in)
            .bind(tally.saved)
            .bind(tally.late)
            .bind(tally.refused)
            .bind(tally.failed)
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    async fn tallies_since(
        &mut self,
        round: RoundId,
        from: Timestamp,
        without: &str,
    ) -> Result<Vec<(Timestamp, Tally)>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select minute_at, {SUMS} where round_id = $1 and minute_at >= $2 and node <> $3 \
             group by minute_at order by minute_at"
        ));
        let rows: Vec<MinuteRow> = sqlx::query_as::<Db, _>(sql)
            .bind(round.0)
            .bind(from.micros())
            .bind(without)
            .fetch_all(&mut *self.tx)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (instant(row.minute_at), row.tally.into()))
            .collect())
    }

    async fn tally_of(&mut self, round: RoundId, without: &str) -> Result<Tally, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {SUMS} where round_id = $1 and node <> $2"));
        let row: TallyRow = sqlx::query_as::<Db, _>(sql)
            .bind(round.0)
            .bind(without)
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(row.into())
    }

    async fn forget_tallies(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let done = sqlx::query("delete from tallies where minute_at < $1")
            .bind(before.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected())
    }

    async fn sitting(
        &mut self,
        round: RoundId,
        before: Timestamp,
    ) -> Result<(i64, i64), StoreError> {
        Ok(sqlx::query_as::<Db, (i64, i64)>(
            "select count(*), count(case when deadline_at < $2 then 1 end) from attempts \
             where round_id = $1 and state = 'active'",
        )
        .bind(round.0)
        .bind(before.micros())
        .fetch_one(&mut *self.tx)
        .await?)
    }

    async fn figures_by_unit(&mut self, round: RoundId) -> Result<Vec<UnitFigures>, StoreError> {
        let rows: Vec<(Option<Uuid>, i64, i64, i64, i64)> = sqlx::query_as::<Db, _>(
            "select p.unit_id, count(distinct p.id), \
             count(distinct case when a.state = 'active' then p.id end), \
             count(distinct case when a.state in ('submitted', 'expired') then p.id end), \
             count(*) from attempts as a join participants as p on p.id = a.participant_id \
             where a.round_id = $1 and a.state <> 'void' group by p.unit_id",
        )
        .bind(round.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(unit, people, sitting, handed_in, attempts)| UnitFigures {
                unit: unit.map(UnitId),
                people,
                sitting,
                handed_in,
                attempts,
            })
            .collect())
    }

    async fn registered_by_unit(
        &mut self,
        contest: ContestId,
    ) -> Result<Vec<(UnitId, i64)>, StoreError> {
        let rows: Vec<(Uuid, i64)> = sqlx::query_as::<Db, _>(
            "select unit_id, count(*) from participants \
             where contest_id = $1 and unit_id is not null group by unit_id",
        )
        .bind(contest.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(unit, people)| (UnitId(unit), people))
            .collect())
    }

    async fn living_units(
        &mut self,
        top: Option<UnitId>,
        today: &str,
    ) -> Result<Vec<UnitBrief>, StoreError> {
        // Days are written so that they stand in the order of time.
        let living = "(u.valid_to is null or u.valid_to >= $1)";
        let sql = match top {
            None => format!(
                "select u.id, u.code, u.name, u.headcount from units as u where {living} \
                 order by u.code"
            ),
            Some(_) => format!(
                "with recursive below (id) as (select id from units where id = $2 \
                 union select u.id from units as u join below as b on u.parent_id = b.id) \
                 select u.id, u.code, u.name, u.headcount from units as u \
                 where u.id in (select id from below) and {living} order by u.code"
            ),
        };
        let mut query =
            sqlx::query_as::<Db, (Uuid, String, String, Option<i64>)>(sqlx::AssertSqlSafe(sql))
                .bind(today.to_owned());
        if let Some(top) = top {
            query = query.bind(top.0);
        }
        Ok(query
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(|(id, code, name, headcount)| UnitBrief {
                id: UnitId(id),
                code,
                name,
                headcount,
            })
            .collect())
    }
}
