//! The unit tree in SQL.

use super::Work;
use super::db::Db;
use super::row::{date, json, word};
use crate::domain::{AreaType, Unit, UnitDraft, UnitId, UnitType, text};
use crate::store::{StoreError, UnitFilter, Units};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    parent_code: Option<String>,
    area_type: Option<String>,
    headcount: Option<i64>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    replaced_by: String,
}

impl TryFrom<UnitRow> for Unit {
    type Error = StoreError;
    fn try_from(row: UnitRow) -> Result<Self, StoreError> {
        let area = |text: &str| match text {
            "urban" => Some(AreaType::Urban),
            "rural" => Some(AreaType::Rural),
            _ => None,
        };
        Ok(Self {
            id: UnitId(row.id),
            draft: UnitDraft {
                kind: word("units", "kind", &row.kind, UnitType::of)?,
                area_type: row
                    .area_type
                    .map(|text| word("units", "area_type", &text, area))
                    .transpose()?,
                valid_from: date("units", "valid_from", row.valid_from.as_deref())?,
                valid_to: date("units", "valid_to", row.valid_to.as_deref())?,
                replaced_by: super::row::document("units", "replaced_by", &row.replaced_by)?,
                code: row.code,
                name: row.name,
                parent: row.parent_code,
                headcount: row.headcount,
            },
        })
    }
}

const COLUMNS: &str = "u.id, u.code, u.name, u.kind, p.code as parent_code, u.area_type, \
    u.headcount, u.valid_from, u.valid_to, u.replaced_by \
    from units as u left join units as p on p.id = u.parent_id";

/// Whether a column holds the unit of that parameter, or one that stands anywhere below it: what a list
/// is narrowed by that a member of staff of a unit asks for.
pub(super) fn within(column: &str, parameter: &str) -> String {
    // `union` ends the walk also where a tree had been broken into a circle.
    format!(
        "{column} in (with recursive reach (id) as (select id from units where id = {parameter} \
         union select lower_unit.id from units as lower_unit \
         join reach as upper_unit on lower_unit.parent_id = upper_unit.id) select id from reach)"
    )
}

#[async_trait]
impl Units for Work {
    async fn put_unit(&mut self, id: UnitId, draft: &UnitDraft) -> Result<(), StoreError> {
        let area = draft.area_type.map(|area| match area {
            AreaType::Urban => "urban",
            AreaType::Rural => "rural",
        });
        sqlx::query(
            "insert into units (id, code, name, folded, kind, parent_id, area_type, headcount, \
             valid_from, valid_to, replaced_by) \
             values ($1, $2, $3, $4, $5, (select id from units where code = $6), $7, $8, $9, $10, $11) \
             on conflict (code) do update set name = excluded.name, folded = excluded.folded, \
             kind = excluded.kind, parent_id = excluded.parent_id, area_type = excluded.area_type, \
             headcount = excluded.headcount, valid_from = excluded.valid_from, \
             valid_to = excluded.valid_to, replaced_by = excluded.replaced_by",
        )
        .bind(id.0)
        .bind(&draft.code)
        .bind(&draft.name)
        .bind(text::folded(&draft.name))
        .bind(draft.kind.word())
        .bind(&draft.parent)
        .bind(area)
        .bind(draft.headcount)
        .bind(draft.valid_from.map(|d| d.to_string()))
        .bind(draft.valid_to.map(|d| d.to_string()))
        .bind(json(&draft.replaced_by))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn unit_by_code(&mut self, code: &str) -> Result<Option<Unit>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} where u.code = $1"));
        sqlx::query_as::<Db, UnitRow>(sql)
            .bind(code)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Unit::try_from)
            .transpose()
    }

    async fn unit(&mut self, id: UnitId) -> Result<Option<Unit>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} where u.id = $1"));
        sqlx::query_as::<Db, UnitRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Unit::try_from)
            .transpose()
    }

    async fn find_units(&mut self, filter: &UnitFilter) -> Result<Vec<Unit>, StoreError> {
        // A name that begins with the search text, or has a word that does, comes before one that
        // merely holds it.
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} \
             where ($1 = '' or u.folded like $2 escape '\\' or u.code like $3 escape '\\') \
             and (cast($4 as text) is null or p.code = $4) \
             and (cast($5 as text) is null or u.code > $5) \
             and u.valid_to is null \
             order by case when cast($5 as text) is not null then 0 \
                 when u.folded like $3 escape '\\' then 0 \
                 when u.folded like $6 escape '\\' then 1 else 2 end, \
             case when cast($5 as text) is null and $1 <> '' then u.folded else '' end, u.code \
             limit $7"
        ));
        let literal = like_literal(&filter.folded);
        sqlx::query_as::<Db, UnitRow>(sql)
            .bind(&filter.folded)
            .bind(format!("%{literal}%"))
            .bind(format!("{literal}%"))
            .bind(&filter.parent)
            .bind(&filter.after)
            .bind(format!("% {literal}%"))
            .bind(filter.limit)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Unit::try_from)
            .collect()
    }

    async fn is_within(&mut self, unit: UnitId, top: UnitId) -> Result<bool, StoreError> {
        // `union` ends the walk also where a tree had been broken into a circle.
        let (found,): (i64,) = sqlx::query_as::<Db, _>(
            "with recursive above (id, parent_id) as (\
             select id, parent_id from units where id = $1 \
             union select u.id, u.parent_id from units as u join above as a on u.id = a.parent_id) \
             select count(*) from above where id = $2",
        )
        .bind(unit.0)
        .bind(top.0)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(found > 0)
    }

    async fn all_units(&mut self) -> Result<Vec<Unit>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} order by u.code"));
        sqlx::query_as::<Db, UnitRow>(sql)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Unit::try_from)
            .collect()
    }
}

fn like_literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
