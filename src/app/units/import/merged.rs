//! What a row makes of a unit that is there.

use crate::domain::{UnitColumn, UnitDraft};
use std::collections::BTreeSet;

/// The unit with what the row says. A column that the file does not have leaves things as they are; an
/// empty cell empties them. A unit that was known by its name keeps its name, and its place unless the
/// row gives one.
pub(super) fn merged(
    there: &UnitDraft,
    row: &UnitDraft,
    columns: &BTreeSet<UnitColumn>,
    by_name: bool,
) -> UnitDraft {
    let mut unit = there.clone();
    for column in columns {
        match column {
            UnitColumn::Code => {}
            UnitColumn::Name | UnitColumn::Parent if by_name => {}
            UnitColumn::Name => unit.name.clone_from(&row.name),
            UnitColumn::Parent => unit.parent.clone_from(&row.parent),
            UnitColumn::Type => unit.kind = row.kind,
            UnitColumn::AreaType => unit.area_type = row.area_type,
            UnitColumn::Block => unit.block.clone_from(&row.block),
            UnitColumn::Headcount => unit.headcount = row.headcount,
            UnitColumn::HeadcountSource => {
                unit.headcount_source.clone_from(&row.headcount_source);
            }
            UnitColumn::HeadcountDate => unit.headcount_date = row.headcount_date,
            UnitColumn::ValidFrom => unit.valid_from = row.valid_from,
            UnitColumn::ValidTo => unit.valid_to = row.valid_to,
            UnitColumn::ReplacedBy => unit.replaced_by.clone_from(&row.replaced_by),
            UnitColumn::Aliases => unit.aliases.clone_from(&row.aliases),
        }
    }
    unit
}
