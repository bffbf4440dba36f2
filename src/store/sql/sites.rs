//! Other sites and links in SQL.

use super::Work;
use super::db::{self, Db};
use crate::domain::{ContestId, RoundId, Timestamp, UnitId};
use crate::store::{Referral, Sites, StoreError};
use async_trait::async_trait;
use time::Date;
use uuid::Uuid;

#[async_trait]
impl Sites for Work {
    async fn sites_of(&mut self, contest: ContestId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as::<Db, _>(
            "select origin from contest_sites where contest_id = $1 order by origin",
        )
        .bind(contest.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(|(origin,)| origin).collect())
    }

    async fn add_site(
        &mut self,
        contest: ContestId,
        origin: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let added = sqlx::query(
            "insert into contest_sites (contest_id, origin, added_at) values ($1, $2, $3) \
             on conflict do nothing",
        )
        .bind(contest.0)
        .bind(origin)
        .bind(now.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(added.rows_affected() > 0)
    }

    async fn remove_site(&mut self, contest: ContestId, origin: &str) -> Result<bool, StoreError> {
        let removed =
            sqlx::query("delete from contest_sites where contest_id = $1 and origin = $2")
                .bind(contest.0)
                .bind(origin)
                .execute(&mut *self.tx)
                .await?;
        Ok(removed.rows_affected() > 0)
    }

    async fn add_visits(
        &mut self,
        contest: ContestId,
        unit: UnitId,
        day: Date,
        visits: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into link_visits as v (contest_id, unit_id, day, visits) \
             values ($1, $2, $3, $4) on conflict (contest_id, unit_id, day) \
             do update set visits = v.visits + excluded.visits",
        )
        .bind(contest.0)
        .bind(unit.0)
        .bind(day.to_string())
        .bind(visits)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn referrals(
        &mut self,
        contest: ContestId,
        counting: &[RoundId],
    ) -> Result<Vec<Referral>, StoreError> {
        let counting: Vec<Uuid> = counting.iter().map(|round| round.0).collect();
        let sql = sqlx::AssertSqlSafe(format!(
            "with v as (select unit_id, cast(sum(visits) as bigint) as visits from link_visits \
               where contest_id = $1 group by unit_id), \
             r as (select referral_id as unit_id, count(*) as registered from participants \
               where contest_id = $1 and referral_id is not null group by referral_id), \
             e as (select p.referral_id as unit_id, count(distinct p.id) as valid \
               from participants as p join attempts as a on a.participant_id = p.id \
               where p.contest_id = $1 and p.referral_id is not null \
               and a.state in ('submitted', 'expired') and {} group by p.referral_id) \
             select u.code, u.name, coalesce(v.visits, 0), coalesce(r.registered, 0), \
             coalesce(e.valid, 0) from units as u left join v on v.unit_id = u.id \
             left join r on r.unit_id = u.id left join e on e.unit_id = u.id \
             where u.id in (select unit_id from v union select unit_id from r) \
             order by 5 desc, 4 desc, 3 desc, u.code",
            db::ids_in("a.round_id", "$2")
        ));
        let rows: Vec<(String, String, i64, i64, i64)> = sqlx::query_as::<Db, _>(sql)
            .bind(contest.0)
            .bind(db::ids(&counting))
            .fetch_all(&mut *self.tx)
            .await?;
        let told = rows
            .into_iter()
            .map(|(code, name, visits, registered, valid)| Referral {
                code,
                name,
                visits,
                registered,
                valid,
            });
        Ok(told.collect())
    }
}
