//! What a bank can give as of a day, and whether a blueprint can be drawn from it.

use super::shelf::Shelf;
use super::{TWO_PEOPLE, shelf::Drawn};
use crate::app::questions::QuestionError;
use crate::app::staff::allowed;
use crate::app::{Absent, App};
use crate::auth::{Action, Actor};
use crate::domain::contest::BlueprintCell;
use crate::domain::law::LawRegister;
use crate::domain::{QuestionId, QuestionVersion};
use crate::engine::blueprint::{CellCount, candidates, demands};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::Date;
use utoipa::ToSchema;

/// Most cells of a blueprint.
const MOST_CELLS: usize = 200;

/// What a bank can give as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Supply {
    /// The day, `YYYY-MM-DD`.
    pub as_of: String,
    /// Questions that may be drawn on that day.
    pub total: usize,
    /// By topic, level and document: a question that cites two documents stands in two rows.
    pub rows: Vec<SupplyRow>,
    /// By topic and level; every question once.
    pub cells: Vec<SupplyCell>,
    /// By document.
    pub by_law: Vec<SupplyLaw>,
}

/// Questions of a topic, a level and a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SupplyRow {
    /// The topic; null: none.
    pub topic: Option<String>,
    /// 0 to 5; 0 = unknown.
    pub level: u8,
    /// Number of the document; null: no citation.
    pub law: Option<String>,
    /// Questions with an approved version.
    pub approved: usize,
    /// Of these, such as rest on laws that are in force on that day.
    pub in_force: usize,
    /// Of these, such as two people approved.
    pub by_two: usize,
}

/// Questions of a topic and a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SupplyCell {
    /// The topic; null: none.
    pub topic: Option<String>,
    /// 0 to 5; 0 = unknown.
    pub level: u8,
    /// Questions with an approved version.
    pub approved: usize,
    /// Of these, such as rest on laws that are in force on that day.
    pub in_force: usize,
    /// Of these, such as two people approved.
    pub by_two: usize,
}

/// Questions that cite a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SupplyLaw {
    /// Number of the document; null: no citation.
    pub law: Option<String>,
    /// Questions with an approved version.
    pub approved: usize,
    /// Of these, such as rest on laws that are in force on that day.
    pub in_force: usize,
    /// Of these, such as two people approved.
    pub by_two: usize,
}

/// Whether a blueprint can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Feasibility {
    /// Whether no cell falls short.
    pub feasible: bool,
    /// Every cell, in the order of the blueprint.
    pub cells: Vec<CellSupply>,
}

/// What a cell asks for, and what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CellSupply {
    /// Index in the blueprint, from 0.
    pub index: usize,
    /// How many questions have to fit: its own count, and what cells before it may take from it.
    pub wanted: u64,
    /// Of these, what cells before it may take.
    pub taken_before: u64,
    /// How many questions fit.
    pub available: u64,
    /// How many are missing.
    pub short: u64,
}

#[derive(Default, Clone, Copy)]
struct Counts {
    approved: usize,
    in_force: usize,
    by_two: usize,
}

impl Counts {
    fn add(&mut self, in_force: bool, by_two: bool) {
        self.approved += 1;
        self.in_force += usize::from(in_force);
        self.by_two += usize::from(in_force && by_two);
    }
}

impl App {
    /// What a bank can give as of a day; without one, today in Viet Nam.
    pub async fn bank_supply(
        &self,
        actor: Actor,
        bank: &str,
        as_of: Option<Date>,
    ) -> Result<Supply, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let shelf = self.shelf(&mut *work, actor, bank).await?;
        let register = LawRegister::new(work.laws().await?);
        drop(work);
        let day = as_of.unwrap_or_else(|| self.now().to_vietnam().date());
        Ok(supply(&shelf, &register, day))
    }

    /// Whether a blueprint can be drawn as of a day, and which cells fall short. Cells that name no
    /// bank are of this one; with `two_people` only what two people approved counts.
    pub async fn blueprint_feasibility(
        &self,
        actor: Actor,
        bank: &str,
        as_of: Option<Date>,
        mut blueprint: Vec<BlueprintCell>,
        two_people: bool,
    ) -> Result<Feasibility, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        if blueprint.len() > MOST_CELLS {
            return Err(QuestionError::field(
                "/blueprint",
                "field.too_many",
                format!("Tối đa {MOST_CELLS} ô."),
                format!("At most {MOST_CELLS} cells."),
            ));
        }
        let mut work = self.store.read().await?;
        let mut shelves: BTreeMap<String, Arc<Shelf>> = BTreeMap::new();
        let own = self.shelf(&mut *work, actor, bank).await?;
        shelves.insert(bank.to_owned(), own);
        for (at, cell) in blueprint.iter_mut().enumerate() {
            if cell.bank.is_empty() {
                bank.clone_into(&mut cell.bank);
            }
            if shelves.contains_key(&cell.bank) {
                continue;
            }
            let shelf = match self.shelf(&mut *work, actor, &cell.bank).await {
                Err(Absent::NotFound(_)) => {
                    return Err(QuestionError::field(
                        format!("/blueprint/{at}/bank"),
                        "blueprint.bank",
                        format!("Không có ngân hàng câu hỏi mã «{}».", cell.bank),
                        format!("There is no question bank {}.", cell.bank),
                    ));
                }
                found => found?,
            };
            shelves.insert(cell.bank.clone(), shelf);
        }
        let register = LawRegister::new(work.laws().await?);
        drop(work);
        let day = as_of.unwrap_or_else(|| self.now().to_vietnam().date());
        let ids: Vec<Vec<QuestionId>> = blueprint
            .iter()
            .map(|cell| {
                let drawable = drawable(&shelves[&cell.bank], two_people);
                let fits = candidates(cell, drawable, &register, day);
                fits.into_iter().map(|question| question.id).collect()
            })
            .collect();
        let counts: Vec<CellCount> = blueprint.iter().map(CellCount::from).collect();
        let cells: Vec<CellSupply> = demands(&counts, &ids)
            .into_iter()
            .enumerate()
            .map(|(index, demand)| CellSupply {
                index,
                wanted: demand.needs(),
                taken_before: demand.overlap,
                available: demand.has,
                short: demand.needs().saturating_sub(demand.has),
            })
            .collect();
        let some = counts.iter().any(|cell| cell.count > 0);
        Ok(Feasibility {
            feasible: some && cells.iter().all(|cell| cell.short == 0),
            cells,
        })
    }
}

fn drawable(shelf: &Shelf, two_people: bool) -> impl Iterator<Item = &QuestionVersion> {
    let drawn = shelf.items.iter().filter_map(|item| item.drawn.as_ref());
    drawn
        .filter(move |drawn| !two_people || drawn.approvals >= TWO_PEOPLE)
        .map(|drawn| &drawn.question)
}

fn supply(shelf: &Shelf, register: &LawRegister, day: Date) -> Supply {
    type Row<'a> = (Option<&'a str>, u8, Option<&'a str>);
    let mut rows: BTreeMap<Row, Counts> = BTreeMap::new();
    let mut cells: BTreeMap<(Option<&str>, u8), Counts> = BTreeMap::new();
    let mut by_law: BTreeMap<Option<&str>, Counts> = BTreeMap::new();
    let mut total = 0;
    for Drawn {
        question,
        approvals,
    } in shelf.items.iter().filter_map(|item| item.drawn.as_ref())
    {
        let in_force = question
            .laws
            .iter()
            .all(|law| register.in_force_on(law, day));
        let by_two = *approvals >= TWO_PEOPLE;
        total += usize::from(in_force);
        let (topic, level) = (question.topic.as_deref(), question.content.level);
        let mut documents: BTreeSet<Option<&str>> = question
            .laws
            .iter()
            .map(|law| Some(law.document.as_str()))
            .collect();
        if documents.is_empty() {
            documents.insert(None);
        }
        cells
            .entry((topic, level))
            .or_default()
            .add(in_force, by_two);
        for law in documents {
            rows.entry((topic, level, law))
                .or_default()
                .add(in_force, by_two);
            by_law.entry(law).or_default().add(in_force, by_two);
        }
    }
    Supply {
        as_of: day.to_string(),
        total,
        rows: rows
            .into_iter()
            .map(|((topic, level, law), counts)| SupplyRow {
                topic: topic.map(str::to_owned),
                level,
                law: law.map(str::to_owned),
                approved: counts.approved,
                in_force: counts.in_force,
                by_two: counts.by_two,
            })
            .collect(),
        cells: cells
            .into_iter()
            .map(|((topic, level), counts)| SupplyCell {
                topic: topic.map(str::to_owned),
                level,
                approved: counts.approved,
                in_force: counts.in_force,
                by_two: counts.by_two,
            })
            .collect(),
        by_law: by_law
            .into_iter()
            .map(|(law, counts)| SupplyLaw {
                law: law.map(str::to_owned),
                approved: counts.approved,
                in_force: counts.in_force,
                by_two: counts.by_two,
            })
            .collect(),
    }
}
