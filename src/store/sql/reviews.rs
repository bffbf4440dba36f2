//! Verdicts and comments in SQL.

use super::Work;
use super::db::Db;
use super::row::{instant, word};
use crate::domain::{BankId, QuestionId, StaffId, Verdict};
use crate::store::{Comment, Review, Reviews, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ReviewRow {
    id: Uuid,
    question_id: Uuid,
    version: i64,
    reviewer_id: Uuid,
    verdict: String,
    comment: String,
    at: i64,
}

impl TryFrom<ReviewRow> for Review {
    type Error = StoreError;
    fn try_from(row: ReviewRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            question: QuestionId(row.question_id),
            version: row.version,
            reviewer: StaffId(row.reviewer_id),
            verdict: word("question_reviews", "verdict", &row.verdict, Verdict::of)?,
            comment: row.comment,
            at: instant(row.at),
        })
    }
}

const REVIEW: &str = "select r.id, r.question_id, r.version, r.reviewer_id, r.verdict, r.comment, \
    r.at from question_reviews as r";

#[async_trait]
impl Reviews for Work {
    async fn add_review(&mut self, review: &Review) -> Result<(), StoreError> {
        sqlx::query(
            "insert into question_reviews (id, question_id, version, reviewer_id, verdict, comment, \
             at) values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(review.id)
        .bind(review.question.0)
        .bind(review.version)
        .bind(review.reviewer.0)
        .bind(review.verdict.word())
        .bind(&review.comment)
        .bind(review.at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn reviews_of(&mut self, question: QuestionId) -> Result<Vec<Review>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{REVIEW} where r.question_id = $1 order by r.at, r.id"
        ));
        sqlx::query_as::<Db, ReviewRow>(sql)
            .bind(question.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Review::try_from)
            .collect()
    }

    async fn reviews_in(
        &mut self,
        bank: BankId,
        after: Option<i64>,
    ) -> Result<Vec<Review>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{REVIEW} join questions as q on q.id = r.question_id where q.bank_id = $1 \
             and (cast($2 as bigint) is null or coalesce(q.changed_in, 0) > $2) order by r.at, r.id"
        ));
        sqlx::query_as::<Db, ReviewRow>(sql)
            .bind(bank.0)
            .bind(after)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Review::try_from)
            .collect()
    }

    async fn add_comment(&mut self, comment: &Comment) -> Result<(), StoreError> {
        sqlx::query(
            "insert into question_comments (id, question_id, version, author_id, content, at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(comment.id)
        .bind(comment.question.0)
        .bind(comment.version)
        .bind(comment.author.0)
        .bind(&comment.text)
        .bind(comment.at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn comments_of(&mut self, question: QuestionId) -> Result<Vec<Comment>, StoreError> {
        let rows: Vec<(Uuid, i64, Uuid, String, i64)> = sqlx::query_as::<Db, _>(
            "select id, version, author_id, content, at from question_comments \
             where question_id = $1 order by at, id",
        )
        .bind(question.0)
        .fetch_all(&mut *self.tx)
        .await?;
        let comment = |(id, version, author, text, at)| Comment {
            id,
            question,
            version,
            author: StaffId(author),
            text,
            at: instant(at),
        };
        Ok(rows.into_iter().map(comment).collect())
    }
}
