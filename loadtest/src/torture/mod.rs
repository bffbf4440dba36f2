//! Fault campaigns: things are broken while people sit their papers, and afterwards the ledger of
//! what they were told is held against what the platform has (security.md 3.3).
//!
//! Every campaign is seeded and prints its seed, owns the processes it breaks, and can be run against
//! a build that breaks a promise on purpose, to show that it would notice (`--teeth`).

mod book;
mod campaigns;
mod crowd;
mod ground;
mod hold;
mod node;
mod outcome;
mod plan;
mod province;
mod proxy;
mod reference;
mod run;
mod schedule;
mod stormer;
mod truth;

use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result, ensure};
use clap::Args;
use ground::Ground;
use outcome::Outcome;
use plan::{Breach, Campaign, Size};
use run::Run;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What is tortured how long.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Campaigns, separated by commas; all that the size knows if none is named
    #[arg(long, value_delimiter = ',', value_name = "F1,F2,…")]
    campaign: Vec<Campaign>,
    /// How many repetitions
    #[arg(long, value_enum, default_value_t = Size::Short)]
    size: Size,
    /// Another number of repetitions than the size says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    cycles: Option<u64>,
    /// Decides every schedule; printed, so that a run can be repeated
    #[arg(long, default_value_t = u64::from(std::process::id()))]
    seed: u64,
    /// Runs each campaign against a build that breaks a promise on purpose, and passes only if the
    /// campaign notices
    #[arg(long)]
    teeth: bool,
    /// The platform's program
    #[arg(long, default_value = "target/release/thiluat")]
    binary: PathBuf,
    /// The same with the feature `sabotage`: for --teeth, and as the newer version of F16
    #[arg(long, value_name = "FILE", default_value = "target/sabotage/thiluat")]
    sabotaged: PathBuf,
    /// Folder for results, ledgers and data
    #[arg(long, default_value = "target/torture")]
    out: PathBuf,
}

/// Runs the campaigns; the last line printed says how many passed.
pub fn run(settings: &Settings) -> Result<ExitCode> {
    let campaigns = match &settings.campaign[..] {
        [] => Campaign::usual(settings.size),
        named => named.to_vec(),
    };
    fs::create_dir_all(&settings.out)?;
    println!("seed {}", settings.seed);
    let watch = Stopwatch::start();
    let counts = campaigns.iter().map(|one| (*one, count(settings, *one)));
    let people = counts
        .map(|(one, count)| campaigns::people(one, count))
        .max();
    let people = people.context("no campaign was named")?;
    let folder = settings.out.join("ground");
    let ground = Ground::prepare(&settings.binary, &folder, people)?;
    println!(
        "a platform with {people} people was filled in {:.1} s",
        watch.elapsed().as_secs_f64()
    );
    let ground = Arc::new(ground);
    let mut outcomes = Vec::new();
    for campaign in campaigns {
        let outcome = one(settings, &ground, campaign)?;
        print!("{}", outcome.told());
        outcomes.push(outcome);
        // After each, so that a run that is broken off leaves what it found.
        report(settings, &outcomes)?;
    }
    let _ = fs::remove_dir_all(&folder);
    let passed = outcomes.iter().filter(|outcome| outcome.passed()).count();
    let failed = outcomes.len() - passed;
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn count(settings: &Settings, campaign: Campaign) -> u64 {
    let usual = campaign.count(settings.size);
    settings.cycles.unwrap_or(usual)
}

fn one(settings: &Settings, ground: &Arc<Ground>, campaign: Campaign) -> Result<Outcome> {
    let count = count(settings, campaign);
    let mut outcome = Outcome::of(campaign, settings.size, (count, settings.seed));
    let breach = settings.teeth.then(|| campaign.breach());
    outcome.breach = breach.map(|breach| breach.to_string());
    println!(
        "{campaign}: {}, {count} {}, seed {}",
        campaign.title(),
        campaign.unit(),
        settings.seed
    );
    if matches!(breach, Some(Breach::Build(_))) {
        ensure!(
            settings.sabotaged.is_file(),
            "{} does not exist; build it with: scripts/torture.sh",
            settings.sabotaged.display()
        );
    }
    let watch = Stopwatch::start();
    let folder = settings.out.join(campaign.name());
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut run = Run::begin(settings, ground, folder, (count, breach), &mut outcome)?;
    let ended = campaigns::run(campaign, &mut run);
    run.end(ended)?;
    outcome.seconds = watch.elapsed().as_secs_f64();
    Ok(outcome)
}

fn report(settings: &Settings, outcomes: &[Outcome]) -> Result<()> {
    let name = if settings.teeth { "teeth" } else { "latest" };
    let json = serde_json::to_vec_pretty(outcomes)?;
    fs::write(settings.out.join(format!("{name}.json")), json)?;
    fs::write(
        settings.out.join(format!("{name}.md")),
        outcome::table(outcomes),
    )?;
    Ok(())
}
