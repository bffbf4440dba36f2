//! D: reading the scoreboard, idle and while five people a second hand in.

use super::{Stage, sit};
use crate::client::{Client, path};
use crate::drive::{self, Plan, Progress, Tally, Worker};
use crate::figure::Figure;
use crate::material::DRAWN;
use crate::sitting::Sitting;
use anyhow::{Context, Result};
use hyper::{Method, StatusCode, Uri};
use std::time::Duration;

/// Lengths of the board that are read.
const LIMITS: [usize; 2] = [10, 50];
/// Hand-ins a second in the busy half.
const CHANGES: u64 = 5;

struct Reader {
    client: Client,
    path: Uri,
    bytes: usize,
}

impl Worker for Reader {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let sent = self.client.send(Method::GET, &self.path, None, "");
        self.bytes = sent.await?.expect(StatusCode::OK)?.body.len();
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// The figures `board-10`, `board-10-busy`, `board-50`, `board-50-busy`.
pub fn run(stage: &Stage) -> Result<Vec<Figure>> {
    let rounds = usize::try_from(stage.settings.rounds)?;
    let each = usize::try_from(stage.settings.seconds * CHANGES)? + 1;
    let needed = (rounds * each * LIMITS.len()).min(stage.people.len());
    // Whoever hands in here has everything right, so that each hand-in changes the top of the board.
    let begun = sit::begin(stage, 0..needed, Plan::until_done())?.done;
    let mut waiting = sit::answer(stage, begun, DRAWN, || DRAWN)?;

    let mut figures = Vec::new();
    for limit in LIMITS {
        let bytes = read(stage, limit, Plan::lasting(Duration::from_millis(200)))?.1;
        for busy in [false, true] {
            let mut measured = stage.rounds();
            for _ in 0..rounds {
                let period = stage.settings.period();
                measured.floor(|| stage.floor.fixed(bytes, period))?;
                let changes = if busy {
                    waiting.split_off(waiting.len().saturating_sub(each))
                } else {
                    Vec::new()
                };
                measured.platform(|| read_while(stage, limit, changes))?;
            }
            let name = format!("board-{limit}{}", if busy { "-busy" } else { "" });
            let mut figure = measured.figure(name, stage.profile())?;
            figure.aside.goal = "≥ 0.6";
            figure.aside.others = if busy {
                "CTFd 14/s, Moodle 31/s"
            } else {
                "CTFd 730/s, Moodle 31/s"
            };
            figures.push(figure);
        }
    }
    Ok(figures)
}

fn read(stage: &Stage, limit: usize, plan: Plan) -> Result<(Tally, usize)> {
    let round = &stage.platform.round;
    let from = path(&format!("/api/v1/rounds/{round}/scoreboard?limit={limit}"))?;
    let readers = (0..stage.settings.connections()).map(|number| Reader {
        client: stage.platform.client(number),
        path: from.clone(),
        bytes: 0,
    });
    let (readers, tally) = drive::run(readers.collect(), plan);
    let bytes = readers.iter().map(|one| one.bytes).max().unwrap_or(0);
    Ok((tally, bytes))
}

/// Reads for a period, while these attempts are handed in one by one, evenly spread.
fn read_while(stage: &Stage, limit: usize, changes: Vec<Sitting>) -> Result<Tally> {
    let period = stage.settings.period();
    if changes.is_empty() {
        return Ok(read(stage, limit, Plan::lasting(period))?.0);
    }
    let pace = Plan {
        interval: Some(Duration::from_secs(1) / u32::try_from(CHANGES)?),
        ..Plan::lasting(period)
    };
    std::thread::scope(|scope| {
        let handing = scope.spawn(|| sit::hand_in(stage, changes, 1, pace, "changes"));
        let (mut tally, _) = read(stage, limit, Plan::lasting(period))?;
        let handed = handing.join().ok().context("the hand-ins panicked")??;
        tally.errors += handed.tally.errors;
        tally.first_error = tally.first_error.or(handed.tally.first_error);
        Ok(tally)
    })
}
