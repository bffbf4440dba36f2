//! Units: the tree of province, communes, agencies, schools and unions.

use crate::domain::UnitId;
use crate::domain::question::optional_date;
use serde::{Deserialize, Serialize};
use time::Date;

/// What kind of body a unit is (api.md 1, `units import`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the Vietnamese words are the documentation")]
pub enum UnitType {
    Tinh,
    ThanhPho,
    Phuong,
    Xa,
    DacKhu,
    Thon,
    SoNganh,
    Ubnd,
    Truong,
    Khoi,
    Lop,
    LucLuong,
    DoanThe,
    DoanhNghiep,
    Khac,
}

impl UnitType {
    /// All types with the words that files and rows use for them.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::Tinh, "tinh"),
        (Self::ThanhPho, "thanh_pho"),
        (Self::Phuong, "phuong"),
        (Self::Xa, "xa"),
        (Self::DacKhu, "dac_khu"),
        (Self::Thon, "thon"),
        (Self::SoNganh, "so_nganh"),
        (Self::Ubnd, "ubnd"),
        (Self::Truong, "truong"),
        (Self::Khoi, "khoi"),
        (Self::Lop, "lop"),
        (Self::LucLuong, "luc_luong"),
        (Self::DoanThe, "doan_the"),
        (Self::DoanhNghiep, "doanh_nghiep"),
        (Self::Khac, "khac"),
    ];

    /// The word for it in files and rows.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(t, _)| *t == self)
            .map_or("khac", |(_, word)| word)
    }

    /// The type of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(t, _)| *t)
    }
}

/// Whether people of a unit count as urban or rural in the province's targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AreaType {
    /// Thành thị.
    Urban,
    /// Nông thôn.
    Rural,
}

impl AreaType {
    /// The word for it in files and rows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Urban => "urban",
            Self::Rural => "rural",
        }
    }

    /// The area of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Urban, Self::Rural]
            .into_iter()
            .find(|area| area.word() == word)
    }
}

/// A unit as a file describes it: parents and successors by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDraft {
    /// Official or chosen code, unique in the platform; text, because codes have leading zeros.
    pub code: String,
    /// Full name in NFC.
    pub name: String,
    /// Kind of body.
    #[serde(rename = "type")]
    pub kind: UnitType,
    /// Code of the unit above.
    pub parent: Option<String>,
    /// Urban or rural, if it is known.
    pub area_type: Option<AreaType>,
    /// Inside which its collectives are ranked (khối): agencies, schools, communes, …
    #[serde(default)]
    pub block: Option<String>,
    /// People who could take part.
    pub headcount: Option<i64>,
    /// Who counted them.
    #[serde(default)]
    pub headcount_source: Option<String>,
    /// The day for which they were counted.
    #[serde(default, with = "optional_date")]
    pub headcount_date: Option<Date>,
    /// First day of its existence.
    #[serde(default, with = "optional_date")]
    pub valid_from: Option<Date>,
    /// Last day of its existence.
    #[serde(default, with = "optional_date")]
    pub valid_to: Option<Date>,
    /// Codes of the units that took its place.
    pub replaced_by: Vec<String>,
    /// Other names under which people look for it: former ones, short ones.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl UnitDraft {
    /// A unit of which no more is known.
    pub fn new(code: impl Into<String>, name: impl Into<String>, kind: UnitType) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            kind,
            parent: None,
            area_type: None,
            block: None,
            headcount: None,
            headcount_source: None,
            headcount_date: None,
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
            aliases: Vec::new(),
        }
    }

    /// Whether it exists on that day.
    pub fn lives_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether it had ended before that day.
    pub fn ended_before(&self, day: Date) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }
}

/// A stored unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Key of the row.
    pub id: UnitId,
    /// What the file said.
    pub draft: UnitDraft,
}
