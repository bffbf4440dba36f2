//! Rounds in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json, word};
use crate::domain::{ByHand, ContestId, Round, RoundId, RoundState, Timestamp};
use crate::store::{Commitment, LotState, Manifest, Rounds, Secrets, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(super) struct RoundRow {
    id: Uuid,
    contest_id: Uuid,
    position: i64,
    rules: String,
    state: String,
    by_hand: Option<String>,
    commitment: Option<String>,
    committed_at: Option<i64>,
    beacon: Option<String>,
    revealed: bool,
    grants: Option<i64>,
}

impl TryFrom<RoundRow> for Round {
    type Error = StoreError;
    fn try_from(row: RoundRow) -> Result<Self, StoreError> {
        let by_hand = |text: &str| match text {
            "opened" => Some(ByHand::Opened),
            "reopened" => Some(ByHand::Reopened),
            "closed" => Some(ByHand::Closed),
            _ => None,
        };
        Ok(Self {
            id: RoundId(row.id),
            contest: ContestId(row.contest_id),
            position: row.position,
            rules: document("rounds", "rules", &row.rules)?,
            state: word("rounds", "state", &row.state, RoundState::of)?,
            by_hand: row
                .by_hand
                .map(|text| word("rounds", "by_hand", &text, by_hand))
                .transpose()?,
            commitment: row.commitment,
            committed_at: row.committed_at.map(instant),
            beacon: row.beacon,
            revealed: row.revealed,
            grants: row.grants.unwrap_or(0),
        })
    }
}

pub(super) const SELECT: &str = "select id, contest_id, position, rules, state, by_hand, commitment, \
    committed_at, beacon, revealed, grants from rounds";

#[async_trait]
impl Rounds for Work {
    async fn round(&mut self, id: RoundId) -> Result<Option<Round>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"));
        sqlx::query_as::<Db, RoundRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Round::try_from)
            .transpose()
    }

    async fn rounds_of(&mut self, contest: ContestId) -> Result<Vec<Round>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where contest_id = $1 order by position"));
        sqlx::query_as::<Db, RoundRow>(sql)
            .bind(contest.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Round::try_from)
            .collect()
    }

    async fn rounds_under_way(&mut self) -> Result<Vec<Round>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{SELECT} where state in ('scheduled', 'open', 'closing') order by contest_id, position"
        ));
        sqlx::query_as::<Db, RoundRow>(sql)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Round::try_from)
            .collect()
    }

    async fn put_round(&mut self, round: &Round) -> Result<(), StoreError> {
        let by_hand = round.by_hand.map(|by_hand| match by_hand {
            ByHand::Opened => "opened",
            ByHand::Reopened => "reopened",
            ByHand::Closed => "closed",
        });
        sqlx::query(
            "insert into rounds (id, contest_id, position, code, rules, state, by_hand, commitment, \
             committed_at, beacon, revealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             on conflict (id) do update set position = excluded.position, code = excluded.code, \
             rules = excluded.rules, state = excluded.state, by_hand = excluded.by_hand, \
             commitment = excluded.commitment, committed_at = excluded.committed_at, \
             beacon = excluded.beacon, revealed = excluded.revealed",
        )
        .bind(round.id.0)
        .bind(round.contest.0)
        .bind(round.position)
        .bind(&round.rules.code)
        .bind(json(&round.rules))
        .bind(round.state.word())
        .bind(by_hand)
        .bind(&round.commitment)
        .bind(round.committed_at.map(Timestamp::micros))
        .bind(&round.beacon)
        .bind(round.revealed)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn lock_round(&mut self, id: RoundId) -> Result<(), StoreError> {
        sqlx::query("update rounds set revealed = revealed where id = $1")
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn remove_round(&mut self, id: RoundId) -> Result<(), StoreError> {
        for sql in [
            "delete from admissions where round_id = $1",
            "delete from grants where round_id = $1",
            "delete from tallies where round_id = $1",
            "update announcements set round_id = null where round_id = $1",
            "update incidents set round_id = null where round_id = $1",
            "delete from outages where round_id = $1",
            "delete from commitments where round_id = $1",
            "delete from manifests where round_id = $1",
            "delete from round_secrets where round_id = $1",
            "delete from rounds where id = $1",
        ] {
            sqlx::query(sql).bind(id.0).execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    async fn put_secrets(&mut self, id: RoundId, secrets: &Secrets) -> Result<(), StoreError> {
        sqlx::query("insert into round_secrets (round_id, seed, lot) values ($1, $2, $3)")
            .bind(id.0)
            .bind(&secrets.seed)
            .bind(&secrets.lot)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn secrets(&mut self, id: RoundId) -> Result<Option<Secrets>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as::<Db, _>("select seed, lot from round_secrets where round_id = $1")
                .bind(id.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map(|(seed, lot)| Secrets { seed, lot }))
    }

    async fn put_manifest(
        &mut self,
        id: RoundId,
        manifest: &Manifest,
        commitment: &Commitment,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into manifests (round_id, document, salts) values ($1, $2, $3) \
             on conflict (round_id) do update set document = excluded.document, \
             salts = excluded.salts",
        )
        .bind(id.0)
        .bind(&manifest.document)
        .bind(&manifest.salts)
        .execute(&mut *self.tx)
        .await?;
        sqlx::query(
            "insert into commitments (round_id, at, commitment, lot) values ($1, $2, $3, $4)",
        )
        .bind(id.0)
        .bind(commitment.at.micros())
        .bind(&commitment.commitment)
        .bind(&commitment.lot)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn manifest(&mut self, id: RoundId) -> Result<Option<Manifest>, StoreError> {
        let row: Option<(String, String)> =
            sqlx::query_as::<Db, _>("select document, salts from manifests where round_id = $1")
                .bind(id.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map(|(document, salts)| Manifest { document, salts }))
    }

    async fn commitments(&mut self, id: RoundId) -> Result<Vec<Commitment>, StoreError> {
        let rows: Vec<(i64, String, Option<String>)> = sqlx::query_as::<Db, _>(
            "select at, commitment, lot from commitments where round_id = $1 order by at",
        )
        .bind(id.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(at, commitment, lot)| Commitment {
                at: instant(at),
                commitment,
                lot,
            })
            .collect())
    }

    async fn lot(&mut self, id: RoundId) -> Result<LotState, StoreError> {
        let row: Option<(Option<String>, Option<String>)> =
            sqlx::query_as::<Db, _>("select lot_root, beacon2 from rounds where id = $1")
                .bind(id.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        let (root, beacon2) = row.unwrap_or_default();
        Ok(LotState { root, beacon2 })
    }

    async fn put_lot(&mut self, id: RoundId, lot: &LotState) -> Result<(), StoreError> {
        sqlx::query("update rounds set lot_root = $2, beacon2 = $3 where id = $1")
            .bind(id.0)
            .bind(&lot.root)
            .bind(&lot.beacon2)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}
