//! Question files that are looked through, in SQL.

use super::Work;
use super::db::Db;
use super::row::{document, instant, json, word};
use crate::domain::import::{Import, ImportItem, ItemFilter, ItemState};
use crate::domain::{ImportId, Timestamp, UnitId};
use crate::store::{ImportCounts, Imports, StoreError};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use uuid::Uuid;

/// Questions in a statement.
const ROWS: usize = 500;

const IMPORT: &str = "select id, bank_code, title, file_name, format, remarks, made_by, created_at, \
    coalesce(changes, 0) as changes, committed_at, owner_id from imports";
const ITEM: &str =
    "select position, place, source, state, draft, warnings, refusal from import_items";

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: Uuid,
    bank_code: String,
    title: Option<String>,
    file_name: String,
    format: String,
    remarks: String,
    made_by: String,
    created_at: i64,
    changes: i64,
    committed_at: Option<i64>,
    owner_id: Option<Uuid>,
}

impl TryFrom<ImportRow> for Import {
    type Error = StoreError;
    fn try_from(row: ImportRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ImportId(row.id),
            bank: row.bank_code,
            title: row.title,
            file_name: row.file_name,
            format: row.format,
            remarks: document("imports", "remarks", &row.remarks)?,
            made_by: row.made_by,
            created_at: instant(row.created_at),
            changes: row.changes,
            committed_at: row.committed_at.map(instant),
            owner: row.owner_id.map(UnitId),
        })
    }
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    position: i64,
    place: String,
    source: String,
    state: String,
    draft: Option<String>,
    warnings: String,
    refusal: Option<String>,
}

impl TryFrom<ItemRow> for ImportItem {
    type Error = StoreError;
    fn try_from(row: ItemRow) -> Result<Self, StoreError> {
        const TABLE: &str = "import_items";
        let draft = row.draft.as_deref();
        let refusal = row.refusal.as_deref();
        Ok(Self {
            position: row.position,
            at: row.place,
            source: row.source,
            state: word(TABLE, "state", &row.state, ItemState::of)?,
            draft: draft.map(|d| document(TABLE, "draft", d)).transpose()?,
            warnings: document(TABLE, "warnings", &row.warnings)?,
            refusal: refusal.map(|r| document(TABLE, "refusal", r)).transpose()?,
        })
    }
}

#[async_trait]
impl Imports for Work {
    async fn add_import(
        &mut self,
        import: &Import,
        items: &[ImportItem],
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into imports (id, bank_code, title, file_name, format, remarks, made_by, \
             created_at, committed_at, owner_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(import.id.0)
        .bind(&import.bank)
        .bind(&import.title)
        .bind(&import.file_name)
        .bind(&import.format)
        .bind(json(&import.remarks))
        .bind(&import.made_by)
        .bind(import.created_at.micros())
        .bind(import.committed_at.map(Timestamp::micros))
        .bind(import.owner.map(|unit| unit.0))
        .execute(&mut *self.tx)
        .await?;
        for part in items.chunks(ROWS) {
            let mut sql = QueryBuilder::<Db>::new(
                "insert into import_items (import_id, position, place, source, state, doubtful, \
                 draft, warnings, refusal) ",
            );
            sql.push_values(part, |mut row, item| {
                row.push_bind(import.id.0)
                    .push_bind(item.position)
                    .push_bind(&item.at)
                    .push_bind(&item.source)
                    .push_bind(item.state.word())
                    .push_bind(item.is_doubtful())
                    .push_bind(item.draft.as_ref().map(json))
                    .push_bind(json(&item.warnings))
                    .push_bind(item.refusal.as_ref().map(json));
            });
            sql.build().execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    async fn import(&mut self, id: ImportId) -> Result<Option<Import>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{IMPORT} where id = $1"));
        let row: Option<ImportRow> = sqlx::query_as::<Db, _>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(TryInto::try_into).transpose()
    }

    async fn imports(
        &mut self,
        within: Option<UnitId>,
        limit: i64,
    ) -> Result<Vec<Import>, StoreError> {
        let narrowed = match within {
            Some(_) => format!("where {}", super::units::within("owner_id", "$2")),
            None => String::new(),
        };
        let sql = sqlx::AssertSqlSafe(format!(
            "{IMPORT} {narrowed} order by created_at desc, id limit $1"
        ));
        let mut query = sqlx::query_as::<Db, ImportRow>(sql).bind(limit);
        if let Some(top) = within {
            query = query.bind(top.0);
        }
        let rows = query.fetch_all(&mut *self.tx).await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn import_counts(&mut self, id: ImportId) -> Result<ImportCounts, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as::<Db, _>(
            "select state, count(*), coalesce(sum(case when doubtful then 1 else 0 end), 0) \
             from import_items where import_id = $1 group by state",
        )
        .bind(id.0)
        .fetch_all(&mut *self.tx)
        .await?;
        let mut counts = ImportCounts::default();
        for (state, questions, doubtful) in rows {
            counts.questions += questions;
            counts.doubtful += doubtful;
            match word("import_items", "state", &state, ItemState::of)? {
                ItemState::Taken | ItemState::Fixed => counts.taken += questions,
                ItemState::Refused => counts.refused += questions,
                ItemState::Skipped => counts.skipped += questions,
            }
        }
        Ok(counts)
    }

    async fn import_items(
        &mut self,
        id: ImportId,
        filter: ItemFilter,
        after: i64,
        limit: i64,
    ) -> Result<Vec<ImportItem>, StoreError> {
        let only = match filter {
            ItemFilter::All => "",
            ItemFilter::Doubtful => "and doubtful",
            ItemFilter::Refused => "and state = 'refused'",
        };
        let sql = sqlx::AssertSqlSafe(format!(
            "{ITEM} where import_id = $1 and position > $2 {only} order by position limit $3"
        ));
        let rows: Vec<ItemRow> = sqlx::query_as::<Db, _>(sql)
            .bind(id.0)
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn import_item(
        &mut self,
        id: ImportId,
        position: i64,
    ) -> Result<Option<ImportItem>, StoreError> {
        let items = self
            .import_items(id, ItemFilter::All, position.saturating_sub(1), 1)
            .await?;
        Ok(items.into_iter().find(|item| item.position == position))
    }

    async fn put_import_item(&mut self, id: ImportId, item: &ImportItem) -> Result<(), StoreError> {
        sqlx::query(
            "update import_items set state = $3, doubtful = $4, draft = $5, warnings = $6, \
             refusal = $7 where import_id = $1 and position = $2",
        )
        .bind(id.0)
        .bind(item.position)
        .bind(item.state.word())
        .bind(item.is_doubtful())
        .bind(item.draft.as_ref().map(json))
        .bind(json(&item.warnings))
        .bind(item.refusal.as_ref().map(json))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn change_import(&mut self, id: ImportId) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update imports set changes = coalesce(changes, 0) + 1 \
             where id = $1 and committed_at is null",
        )
        .bind(id.0)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn commit_import(
        &mut self,
        id: ImportId,
        changes: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update imports set committed_at = $3 \
             where id = $1 and committed_at is null and coalesce(changes, 0) = $2",
        )
        .bind(id.0)
        .bind(changes)
        .bind(now.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn remove_import(&mut self, id: ImportId) -> Result<(), StoreError> {
        for sql in [
            "delete from import_items where import_id = $1",
            "delete from imports where id = $1",
        ] {
            sqlx::query(sql).bind(id.0).execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    async fn forget_imports(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        sqlx::query(
            "delete from import_items where import_id in \
             (select id from imports where created_at < $1)",
        )
        .bind(before.micros())
        .execute(&mut *self.tx)
        .await?;
        let gone = sqlx::query("delete from imports where created_at < $1")
            .bind(before.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(gone.rows_affected())
    }
}
