//! What a list of units asks for, as conditions.

use super::super::db::Db;
use crate::store::UnitListing;
use sqlx::QueryBuilder;

/// Whether a column holds the unit of that parameter, or one that stands anywhere below it: what a list
/// is narrowed by that a member of staff of a unit asks for.
pub(in super::super) fn within(column: &str, parameter: &str) -> String {
    // `union` ends the walk also where a tree had been broken into a circle.
    format!(
        "{column} in (with recursive reach (id) as (select id from units where id = {parameter} \
         union select lower_unit.id from units as lower_unit \
         join reach as upper_unit on lower_unit.parent_id = upper_unit.id) select id from reach)"
    )
}

/// The beginning of a query that may be confined to a part of the tree. Both parts are walked down from
/// their tops; `union` ends the walk also where a tree had been broken into a circle.
pub(super) fn scoped(listing: &UnitListing) -> QueryBuilder<Db> {
    let tops = [("reach", listing.within), ("lower", listing.below)];
    let mut query = QueryBuilder::new("");
    let named = tops
        .into_iter()
        .filter_map(|(name, top)| Some((name, top?)));
    for (at, (name, top)) in named.enumerate() {
        query.push(if at == 0 { "with recursive " } else { ", " });
        query.push(format!("{name} (id) as (select id from units where id = "));
        query.push_bind(top.0);
        query.push(format!(
            " union select u.id from units as u join {name} as above on u.parent_id = above.id)"
        ));
    }
    query.push(" ");
    query
}

/// The conditions of a list, on units named `u`.
pub(super) fn asked(query: &mut QueryBuilder<Db>, listing: &UnitListing) {
    query.push(" where true");
    if listing.within.is_some() {
        query.push(" and u.id in (select id from reach)");
    }
    if let Some(below) = listing.below {
        query.push(" and u.id in (select id from lower) and u.id <> ");
        query.push_bind(below.0);
    }
    if let Some(parent) = listing.parent {
        query.push(" and u.parent_id = ").push_bind(parent.0);
    }
    if let Some(only) = listing.only {
        query.push(" and u.id = ").push_bind(only.0);
    }
    if listing.tops {
        query.push(" and u.parent_id is null");
    }
    if let Some(kind) = listing.kind {
        query.push(" and u.kind = ").push_bind(kind.word());
    }
    if let Some(area) = listing.area {
        query.push(" and u.area_type = ").push_bind(area.word());
    }
    if let Some(past) = listing.past {
        query.push(if past {
            " and u.valid_to < "
        } else {
            " and (u.valid_to is null or u.valid_to >= "
        });
        query.push_bind(listing.on.to_string());
        query.push(if past { "" } else { ")" });
    }
    if !listing.folded.is_empty() {
        let literal = like_literal(&listing.folded);
        query.push(" and (u.folded like ");
        query.push_bind(format!("%{literal}%"));
        query.push(" escape '\\' or u.code like ");
        query.push_bind(format!("{literal}%"));
        query.push(" escape '\\' or u.id in (select unit_id from unit_aliases where folded like ");
        query.push_bind(format!("%{literal}%"));
        query.push(" escape '\\'))");
    }
}

/// The text with the signs that `like` reads otherwise as they are.
pub(super) fn like_literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
