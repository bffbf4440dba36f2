//! Banks that come with a package or a template find their place among those that are there.

use super::error::PackageError;
use crate::app::App;
use crate::app::banks::{BankImport, PlacedDraft, is_bank_code};
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::UnitId;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Longest code of a bank.
const LONGEST: usize = 64;

/// A bank that comes in.
#[derive(Debug, Clone)]
pub(in crate::app) struct BankIn {
    /// Code in the blueprints that came with it.
    pub code: String,
    /// Title, if it has one.
    pub title: Option<String>,
    /// Its questions.
    pub questions: Vec<PlacedDraft>,
}

/// Where banks go.
#[derive(Debug, Clone)]
pub(in crate::app) struct Home {
    /// The unit that they belong to from now on; none: the whole platform.
    pub owner: Option<UnitId>,
    /// Its code, for banks that need another name.
    pub unit: Option<String>,
    /// Banks of the platform itself are taken for the unit's own: whoever stands at the machine brought
    /// them in for it.
    pub takes_nobodys: bool,
}

impl Home {
    /// With the unit of the actor, which has this code.
    pub fn of(actor: Actor, unit: Option<&str>) -> Self {
        Self {
            owner: actor.unit(),
            unit: unit.map(str::to_owned),
            takes_nobodys: false,
        }
    }
}

/// A bank that came in, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BankPlace {
    /// Code in the package.
    pub code: String,
    /// Code under which it is kept: another one where that was taken.
    pub stored_as: String,
    /// Questions that it brought.
    pub questions: usize,
    /// Of these, such as the bank did not hold before.
    pub added: usize,
}

impl App {
    /// Takes banks in, in this transaction. A bank of the same code and home takes the questions that it
    /// lacks; a code that is somebody else's gets the unit's code behind it.
    pub(in crate::app) async fn take_banks(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        home: &Home,
        banks: Vec<BankIn>,
        approved: bool,
    ) -> Result<Vec<BankPlace>, PackageError> {
        allowed(actor, Action::ImportQuestions)?;
        let mut places: Vec<BankPlace> = Vec::with_capacity(banks.len());
        for bank in banks {
            let stored_as = place(work, home, &bank.code, &places).await?;
            let questions = bank.questions.len();
            // A bank that is there keeps the name that its people gave it.
            let title = match work.bank_by_code(&stored_as).await? {
                Some(_) => None,
                None => bank.title,
            };
            let import = BankImport {
                bank: stored_as.clone(),
                title,
                questions: bank.questions,
                refused_before: 0,
                as_drafts: !approved,
                strict: false,
                dry_run: false,
                of: None,
            };
            let done = self.take_questions(work, actor, import, home.owner).await?;
            places.push(BankPlace {
                code: bank.code,
                stored_as,
                questions,
                added: done.accepted,
            });
        }
        Ok(places)
    }

    /// The same without writing anything.
    pub(super) async fn place_banks(
        &self,
        work: &mut dyn UnitOfWork,
        home: &Home,
        banks: &[BankIn],
    ) -> Result<Vec<BankPlace>, PackageError> {
        let mut places: Vec<BankPlace> = Vec::with_capacity(banks.len());
        for bank in banks {
            let stored_as = place(work, home, &bank.code, &places).await?;
            let held = match work.bank_by_code(&stored_as).await? {
                Some(there) => work.fingerprints(there.id).await?,
                None => Vec::new(),
            };
            let fresh = |placed: &&PlacedDraft| !held.contains(&placed.draft.fingerprint().0);
            places.push(BankPlace {
                code: bank.code.clone(),
                stored_as,
                questions: bank.questions.len(),
                added: bank.questions.iter().filter(fresh).count(),
            });
        }
        Ok(places)
    }
}

/// The code under which a bank is kept.
async fn place(
    work: &mut dyn UnitOfWork,
    home: &Home,
    code: &str,
    placed: &[BankPlace],
) -> Result<String, StoreError> {
    // Codes of packages come from strangers.
    let plain: String = code
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
        .take(LONGEST)
        .collect();
    let plain = if is_bank_code(&plain) {
        plain
    } else {
        "ngan-hang".to_owned()
    };
    let unit = home.unit.as_deref().unwrap_or("2");
    let mut tried = 1;
    let mut candidate = plain.clone();
    loop {
        let twice = placed.iter().any(|place| place.stored_as == candidate);
        let own = match work.bank_by_code(&candidate).await? {
            None => true,
            Some(bank) => bank.owner == home.owner || (home.takes_nobodys && bank.owner.is_none()),
        };
        if own && !twice {
            return Ok(candidate);
        }
        let behind = match tried {
            1 => format!("-{unit}"),
            n => format!("-{unit}-{n}"),
        };
        let room = LONGEST.saturating_sub(behind.len());
        candidate = format!("{}{behind}", &plain[..plain.len().min(room)]);
        tried += 1;
    }
}

/// Lets the blueprints of a document draw from banks by the codes under which they are kept; gives
/// whether anything had to change.
pub(in crate::app) fn rename_banks(document: &mut Value, places: &[BankPlace]) -> bool {
    let mut changed = false;
    let rounds = document.get_mut("rounds").and_then(Value::as_array_mut);
    for round in rounds.into_iter().flatten() {
        let cells = round.get_mut("blueprint").and_then(Value::as_array_mut);
        for cell in cells.into_iter().flatten() {
            let Some(bank) = cell.get_mut("bank") else {
                continue;
            };
            let place = places
                .iter()
                .find(|place| bank.as_str() == Some(&place.code));
            if let Some(place) = place.filter(|place| place.stored_as != place.code) {
                *bank = Value::from(place.stored_as.clone());
                changed = true;
            }
        }
    }
    changed
}
