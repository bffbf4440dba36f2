//! A list of documents becomes part of the register.

use super::LawChange;
use super::put::{checked, replaced_when};
use crate::app::questions::QuestionError;
use crate::app::staff::allowed;
use crate::app::{App, ImportNote, Language, Refusal as _};
use crate::auth::{Action, Actor};
use crate::domain::LawDocument;
use crate::domain::law::LawRegister;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A document with its place in the list.
#[derive(Debug, Clone)]
pub struct PlacedLaw {
    /// The place as people see it: `dòng 12`.
    pub at: String,
    /// Its number.
    pub number: String,
    /// What it says.
    pub change: LawChange,
}

/// What bringing a list in did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LawImported {
    /// Documents that are new in the register.
    pub accepted: usize,
    /// Documents of the register of which the list says something else.
    pub changed: usize,
    /// Documents of which the list says what the register says.
    pub unchanged: usize,
    /// Rows that were not taken.
    pub refused: Vec<ImportNote>,
}

impl App {
    /// Brings a list of documents in: good rows are taken, the others are listed by their place. A
    /// `dry_run` only tells.
    pub async fn import_laws(
        &self,
        actor: Actor,
        rows: Vec<PlacedLaw>,
        refused: Vec<ImportNote>,
        dry_run: bool,
        language: Language,
    ) -> Result<LawImported, QuestionError> {
        allowed(actor, Action::ImportQuestions)?;
        let mut done = LawImported {
            accepted: 0,
            changed: 0,
            unchanged: 0,
            refused,
        };
        let mut good: BTreeMap<String, (String, LawDocument)> = BTreeMap::new();
        for row in rows {
            match checked(&row.number, &row.change) {
                Err(fault) => done.refused.push(told(row.at, &fault, language)),
                Ok(law) => {
                    if let Some((first, _)) = good.get(&law.number) {
                        let detail = match language {
                            Language::Vietnamese => format!("Số hiệu này đã có ở {first}."),
                            Language::English => format!("This number stands at {first} already."),
                        };
                        done.refused.push(ImportNote {
                            at: row.at,
                            code: "import.duplicate",
                            detail,
                        });
                    } else {
                        good.insert(law.number.clone(), (row.at, law));
                    }
                }
            }
        }
        let now = self.now();
        let mut work = if dry_run {
            self.store.read().await?
        } else {
            self.store.begin().await?
        };
        let elsewhere = self.cited_elsewhere(&mut *work, actor).await?;
        let before = work.laws().await?;
        let mut after: BTreeMap<String, LawDocument> = before
            .iter()
            .map(|law| (law.number.clone(), law.clone()))
            .collect();
        after.extend(good.iter().map(|(n, (_, law))| (n.clone(), law.clone())));
        let register = LawRegister::new(after.into_values());
        let before = LawRegister::new(before);
        for (number, (at, law)) in good {
            if let Err(fault) = replaced_when(&law, &register) {
                done.refused.push(told(at, &fault, language));
                continue;
            }
            match before.get(&number) {
                Some(known) if *known == law => {
                    done.unchanged += 1;
                    continue;
                }
                Some(_) if elsewhere.contains(&number) => {
                    let fault = QuestionError::CitedElsewhere;
                    done.refused.push(told(at, &fault, language));
                    continue;
                }
                Some(_) => done.changed += 1,
                None => done.accepted += 1,
            }
            if !dry_run {
                work.put_law(&law, now).await?;
            }
        }
        if !dry_run && done.accepted + done.changed > 0 {
            let detail = json!({
                "accepted": done.accepted, "changed": done.changed, "refused": done.refused.len(),
            });
            let subject = "laws".to_owned();
            self.audit(
                &mut *work,
                &actor.to_string(),
                "law.imported",
                subject,
                &detail,
            )
            .await?;
            work.commit().await?;
        }
        Ok(done)
    }
}

fn told(at: String, fault: &QuestionError, language: Language) -> ImportNote {
    ImportNote {
        at,
        code: fault.code(),
        detail: fault.detail(language),
    }
}
