//! Whether there are the units and questions that a contest file names.

use super::super::finding::{Findings, Invalid};
use crate::app::banks::{Drawable, TWO_PEOPLE, drawable_of};
use crate::app::tenancy::{bank_of, reaches};
use crate::app::{Absent, App};
use crate::auth::Actor;
use crate::domain::QuestionVersion;
use crate::domain::contest::{ContestFile, RoundRules};
use crate::domain::law::LawRegister;
use crate::engine::blueprint::{CellCount, NotFeasible, candidates, check};
use crate::store::{StoreError, UnitOfWork};
use std::collections::BTreeMap;

/// What may be drawn from every bank that a file names, by the bank's code, and the laws it rests on.
pub(super) struct BankQuestions {
    banks: BTreeMap<String, Vec<Drawable>>,
    register: LawRegister,
}

impl BankQuestions {
    /// The questions that each cell of a round may draw on its opening date in Viet Nam: where the
    /// round asks for it, only those that two people approved.
    pub fn cells(&self, rules: &RoundRules) -> Vec<Vec<&QuestionVersion>> {
        let day = rules.opens_at.to_vietnam().date();
        let cell = |cell: &crate::domain::contest::BlueprintCell| {
            let questions = self.banks.get(&cell.bank).map_or(&[][..], Vec::as_slice);
            let reviewed = questions
                .iter()
                .filter(|question| !rules.review.required || question.approvals >= TWO_PEOPLE)
                .map(|question| &question.version);
            candidates(cell, reviewed, &self.register, day)
        };
        rules.blueprint.iter().map(cell).collect()
    }
}

impl App {
    /// Reads the banks, outside any writing transaction, and finds out whether the file can be drawn.
    pub(super) async fn questions_for(
        &self,
        actor: Actor,
        file: &ContestFile,
        findings: &mut Findings,
    ) -> Result<BankQuestions, StoreError> {
        let mut work = self.store.read().await?;
        let organiser = &file.contest.organiser;
        let known = work.unit_by_code(organiser).await?;
        if let Some(unit) = &known
            && !reaches(&mut *work, actor, Some(unit.id)).await?
        {
            findings.extend(not_own_unit(organiser));
        }
        findings.note(
            known.is_none(),
            "contest.organiser",
            "contest.unit",
            format!("Không có đơn vị mã «{organiser}»; hãy nhập danh sách đơn vị trước (thiluat units import)."),
        );
        let questions = read_banks(&mut *work, actor, file, findings).await?;
        for (at, rules) in file.rounds.iter().enumerate() {
            let all_there = rules
                .blueprint
                .iter()
                .all(|cell| questions.banks.contains_key(&cell.bank));
            if all_there && !rules.blueprint.is_empty() {
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

async fn read_banks(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    file: &ContestFile,
    findings: &mut Findings,
) -> Result<BankQuestions, StoreError> {
    let mut banks = BTreeMap::new();
    for (at, rules) in file.rounds.iter().enumerate() {
        for (cell_at, cell) in rules.blueprint.iter().enumerate() {
            if banks.contains_key(&cell.bank) {
                continue;
            }
            match bank_of(work, actor, &cell.bank).await {
                Ok(bank) => {
                    let questions = drawable_of(work, bank.id).await?;
                    banks.insert(cell.bank.clone(), questions);
                }
                Err(Absent::Store(error)) => return Err(error),
                // Of another unit's bank nothing is told, not even that it is there.
                Err(Absent::NotFound(_)) => findings.push(
                    format!("rounds[{at}].blueprint[{cell_at}].bank"),
                    "contest.bank",
                    format!(
                        "Không có ngân hàng câu hỏi mã «{}»; hãy nhập trước (thiluat bank import).",
                        cell.bank
                    ),
                ),
            }
        }
    }
    let register = LawRegister::new(work.laws().await?);
    Ok(BankQuestions { banks, register })
}

fn feasible(questions: &BankQuestions, rules: &RoundRules, key: &str, findings: &mut Findings) {
    let cells: Vec<CellCount> = rules.blueprint.iter().map(CellCount::from).collect();
    let ids: Vec<Vec<_>> = questions
        .cells(rules)
        .into_iter()
        .map(|cell| cell.into_iter().map(|question| question.id).collect())
        .collect();
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
