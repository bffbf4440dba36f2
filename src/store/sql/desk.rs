//! Voids, proposals and what people look at, in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{document, instant, json, word};
use crate::domain::desk::{Appeal, AppealDecision, Closing, Proposal, Verdict, Voiding};
use crate::domain::{
    AttemptId, ContestId, Guardian, ParticipantId, ProposalId, RoundId, VoidingId,
};
use crate::store::{Contacts, Desk, Marks, Sharing, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Marks written with one statement.
const CHUNK: usize = 5_000;

const VOIDING: &str = "select id, round_id, participant_id, attempts, whole_person, result_version, \
    reason, made_by, at, appeal_until, appeal_text, appeal_by, appeal_at, reinstated, \
    decision_reason, decided_by, decided_at from voidings";

#[derive(sqlx::FromRow)]
struct VoidingRow {
    id: Uuid,
    round_id: Uuid,
    participant_id: Uuid,
    attempts: String,
    whole_person: bool,
    result_version: i64,
    reason: String,
    made_by: String,
    at: i64,
    appeal_until: i64,
    appeal_text: Option<String>,
    appeal_by: Option<String>,
    appeal_at: Option<i64>,
    reinstated: Option<bool>,
    decision_reason: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
}

impl TryFrom<VoidingRow> for Voiding {
    type Error = StoreError;
    fn try_from(row: VoidingRow) -> Result<Self, StoreError> {
        let hole = |column| StoreError::corrupt("voidings", column, "empty beside others");
        let decision = match row.reinstated {
            None => None,
            Some(reinstated) => Some(AppealDecision {
                reinstated,
                reason: row.decision_reason.unwrap_or_default(),
                by: row.decided_by.ok_or_else(|| hole("decided_by"))?,
                at: instant(row.decided_at.ok_or_else(|| hole("decided_at"))?),
            }),
        };
        let appeal = match row.appeal_text {
            None => None,
            Some(text) => Some(Appeal {
                text,
                recorded_by: row.appeal_by.ok_or_else(|| hole("appeal_by"))?,
                at: instant(row.appeal_at.ok_or_else(|| hole("appeal_at"))?),
                decision,
            }),
        };
        Ok(Self {
            id: VoidingId(row.id),
            round: RoundId(row.round_id),
            participant: ParticipantId(row.participant_id),
            attempts: document("voidings", "attempts", &row.attempts)?,
            whole_person: row.whole_person,
            result_version: row.result_version,
            reason: row.reason,
            made_by: row.made_by,
            at: instant(row.at),
            appeal_until: instant(row.appeal_until),
            appeal,
        })
    }
}

const PROPOSAL: &str = "select id, round_id, body, reason, base_version, made_by, at, verdict, \
    closed_by, closed_at, closed_reason, result_version, awards from proposals";

#[derive(sqlx::FromRow)]
struct ProposalRow {
    id: Uuid,
    round_id: Uuid,
    body: String,
    reason: String,
    base_version: i64,
    made_by: String,
    at: i64,
    verdict: Option<String>,
    closed_by: Option<String>,
    closed_at: Option<i64>,
    closed_reason: Option<String>,
    result_version: Option<i64>,
    awards: Option<String>,
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = StoreError;
    fn try_from(row: ProposalRow) -> Result<Self, StoreError> {
        let hole = |column| StoreError::corrupt("proposals", column, "empty beside verdict");
        let closing = match row.verdict {
            None => None,
            Some(text) => Some(Closing {
                verdict: word("proposals", "verdict", &text, Verdict::of)?,
                by: row.closed_by.ok_or_else(|| hole("closed_by"))?,
                at: instant(row.closed_at.ok_or_else(|| hole("closed_at"))?),
                reason: row.closed_reason.unwrap_or_default(),
                result_version: row.result_version,
            }),
        };
        Ok(Self {
            id: ProposalId(row.id),
            round: RoundId(row.round_id),
            what: document("proposals", "body", &row.body)?,
            reason: row.reason,
            base_version: row.base_version,
            made_by: row.made_by,
            at: instant(row.at),
            closing,
            awards: row.awards,
        })
    }
}

/// Marks as the rows parameter of [`db::MARK_ROWS`] holds them.
#[derive(Serialize)]
struct MarkJson {
    id: AttemptId,
    correct: i64,
    questions: i64,
    score: i64,
    max_score: i64,
    failed: i64,
}

#[derive(sqlx::FromRow)]
struct SharingRow {
    number: i64,
    fields: String,
    guardian: Option<String>,
}

#[async_trait]
impl Desk for Work {
    async fn add_voiding(&mut self, voiding: &Voiding) -> Result<(), StoreError> {
        sqlx::query(
            "insert into voidings (id, round_id, participant_id, attempts, whole_person, \
             result_version, reason, made_by, at, appeal_until) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(voiding.id.0)
        .bind(voiding.round.0)
        .bind(voiding.participant.0)
        .bind(json(&voiding.attempts))
        .bind(voiding.whole_person)
        .bind(voiding.result_version)
        .bind(&voiding.reason)
        .bind(&voiding.made_by)
        .bind(voiding.at.micros())
        .bind(voiding.appeal_until.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn voiding(&mut self, id: VoidingId) -> Result<Option<Voiding>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{VOIDING} where id = $1"));
        sqlx::query_as::<Db, VoidingRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Voiding::try_from)
            .transpose()
    }

    async fn voidings_of(&mut self, round: RoundId) -> Result<Vec<Voiding>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{VOIDING} where round_id = $1 order by at, id"));
        sqlx::query_as::<Db, VoidingRow>(sql)
            .bind(round.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Voiding::try_from)
            .collect()
    }

    async fn put_appeal(&mut self, voiding: &Voiding) -> Result<(), StoreError> {
        let Some(appeal) = &voiding.appeal else {
            return Ok(());
        };
        let decision = appeal.decision.as_ref();
        sqlx::query(
            "update voidings set appeal_text = $2, appeal_by = $3, appeal_at = $4, \
             reinstated = $5, decision_reason = $6, decided_by = $7, decided_at = $8 where id = $1",
        )
        .bind(voiding.id.0)
        .bind(&appeal.text)
        .bind(&appeal.recorded_by)
        .bind(appeal.at.micros())
        .bind(decision.map(|decision| decision.reinstated))
        .bind(decision.map(|decision| &decision.reason))
        .bind(decision.map(|decision| &decision.by))
        .bind(decision.map(|decision| decision.at.micros()))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn void_attempts(&mut self, attempts: &[AttemptId]) -> Result<u64, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "update attempts set state = 'void' where {} and state in ('submitted', 'expired')",
            db::ids_in("id", "$1")
        ));
        let done = sqlx::query(sql)
            .bind(db::ids(&ids(attempts)))
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected())
    }

    async fn reinstate_attempts(&mut self, attempts: &[AttemptId]) -> Result<u64, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "update attempts set state = case when forced then 'expired' else 'submitted' end \
             where {} and state = 'void'",
            db::ids_in("id", "$1")
        ));
        let done = sqlx::query(sql)
            .bind(db::ids(&ids(attempts)))
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected())
    }

    async fn put_marks(&mut self, marks: &[Marks]) -> Result<(), StoreError> {
        let sql = format!(
            "with v as ({}) update attempts set correct = v.correct, questions = v.questions, \
             score = v.score, max_score = v.max_score, failed = v.failed from v \
             where attempts.id = v.id and attempts.submitted_at is not null",
            db::MARK_ROWS
        );
        for chunk in marks.chunks(CHUNK) {
            let rows: Vec<MarkJson> = chunk
                .iter()
                .map(|marks| MarkJson {
                    id: marks.attempt,
                    correct: marks.correct,
                    questions: marks.questions,
                    score: marks.score,
                    max_score: marks.max_score,
                    failed: i64::from(marks.failed),
                })
                .collect();
            let written = sqlx::query(sqlx::AssertSqlSafe(sql.clone()))
                .bind(json(&rows))
                .execute(&mut *self.tx)
                .await?
                .rows_affected();
            if written != rows.len() as u64 {
                return Err(StoreError::Other(format!(
                    "{written} of {} attempts were marked anew",
                    rows.len()
                )));
            }
        }
        Ok(())
    }

    async fn add_proposal(&mut self, proposal: &Proposal) -> Result<(), StoreError> {
        sqlx::query(
            "insert into proposals (id, round_id, kind, body, reason, base_version, made_by, at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(proposal.id.0)
        .bind(proposal.round.0)
        .bind(proposal.what.kind())
        .bind(json(&proposal.what))
        .bind(&proposal.reason)
        .bind(proposal.base_version)
        .bind(&proposal.made_by)
        .bind(proposal.at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn proposal(&mut self, id: ProposalId) -> Result<Option<Proposal>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{PROPOSAL} where id = $1"));
        sqlx::query_as::<Db, ProposalRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Proposal::try_from)
            .transpose()
    }

    async fn proposals_of(&mut self, round: RoundId) -> Result<Vec<Proposal>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{PROPOSAL} where round_id = $1 order by at, id"));
        sqlx::query_as::<Db, ProposalRow>(sql)
            .bind(round.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Proposal::try_from)
            .collect()
    }

    async fn close_proposal(&mut self, proposal: &Proposal) -> Result<(), StoreError> {
        let Some(closing) = &proposal.closing else {
            return Ok(());
        };
        let written = sqlx::query(
            "update proposals set verdict = $2, closed_by = $3, closed_at = $4, \
             closed_reason = $5, result_version = $6, awards = $7 where id = $1 and verdict is null",
        )
        .bind(proposal.id.0)
        .bind(closing.verdict.word())
        .bind(&closing.by)
        .bind(closing.at.micros())
        .bind(&closing.reason)
        .bind(closing.result_version)
        .bind(&proposal.awards)
        .execute(&mut *self.tx)
        .await?
        .rows_affected();
        super::row::added_one(written)
    }

    async fn result_versions(&mut self, round: RoundId) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<(i64,)> = sqlx::query_as::<Db, _>(
            "select version from results where round_id = $1 order by version",
        )
        .bind(round.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows.into_iter().map(|(version,)| version).collect())
    }

    async fn accounts_sharing(
        &mut self,
        contest: ContestId,
        except: ParticipantId,
        contacts: &Contacts,
    ) -> Result<Vec<Sharing>, StoreError> {
        let (fields, guardian) = (db::member("fields"), db::member("guardian"));
        let sql = sqlx::AssertSqlSafe(format!(
            "select number, fields, guardian from participants \
             where contest_id = $1 and id <> $2 and ({fields} 'phone' in ($3, $4) \
             or (guardian is not null and {guardian} 'phone' in ($3, $4)) \
             or {fields} 'email' = $5 or {fields} 'id_number' = $6) order by number"
        ));
        sqlx::query_as::<Db, SharingRow>(sql)
            .bind(contest.0)
            .bind(except.0)
            .bind(&contacts.phone)
            .bind(&contacts.guardian_phone)
            .bind(&contacts.email)
            .bind(&contacts.id_number)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(|row| {
                let mut fields: BTreeMap<String, String> =
                    document("participants", "fields", &row.fields)?;
                let guardian: Option<Guardian> = row
                    .guardian
                    .map(|text| document("participants", "guardian", &text))
                    .transpose()?;
                Ok(Sharing {
                    number: row.number,
                    contacts: Contacts {
                        phone: fields.remove("phone"),
                        guardian_phone: guardian.map(|guardian| guardian.phone),
                        email: fields.remove("email"),
                        id_number: fields.remove("id_number"),
                    },
                })
            })
            .collect()
    }

    async fn on_device(
        &mut self,
        round: RoundId,
        except: ParticipantId,
        device: &str,
    ) -> Result<Vec<i64>, StoreError> {
        self.numbers_where("a.device = $3", round, except, device)
            .await
    }

    async fn network_of(&mut self, attempt: AttemptId) -> Result<Option<String>, StoreError> {
        let row: Option<(Option<String>,)> =
            sqlx::query_as::<Db, _>("select network from attempts where id = $1")
                .bind(attempt.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.and_then(|(network,)| network))
    }

    async fn in_network(
        &mut self,
        round: RoundId,
        except: ParticipantId,
        network: &str,
    ) -> Result<Vec<i64>, StoreError> {
        self.numbers_where("a.network = $3", round, except, network)
            .await
    }
}

impl Work {
    /// Numbers of other people with an attempt of that condition, whose parameter is the third.
    async fn numbers_where(
        &mut self,
        condition: &str,
        round: RoundId,
        except: ParticipantId,
        value: &str,
    ) -> Result<Vec<i64>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select distinct p.number from attempts as a \
             join participants as p on p.id = a.participant_id \
             where a.round_id = $1 and a.participant_id <> $2 and {condition} order by p.number"
        ));
        let rows: Vec<(i64,)> = sqlx::query_as::<Db, _>(sql)
            .bind(round.0)
            .bind(except.0)
            .bind(value)
            .fetch_all(&mut *self.tx)
            .await?;
        Ok(rows.into_iter().map(|(number,)| number).collect())
    }
}

fn ids(attempts: &[AttemptId]) -> Vec<Uuid> {
    attempts.iter().map(|attempt| attempt.0).collect()
}
