//! A contest with its banks, so that another unit can run it.

use super::ShowError;
use crate::app::App;
use crate::app::banks::{BankContents, drawable_of};
use crate::app::staff::allowed;
use crate::app::tenancy::{contest_of, within_reach};
use crate::auth::{Action, Actor};
use std::collections::BTreeSet;

/// A contest file and the banks that its rounds draw from, keys included; never a seed.
#[derive(Debug, Clone)]
pub struct Package {
    /// The contest file as it was given.
    pub source: String,
    /// The banks by code, with the newest approved version of every question in use: whoever takes the
    /// package in takes its questions as approved.
    pub banks: Vec<BankContents>,
}

impl App {
    /// The contest of that slug as a package.
    pub async fn contest_package(&self, actor: Actor, slug: &str) -> Result<Package, ShowError> {
        allowed(actor, Action::ReadContests)?;
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let cells = contest
            .file
            .rounds
            .iter()
            .flat_map(|round| &round.blueprint);
        let codes: BTreeSet<&str> = cells.map(|cell| cell.bank.as_str()).collect();
        let mut banks = Vec::with_capacity(codes.len());
        for code in codes {
            let bank = work.bank_by_code(code).await?;
            if let Some(bank) = bank {
                // A contest may draw from a bank that is not its unit's own to give away.
                within_reach(&mut *work, actor, bank.owner).await?;
                let drawable = drawable_of(&mut *work, bank.id).await?;
                let questions = drawable.into_iter().map(|drawn| drawn.version).collect();
                banks.push(BankContents::with(bank, questions, &mut *work).await?);
            }
        }
        Ok(Package {
            source: contest.source,
            banks,
        })
    }
}
