//! Questions as people work on them, in SQL.

use super::Work;
use super::banks::{QUESTION, QuestionRow, VERSION_INTO, old_word};
use super::db::Db;
use super::row::{instant, json, word};
use crate::domain::{
    Bank, BankId, QuestionId, QuestionStatus, QuestionVersion, StaffId, Timestamp, UnitId, markup,
};
use crate::store::{BankHead, Held, NewVersion, Questions, StoreError, VersionHead};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct BankRow {
    id: Uuid,
    code: String,
    title: String,
    owner_id: Option<Uuid>,
    approvals: i64,
    revision: i64,
    questions: i64,
    updated_at: i64,
}

impl From<BankRow> for BankHead {
    fn from(row: BankRow) -> Self {
        Self {
            bank: Bank {
                id: BankId(row.id),
                code: row.code,
                title: row.title,
                owner: row.owner_id.map(UnitId),
            },
            approvals: row.approvals,
            revision: row.revision,
            questions: row.questions,
            updated_at: instant(row.updated_at),
        }
    }
}

const BANK: &str = "select b.id, b.code, b.title, b.owner_id, coalesce(b.approvals, 1) as approvals, \
    coalesce(b.revision, 0) as revision, \
    (select count(*) from questions as q where q.bank_id = b.id) as questions, \
    coalesce(b.updated_at, b.created_at) as updated_at from banks as b";

#[derive(sqlx::FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    question: QuestionRow,
    #[sqlx(flatten)]
    head: HeadRow,
    made_at: i64,
    changed_at: i64,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    head_version: i64,
    head_status: String,
    author_id: Option<Uuid>,
    note: Option<String>,
    root: i64,
    written_at: i64,
}

impl TryFrom<HeadRow> for VersionHead {
    type Error = StoreError;
    fn try_from(row: HeadRow) -> Result<Self, StoreError> {
        const TABLE: &str = "question_versions";
        Ok(Self {
            version: row.head_version,
            status: word(TABLE, "status", &row.head_status, QuestionStatus::of)?,
            author: row.author_id.map(StaffId),
            note: row.note,
            reviewed_as: row.root,
            at: instant(row.written_at),
        })
    }
}

/// A retired question whose version has no status of its own is looked at again when it comes back.
const HEAD: &str = "v.version as head_version, coalesce(v.status, \
    case when q.status = 'retired' then 'draft' else q.status end) as head_status, v.author_id, \
    v.note, coalesce(v.reviewed_as, v.version) as root, v.created_at as written_at";

const TIMES: &str = "q.created_at as made_at, coalesce(q.updated_at, q.created_at) as changed_at";

const JOINED: &str = "from questions as q join question_versions as v on v.question_id = q.id";

/// The newest version.
const NEWEST: &str = "v.version = coalesce(q.newest, 1)";

/// The newest approved version, where that is not the newest one.
const BEHIND: &str = "v.version < coalesce(q.newest, 1) and q.status <> 'retired' \
    and v.version = (select max(w.version) from question_versions as w \
    where w.question_id = q.id and w.status = 'approved')";

/// Of a bank, changed after a change.
const CHANGED: &str =
    "q.bank_id = $1 and (cast($2 as bigint) is null or coalesce(q.changed_in, 0) > $2)";

fn gathered(rows: Vec<HeldRow>, behind: Vec<HeldRow>) -> Result<Vec<Held>, StoreError> {
    let mut approved = HashMap::with_capacity(behind.len());
    for row in behind {
        let question = QuestionVersion::try_from(row.question)?;
        approved.insert(question.id, (question, VersionHead::try_from(row.head)?));
    }
    rows.into_iter()
        .map(|row| {
            let newest = QuestionVersion::try_from(row.question)?;
            // What is approved already has no need of the one before it.
            let approved = approved
                .remove(&newest.id)
                .filter(|_| newest.status != QuestionStatus::Approved);
            Ok(Held {
                approved,
                head: row.head.try_into()?,
                created_at: instant(row.made_at),
                updated_at: instant(row.changed_at),
                newest,
            })
        })
        .collect()
}

#[async_trait]
impl Questions for Work {
    async fn bank_heads(&mut self, within: Option<UnitId>) -> Result<Vec<BankHead>, StoreError> {
        let narrowed = match within {
            Some(_) => format!("where {}", super::units::within("b.owner_id", "$1")),
            None => String::new(),
        };
        let sql = sqlx::AssertSqlSafe(format!("{BANK} {narrowed} order by b.code"));
        let mut query = sqlx::query_as::<Db, BankRow>(sql);
        if let Some(top) = within {
            query = query.bind(top.0);
        }
        let rows = query.fetch_all(&mut *self.tx).await?;
        Ok(rows.into_iter().map(BankHead::from).collect())
    }

    async fn bank_head(&mut self, code: &str) -> Result<Option<BankHead>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{BANK} where b.code = $1"));
        let row = sqlx::query_as::<Db, BankRow>(sql)
            .bind(code)
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(BankHead::from))
    }

    async fn touch_bank(&mut self, bank: BankId, now: Timestamp) -> Result<i64, StoreError> {
        let (revision,): (i64,) = sqlx::query_as::<Db, _>(
            "update banks set revision = coalesce(revision, 0) + 1, updated_at = $2 \
             where id = $1 returning revision",
        )
        .bind(bank.0)
        .bind(now.micros())
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(revision)
    }

    async fn approvals_needed(&mut self, bank: BankId) -> Result<i64, StoreError> {
        let row: Option<(i64,)> =
            sqlx::query_as::<Db, _>("select coalesce(approvals, 1) from banks where id = $1")
                .bind(bank.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map_or(1, |(approvals,)| approvals))
    }

    async fn set_approvals(&mut self, bank: BankId, approvals: i64) -> Result<(), StoreError> {
        sqlx::query("update banks set approvals = $2 where id = $1")
            .bind(bank.0)
            .bind(approvals)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn held(&mut self, bank: BankId, after: Option<i64>) -> Result<Vec<Held>, StoreError> {
        let mut found = Vec::with_capacity(2);
        for which in [NEWEST, BEHIND] {
            let sql = sqlx::AssertSqlSafe(format!(
                "select {QUESTION}, {HEAD}, {TIMES} {JOINED} where {CHANGED} and {which} \
                 order by q.created_at, q.id"
            ));
            found.push(
                sqlx::query_as::<Db, HeldRow>(sql)
                    .bind(bank.0)
                    .bind(after)
                    .fetch_all(&mut *self.tx)
                    .await?,
            );
        }
        let behind = found.pop().unwrap_or_default();
        gathered(found.pop().unwrap_or_default(), behind)
    }

    async fn held_question(&mut self, id: QuestionId) -> Result<Option<Held>, StoreError> {
        let mut found = Vec::with_capacity(2);
        for which in [NEWEST, BEHIND] {
            let sql = sqlx::AssertSqlSafe(format!(
                "select {QUESTION}, {HEAD}, {TIMES} {JOINED} where q.id = $1 and {which}"
            ));
            found.push(
                sqlx::query_as::<Db, HeldRow>(sql)
                    .bind(id.0)
                    .fetch_all(&mut *self.tx)
                    .await?,
            );
        }
        let behind = found.pop().unwrap_or_default();
        Ok(gathered(found.pop().unwrap_or_default(), behind)?.pop())
    }

    async fn version_heads(&mut self, id: QuestionId) -> Result<Vec<VersionHead>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {HEAD} {JOINED} where q.id = $1 order by v.version"
        ));
        sqlx::query_as::<Db, HeadRow>(sql)
            .bind(id.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(VersionHead::try_from)
            .collect()
    }

    async fn question_of_print(
        &mut self,
        bank: BankId,
        fingerprint: &[u8; 32],
    ) -> Result<Option<QuestionId>, StoreError> {
        let row: Option<(Uuid,)> = sqlx::query_as::<Db, _>(
            "select id from questions where bank_id = $1 and fingerprint = $2",
        )
        .bind(bank.0)
        .bind(fingerprint.to_vec())
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.map(|(id,)| QuestionId(id)))
    }

    async fn add_version(&mut self, new: &NewVersion) -> Result<(), StoreError> {
        let version = &new.version;
        // A version from before it had a status of its own keeps the one that its question had.
        sqlx::query(
            "update question_versions set status = (select case when q.status = 'retired' \
             then 'draft' else q.status end from questions as q where q.id = question_id) \
             where question_id = $1 and status is null",
        )
        .bind(version.id.0)
        .execute(&mut *self.tx)
        .await?;
        let mut sql = QueryBuilder::<Db>::new(VERSION_INTO);
        sql.push_values([new], |mut row, _| {
            row.push_bind(version.id.0)
                .push_bind(version.version)
                .push_bind(json(&version.content))
                .push_bind(json(&version.key))
                .push_bind(&version.topic)
                .push_bind(i64::from(version.content.level))
                .push_bind(&version.explanation)
                .push_bind(json(&version.laws))
                .push_bind(markup::searched(version))
                .push_bind(new.at.micros())
                .push_bind(version.status.word())
                .push_bind(new.author.map(|author| author.0))
                .push_bind(&new.note)
                .push_bind(new.reviewed_as);
        });
        sql.build().execute(&mut *self.tx).await?;
        sqlx::query(
            "update questions set newest = $2, code = $3, status = $4, fingerprint = $5, \
             updated_at = $6, changed_in = (select revision from banks where id = bank_id) \
             where id = $1",
        )
        .bind(version.id.0)
        .bind(version.version)
        .bind(&version.code)
        .bind(old_word(version.status))
        .bind(new.fingerprint.to_vec())
        .bind(new.at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn set_version_status(
        &mut self,
        id: QuestionId,
        version: i64,
        status: QuestionStatus,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update question_versions set status = $3 where question_id = $1 and version = $2",
        )
        .bind(id.0)
        .bind(version)
        .bind(status.word())
        .execute(&mut *self.tx)
        .await?;
        sqlx::query("update questions set status = $2 where id = $1")
            .bind(id.0)
            .bind(old_word(status))
            .execute(&mut *self.tx)
            .await?;
        self.touch_question(id, now).await
    }

    async fn set_retired(
        &mut self,
        id: QuestionId,
        retired: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update questions set status = case when cast($2 as bigint) = 1 then 'retired' \
             when (select v.status from question_versions as v where v.question_id = questions.id \
             and v.version = coalesce(questions.newest, 1)) = 'approved' then 'approved' \
             else 'draft' end where id = $1",
        )
        .bind(id.0)
        .bind(i64::from(retired))
        .execute(&mut *self.tx)
        .await?;
        self.touch_question(id, now).await
    }

    async fn touch_question(&mut self, id: QuestionId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "update questions set updated_at = $2, \
             changed_in = (select revision from banks where id = bank_id) where id = $1",
        )
        .bind(id.0)
        .bind(now.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
