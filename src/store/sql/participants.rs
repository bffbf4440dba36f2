//! Participants in SQL.

use super::Work;
use super::db::Db;
use super::row::{date, document, hash, instant, json};
use crate::domain::{ContestId, Participant, ParticipantId, UnitId, text};
use crate::store::{NewParticipant, Participants, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ParticipantRow {
    id: Uuid,
    contest_id: Uuid,
    number: i64,
    alias: String,
    group_code: Option<String>,
    unit_id: Option<Uuid>,
    full_name: String,
    birth_date: Option<String>,
    fields: String,
    consents: String,
    guardian: Option<String>,
    created_at: i64,
    extra_time_s: Option<i64>,
    code_mac: Vec<u8>,
}

impl TryFrom<ParticipantRow> for Participant {
    type Error = StoreError;
    fn try_from(row: ParticipantRow) -> Result<Self, StoreError> {
        const TABLE: &str = "participants";
        Ok(Self {
            id: ParticipantId(row.id),
            contest: ContestId(row.contest_id),
            number: row.number,
            alias: row.alias,
            group: row.group_code,
            unit: row.unit_id.map(UnitId),
            full_name: row.full_name,
            birth_date: date(TABLE, "birth_date", row.birth_date.as_deref())?,
            fields: document(TABLE, "fields", &row.fields)?,
            consents: document(TABLE, "consents", &row.consents)?,
            guardian: row
                .guardian
                .map(|text| document(TABLE, "guardian", &text))
                .transpose()?,
            created_at: instant(row.created_at),
            extra_time_s: u32::try_from(row.extra_time_s.unwrap_or(0))
                .map_err(|error| StoreError::corrupt(TABLE, "extra_time_s", error))?,
        })
    }
}

const SELECT: &str = "select id, contest_id, number, alias, group_code, unit_id, full_name, \
    birth_date, fields, consents, guardian, created_at, extra_time_s, code_mac from participants";

#[async_trait]
impl Participants for Work {
    async fn add_participant(&mut self, new: &NewParticipant) -> Result<i64, StoreError> {
        let participant = &new.participant;
        let (number,): (i64,) = sqlx::query_as::<Db, _>(
            "update contests set last_number = last_number + 1 where id = $1 returning last_number",
        )
        .bind(participant.contest.0)
        .fetch_one(&mut *self.tx)
        .await?;
        let added = sqlx::query(
            "insert into participants (id, contest_id, number, alias, group_code, unit_id, full_name, \
             folded_name, birth_date, fields, consents, guardian, identity, code_mac, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             on conflict (contest_id, identity) do nothing",
        )
        .bind(participant.id.0)
        .bind(participant.contest.0)
        .bind(number)
        .bind(&participant.alias)
        .bind(&participant.group)
        .bind(participant.unit.map(|unit| unit.0))
        .bind(&participant.full_name)
        .bind(text::folded(&participant.full_name))
        .bind(participant.birth_date.map(|d| d.to_string()))
        .bind(json(&participant.fields))
        .bind(json(&participant.consents))
        .bind(participant.guardian.as_ref().map(json))
        .bind(new.identity.to_vec())
        .bind(new.code_mac.to_vec())
        .bind(participant.created_at.micros())
        .execute(&mut *self.tx)
        .await?;
        if added.rows_affected() == 0 {
            // The contest's row is locked by now, so nobody has seen the number.
            sqlx::query("update contests set last_number = last_number - 1 where id = $1")
                .bind(participant.contest.0)
                .execute(&mut *self.tx)
                .await?;
            return Err(StoreError::Conflict);
        }
        Ok(number)
    }

    async fn participant(&mut self, id: ParticipantId) -> Result<Option<Participant>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"));
        sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Participant::try_from)
            .transpose()
    }

    async fn participant_by_identity(
        &mut self,
        contest: ContestId,
        identity: &[u8; 32],
    ) -> Result<Option<(Participant, [u8; 32])>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where contest_id = $1 and identity = $2"));
        sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(contest.0)
            .bind(identity.to_vec())
            .fetch_optional(&mut *self.tx)
            .await?
            .map(|row| {
                let mac = hash("participants", "code_mac", &row.code_mac)?;
                Ok((Participant::try_from(row)?, mac))
            })
            .transpose()
    }

    async fn set_sign_in_code(
        &mut self,
        id: ParticipantId,
        code_mac: &[u8; 32],
    ) -> Result<(), StoreError> {
        sqlx::query("update participants set code_mac = $2 where id = $1")
            .bind(id.0)
            .bind(code_mac.to_vec())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn participants_of(
        &mut self,
        contest: ContestId,
    ) -> Result<Vec<Participant>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} where contest_id = $1 order by number"));
        sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(contest.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Participant::try_from)
            .collect()
    }

    async fn count_participants(&mut self, contest: ContestId) -> Result<i64, StoreError> {
        let (count,): (i64,) =
            sqlx::query_as::<Db, _>("select count(*) from participants where contest_id = $1")
                .bind(contest.0)
                .fetch_one(&mut *self.tx)
                .await?;
        Ok(count)
    }
}
