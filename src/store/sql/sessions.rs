//! Sessions in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{Bytes, hash, instant};
use crate::domain::{ContestId, ParticipantId, StaffId, Timestamp};
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
            "insert into staff_sessions (token_hash, staff_id, expires_at, seen_at) \
             values ($1, $2, $3, $4)",
        )
        .bind(session.token_hash.to_vec())
        .bind(session.staff.0)
        .bind(session.expires_at.micros())
        .bind(session.seen_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn staff_session(
        &mut self,
        token_hash: &[u8; 32],
    ) -> Result<Option<StaffSession>, StoreError> {
        let row: Option<(Vec<u8>, Uuid, i64, i64)> = sqlx::query_as::<Db, _>(
            "select token_hash, staff_id, expires_at, seen_at from staff_sessions \
             where token_hash = $1",
        )
        .bind(token_hash.to_vec())
        .fetch_optional(&mut *self.tx)
        .await?;
        row.map(|(token_hash, staff, expires_at, seen_at)| {
            Ok(StaffSession {
                token_hash: hash("staff_sessions", "token_hash", &token_hash)?,
                staff: StaffId(staff),
                expires_at: instant(expires_at),
                seen_at: instant(seen_at),
            })
        })
        .transpose()
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
