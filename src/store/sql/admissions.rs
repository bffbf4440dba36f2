//! Lists of people and admissions in SQL.

use super::Work;
use super::db::Db;
use crate::domain::{ContestId, ParticipantId, RoundId};
use crate::store::{Admission, Admissions, StoreError};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use uuid::Uuid;

/// Rows written with one statement; SQLite takes 32,766 parameters.
const CHUNK: usize = 5_000;

#[async_trait]
impl Admissions for Work {
    async fn put_list(
        &mut self,
        contest: ContestId,
        list: &str,
        identities: &[[u8; 32]],
    ) -> Result<i64, StoreError> {
        sqlx::query("delete from listed_people where contest_id = $1 and list = $2")
            .bind(contest.0)
            .bind(list)
            .execute(&mut *self.tx)
            .await?;
        self.extend_list(contest, list, identities).await?;
        let (registered,): (i64,) = sqlx::query_as::<Db, _>(
            "select count(*) from participants as p join listed_people as l \
             on l.contest_id = p.contest_id and l.identity = p.identity \
             where l.contest_id = $1 and l.list = $2",
        )
        .bind(contest.0)
        .bind(list)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(registered)
    }

    async fn extend_list(
        &mut self,
        contest: ContestId,
        list: &str,
        identities: &[[u8; 32]],
    ) -> Result<u64, StoreError> {
        let mut added = 0;
        for chunk in identities.chunks(CHUNK) {
            let mut query: QueryBuilder<Db> =
                QueryBuilder::new("insert into listed_people (contest_id, list, identity) ");
            query.push_values(chunk, |mut row, identity| {
                row.push_bind(contest.0)
                    .push_bind(list.to_owned())
                    .push_bind(identity.to_vec());
            });
            query.push(" on conflict do nothing");
            let done = query.build().execute(&mut *self.tx).await?;
            added += done.rows_affected();
        }
        Ok(added)
    }

    async fn lists_with(
        &mut self,
        contest: ContestId,
        identity: &[u8; 32],
    ) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as::<Db, _>(
            "select list from listed_people where contest_id = $1 and identity = $2 order by list",
        )
        .bind(contest.0)
        .bind(identity.to_vec())
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(|(list,)| list).collect())
    }

    async fn put_admissions(
        &mut self,
        round: RoundId,
        admitted: &[Admission],
    ) -> Result<(), StoreError> {
        sqlx::query("delete from admissions where round_id = $1")
            .bind(round.0)
            .execute(&mut *self.tx)
            .await?;
        for chunk in admitted.chunks(CHUNK) {
            let mut query: QueryBuilder<Db> = QueryBuilder::new(
                "insert into admissions (round_id, participant_id, from_round, from_version, place) ",
            );
            query.push_values(chunk, |mut row, admission| {
                row.push_bind(round.0)
                    .push_bind(admission.participant.0)
                    .push_bind(admission.from_round.0)
                    .push_bind(admission.from_version)
                    .push_bind(admission.place);
            });
            query.build().execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    async fn admissions(&mut self, round: RoundId) -> Result<Vec<Admission>, StoreError> {
        let rows: Vec<(Uuid, Uuid, i64, i64)> = sqlx::query_as::<Db, _>(
            "select participant_id, from_round, from_version, place from admissions \
             where round_id = $1 order by place, participant_id",
        )
        .bind(round.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(participant, from_round, from_version, place)| Admission {
                participant: ParticipantId(participant),
                from_round: RoundId(from_round),
                from_version,
                place,
            })
            .collect())
    }

    async fn is_admitted(
        &mut self,
        round: RoundId,
        participant: ParticipantId,
    ) -> Result<bool, StoreError> {
        let row: Option<(i64,)> = sqlx::query_as::<Db, _>(
            "select place from admissions where round_id = $1 and participant_id = $2",
        )
        .bind(round.0)
        .bind(participant.0)
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.is_some())
    }
}
