//! Which unit a name means: names of today first, then former ones.

use super::name::UnitName;
use super::succession::successors;
use crate::domain::UnitDraft;
use std::collections::{BTreeSet, HashMap};
use time::Date;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No unit.
    Nothing,
    /// This one, by its name of today.
    Today(usize),
    /// This one, by a former or other name.
    Formerly(usize),
    /// One of these, and nothing tells which.
    Several(Vec<usize>),
}

struct Entry {
    unit: usize,
    name: UnitName,
    marked: String,
    formerly: bool,
}

/// Units by name on a day. Places are those of the list that it was made from.
pub struct NameIndex {
    entries: HashMap<String, Vec<Entry>>,
    parents: Vec<Option<usize>>,
    by_code: HashMap<String, usize>,
}

impl NameIndex {
    /// The units that live on that day, under their names, their other names, and the names of the
    /// units whose place they took.
    pub fn new<'a>(units: impl IntoIterator<Item = &'a UnitDraft>, today: Date) -> Self {
        let units: Vec<&UnitDraft> = units.into_iter().collect();
        let places: HashMap<&str, usize> = units
            .iter()
            .enumerate()
            .map(|(at, unit)| (unit.code.as_str(), at))
            .collect();
        let find = |code: &str| places.get(code).copied();
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::with_capacity(units.len());
        let mut add = |unit: usize, written: &str, formerly: bool| {
            let name = UnitName::of(written);
            let known = entries.entry(name.rest.clone()).or_default();
            known.push(Entry {
                unit,
                marked: name.marked(written),
                name,
                formerly,
            });
        };
        for (at, unit) in units.iter().enumerate() {
            let ended = unit.ended_before(today);
            let names = std::iter::once((unit.name.as_str(), false))
                .chain(unit.aliases.iter().map(|alias| (alias.as_str(), true)));
            if ended {
                let today = successors(&unit.code, today, |code| find(code).map(|at| units[at]));
                let today: Vec<usize> = today.iter().filter_map(|code| find(code)).collect();
                for (name, _) in names {
                    for heir in &today {
                        add(*heir, name, true);
                    }
                }
            } else {
                names.for_each(|(name, formerly)| add(at, name, formerly));
            }
        }
        let parents = units
            .iter()
            .map(|unit| unit.parent.as_deref().and_then(find))
            .collect();
        Self {
            entries,
            parents,
            by_code: places
                .into_iter()
                .map(|(code, at)| (code.to_owned(), at))
                .collect(),
        }
    }

    /// The place of the unit of that code.
    pub fn place(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// Whether a unit is that one or lies anywhere below it.
    pub fn is_within(&self, unit: usize, top: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = Some(unit);
        while let Some(at) = next.filter(|at| seen.insert(*at)) {
            if at == top {
                return true;
            }
            next = self.parents[at];
        }
        false
    }

    /// The unit above.
    pub fn parent(&self, unit: usize) -> Option<usize> {
        self.parents[unit]
    }

    /// Which unit of those that `may_be` lets through the name means. A name of today goes before a
    /// former one, and a name with the same word for the kind before one that leaves it out. Where several
    /// are the same but for tone marks (Văn Lang and Văn Lăng lie in one province), the marks that were
    /// written tell.
    pub fn find(&self, written: &str, may_be: impl Fn(usize) -> bool) -> Found {
        let name = UnitName::of(written);
        let none = Vec::new();
        let entries = self.entries.get(&name.rest).unwrap_or(&none);
        for formerly in [false, true] {
            for exactly in [true, false] {
                let units: BTreeSet<usize> = entries
                    .iter()
                    .filter(|entry| entry.formerly == formerly && name.agrees(&entry.name))
                    .filter(|entry| !exactly || entry.name.kind == name.kind)
                    .map(|entry| entry.unit)
                    .filter(|unit| may_be(*unit))
                    .collect();
                let mut units = units.into_iter();
                match (units.next(), units.next(), formerly) {
                    (None, ..) => {}
                    (Some(one), None, false) => return Found::Today(one),
                    (Some(one), None, true) => return Found::Formerly(one),
                    (Some(one), Some(two), _) => {
                        let all: BTreeSet<usize> = [one, two].into_iter().chain(units).collect();
                        let marked = name.marked(written);
                        let by_marks: BTreeSet<usize> = entries
                            .iter()
                            .filter(|entry| entry.formerly == formerly && entry.marked == marked)
                            .map(|entry| entry.unit)
                            .filter(|unit| all.contains(unit))
                            .collect();
                        return match (by_marks.first(), by_marks.len(), formerly) {
                            (Some(one), 1, false) => Found::Today(*one),
                            (Some(one), 1, true) => Found::Formerly(*one),
                            _ => Found::Several(all.into_iter().collect()),
                        };
                    }
                }
            }
        }
        Found::Nothing
    }
}
