//! Whether there are the units and questions that a contest file names.

use super::super::finding::{Findings, Invalid};
use crate::app::banks::{Drawable, Shelf, TWO_PEOPLE, drawable_of};
use crate::app::tenancy::reaches;
use crate::app::{Absent, App};
use crate::auth::Actor;
use crate::domain::QuestionVersion;
use crate::domain::contest::{BlueprintCell, ContestFile, RoundRules};
use crate::domain::law::LawRegister;
use crate::engine::blueprint::{CellCount, NotFeasible, candidates, check, demands};
use crate::store::{StoreError, UnitOfWork};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much of the questions is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Depth {
    /// All of it, to draw and to commit to.
    Whole,
    /// What chooses them, from memory: for whoever asks at every key that is typed.
    Light,
}

/// What of a bank may be drawn.
enum Holding {
    Whole(Vec<Drawable>),
    Light(Arc<Shelf>),
}

impl Holding {
    /// Questions, and how many people approved each.
    fn questions(&self) -> Box<dyn Iterator<Item = (&QuestionVersion, usize)> + '_> {
        match self {
            Self::Whole(all) => Box::new(all.iter().map(|one| (&one.version, one.approvals))),
            Self::Light(shelf) => {
                let drawn = shelf.items.iter().filter_map(|item| item.drawn.as_ref());
                Box::new(drawn.map(|drawn| (&drawn.question, drawn.approvals)))
            }
        }
    }
}

/// What may be drawn from every bank that a file names, by the bank's code, and the laws it rests on.
pub(in crate::app) struct BankQuestions {
    banks: BTreeMap<String, Holding>,
    register: LawRegister,
}

/// What a cell of a round asks for, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct CellFeasibility {
    /// Index of the round in the file.
    pub round: usize,
    /// Index of the cell in the blueprint.
    pub cell: usize,
    /// How many questions have to fit: its own count, and what cells before it may take from it.
    pub wanted: u64,
    /// How many do.
    pub available: u64,
}

impl BankQuestions {
    /// The questions that each cell of a round may draw on its opening date in Viet Nam: where the
    /// round asks for it, only those that two people approved.
    pub fn cells(&self, rules: &RoundRules) -> Vec<Vec<&QuestionVersion>> {
        let day = rules.opens_at.to_vietnam().date();
        let cell = |cell: &BlueprintCell| {
            let questions = self.banks.get(&cell.bank).map(Holding::questions);
            let reviewed = questions
                .into_iter()
                .flatten()
                .filter(|(_, approvals)| !rules.review.required || *approvals >= TWO_PEOPLE)
                .map(|(question, _)| question);
            candidates(cell, reviewed, &self.register, day)
        };
        rules.blueprint.iter().map(cell).collect()
    }

    /// Whether there are all banks that a round draws from.
    pub fn holds(&self, rules: &RoundRules) -> bool {
        let there = |cell: &BlueprintCell| self.banks.contains_key(&cell.bank);
        !rules.blueprint.is_empty() && rules.blueprint.iter().all(there)
    }

    /// What every cell asks for, of the rounds all of whose banks are there.
    pub fn feasibility(&self, file: &ContestFile) -> Vec<CellFeasibility> {
        let mut lines = Vec::new();
        for (round, rules) in file.rounds.iter().enumerate() {
            if !self.holds(rules) {
                continue;
            }
            let (counts, ids) = self.counted(rules);
            for (cell, demand) in demands(&counts, &ids).into_iter().enumerate() {
                lines.push(CellFeasibility {
                    round,
                    cell,
                    wanted: demand.needs(),
                    available: demand.has,
                });
            }
        }
        lines
    }

    fn counted(&self, rules: &RoundRules) -> (Vec<CellCount>, Vec<Vec<crate::domain::QuestionId>>) {
        let ids = self
            .cells(rules)
            .into_iter()
            .map(|cell| cell.into_iter().map(|question| question.id).collect())
            .collect();
        (rules.blueprint.iter().map(CellCount::from).collect(), ids)
    }
}

/// The file names a unit that is not the actor's.
pub(super) fn not_own_unit(organiser: &str) -> Invalid {
    Invalid::one(
        "contest.organiser",
        "contest.unit_beyond",
        format!(
            "Đơn vị mã «{organiser}» không phải đơn vị của bạn hay đơn vị bên dưới; bạn chỉ tổ chức được cuộc thi của các đơn vị đó."
        ),
    )
}

impl App {
    /// Reads the banks and finds out whether the file can be drawn. What is not the actor's is told as
    /// what is not there.
    pub(in crate::app) async fn questions_for(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        file: &ContestFile,
        depth: Depth,
        findings: &mut Findings,
    ) -> Result<BankQuestions, StoreError> {
        let organiser = &file.contest.organiser;
        let known = work.unit_by_code(organiser).await?;
        if let Some(unit) = &known
            && !reaches(work, actor, Some(unit.id)).await?
        {
            findings.extend(not_own_unit(organiser));
        }
        findings.note(
            known.is_none(),
            "contest.organiser",
            "contest.unit",
            format!("Không có đơn vị mã «{organiser}»; hãy nhập danh sách đơn vị trước (thiluat units import)."),
        );
        let questions = self.read_banks(work, actor, file, depth, findings).await?;
        for (at, rules) in file.rounds.iter().enumerate() {
            if questions.holds(rules) {
                feasible(
                    &questions,
                    rules,
                    &format!("rounds[{at}].blueprint"),
                    findings,
                );
            }
        }
        Ok(questions)
    }

    async fn read_banks(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        file: &ContestFile,
        depth: Depth,
        findings: &mut Findings,
    ) -> Result<BankQuestions, StoreError> {
        let mut banks = BTreeMap::new();
        for (at, rules) in file.rounds.iter().enumerate() {
            for (cell_at, cell) in rules.blueprint.iter().enumerate() {
                if banks.contains_key(&cell.bank) {
                    continue;
                }
                if let Some(holding) = self.holding(work, actor, &cell.bank, depth).await? {
                    banks.insert(cell.bank.clone(), holding);
                    continue;
                }
                findings.push(
                    format!("rounds[{at}].blueprint[{cell_at}].bank"),
                    "contest.bank",
                    format!(
                        "Không có ngân hàng câu hỏi mã «{}»; hãy nhập trước (thiluat bank import).",
                        cell.bank
                    ),
                );
            }
        }
        let register = LawRegister::new(work.laws().await?);
        Ok(BankQuestions { banks, register })
    }

    async fn holding(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        code: &str,
        depth: Depth,
    ) -> Result<Option<Holding>, StoreError> {
        let Some(bank) = work.bank_by_code(code).await? else {
            return Ok(None);
        };
        if !reaches(work, actor, bank.owner).await? {
            return Ok(None);
        }
        Ok(Some(match depth {
            Depth::Whole => Holding::Whole(drawable_of(work, bank.id).await?),
            Depth::Light => match self.shelf(work, actor, code).await {
                Ok(shelf) => Holding::Light(shelf),
                Err(Absent::NotFound(_)) => return Ok(None),
                Err(Absent::Store(error)) => return Err(error),
            },
        }))
    }
}

fn feasible(questions: &BankQuestions, rules: &RoundRules, key: &str, findings: &mut Findings) {
    let (cells, ids) = questions.counted(rules);
    let (code, at, detail) = match check(&cells, &ids) {
        Ok(()) => return,
        Err(NotFeasible::Empty) => (
            "contest.blueprint",
            None,
            "Ma trận đề không rút câu nào.".to_owned(),
        ),
        Err(NotFeasible::TooFew {
            cell,
            count,
            overlap,
            has,
            ..
        }) => {
            let earlier = match overlap {
                0 => String::new(),
                n => format!(", các ô trước có thể lấy mất {n} câu"),
            };
            let approved = if rules.review.required {
                "đã được hai người duyệt"
            } else {
                "đã duyệt"
            };
            let detail = format!(
                "Cần {count} câu{earlier}, nhưng chỉ có {has} câu {approved}, còn hiệu lực ngày mở vòng và hợp với ô này."
            );
            ("contest.blueprint", Some(cell), detail)
        }
    };
    findings.push(
        at.map_or_else(|| key.to_owned(), |at| format!("{key}[{at}].count")),
        code,
        detail,
    );
}
