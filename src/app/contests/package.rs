//! A contest with its banks, so that another unit can run it.

use super::ShowError;
use super::show::BankBeyond;
use crate::app::App;
use crate::app::banks::{BankContents, drawable_of};
use crate::app::staff::{Asker, allowed, fresh};
use crate::app::tenancy::{contest_of, reaches};
use crate::auth::Action;
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
    /// The contest of that slug as a package; asks for a fresh proof of identity.
    pub async fn contest_package(
        &self,
        asker: impl Into<Asker> + Send,
        slug: &str,
    ) -> Result<Package, ShowError> {
        let asker = asker.into();
        allowed(asker.actor(), Action::ReadContests)?;
        allowed(asker.actor(), Action::ReadQuestions)?;
        let actor = fresh(asker, self.now())?;
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
            if let Some(bank) = work.bank_by_code(code).await? {
                // Staff of a unit above may have made a contest of this unit on banks of its own.
                if !reaches(&mut *work, actor, bank.owner).await? {
                    return Err(BankBeyond(code.to_owned()).into());
                }
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
