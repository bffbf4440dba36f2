//! Writing units, many with one statement.

use super::super::Work;
use super::super::db::Db;
use super::super::row::json;
use super::CHUNK;
use crate::domain::{AreaType, Timestamp, text};
use crate::store::{PlacedUnit, StoreError};
use sqlx::QueryBuilder;

/// Writes units with one statement, and their other names in place of those that they had.
pub(super) async fn put(
    work: &mut Work,
    units: &[PlacedUnit],
    now: Option<Timestamp>,
) -> Result<(), StoreError> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "insert into units (id, code, name, folded, kind, parent_id, area_type, block, headcount, \
         headcount_source, headcount_date, valid_from, valid_to, replaced_by, updated_at) ",
    );
    query.push_values(units, |mut row, unit| {
        let draft = &unit.draft;
        row.push_bind(unit.id.0)
            .push_bind(draft.code.clone())
            .push_bind(draft.name.clone())
            .push_bind(text::folded(&draft.name))
            .push_bind(draft.kind.word())
            .push_bind(unit.parent.map(|parent| parent.0))
            .push_bind(draft.area_type.map(AreaType::word))
            .push_bind(draft.block.clone())
            .push_bind(draft.headcount)
            .push_bind(draft.headcount_source.clone())
            .push_bind(draft.headcount_date.map(|day| day.to_string()))
            .push_bind(draft.valid_from.map(|day| day.to_string()))
            .push_bind(draft.valid_to.map(|day| day.to_string()))
            .push_bind(json(&draft.replaced_by))
            .push_bind(now.map(Timestamp::micros));
    });
    query.push(
        " on conflict (code) do update set name = excluded.name, folded = excluded.folded, \
         kind = excluded.kind, parent_id = excluded.parent_id, area_type = excluded.area_type, \
         block = excluded.block, headcount = excluded.headcount, \
         headcount_source = excluded.headcount_source, headcount_date = excluded.headcount_date, \
         valid_from = excluded.valid_from, valid_to = excluded.valid_to, \
         replaced_by = excluded.replaced_by, updated_at = excluded.updated_at",
    );
    let insert = query.build().persistent(false);
    insert.execute(&mut *work.tx).await?;

    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "delete from unit_aliases where unit_id in (select id from units where code in (",
    );
    let mut codes = query.separated(", ");
    for unit in units {
        codes.push_bind(unit.draft.code.clone());
    }
    query.push("))");
    let delete = query.build().persistent(false);
    delete.execute(&mut *work.tx).await?;

    let aliases: Vec<(&str, &str)> = units
        .iter()
        .flat_map(|unit| {
            let code = unit.draft.code.as_str();
            let aliases = unit.draft.aliases.iter();
            aliases.map(move |alias| (code, alias.as_str()))
        })
        .collect();
    for chunk in aliases.chunks(CHUNK) {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("insert into unit_aliases (unit_id, alias, folded) ");
        query.push_values(chunk, |mut row, (code, alias)| {
            row.push("(select id from units where code = ")
                .push_bind_unseparated((*code).to_owned())
                .push_unseparated(")")
                .push_bind((*alias).to_owned())
                .push_bind(text::folded(alias));
        });
        query.push(" on conflict do nothing");
        let insert = query.build().persistent(false);
        insert.execute(&mut *work.tx).await?;
    }
    Ok(())
}
