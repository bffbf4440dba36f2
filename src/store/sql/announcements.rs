//! Announcements and incidents in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::domain::running::{Announcement, Incident};
use crate::domain::{AnnouncementId, ContestId, IncidentId, RoundId, Timestamp};
use crate::store::{Announcements, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct AnnouncementRow {
    id: Uuid,
    contest_id: Uuid,
    round_id: Option<Uuid>,
    at: i64,
    until_at: Option<i64>,
    content: String,
    content_en: Option<String>,
    made_by: String,
}

#[derive(sqlx::FromRow)]
struct IncidentRow {
    id: Uuid,
    contest_id: Uuid,
    round_id: Option<Uuid>,
    at: i64,
    content: String,
    made_by: String,
    written_at: i64,
}

#[async_trait]
impl Announcements for Work {
    async fn add_announcement(&mut self, announcement: &Announcement) -> Result<(), StoreError> {
        sqlx::query(
            "insert into announcements (id, contest_id, round_id, at, until_at, content, \
             content_en, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(announcement.id.0)
        .bind(announcement.contest.0)
        .bind(announcement.round.map(|round| round.0))
        .bind(announcement.at.micros())
        .bind(announcement.until.map(Timestamp::micros))
        .bind(&announcement.text)
        .bind(&announcement.text_en)
        .bind(&announcement.made_by)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn announcements_in_force(
        &mut self,
        contest: ContestId,
        now: Timestamp,
    ) -> Result<Vec<Announcement>, StoreError> {
        let rows: Vec<AnnouncementRow> = sqlx::query_as::<Db, _>(
            "select id, contest_id, round_id, at, until_at, content, content_en, made_by \
             from announcements where contest_id = $1 and withdrawn_at is null \
             and (until_at is null or until_at > $2) order by at desc, id desc",
        )
        .bind(contest.0)
        .bind(now.micros())
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Announcement {
                id: AnnouncementId(row.id),
                contest: ContestId(row.contest_id),
                round: row.round_id.map(RoundId),
                at: instant(row.at),
                until: row.until_at.map(instant),
                text: row.content,
                text_en: row.content_en,
                made_by: row.made_by,
            })
            .collect())
    }

    async fn withdraw_announcement(
        &mut self,
        contest: ContestId,
        id: AnnouncementId,
        at: Timestamp,
        by: &str,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update announcements set withdrawn_at = $3, withdrawn_by = $4 \
             where id = $2 and contest_id = $1 and withdrawn_at is null",
        )
        .bind(contest.0)
        .bind(id.0)
        .bind(at.micros())
        .bind(by)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_incident(&mut self, incident: &Incident) -> Result<(), StoreError> {
        sqlx::query(
            "insert into incidents (id, contest_id, round_id, at, content, made_by, written_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(incident.id.0)
        .bind(incident.contest.0)
        .bind(incident.round.map(|round| round.0))
        .bind(incident.at.micros())
        .bind(&incident.text)
        .bind(&incident.made_by)
        .bind(incident.written_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn incidents_of(&mut self, contest: ContestId) -> Result<Vec<Incident>, StoreError> {
        let rows: Vec<IncidentRow> = sqlx::query_as::<Db, _>(
            "select id, contest_id, round_id, at, content, made_by, written_at from incidents \
             where contest_id = $1 order by at, id",
        )
        .bind(contest.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Incident {
                id: IncidentId(row.id),
                contest: ContestId(row.contest_id),
                round: row.round_id.map(RoundId),
                at: instant(row.at),
                text: row.content,
                made_by: row.made_by,
                written_at: instant(row.written_at),
            })
            .collect())
    }
}
