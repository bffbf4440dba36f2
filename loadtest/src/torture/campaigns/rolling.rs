//! F16: a newer version is rolled out during an exam: its migration runs beside the old nodes, which
//! go on, and then each node is drained and started as the new version.

use super::PEOPLE;
use crate::torture::crowd::{Habits, Tally};
use crate::torture::hold::Extent;
use crate::torture::node::{Node, Recipe};
use crate::torture::province::Province;
use crate::torture::run::Run;
use anyhow::{Result, ensure};
use std::time::Duration;

const LONGEST: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_mins(1);

pub fn run(run: &mut Run<'_>) -> Result<()> {
    ensure!(
        run.sabotaged.is_file(),
        "{} does not exist; it plays the next version, which knows one migration more",
        run.sabotaged.display()
    );
    let mut met = Tally::default();
    for _ in 0..run.count {
        met.absorb(deploy(run)?);
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    run.tell(&met);
    Ok(())
}

/// One roll-out over a platform of its own, since a schema only goes forward.
fn deploy(run: &mut Run<'_>) -> Result<Tally> {
    let province = Province::prepare(run)?;
    let truth = province.truth();
    let old = [province.plain_node(run, 0)?, province.plain_node(run, 1)?];
    let mut nodes = Vec::new();
    for recipe in &old {
        nodes.push(Node::start(recipe.clone())?);
    }
    let doors = nodes.iter().map(|node| node.door.clone()).collect();
    let habits = Habits {
        pause: Duration::from_millis(4),
        ..Habits::usual(&province.ground.rounds.long)
    };
    let crowd = run.crowd(&province.ground, doors, habits, PEOPLE)?;
    crowd.more_acks(50, PATIENCE)?;
    newer(&old[0], run).run(&["migrate"])?;
    // Both old nodes go on over the newer schema.
    crowd.more_acks(200, PATIENCE)?;
    run.hold(&truth, Extent::Touched)?;
    for node in &mut nodes {
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST));
        node.drain()?;
        let was = node.recipe.clone();
        ensure!(
            was.run(&["doctor"]).is_err(),
            "the old version opened a schema that it does not know"
        );
        node.recipe = newer(&was, run);
        node.start_again()?;
        crowd.more_acks(50, PATIENCE)?;
        run.hold(&truth, Extent::Touched)?;
    }
    let tally = crowd.end()?;
    run.hold(&truth, Extent::All)?;
    // The next one has a store of its own.
    run.book.pages().attempts.clear();
    let refused = tally.count("save 4");
    if refused > 0 {
        run.book.find(format!(
            "wrong: {refused} saves failed for good during a roll-out: {}",
            tally.heard()
        ));
    }
    Ok(tally)
}

/// The next version of the program.
fn newer(recipe: &Recipe, run: &Run<'_>) -> Recipe {
    let mut recipe = recipe.clone();
    recipe.binary.clone_from(&run.sabotaged);
    let before = recipe
        .environment
        .iter()
        .find(|(name, _)| name == "THILUAT_SABOTAGE");
    let what = before.map_or_else(
        || "next-schema".to_owned(),
        |(_, what)| format!("{what},next-schema"),
    );
    recipe.with("THILUAT_SABOTAGE", what)
}
