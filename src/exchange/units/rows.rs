//! One row of a unit list.

use super::columns::Head;
use crate::domain::text::folded;
use crate::domain::{AreaType, UnitColumn as Column, UnitDraft, UnitType};
use crate::exchange::draft_check::{limit, one_line, text_fault};
use crate::exchange::finding::{At, Finding};
use crate::exchange::sheet::Row;
use crate::exchange::sheet::cell_text::{DATE_FORM, FORMULA, date};
use time::Date;

/// Reads a row; gives all its faults at once.
pub(super) fn unit(
    head: &Head,
    row: &Row,
    warnings: &mut Vec<Finding>,
) -> Result<UnitDraft, Vec<Finding>> {
    let mut reader = Reader {
        head,
        row,
        bad: Vec::new(),
    };
    let draft = UnitDraft {
        code: reader.code(),
        name: reader.required(Column::Name, limit::TITLE),
        kind: reader.kind(warnings),
        parent: reader.line(Column::Parent, limit::TITLE),
        area_type: reader.area_type(),
        block: reader.line(Column::Block, limit::CODE),
        headcount: reader.headcount(),
        headcount_source: reader.line(Column::HeadcountSource, limit::TITLE),
        headcount_date: reader.date(Column::HeadcountDate),
        valid_from: reader.date(Column::ValidFrom),
        valid_to: reader.date(Column::ValidTo),
        replaced_by: reader.codes(),
        aliases: reader.aliases(),
    };
    if let (Some(from), Some(to)) = (draft.valid_from, draft.valid_to)
        && to < from
    {
        reader.fault(
            Column::ValidTo,
            "field.range",
            "Ngày kết thúc đứng trước ngày bắt đầu.",
        );
    }
    if reader.bad.is_empty() {
        Ok(draft)
    } else {
        Err(reader.bad)
    }
}

struct Reader<'a> {
    head: &'a Head,
    row: &'a Row,
    bad: Vec<Finding>,
}

impl Reader<'_> {
    fn at(&self, column: Column) -> At {
        match self.head.place(column) {
            Some(place) => At::Cell(self.row.number, place),
            None => At::Row(self.row.number),
        }
    }

    fn fault(&mut self, column: Column, code: &'static str, detail: impl Into<String>) {
        let finding = Finding::new(&self.at(column), code, detail);
        self.bad.push(finding);
    }

    fn line(&mut self, column: Column, limit: usize) -> Option<String> {
        let cell = self.head.cell(self.row, column)?;
        if cell.is_formula {
            self.fault(column, "import.formula_cell", FORMULA);
            return None;
        }
        match one_line(&cell.text, limit) {
            Ok(line) => Some(line),
            Err(bad) => {
                let (code, detail) = text_fault(bad);
                self.fault(column, code, detail);
                None
            }
        }
    }

    /// An empty text stands for a fault that was noted.
    fn required(&mut self, column: Column, limit: usize) -> String {
        if self.head.cell(self.row, column).is_none() {
            self.fault(column, "field.required", "Ô này không được để trống.");
        }
        self.line(column, limit).unwrap_or_default()
    }

    /// Empty if the row has none: then its name tells which unit it means.
    fn code(&mut self) -> String {
        let code = self.line(Column::Code, limit::CODE).unwrap_or_default();
        if code.contains([' ', ';']) {
            let detail = "Mã đơn vị không chứa dấu cách hoặc dấu chấm phẩy.";
            self.fault(Column::Code, "units.code_invalid", detail);
        }
        code
    }

    fn kind(&mut self, warnings: &mut Vec<Finding>) -> UnitType {
        let Some(text) = self.line(Column::Type, limit::CODE) else {
            let name = self.head.cell(self.row, Column::Name);
            return name.map_or(UnitType::Khac, |name| kind_of(&name.text));
        };
        // "Đặc khu" and "dac-khu" are the same word as dac_khu.
        let word = folded(&text).replace([' ', '-'], "_");
        UnitType::of(&word).unwrap_or_else(|| {
            let detail = format!("Không rõ loại đơn vị “{text}” nên ghi là khac.");
            warnings.push(Finding::new(
                &self.at(Column::Type),
                "units.type_unknown",
                detail,
            ));
            UnitType::Khac
        })
    }

    fn area_type(&mut self) -> Option<AreaType> {
        let text = self.line(Column::AreaType, limit::CODE)?;
        match folded(&text).as_str() {
            "urban" | "thanh thi" | "do thi" => Some(AreaType::Urban),
            "rural" | "nong thon" => Some(AreaType::Rural),
            _ => {
                let detail = "Khu vực là urban, rural hoặc để trống.";
                self.fault(Column::AreaType, "units.area_type", detail);
                None
            }
        }
    }

    fn headcount(&mut self) -> Option<i64> {
        let text = self.line(Column::Headcount, limit::CODE)?;
        let count = text.parse::<u32>().ok().map(i64::from);
        if count.is_none() {
            let detail = "Số người là số nguyên không âm, không có dấu chấm hay dấu phẩy.";
            self.fault(Column::Headcount, "units.headcount", detail);
        }
        count
    }

    fn date(&mut self, column: Column) -> Option<Date> {
        let text = self.line(column, limit::CODE)?;
        let read = date(&text);
        if read.is_none() {
            self.fault(column, "field.type", DATE_FORM);
        }
        read
    }

    fn codes(&mut self) -> Vec<String> {
        let text = self
            .line(Column::ReplacedBy, limit::PASSAGE)
            .unwrap_or_default();
        let codes = text.split([';', ' ', ',']).filter(|code| !code.is_empty());
        codes.map(str::to_owned).collect()
    }

    /// Names, parted by semicolons because names hold commas; in the order in which they are kept.
    fn aliases(&mut self) -> Vec<String> {
        let text = self
            .line(Column::Aliases, limit::PASSAGE)
            .unwrap_or_default();
        let names = text
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The kind that a name begins with, where nothing else says it.
fn kind_of(name: &str) -> UnitType {
    let name = folded(name);
    let begins = |(_, word): &&(UnitType, &str)| {
        let rest = name.strip_prefix(&*word.replace('_', " "));
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let found = UnitType::ALL.iter().find(begins);
    found.map_or(UnitType::Khac, |(kind, _)| *kind)
}
