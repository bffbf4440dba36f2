//! The unit tree in SQL.

mod asked;
mod write;

pub(super) use self::asked::within;
use self::asked::{asked, like_literal, scoped};
use self::write::put;
use super::Work;
use super::db::{self, Db};
use super::row::{date, document, word};
use crate::domain::{AreaType, Timestamp, Unit, UnitDraft, UnitId, UnitType};
use crate::store::{
    PlacedUnit, StoreError, UnitAbove, UnitFilter, UnitListing, UnitOrder, UnitUses, Units,
};
use async_trait::async_trait;
use sqlx::QueryBuilder;
use time::Date;
use uuid::Uuid;

/// Units written with one statement, sixteen parameters each; SQLite takes 32,766.
const CHUNK: usize = 1_500;
/// The tree is not deeper than this.
const DEEPEST: i64 = 32;

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    parent_code: Option<String>,
    area_type: Option<String>,
    block: Option<String>,
    headcount: Option<i64>,
    headcount_source: Option<String>,
    headcount_date: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    replaced_by: String,
    aliases: String,
}

impl TryFrom<UnitRow> for Unit {
    type Error = StoreError;
    fn try_from(row: UnitRow) -> Result<Self, StoreError> {
        const TABLE: &str = "units";
        let day = |column, text: &Option<String>| date(TABLE, column, text.as_deref());
        Ok(Self {
            id: UnitId(row.id),
            draft: UnitDraft {
                kind: word(TABLE, "kind", &row.kind, UnitType::of)?,
                area_type: row
                    .area_type
                    .map(|text| word(TABLE, "area_type", &text, AreaType::of))
                    .transpose()?,
                headcount_date: day("headcount_date", &row.headcount_date)?,
                valid_from: day("valid_from", &row.valid_from)?,
                valid_to: day("valid_to", &row.valid_to)?,
                replaced_by: document(TABLE, "replaced_by", &row.replaced_by)?,
                aliases: document(TABLE, "aliases", &row.aliases)?,
                code: row.code,
                name: row.name,
                parent: row.parent_code,
                block: row.block,
                headcount: row.headcount,
                headcount_source: row.headcount_source,
            },
        })
    }
}

/// What a unit is read from, and the tables that hold it.
fn columns() -> String {
    format!(
        "u.id, u.code, u.name, u.kind, p.code as parent_code, u.area_type, u.block, u.headcount, \
         u.headcount_source, u.headcount_date, u.valid_from, u.valid_to, u.replaced_by, \
         {} as aliases from units as u left join units as p on p.id = u.parent_id",
        db::ALIASES
    )
}

#[async_trait]
impl Units for Work {
    async fn put_unit(&mut self, id: UnitId, draft: &UnitDraft) -> Result<(), StoreError> {
        let mut parent = None;
        if let Some(code) = &draft.parent {
            let row: Option<(Uuid,)> =
                sqlx::query_as::<Db, _>("select id from units where code = $1")
                    .bind(code)
                    .fetch_optional(&mut *self.tx)
                    .await?;
            parent = row.map(|(id,)| UnitId(id));
        }
        let unit = PlacedUnit {
            id,
            parent,
            draft: draft.clone(),
        };
        put(self, &[unit], None).await
    }

    async fn put_units(&mut self, units: &[PlacedUnit], now: Timestamp) -> Result<(), StoreError> {
        for chunk in units.chunks(CHUNK) {
            put(self, chunk, Some(now)).await?;
        }
        Ok(())
    }

    async fn unit_by_code(&mut self, code: &str) -> Result<Option<Unit>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {} where u.code = $1", columns()));
        sqlx::query_as::<Db, UnitRow>(sql)
            .bind(code)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Unit::try_from)
            .transpose()
    }

    async fn unit(&mut self, id: UnitId) -> Result<Option<Unit>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {} where u.id = $1", columns()));
        sqlx::query_as::<Db, UnitRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Unit::try_from)
            .transpose()
    }

    async fn find_units(&mut self, filter: &UnitFilter) -> Result<Vec<Unit>, StoreError> {
        // A name that begins with the search text, or has a word that does, comes before one that
        // merely holds it, and that before a unit with such a former name.
        let sql = sqlx::AssertSqlSafe(format!(
            "select {} \
             where ($1 = '' or u.folded like $2 escape '\\' or u.code like $3 escape '\\' \
                 or u.id in (select unit_id from unit_aliases where folded like $2 escape '\\')) \
             and (cast($4 as text) is null or p.code = $4) \
             and (cast($5 as text) is null or u.code > $5) \
             and (u.valid_to is null or u.valid_to >= cast($8 as text)) \
             order by case when cast($5 as text) is not null then 0 \
                 when u.folded like $3 escape '\\' then 0 \
                 when u.folded like $6 escape '\\' then 1 \
                 when u.folded like $2 escape '\\' then 2 else 3 end, \
             case when cast($5 as text) is null and $1 <> '' then u.folded else '' end, u.code \
             limit $7",
            columns()
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
            .bind(filter.on.map(|day| day.to_string()))
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Unit::try_from)
            .collect()
    }

    async fn find_former_units(&mut self, filter: &UnitFilter) -> Result<Vec<Unit>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {} where u.valid_to < $1 and u.folded like $2 escape '\\' \
             order by u.code limit $3",
            columns()
        ));
        sqlx::query_as::<Db, UnitRow>(sql)
            .bind(filter.on.map(|day| day.to_string()))
            .bind(format!("%{}%", like_literal(&filter.folded)))
            .bind(filter.limit)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Unit::try_from)
            .collect()
    }

    async fn list_units(&mut self, listing: &UnitListing) -> Result<Vec<Unit>, StoreError> {
        let mut query = scoped(listing);
        query.push("select ").push(columns());
        asked(&mut query, listing);
        let key = match listing.order {
            UnitOrder::Code => "u.code",
            UnitOrder::Name => "u.folded",
            UnitOrder::Headcount => "coalesce(u.headcount, -1)",
        };
        let (further, way) = if listing.descending {
            ("<", "desc")
        } else {
            (">", "asc")
        };
        if let Some(code) = &listing.after {
            query.push(format!(
                " and ({key}, u.code) {further} (select {key}, u.code from units as u where u.code = "
            ));
            query.push_bind(code.clone()).push(")");
        }
        query.push(format!(" order by {key} {way}, u.code {way} limit "));
        query.push_bind(listing.limit);
        query
            .build_query_as::<UnitRow>()
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Unit::try_from)
            .collect()
    }

    async fn count_units(&mut self, listing: &UnitListing) -> Result<i64, StoreError> {
        let mut query = scoped(listing);
        query.push("select count(*) from units as u");
        asked(&mut query, listing);
        let (units,): (i64,) = query.build_query_as().fetch_one(&mut *self.tx).await?;
        Ok(units)
    }

    async fn units_above(&mut self, units: &[UnitId]) -> Result<Vec<UnitAbove>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "with recursive above (unit, parent_id, height) as (\
             select id, parent_id, cast(0 as bigint) from units where {} \
             union select a.unit, u.parent_id, a.height + 1 from units as u \
                 join above as a on u.id = a.parent_id where a.height < $2) \
             select a.unit, u.code, u.name from above as a join units as u on u.id = a.parent_id \
             order by a.unit, a.height desc",
            db::ids_in("id", "$1")
        ));
        let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        let rows: Vec<(Uuid, String, String)> = sqlx::query_as::<Db, _>(sql)
            .bind(db::ids(&ids))
            .bind(DEEPEST)
            .fetch_all(&mut *self.tx)
            .await?;
        let above = rows.into_iter().map(|(unit, code, name)| UnitAbove {
            unit: UnitId(unit),
            code,
            name,
        });
        Ok(above.collect())
    }

    async fn count_children(
        &mut self,
        units: &[UnitId],
        on: Date,
    ) -> Result<Vec<(UnitId, i64)>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select parent_id, count(*) from units where {} \
             and (valid_to is null or valid_to >= $2) group by parent_id",
            db::ids_in("parent_id", "$1")
        ));
        let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        let rows: Vec<(Uuid, i64)> = sqlx::query_as::<Db, _>(sql)
            .bind(db::ids(&ids))
            .bind(on.to_string())
            .fetch_all(&mut *self.tx)
            .await?;
        let counted = rows.into_iter().map(|(unit, count)| (UnitId(unit), count));
        Ok(counted.collect())
    }

    async fn unit_names(&mut self, codes: &[String]) -> Result<Vec<(String, String)>, StoreError> {
        let mut names = Vec::with_capacity(codes.len());
        for chunk in codes.chunks(CHUNK) {
            let mut query: QueryBuilder<Db> =
                QueryBuilder::new("select code, name from units where code in (");
            let mut list = query.separated(", ");
            for code in chunk {
                list.push_bind(code.clone());
            }
            query.push(")");
            let rows: Vec<(String, String)> =
                query.build_query_as().fetch_all(&mut *self.tx).await?;
            names.extend(rows);
        }
        Ok(names)
    }

    async fn unit_uses(&mut self, unit: UnitId) -> Result<UnitUses, StoreError> {
        let (staff, contests, participants): (i64, i64, i64) = sqlx::query_as::<Db, _>(
            "select (select count(*) from staff where unit_id = $1), \
             (select count(*) from contests where owner_id = $1), \
             (select count(*) from participants where unit_id = $1)",
        )
        .bind(unit.0)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(UnitUses {
            staff,
            contests,
            participants,
        })
    }

    async fn move_children(
        &mut self,
        from: UnitId,
        to: UnitId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let moved = sqlx::query(
            "update units set parent_id = $2, updated_at = $3 where parent_id = $1 and id <> $2",
        )
        .bind(from.0)
        .bind(to.0)
        .bind(now.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(moved.rows_affected())
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
        let sql = sqlx::AssertSqlSafe(format!("select {} order by u.code", columns()));
        sqlx::query_as::<Db, UnitRow>(sql)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Unit::try_from)
            .collect()
    }
}
