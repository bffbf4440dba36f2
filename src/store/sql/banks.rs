//! Question banks in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{document, hash, json, word};
use crate::domain::{
    Bank, BankId, QuestionId, QuestionStatus, QuestionVersion, Timestamp, UnitId, markup,
};
use crate::store::{Banks, NewQuestion, Questions as _, StoreError};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(super) struct QuestionRow {
    question_id: Uuid,
    version: i64,
    bank_id: Uuid,
    code: Option<String>,
    status: String,
    content: String,
    answer_key: String,
    topic: Option<String>,
    explanation: Option<String>,
    laws: String,
}

impl TryFrom<QuestionRow> for QuestionVersion {
    type Error = StoreError;
    fn try_from(row: QuestionRow) -> Result<Self, StoreError> {
        const TABLE: &str = "question_versions";
        Ok(Self {
            id: QuestionId(row.question_id),
            version: row.version,
            bank: BankId(row.bank_id),
            code: row.code,
            status: word("questions", "status", &row.status, QuestionStatus::of)?,
            content: document(TABLE, "content", &row.content)?,
            key: document(TABLE, "answer_key", &row.answer_key)?,
            topic: row.topic,
            explanation: row.explanation,
            laws: document(TABLE, "laws", &row.laws)?,
        })
    }
}

/// Begins the insertion of versions; fourteen values each follow.
pub(super) const VERSION_INTO: &str = "insert into question_versions (question_id, version, content, \
    answer_key, topic, level, explanation, laws, folded, created_at, status, author_id, note, \
    reviewed_as) ";

/// Questions in a statement: fourteen values each stay far below the 32,766 that SQLite takes.
const ROWS: usize = 500;

/// A version as [`QuestionRow`] has it. Versions from before they had a status of their own take that
/// of their question.
pub(super) const QUESTION: &str = "v.question_id, v.version, q.bank_id, q.code, \
    case when q.status = 'retired' then q.status else coalesce(v.status, q.status) end as status, \
    v.content, v.answer_key, v.topic, v.explanation, v.laws";

const TABLES: &str = "from question_versions as v join questions as q on q.id = v.question_id";

/// The status of a question in the words that a node of the version before knows.
pub(super) fn old_word(status: QuestionStatus) -> &'static str {
    match status {
        QuestionStatus::Checked => QuestionStatus::Draft.word(),
        other => other.word(),
    }
}

type BankRow = (Uuid, String, String, Option<Uuid>);

fn bank((id, code, title, owner): BankRow) -> Bank {
    Bank {
        id: BankId(id),
        code,
        title,
        owner: owner.map(UnitId),
    }
}

#[async_trait]
impl Banks for Work {
    async fn bank_by_code(&mut self, code: &str) -> Result<Option<Bank>, StoreError> {
        let row: Option<BankRow> =
            sqlx::query_as::<Db, _>("select id, code, title, owner_id from banks where code = $1")
                .bind(code)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map(bank))
    }

    async fn bank(&mut self, id: BankId) -> Result<Option<Bank>, StoreError> {
        let row: Option<BankRow> =
            sqlx::query_as::<Db, _>("select id, code, title, owner_id from banks where id = $1")
                .bind(id.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map(bank))
    }

    async fn banks(&mut self) -> Result<Vec<Bank>, StoreError> {
        let rows: Vec<BankRow> =
            sqlx::query_as::<Db, _>("select id, code, title, owner_id from banks order by code")
                .fetch_all(&mut *self.tx)
                .await?;
        Ok(rows.into_iter().map(bank).collect())
    }

    async fn put_bank(&mut self, bank: &Bank, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "insert into banks (id, code, title, created_at, owner_id) values ($1, $2, $3, $4, $5) \
             on conflict (code) do update set title = excluded.title",
        )
        .bind(bank.id.0)
        .bind(&bank.code)
        .bind(&bank.title)
        .bind(now.micros())
        .bind(bank.owner.map(|unit| unit.0))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn fingerprints(&mut self, bank: BankId) -> Result<Vec<[u8; 32]>, StoreError> {
        let rows: Vec<(Vec<u8>,)> =
            sqlx::query_as::<Db, _>("select fingerprint from questions where bank_id = $1")
                .bind(bank.0)
                .fetch_all(&mut *self.tx)
                .await?;
        rows.iter()
            .map(|(bytes,)| hash("questions", "fingerprint", bytes))
            .collect()
    }

    async fn add_questions(&mut self, questions: &[NewQuestion]) -> Result<(), StoreError> {
        let mut changes: BTreeMap<BankId, i64> = BTreeMap::new();
        for question in questions {
            let bank = question.version.bank;
            if let Entry::Vacant(place) = changes.entry(bank) {
                place.insert(self.touch_bank(bank, question.created_at).await?);
            }
        }
        for part in questions.chunks(ROWS) {
            let mut sql = QueryBuilder::<Db>::new(
                "insert into questions (id, bank_id, code, status, fingerprint, created_at, newest, \
                 changed_in, updated_at) ",
            );
            sql.push_values(part, |mut row, question| {
                let version = &question.version;
                row.push_bind(version.id.0)
                    .push_bind(version.bank.0)
                    .push_bind(&version.code)
                    .push_bind(old_word(version.status))
                    .push_bind(question.fingerprint.to_vec())
                    .push_bind(question.created_at.micros())
                    .push_bind(version.version)
                    .push_bind(changes.get(&version.bank).copied())
                    .push_bind(question.created_at.micros());
            });
            sql.push(" on conflict (bank_id, fingerprint) do nothing");
            let added = sql.build().execute(&mut *self.tx).await?.rows_affected();
            if added != part.len() as u64 {
                return Err(StoreError::Conflict);
            }
            let mut sql = QueryBuilder::<Db>::new(VERSION_INTO);
            sql.push_values(part, |mut row, question| {
                let version = &question.version;
                let status = Some(version.status).filter(|s| *s != QuestionStatus::Retired);
                row.push_bind(version.id.0)
                    .push_bind(version.version)
                    .push_bind(json(&version.content))
                    .push_bind(json(&version.key))
                    .push_bind(&version.topic)
                    .push_bind(i64::from(version.content.level))
                    .push_bind(&version.explanation)
                    .push_bind(json(&version.laws))
                    .push_bind(markup::searched(version))
                    .push_bind(question.created_at.micros())
                    .push_bind(status.map(QuestionStatus::word))
                    .push_bind(question.author.map(|author| author.0))
                    .push_bind(None::<String>)
                    .push_bind(None::<i64>);
            });
            sql.build().execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    async fn questions(&mut self, bank: BankId) -> Result<Vec<QuestionVersion>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {QUESTION} {TABLES} where q.bank_id = $1 and v.version = coalesce(q.newest, 1) \
             order by q.created_at, q.id"
        ));
        sqlx::query_as::<Db, QuestionRow>(sql)
            .bind(bank.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(QuestionVersion::try_from)
            .collect()
    }

    async fn versions_of(
        &mut self,
        ids: &[QuestionId],
    ) -> Result<Vec<QuestionVersion>, StoreError> {
        let listed = db::ids_in("v.question_id", "$1");
        let sql = format!("select {QUESTION} {TABLES} where {listed}");
        let mut found = Vec::new();
        for part in ids.chunks(ROWS) {
            let part: Vec<Uuid> = part.iter().map(|id| id.0).collect();
            let rows = sqlx::query_as::<Db, QuestionRow>(sqlx::AssertSqlSafe(sql.clone()))
                .bind(db::ids(&part))
                .fetch_all(&mut *self.tx)
                .await?;
            for row in rows {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    async fn question_version(
        &mut self,
        id: QuestionId,
        version: i64,
    ) -> Result<Option<QuestionVersion>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {QUESTION} {TABLES} where v.question_id = $1 and v.version = $2"
        ));
        sqlx::query_as::<Db, QuestionRow>(sql)
            .bind(id.0)
            .bind(version)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(QuestionVersion::try_from)
            .transpose()
    }
}
