//! Which unit a row of a list means: by code, or by name below the organiser; a class below its school.

use super::reading::Note;
use crate::domain::{RosterCell, RosterRow, Unit};
use crate::engine::units::{Found, NameIndex};
use time::Date;

/// Candidates that a remark names.
const NAMED: usize = 5;

/// The units that a list may name.
pub(super) struct Units {
    all: Vec<Unit>,
    names: NameIndex,
    /// The organiser, below which names are looked for; none: everywhere.
    organiser: Option<usize>,
    /// The unit of rows that name none.
    usual: Option<usize>,
    today: Date,
}

/// What a row says about the unit.
pub(super) enum Meant {
    /// It names none.
    None,
    /// This one.
    Unit(usize),
    /// This one, though there is no such class below it.
    WithoutClass(usize, RosterCell),
    /// It can't be told.
    Fault(Note),
}

impl Units {
    /// `usual` is the code of the unit of rows that name none; gives nothing if it is not below the
    /// organiser.
    pub fn new(
        (all, names): (Vec<Unit>, NameIndex),
        organiser: &str,
        usual: Option<&str>,
        today: Date,
    ) -> Option<Self> {
        let mut units = Self {
            organiser: names.place(organiser),
            all,
            names,
            usual: None,
            today,
        };
        if let Some(code) = usual {
            let place = units.living(code)?;
            if !units.is_below_organiser(place) {
                return None;
            }
            units.usual = Some(place);
        }
        Some(units)
    }

    pub fn unit(&self, place: usize) -> &Unit {
        &self.all[place]
    }

    fn living(&self, code: &str) -> Option<usize> {
        let place = self.names.place(code)?;
        let ended = self.all[place].draft.ended_before(self.today);
        (!ended).then_some(place)
    }

    fn is_below_organiser(&self, place: usize) -> bool {
        self.organiser
            .is_none_or(|top| self.names.is_within(place, top))
    }

    /// The unit that a row means.
    pub fn meant(&self, row: &RosterRow) -> Meant {
        let top = match row.cells.get("unit") {
            None => self.usual,
            Some(cell) => match self.named(cell) {
                Ok(place) => Some(place),
                Err(note) => return Meant::Fault(note),
            },
        };
        let Some(class) = row.cells.get("class") else {
            return top.map_or(Meant::None, Meant::Unit);
        };
        let within = |place: usize| match top {
            Some(top) => self.names.is_within(place, top),
            None => self.is_below_organiser(place),
        };
        match self.names.find(&class.text, within) {
            Found::Today(place) | Found::Formerly(place) => Meant::Unit(place),
            Found::Several(places) => Meant::Fault(self.several(class, &places)),
            Found::Nothing => match top {
                Some(top) => Meant::WithoutClass(top, class.clone()),
                None => Meant::Fault(unknown(class)),
            },
        }
    }

    fn named(&self, cell: &RosterCell) -> Result<usize, Note> {
        if let Some(place) = self.living(&cell.text) {
            return Ok(place);
        }
        match self
            .names
            .find(&cell.text, |place| self.is_below_organiser(place))
        {
            Found::Today(place) | Found::Formerly(place) => Ok(place),
            Found::Several(places) => Err(self.several(cell, &places)),
            Found::Nothing => Err(unknown(cell)),
        }
    }

    fn several(&self, cell: &RosterCell, places: &[usize]) -> Note {
        let described = |place: &usize| {
            let draft = &self.all[*place].draft;
            let above = self.names.parent(*place);
            let above = above.map(|at| format!(", {}", self.all[at].draft.name));
            format!(
                "{} ({}{})",
                draft.name,
                draft.code,
                above.unwrap_or_default()
            )
        };
        let all: Vec<String> = places.iter().take(NAMED).map(described).collect();
        let all = all.join("; ");
        let text = &cell.text;
        Note {
            at: cell.at.clone(),
            code: "roster.unit_ambiguous",
            vietnamese: format!("Có nhiều đơn vị tên «{text}»: {all}. Hãy ghi mã đơn vị."),
            english: format!("Several units are called “{text}”: {all}. Please give the code."),
        }
    }
}

fn unknown(cell: &RosterCell) -> Note {
    let text = &cell.text;
    Note {
        at: cell.at.clone(),
        code: "unit.unknown",
        vietnamese: format!(
            "Không có đơn vị «{text}» trong phạm vi của đơn vị tổ chức; hãy thêm đơn vị trước, \
             ghi mã, hoặc chọn đơn vị chung cho danh sách."
        ),
        english: format!(
            "There is no unit “{text}” below the organiser; please add it first, give a code, or \
             choose one unit for the list."
        ),
    }
}
