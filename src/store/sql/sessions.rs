//! Sessions in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{Bytes, hash, instant};
use crate::domain::{ContestId, ParticipantId, StaffId, StaffSessionId, Timestamp};
use crate::store::{Session, Sessions, StaffSession, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use uuid::Uuid;

/// Adds sessions; one that is there already stays as it is.
pub(super) async fn add(
    conn: &mut <Db as sqlx::Database>::Connection,
    sessions: &[Session],
) -> Result<(), StoreError> {
    let rows: Vec<SessionRow> = sessions
        .iter()
        .map(|session| SessionRow {
            token_hash: Bytes(&session.token_hash),
            participant: session.participant,
            contest: session.contest,
            expires_at: session.expires_at.micros(),
        })
        .collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) insert into sessions (token_hash, participant_id, contest_id, expires_at) \
         select v.token_hash, v.participant, v.contest, v.expires_at from v where true \
         on conflict (token_hash) do nothing",
        db::SESSION_ROWS
    ));
    db::bind_sessions(sqlx::query(sql), &rows)
        .execute(conn)
        .await?;
    Ok(())
}

/// A session as the rows parameter of [`db::SESSION_ROWS`] holds it.
#[derive(Serialize)]
pub(super) struct SessionRow<'a> {
    pub(super) token_hash: Bytes<'a>,
    pub(super) participant: ParticipantId,
    pub(super) contest: ContestId,
    pub(super) expires_at: i64,
}

const STAFF_SESSION: &str = "select token_hash, staff_id, expires_at, seen_at, id, signed_in_at, \
    fresh_at, address, agent from staff_sessions";

#[derive(sqlx::FromRow)]
pub(super) struct StaffSessionRow {
    pub(super) token_hash: Vec<u8>,
    pub(super) staff_id: Uuid,
    pub(super) expires_at: i64,
    pub(super) seen_at: i64,
    pub(super) id: Option<Uuid>,
    pub(super) signed_in_at: Option<i64>,
    pub(super) fresh_at: Option<i64>,
    pub(super) address: Option<String>,
    pub(super) agent: Option<String>,
}

impl TryFrom<StaffSessionRow> for StaffSession {
    type Error = StoreError;
    fn try_from(row: StaffSessionRow) -> Result<Self, StoreError> {
        // Sessions of an older version know neither when they began nor from where; they are not fresh.
        Ok(Self {
            token_hash: hash("staff_sessions", "token_hash", &row.token_hash)?,
            id: row.id.map(StaffSessionId),
            staff: StaffId(row.staff_id),
            signed_in_at: instant(row.signed_in_at.unwrap_or_default()),
            fresh_at: instant(row.fresh_at.unwrap_or_default()),
            address: row.address.unwrap_or_default(),
            agent: row.agent.unwrap_or_default(),
            expires_at: instant(row.expires_at),
            seen_at: instant(row.seen_at),
        })
    }
}

#[async_trait]
impl Sessions for Work {
    async fn add_session(&mut self, session: &Session) -> Result<(), StoreError> {
        add(&mut self.tx, std::slice::from_ref(session)).await
    }

    async fn session(&mut self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        let row: Option<(Vec<u8>, Uuid, Uuid, i64)> = sqlx::query_as::<Db, _>(
            "select token_hash, participant_id, contest_id, expires_at from sessions \
             where token_hash = $1",
        )
        .bind(token_hash.to_vec())
        .fetch_optional(&mut *self.tx)
        .await?;
        row.map(|(token_hash, participant, contest, expires_at)| {
            Ok(Session {
                token_hash: hash("sessions", "token_hash", &token_hash)?,
                participant: ParticipantId(participant),
                contest: ContestId(contest),
                expires_at: instant(expires_at),
            })
        })
        .transpose()
    }

    async fn end_session(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        sqlx::query("delete from sessions where token_hash = $1")
            .bind(token_hash.to_vec())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn end_sessions_of(&mut self, participant: ParticipantId) -> Result<(), StoreError> {
        sqlx::query("delete from sessions where participant_id = $1")
            .bind(participant.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn add_staff_session(&mut self, session: &StaffSession) -> Result<(), StoreError> {
        sqlx::query(
            "insert into staff_sessions (token_hash, staff_id, expires_at, seen_at, id, signed_in_at, \
             fresh_at, address, agent) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(session.token_hash.to_vec())
        .bind(session.staff.0)
        .bind(session.expires_at.micros())
        .bind(session.seen_at.micros())
        .bind(session.id.map(|id| id.0))
        .bind(session.signed_in_at.micros())
        .bind(session.fresh_at.micros())
        .bind(&session.address)
        .bind(&session.agent)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn staff_session(
        &mut self,
        token_hash: &[u8; 32],
    ) -> Result<Option<StaffSession>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{STAFF_SESSION} where token_hash = $1"));
        sqlx::query_as::<Db, StaffSessionRow>(sql)
            .bind(token_hash.to_vec())
            .fetch_optional(&mut *self.tx)
            .await?
            .map(StaffSession::try_from)
            .transpose()
    }

    async fn staff_sessions_of(&mut self, staff: StaffId) -> Result<Vec<StaffSession>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{STAFF_SESSION} where staff_id = $1 and id is not null order by id desc"
        ));
        sqlx::query_as::<Db, StaffSessionRow>(sql)
            .bind(staff.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(StaffSession::try_from)
            .collect()
    }

    async fn freshen_staff_session(
        &mut self,
        token_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("update staff_sessions set fresh_at = $2, seen_at = $2 where token_hash = $1")
            .bind(token_hash.to_vec())
            .bind(at.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn retire_staff_session(
        &mut self,
        token_hash: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update staff_sessions set id = null, \
             expires_at = case when expires_at < $2 then expires_at else $2 end \
             where token_hash = $1",
        )
        .bind(token_hash.to_vec())
        .bind(expires_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn end_named_staff_session(
        &mut self,
        staff: StaffId,
        id: StaffSessionId,
    ) -> Result<bool, StoreError> {
        let ended = sqlx::query("delete from staff_sessions where staff_id = $1 and id = $2")
            .bind(staff.0)
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(ended.rows_affected() > 0)
    }

    async fn end_staff_sessions(
        &mut self,
        staff: StaffId,
        except: Option<&[u8; 32]>,
    ) -> Result<u64, StoreError> {
        // No token has an empty hash.
        let except = except.map(|hash| hash.to_vec()).unwrap_or_default();
        let ended =
            sqlx::query("delete from staff_sessions where staff_id = $1 and token_hash <> $2")
                .bind(staff.0)
                .bind(except)
                .execute(&mut *self.tx)
                .await?;
        Ok(ended.rows_affected())
    }

    async fn touch_staff_session(
        &mut self,
        token_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("update staff_sessions set seen_at = $2 where token_hash = $1")
            .bind(token_hash.to_vec())
            .bind(at.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn end_staff_session(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        sqlx::query("delete from staff_sessions where token_hash = $1")
            .bind(token_hash.to_vec())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn forget_expired(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let mut gone = 0;
        for sql in [
            "delete from sessions where expires_at < $1",
            "delete from staff_sessions where expires_at < $1",
        ] {
            gone += sqlx::query(sql)
                .bind(now.micros())
                .execute(&mut *self.tx)
                .await?
                .rows_affected();
        }
        Ok(gone)
    }
}
