//! Which unit each row of a list means, and what becomes of it.
//!
//! A row finds its unit by its code. A code that the tree does not know, and a row without one, find it
//! by name: among the units right below the one that the row names as above (for rows without a code
//! also by former and other names, anywhere below it), or, where no unit above is named, among all. What
//! is known by a code of its own and has ended is history and is never taken for a unit of today.

use super::merged::merged;
use super::notes::Notes;
use super::{RowAction, UnitRef, UnitRowTold};
use crate::app::Language;
use crate::app::units::order::parents_first;
use crate::domain::import::Remark;
use crate::domain::{Unit, UnitColumn, UnitDraft, UnitFile, UnitId, UnitRow, text};
use crate::engine::units::{Found, NameIndex, UnitName};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use time::Date;

/// Longest code that is made for a unit without one.
const CODE: usize = 40;
/// Candidates that a remark names.
const NAMED: usize = 5;

/// The tree as it is, seen by one actor.
pub(super) struct Tree<'a> {
    units: Vec<&'a UnitDraft>,
    names: NameIndex,
    /// The top of what the actor may change; none: everything.
    top: Option<usize>,
    today: Date,
}

impl<'a> Tree<'a> {
    pub fn new(stored: &'a [Unit], top: Option<UnitId>, today: Date) -> Self {
        Self {
            names: NameIndex::new(stored.iter().map(|unit| &unit.draft), today),
            // A unit that is gone reaches nothing.
            top: top.map(|top| {
                let found = stored.iter().position(|unit| unit.id == top);
                found.unwrap_or(usize::MAX)
            }),
            units: stored.iter().map(|unit| &unit.draft).collect(),
            today,
        }
    }

    fn reaches(&self, unit: usize) -> bool {
        self.top.is_none_or(|top| self.names.is_within(unit, top))
    }

    /// `Xã Đức Minh (18073, Tỉnh Hà Tĩnh)`.
    fn described(&self, unit: usize) -> String {
        let draft = self.units[unit];
        let above = self.names.parent(unit).map(|at| &self.units[at].name);
        let above = above.map_or_else(String::new, |name| format!(", {name}"));
        format!("{} ({}{above})", draft.name, draft.code)
    }
}

/// A row that can be taken.
pub(super) struct Placed {
    pub action: RowAction,
    /// Whether it changes a unit that is there.
    pub is_changed: bool,
    /// The unit as it is to be, its parent by code.
    pub draft: UnitDraft,
}

impl Placed {
    pub fn is_written(&self) -> bool {
        self.action == RowAction::Add || self.is_changed
    }
}

/// What becomes of a list.
#[derive(Default)]
pub(super) struct Plan {
    /// Parents before their children.
    pub rows: Vec<Placed>,
    pub told: Vec<UnitRowTold>,
    pub refused: Vec<Remark>,
    pub warnings: Vec<Remark>,
}

/// What a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Means {
    /// The unit of that place, known by its code.
    Code(usize),
    /// The unit of that place, known by its name.
    Name(usize),
    /// A new unit of that code.
    New(String),
    /// It can't be taken; why is noted.
    Refused,
}

pub(super) fn plan(tree: &Tree, file: &UnitFile, language: Language) -> Plan {
    let mut reader = Reader::new(tree, &file.rows, language);
    for at in 0..file.rows.len() {
        reader.row(at);
    }
    reader.finish(file)
}

struct Reader<'a> {
    tree: &'a Tree<'a>,
    rows: &'a [UnitRow],
    notes: Notes,
    /// First row of each code in the file.
    codes: HashMap<&'a str, usize>,
    /// Rows by the name that they bear.
    names: HashMap<String, Vec<usize>>,
    means: Vec<Option<Means>>,
    /// Rows whose meaning is being looked for: who is met again stands above himself.
    open: BTreeSet<usize>,
    /// Units that rows mean, by the row.
    taken: HashMap<usize, usize>,
    made: BTreeSet<String>,
    /// By row, so that they are told in the order of the file.
    refused: BTreeMap<usize, Vec<Remark>>,
    warnings: BTreeMap<usize, Vec<Remark>>,
}

/// What stands above a row.
enum Above {
    /// It names none.
    None,
    /// A unit of the tree.
    Unit(usize),
    /// A new unit of that code.
    New(String),
    /// It can't be told, which is noted.
    Unknown,
}

impl<'a> Reader<'a> {
    fn new(tree: &'a Tree<'a>, rows: &'a [UnitRow], language: Language) -> Self {
        let mut codes = HashMap::with_capacity(rows.len());
        let mut names: HashMap<String, Vec<usize>> = HashMap::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            if !row.draft.code.is_empty() {
                codes.entry(row.draft.code.as_str()).or_insert(at);
            }
            let name = UnitName::of(&row.draft.name);
            names.entry(name.rest).or_default().push(at);
        }
        Self {
            tree,
            rows,
            notes: Notes(language),
            codes,
            names,
            means: vec![None; rows.len()],
            open: BTreeSet::new(),
            taken: HashMap::new(),
            made: BTreeSet::new(),
            refused: BTreeMap::new(),
            warnings: BTreeMap::new(),
        }
    }

    fn refuse(&mut self, at: usize, remark: Remark) -> Means {
        self.refused.entry(at).or_default().push(remark);
        Means::Refused
    }

    /// What a row means, looked for once.
    fn row(&mut self, at: usize) -> Means {
        if let Some(means) = &self.means[at] {
            return means.clone();
        }
        self.open.insert(at);
        let means = self.look(at);
        self.open.remove(&at);
        self.means[at] = Some(means.clone());
        means
    }

    fn look(&mut self, at: usize) -> Means {
        let rows = self.rows;
        let (place, draft) = (rows[at].at.as_str(), &rows[at].draft);
        let code = draft.code.as_str();
        if self.codes.get(code).is_some_and(|first| *first != at) {
            return self.refuse(at, self.notes.duplicate(place, code));
        }
        let above = self.above(at);
        if matches!(above, Above::Unknown) {
            return Means::Refused;
        }
        let known = self.tree.names.place(code).filter(|_| !code.is_empty());
        let means = match known {
            Some(unit) => Means::Code(unit),
            None => self.by_name(at, &above),
        };
        match &means {
            Means::Code(unit) | Means::Name(unit) => {
                if !self.tree.reaches(*unit) || self.leaves_reach(*unit, &above, &means) {
                    return self.refuse(at, self.notes.reach(place, &draft.name));
                }
                if let Some(other) = self.taken.insert(*unit, at) {
                    self.taken.insert(*unit, other);
                    let which = self.tree.described(*unit);
                    return self.refuse(at, self.notes.duplicate(place, &which));
                }
            }
            Means::New(_) => {
                let within = match &above {
                    Above::Unit(unit) => self.tree.reaches(*unit),
                    // Its own row was looked at.
                    Above::New(_) => true,
                    Above::None | Above::Unknown => self.tree.top.is_none(),
                };
                if !within {
                    return self.refuse(at, self.notes.reach(place, &draft.name));
                }
            }
            Means::Refused => {}
        }
        means
    }

    /// Whether a row would put the actor's unit elsewhere, or one of his below somebody else's.
    fn leaves_reach(&self, unit: usize, above: &Above, means: &Means) -> bool {
        let Some(top) = self.tree.top else {
            return false;
        };
        let stays = match above {
            Above::Unit(parent) => Some(*parent) == self.tree.names.parent(unit),
            Above::None => true,
            Above::New(_) | Above::Unknown => false,
        };
        if stays || matches!(means, Means::Name(_)) {
            return false;
        }
        unit == top || matches!(above, Above::Unit(parent) if !self.tree.reaches(*parent))
    }

    /// What stands above a row: a code of the file or the tree, else a name.
    fn above(&mut self, at: usize) -> Above {
        let rows = self.rows;
        let (place, draft) = (rows[at].at.as_str(), &rows[at].draft);
        let Some(parent) = draft.parent.as_deref() else {
            return Above::None;
        };
        let row = match self.codes.get(parent) {
            Some(row) => Some(*row),
            None if self.tree.names.place(parent).is_some() => None,
            None => {
                let wanted = UnitName::of(parent);
                let named = self.names.get(&wanted.rest).cloned().unwrap_or_default();
                let fits = |row: &usize| UnitName::of(&rows[*row].draft.name).agrees(&wanted);
                let named: Vec<usize> = named.into_iter().filter(fits).collect();
                if named.len() > 1 {
                    let all: Vec<String> = named.iter().map(|row| rows[*row].at.clone()).collect();
                    let remark = self.notes.ambiguous(place, parent, &all);
                    self.refuse(at, remark);
                    return Above::Unknown;
                }
                named.first().copied()
            }
        };
        if let Some(row) = row {
            if self.open.contains(&row) {
                // It stands above itself: found as a whole when all rows are known.
                let code = rows[row].draft.code.as_str();
                return match self.tree.names.place(code) {
                    Some(unit) => Above::Unit(unit),
                    None if !code.is_empty() => Above::New(code.to_owned()),
                    None => {
                        let remark = self.notes.circle(place, &draft.name);
                        self.refuse(at, remark);
                        Above::Unknown
                    }
                };
            }
            return match self.row(row) {
                Means::Code(unit) | Means::Name(unit) => Above::Unit(unit),
                Means::New(code) => Above::New(code),
                Means::Refused => {
                    let remark = self.notes.parent(place, parent, &draft.name);
                    self.refuse(at, remark);
                    Above::Unknown
                }
            };
        }
        if let Some(unit) = self.tree.names.place(parent) {
            return Above::Unit(unit);
        }
        let tree = self.tree;
        match tree.names.find(parent, |unit| tree.reaches(unit)) {
            Found::Today(unit) | Found::Formerly(unit) => Above::Unit(unit),
            Found::Several(units) => {
                let remark = self
                    .notes
                    .ambiguous(place, parent, &candidates(tree, &units));
                self.refuse(at, remark);
                Above::Unknown
            }
            Found::Nothing => {
                let remark = self.notes.parent(place, parent, &draft.name);
                self.refuse(at, remark);
                Above::Unknown
            }
        }
    }

    /// A row whose code the tree does not know, or that has none.
    fn by_name(&mut self, at: usize, above: &Above) -> Means {
        let (rows, tree) = (self.rows, self.tree);
        let (place, draft) = (rows[at].at.as_str(), &rows[at].draft);
        let has_code = !draft.code.is_empty();
        if has_code && (draft.ended_before(tree.today) || !draft.replaced_by.is_empty()) {
            return Means::New(draft.code.clone());
        }
        // What another row knows by its code is not meant here.
        let is_free = |unit: usize| !self.codes.contains_key(tree.units[unit].code.as_str());
        let right_below = |unit: usize| match above {
            Above::Unit(parent) => tree.names.parent(unit) == Some(*parent),
            Above::None if has_code => tree.names.parent(unit).is_none(),
            Above::None => tree.reaches(unit),
            Above::New(_) | Above::Unknown => false,
        };
        let found = tree
            .names
            .find(&draft.name, |unit| right_below(unit) && is_free(unit));
        let found = match (found, above) {
            (Found::Nothing, Above::Unit(top)) if !has_code => {
                let below = |unit: usize| unit != *top && tree.names.is_within(unit, *top);
                match tree
                    .names
                    .find(&draft.name, |unit| below(unit) && is_free(unit))
                {
                    former @ (Found::Formerly(_) | Found::Several(_)) => former,
                    Found::Today(_) | Found::Nothing => Found::Nothing,
                }
            }
            (found, _) => found,
        };
        match found {
            Found::Today(unit) => Means::Name(unit),
            Found::Formerly(unit) if !has_code => Means::Name(unit),
            Found::Several(units) => {
                let all = candidates(tree, &units);
                self.refuse(at, self.notes.ambiguous(place, &draft.name, &all))
            }
            Found::Formerly(unit) => {
                let remark = self.notes.like(place, &draft.name, &tree.described(unit));
                self.warnings.entry(at).or_default().push(remark);
                Means::New(draft.code.clone())
            }
            Found::Nothing if has_code => Means::New(draft.code.clone()),
            Found::Nothing => match above {
                Above::Unit(unit) => self.with_code(at, &tree.units[*unit].code),
                Above::New(code) => self.with_code(at, code),
                Above::None | Above::Unknown => {
                    self.refuse(at, self.notes.nameless(place, &draft.name))
                }
            },
        }
    }

    /// A new unit with a code made from that of the unit above and its own name.
    fn with_code(&mut self, at: usize, above: &str) -> Means {
        let (place, name) = (self.rows[at].at.as_str(), self.rows[at].draft.name.as_str());
        let words = text::folded(name);
        let words: Vec<&str> = words
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let whole = format!("{above}-{}", words.join("-"));
        let base: String = whole.chars().take(CODE).collect();
        let is_free = |code: &String| {
            self.tree.names.place(code).is_none()
                && !self.codes.contains_key(code.as_str())
                && !self.made.contains(code)
        };
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let code = std::iter::once(base.clone()).chain(numbered).find(is_free);
        let code = code.unwrap_or(base);
        self.made.insert(code.clone());
        let remark = self.notes.code_made(place, name, &code);
        self.warnings.entry(at).or_default().push(remark);
        Means::New(code)
    }

    /// The code of the unit that a code of the file means.
    fn effective(&self, code: &str) -> String {
        let row = self
            .codes
            .get(code)
            .and_then(|row| self.means[*row].as_ref());
        match row {
            Some(Means::Name(unit) | Means::Code(unit)) => self.tree.units[*unit].code.clone(),
            Some(Means::New(code)) => code.clone(),
            Some(Means::Refused) | None => code.to_owned(),
        }
    }

    /// The code of what stands above a row whose meaning is known.
    fn parent_code(&mut self, at: usize) -> Option<String> {
        // What was refused while it was looked for is not looked for again.
        match self.above(at) {
            Above::Unit(unit) => Some(self.tree.units[unit].code.clone()),
            Above::New(code) => Some(code),
            Above::None | Above::Unknown => None,
        }
    }

    fn finish(mut self, file: &UnitFile) -> Plan {
        let columns: BTreeSet<UnitColumn> = file.columns.iter().copied().collect();
        let mut rows: Vec<(usize, Placed)> = Vec::with_capacity(self.rows.len());
        for at in 0..self.rows.len() {
            let means = self.row(at);
            if means == Means::Refused {
                continue;
            }
            let mut parent = self.parent_code(at);
            if let (Means::Code(unit), None, Some(_)) = (&means, &parent, self.tree.top) {
                // Only who works for the whole platform takes a unit from below another one.
                parent.clone_from(&self.tree.units[*unit].parent);
            }
            let row = UnitDraft {
                parent,
                replaced_by: self.rows[at]
                    .draft
                    .replaced_by
                    .iter()
                    .map(|code| self.effective(code))
                    .collect(),
                ..self.rows[at].draft.clone()
            };
            let placed = match means {
                Means::Code(unit) => {
                    let draft = merged(self.tree.units[unit], &row, &columns, false);
                    let is_changed = draft != *self.tree.units[unit];
                    let action = if is_changed {
                        RowAction::Change
                    } else {
                        RowAction::Same
                    };
                    Placed {
                        action,
                        is_changed,
                        draft,
                    }
                }
                Means::Name(unit) => {
                    let draft = merged(self.tree.units[unit], &row, &columns, true);
                    Placed {
                        action: RowAction::Match,
                        is_changed: draft != *self.tree.units[unit],
                        draft,
                    }
                }
                Means::New(code) => Placed {
                    action: RowAction::Add,
                    is_changed: false,
                    draft: UnitDraft { code, ..row },
                },
                Means::Refused => continue,
            };
            self.successors(at, &placed.draft);
            rows.push((at, placed));
        }
        self.circles(&mut rows);
        let mut told = Vec::with_capacity(self.rows.len());
        let mut placed: BTreeMap<usize, &Placed> =
            rows.iter().map(|(at, row)| (*at, row)).collect();
        for (at, row) in self.rows.iter().enumerate() {
            let taken = placed.remove(&at);
            let matched = taken.filter(|taken| taken.action == RowAction::Match);
            told.push(UnitRowTold {
                at: row.at.clone(),
                code: taken
                    .map_or(&row.draft.code, |taken| &taken.draft.code)
                    .clone(),
                name: row.draft.name.clone(),
                action: taken.map_or(RowAction::Refused, |taken| taken.action),
                matched: matched.map(|taken| UnitRef {
                    code: taken.draft.code.clone(),
                    name: taken.draft.name.clone(),
                }),
            });
        }
        Plan {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            told,
            refused: self.refused.into_values().flatten().collect(),
            warnings: self.warnings.into_values().flatten().collect(),
        }
    }

    /// Warns where a unit was replaced by one that nobody knows.
    fn successors(&mut self, at: usize, draft: &UnitDraft) {
        for code in &draft.replaced_by {
            let is_known = self.codes.contains_key(code.as_str())
                || self.made.contains(code)
                || self.tree.names.place(code).is_some();
            if !is_known {
                let remark = self.notes.successor(&self.rows[at].at, code);
                self.warnings.entry(at).or_default().push(remark);
            }
        }
    }

    /// Puts parents before their children, and refuses rows that, through the whole tree, stand above
    /// themselves.
    fn circles(&mut self, rows: &mut Vec<(usize, Placed)>) {
        let ordered = {
            let pairs: Vec<(&str, Option<&str>)> = rows
                .iter()
                .map(|(_, row)| (row.draft.code.as_str(), row.draft.parent.as_deref()))
                .collect();
            let known = self
                .tree
                .units
                .iter()
                .map(|unit| (unit.code.as_str(), unit.parent.as_deref()))
                .collect();
            parents_first(&pairs, &known)
        };
        match ordered {
            Ok(order) => {
                let mut unordered: Vec<Option<(usize, Placed)>> =
                    rows.drain(..).map(Some).collect();
                rows.extend(order.into_iter().filter_map(|at| unordered[at].take()));
            }
            Err(circle) => {
                let circle: BTreeSet<usize> = circle.into_iter().map(|at| rows[at].0).collect();
                for at in &circle {
                    let row = &self.rows[*at];
                    let remark = self.notes.circle(&row.at, &row.draft.name);
                    self.refuse(*at, remark);
                }
                rows.retain(|(at, _)| !circle.contains(at));
            }
        }
    }
}

fn candidates(tree: &Tree, units: &[usize]) -> Vec<String> {
    let mut named: Vec<String> = units
        .iter()
        .take(NAMED)
        .map(|unit| tree.described(*unit))
        .collect();
    if units.len() > NAMED {
        named.push("…".to_owned());
    }
    named
}
