//! What the rows of a list are worth: people who can be added, people who are there, faults.

use super::units::{Meant, Units};
use super::{RosterError, RosterTaken, TakingRoster};
use crate::app::contests::Known;
use crate::app::participants::form::{self, FilledIn};
use crate::app::participants::request::{GuardianForm, Registering};
use crate::app::participants::{NotEligible, RegisterError};
use crate::app::{App, FieldFault, Language, Refusal as _};
use crate::domain::import::Remark;
use crate::domain::{RosterCell, RosterRow, text};
use crate::store::{NewParticipant, UnitOfWork};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Keys of columns that are no fields of a form.
const BESIDE: [&str; 5] = [
    "class",
    "group",
    "guardian_name",
    "guardian_phone",
    "guardian_relation",
];

/// A remark in both languages.
pub(super) struct Note {
    pub at: String,
    pub code: &'static str,
    pub vietnamese: String,
    pub english: String,
}

/// Somebody who can be added.
pub(super) struct Fresh {
    pub person: NewParticipant,
    pub sign_in_code: String,
    pub unit_name: Option<String>,
    pub identity_shown: String,
    at: String,
}

/// What the rows are worth.
pub(super) struct Read {
    /// Those who can be added.
    pub fresh: Vec<Fresh>,
    /// The identities of all who can take part, those who are there among them.
    pub identities: Vec<[u8; 32]>,
    /// What is told of it.
    pub told: RosterTaken,
}

/// Reads rows one after the other.
pub(super) struct Reader<'a> {
    app: &'a App,
    known: &'a Known,
    taking: &'a TakingRoster,
    language: Language,
    units: Units,
    people: Vec<Fresh>,
    seen: HashMap<[u8; 32], String>,
    refused: Vec<Remark>,
    warnings: Vec<Remark>,
    /// Columns and classes that were remarked on.
    remarked: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    pub async fn new(
        app: &'a App,
        work: &mut dyn UnitOfWork,
        known: &'a Known,
        taking: &'a TakingRoster,
        language: Language,
    ) -> Result<Self, RosterError> {
        let organiser = &known.contest.file.contest.organiser;
        let units = Units::new(
            app.units_by_name(work).await?,
            organiser,
            taking.unit.as_deref(),
            app.now().to_vietnam().date(),
        );
        Ok(Self {
            app,
            known,
            taking,
            language,
            units: units.ok_or(RosterError::Unit)?,
            people: Vec::new(),
            seen: HashMap::new(),
            refused: Vec::new(),
            warnings: Vec::new(),
            remarked: BTreeSet::new(),
        })
    }

    fn remark(&self, note: Note) -> Remark {
        Remark {
            at: note.at,
            code: note.code.to_owned(),
            detail: match self.language {
                Language::Vietnamese => note.vietnamese,
                Language::English => note.english,
            },
        }
    }

    /// A remark that is made once, however many rows it is true of.
    fn warn_once(&mut self, key: String, note: Note) {
        if self.remarked.insert(key) {
            let remark = self.remark(note);
            self.warnings.push(remark);
        }
    }

    pub async fn row(
        &mut self,
        work: &mut dyn UnitOfWork,
        row: RosterRow,
    ) -> Result<(), RosterError> {
        let known = self.known;
        let contest = &known.contest;
        let asks_unit = contest
            .file
            .registration
            .fields
            .iter()
            .any(|f| f.key == "unit");
        let mut unit = None;
        if asks_unit {
            match self.units.meant(&row) {
                Meant::None => {}
                Meant::Unit(place) => unit = Some(place),
                Meant::WithoutClass(place, class) => {
                    unit = Some(place);
                    self.without_class(place, &class);
                }
                Meant::Fault(note) => {
                    let remark = self.remark(note);
                    self.refused.push(remark);
                    return Ok(());
                }
            }
        }
        let form = self.form(&row, unit);
        let now = self.app.now();
        let checked = match form::check_filled(&contest.file, &form, FilledIn::ByOrganiser, now) {
            Ok(checked) => checked,
            Err(faults) => {
                self.refuse(&row, &faults);
                return Ok(());
            }
        };
        let unit_id = unit.map(|place| self.units.unit(place).id);
        let list = self.taking.list.as_deref();
        let eligible = self
            .app
            .eligible(work, known, &checked, unit_id, list)
            .await;
        match eligible {
            Ok(()) => {}
            Err(RegisterError::Form(faults)) => {
                self.refuse(&row, &faults.0);
                return Ok(());
            }
            Err(RegisterError::NotEligible(why)) => {
                self.not_eligible(&row, &why);
                return Ok(());
            }
            Err(RegisterError::Store(error)) => return Err(error.into()),
            Err(other) => {
                let remark = Remark {
                    at: row.at,
                    code: other.code().to_owned(),
                    detail: other.detail(self.language),
                };
                self.refused.push(remark);
                return Ok(());
            }
        }
        let identity_shown = self.identity_shown(&checked.fields);
        let unit_name = unit.map(|place| self.units.unit(place).draft.name.clone());
        let (person, sign_in_code) = self.app.new_person(contest, checked, unit_id)?;
        if let Some(before) = self.seen.get(&person.identity) {
            let remark = self.remark(Note {
                code: "roster.duplicate",
                vietnamese: format!("Trùng với người ở {before}: cùng thông tin nhận diện."),
                english: format!("The same identity as at {before}."),
                at: row.at,
            });
            self.refused.push(remark);
            return Ok(());
        }
        self.seen.insert(person.identity, row.at.clone());
        self.people.push(Fresh {
            person,
            sign_in_code,
            unit_name,
            identity_shown,
            at: row.at,
        });
        Ok(())
    }

    /// The row as the form that a person would have filled in.
    fn form(&mut self, row: &RosterRow, unit: Option<usize>) -> Registering {
        let known = self.known;
        let registration = &known.contest.file.registration;
        let mut fields: BTreeMap<String, Value> = BTreeMap::new();
        for (key, cell) in &row.cells {
            if key == "unit" || BESIDE.contains(&key.as_str()) {
                continue;
            }
            if registration.fields.iter().any(|field| field.key == *key) {
                fields.insert(key.clone(), Value::String(cell.text.clone()));
            } else {
                self.not_asked(key, cell);
            }
        }
        if let Some(place) = unit {
            let code = self.units.unit(place).draft.code.clone();
            fields.insert("unit".to_owned(), Value::String(code));
        }
        let cell = |key: &str| row.cells.get(key).map(|cell| cell.text.clone());
        let guardian = match (cell("guardian_name"), cell("guardian_phone")) {
            (Some(full_name), Some(phone)) => Some(GuardianForm {
                full_name,
                phone,
                relation: cell("guardian_relation")
                    .unwrap_or_else(|| "cha, mẹ hoặc người giám hộ".to_owned()),
            }),
            // Half a guardian can't be asked anything; his paper is with the organiser.
            _ => None,
        };
        let groups = &known.contest.file.contest.groups;
        let group = cell("group").map(|written| {
            let meant = groups.iter().find(|group| {
                group.code == written || text::folded(&group.title) == text::folded(&written)
            });
            meant.map_or(written, |group| group.code.clone())
        });
        Registering {
            fields,
            group,
            consents: Vec::new(),
            guardian,
            referral: None,
        }
    }

    /// Data that the contest does not ask for is not kept, and that is said.
    fn not_asked(&mut self, key: &str, cell: &RosterCell) {
        let label = self.label(key);
        let note = Note {
            at: cell.at.clone(),
            code: "roster.not_asked",
            vietnamese: format!("Cuộc thi không hỏi mục «{label}» nên cột này không được lưu."),
            english: format!("The contest does not ask for “{label}”; the column is not kept."),
        };
        self.warn_once(format!("column:{key}"), note);
    }

    fn without_class(&mut self, place: usize, class: &RosterCell) {
        let (name, text) = (self.units.unit(place).draft.name.clone(), &class.text);
        let note = Note {
            at: class.at.clone(),
            code: "roster.class_unknown",
            vietnamese: format!(
                "«{name}» chưa có đơn vị «{text}»; người dự thi được tính cho «{name}»."
            ),
            english: format!("“{name}” has no unit “{text}”; people count for “{name}”."),
        };
        self.warn_once(format!("class:{place}:{text}"), note);
    }

    /// Faults of a form, each at its cell.
    fn refuse(&mut self, row: &RosterRow, faults: &[FieldFault]) {
        for fault in faults {
            let key = match fault.pointer.split('/').collect::<Vec<_>>()[..] {
                ["", "guardian", part] => match part {
                    "full_name" => "guardian_name".to_owned(),
                    part => format!("guardian_{part}"),
                },
                ["", "fields", key] | ["", key, ..] => key.to_owned(),
                _ => String::new(),
            };
            let cell = row.cells.get(&key);
            let (at, named) = match cell {
                Some(cell) => (cell.at.clone(), String::new()),
                // A column that is missing has no place of its own.
                None => (row.at.clone(), format!("{}: ", self.label(&key))),
            };
            self.refused.push(Remark {
                at,
                code: fault.code.to_owned(),
                detail: format!("{named}{}", fault.detail(self.language)),
            });
        }
    }

    /// What people call a field.
    fn label(&self, key: &str) -> String {
        let fields = &self.known.contest.file.registration.fields;
        let field = fields.iter().find(|field| field.key == key);
        if let Some(label) = field.and_then(|field| field.label.clone()) {
            return label;
        }
        let (vietnamese, english) = match key {
            "full_name" => ("Họ và tên", "Full name"),
            "birth_date" => ("Ngày sinh", "Date of birth"),
            "phone" => ("Số điện thoại", "Phone"),
            "unit" => ("Đơn vị", "Unit"),
            "email" => ("Email", "E-mail"),
            "id_number" => ("Số căn cước", "Identity number"),
            "code" => ("Mã", "Code"),
            "sex" => ("Giới tính", "Sex"),
            "occupation" => ("Nghề nghiệp", "Occupation"),
            "residence" => ("Nơi ở", "Residence"),
            "group" => ("Bảng", "Group"),
            other => (other, other),
        };
        match self.language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn not_eligible(&mut self, row: &RosterRow, why: &NotEligible) {
        self.refused.push(Remark {
            at: row.at.clone(),
            code: why.code().to_owned(),
            detail: why.detail(self.language),
        });
    }

    /// By what a person signs in beside the code, as it is written in Viet Nam.
    fn identity_shown(&self, fields: &BTreeMap<String, String>) -> String {
        let identity = &self.known.contest.file.registration.identity;
        let values = identity.iter().filter_map(|key| fields.get(key.field()));
        let shown: Vec<String> = values
            .map(|value| match value.strip_prefix("+84") {
                Some(national) => format!("0{national}"),
                None => value.clone(),
            })
            .collect();
        shown.join(" · ")
    }

    /// Parts those who are in the contest already from those who can be added.
    pub async fn finish(
        mut self,
        work: &mut dyn UnitOfWork,
        rows: usize,
    ) -> Result<Read, RosterError> {
        let identities: Vec<[u8; 32]> = self.people.iter().map(|p| p.person.identity).collect();
        let held = work
            .identities_held(self.known.contest.id, &identities)
            .await?;
        let held: HashSet<[u8; 32]> = held.into_iter().collect();
        let people = std::mem::take(&mut self.people);
        let (there, fresh): (Vec<Fresh>, Vec<Fresh>) = people
            .into_iter()
            .partition(|fresh| held.contains(&fresh.person.identity));
        for person in &there {
            let name = &person.person.participant.full_name;
            let remark = self.remark(Note {
                at: person.at.clone(),
                code: "participant.exists",
                vietnamese: format!("«{name}» đã có trong cuộc thi; không thay đổi gì."),
                english: format!("“{name}” is in the contest already; nothing is changed."),
            });
            self.warnings.push(remark);
        }
        Ok(Read {
            told: RosterTaken {
                rows,
                added: fresh.len(),
                existing: there.len(),
                refused: self.refused,
                warnings: self.warnings,
                slips: Vec::new(),
            },
            fresh,
            identities,
        })
    }
}
