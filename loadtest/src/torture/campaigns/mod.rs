//! The campaigns, one a file.

mod backup;
mod bad_lines;
mod bell;
mod cancel_storm;
mod clock_jumps;
mod flush_order;
mod full_disk;
mod hold_ups;
mod kill_node;
mod kill_postgres;
mod model;
mod pause;
mod promote;
mod redis;
mod rolling;
mod two_nodes;

use super::plan::Campaign;
use super::run::Run;
use anyhow::{Result, bail};

/// People at work in most campaigns.
const PEOPLE: usize = 32;

/// How many people the ground needs for a campaign of that length.
pub fn people(campaign: Campaign, count: u64) -> usize {
    match campaign.name() {
        "F12" => usize::try_from(count).unwrap_or(usize::MAX).max(PEOPLE),
        _ => 64,
    }
}

/// Carries a campaign out; what breaks a promise is in the ledger's findings.
pub fn run(campaign: Campaign, run: &mut Run<'_>) -> Result<()> {
    match campaign.name() {
        "F1" => kill_node::run(run),
        "F2" => two_nodes::run(run),
        "F3" => kill_postgres::run(run),
        "F4" => promote::run(run),
        "F5" => redis::run(run),
        "F6" => bad_lines::run(run),
        "F7" => pause::run(run),
        "F8" => full_disk::run(run),
        "F9" => cancel_storm::run(run),
        "F10" => flush_order::run(run),
        "F11" => clock_jumps::run(run),
        "F12" => bell::run(run),
        "F13" => hold_ups::run(run),
        "F15" => model::run(run),
        "F16" => rolling::run(run),
        "F17" => backup::run(run),
        other => bail!("{other} has no campaign"),
    }
}
