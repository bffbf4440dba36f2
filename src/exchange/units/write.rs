//! From units to a table that reading takes back.

use super::columns::WRITTEN;
use crate::domain::{AreaType, UnitColumn, UnitDraft};
use crate::exchange::format::Format;
use crate::exchange::question_file::Unwritable;
use crate::exchange::{csv, xlsx};

/// Writes a unit list in CSV or XLSX, a row a unit, under Vietnamese headings.
///
/// # Errors
/// The format is another one.
pub fn write_units(units: &[UnitDraft], format: Format) -> Result<Vec<u8>, Unwritable> {
    let headings = WRITTEN.map(|(_, heading)| heading.to_owned()).to_vec();
    let row = |unit| WRITTEN.map(|(column, _)| text(unit, column)).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(headings)
        .chain(units.iter().map(row))
        .collect();
    let failed = || Unwritable("Không viết được danh sách đơn vị.".to_owned());
    match format {
        Format::Csv => csv::written(&rows).map_err(|_| failed()),
        Format::Xlsx => {
            let wide = ["Tên đơn vị", "Tên khác", "Nguồn số liệu"];
            xlsx::workbook("Đơn vị", &rows, &wide).map_err(|_| failed())
        }
        _ => Err(Unwritable(
            "Danh sách đơn vị xuất dạng csv hoặc xlsx.".to_owned(),
        )),
    }
}

fn text(unit: &UnitDraft, column: UnitColumn) -> String {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<time::Date>| day.map_or_else(String::new, |day| day.to_string());
    match column {
        UnitColumn::Code => unit.code.clone(),
        UnitColumn::Name => unit.name.clone(),
        UnitColumn::Type => unit.kind.word().to_owned(),
        UnitColumn::Parent => or_empty(&unit.parent),
        UnitColumn::AreaType => unit.area_type.map_or("", AreaType::word).to_owned(),
        UnitColumn::Block => or_empty(&unit.block),
        UnitColumn::Headcount => unit.headcount.map_or_else(String::new, |n| n.to_string()),
        UnitColumn::HeadcountSource => or_empty(&unit.headcount_source),
        UnitColumn::HeadcountDate => day(unit.headcount_date),
        UnitColumn::ValidFrom => day(unit.valid_from),
        UnitColumn::ValidTo => day(unit.valid_to),
        UnitColumn::ReplacedBy => unit.replaced_by.join("; "),
        UnitColumn::Aliases => unit.aliases.join("; "),
    }
}
