//! D: reading the scoreboard, idle and while five people a second hand in, and by many at once
//! right after a change.

use super::{Stage, sit};
use crate::client::{Client, path};
use crate::drive::{self, Plan, Progress, Tally, Worker};
use crate::figure::Figure;
use crate::material::DRAWN;
use crate::people::Person;
use crate::sitting::Sitting;
use anyhow::{Context, Result};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode, Uri};
use std::time::Duration;

/// What is read: the name of the figure, the query, and whether by people who see themselves.
const VIEWS: [(&str, &str, bool); 3] = [
    ("board-10", "limit=10", false),
    ("board-50", "limit=50", false),
    ("board-around", "around=me", true),
];
/// Hand-ins a second in the busy half.
const CHANGES: u64 = 5;
/// Readers who come at once right after a change, and how often they do.
const RUSH: usize = 32;
const RUSHES: usize = 10;

type View = (&'static str, &'static str, bool);

struct Reader {
    client: Client,
    path: Uri,
    token: Option<HeaderValue>,
    /// How often it reads before it is done.
    left: u64,
    bytes: usize,
}

impl Worker for Reader {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        if self.left == 0 {
            return Ok(Progress::Exhausted);
        }
        self.left -= 1;
        let token = self.token.as_ref();
        let sent = self.client.send(Method::GET, &self.path, token, "");
        self.bytes = sent.await?.expect(StatusCode::OK)?.body.len();
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// The figures of each view, idle and busy, and `board-32-at-once`.
pub fn run(stage: &Stage) -> Result<Vec<Figure>> {
    let rounds = usize::try_from(stage.settings.rounds)?;
    let each = usize::try_from(stage.settings.seconds * CHANGES)? + 1;
    let needed = (rounds * each * VIEWS.len() + RUSHES).min(stage.people.len());
    // Whoever hands in here has everything right, so that each hand-in changes the top of the board.
    let begun = sit::begin(stage, 0..needed, Plan::until_done())?.done;
    let mut waiting = sit::answer(stage, begun, DRAWN, || DRAWN)?;

    let mut figures = Vec::new();
    for view in VIEWS {
        let bytes = read(stage, view, Plan::lasting(Duration::from_millis(200)))?.1;
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
                measured.platform(|| read_while(stage, view, changes))?;
            }
            let name = format!("{}{}", view.0, if busy { "-busy" } else { "" });
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
    figures.push(rush(stage, waiting)?);
    Ok(figures)
}

/// Each time one attempt is handed in and many read at once.
fn rush(stage: &Stage, waiting: Vec<Sitting>) -> Result<Figure> {
    let mut measured = stage.rounds();
    for sitting in waiting.into_iter().take(RUSHES) {
        sit::hand_in(stage, vec![sitting], 1, Plan::until_done(), "changes")?;
        measured.platform(|| {
            Ok(drive::run(readers(stage, VIEWS[0], RUSH, 1)?, Plan::until_done()).1)
        })?;
    }
    let name = format!("board-{RUSH}-at-once");
    let mut figure = measured.figure(name, stage.profile())?;
    figure.aside.others = "CTFd 27–33 s (full list)";
    Ok(figure)
}

fn readers(stage: &Stage, view: View, many: usize, left: u64) -> Result<Vec<Reader>> {
    let (_, query, signed_in) = view;
    let round = &stage.platform.round;
    let from = path(&format!("/api/v1/rounds/{round}/scoreboard?{query}"))?;
    (0..many)
        .map(|number| {
            let person = Person::of(&stage.people, number % stage.people.len())?;
            Ok(Reader {
                client: stage.platform.client(number),
                path: from.clone(),
                token: signed_in.then(|| person.token.clone()),
                left,
                bytes: 0,
            })
        })
        .collect()
}

fn read(stage: &Stage, view: View, plan: Plan) -> Result<(Tally, usize)> {
    let readers = readers(stage, view, stage.settings.connections(), u64::MAX)?;
    let (readers, tally) = drive::run(readers, plan);
    let bytes = readers.iter().map(|one| one.bytes).max().unwrap_or(0);
    Ok((tally, bytes))
}

/// The first ten places by this plan.
pub fn read_top(stage: &Stage, plan: Plan) -> Result<Tally> {
    Ok(read(stage, VIEWS[0], plan)?.0)
}

/// Reads for a period, while these attempts are handed in one by one, evenly spread.
fn read_while(stage: &Stage, view: View, changes: Vec<Sitting>) -> Result<Tally> {
    let period = stage.settings.period();
    if changes.is_empty() {
        return Ok(read(stage, view, Plan::lasting(period))?.0);
    }
    let pace = Plan {
        interval: Some(Duration::from_secs(1) / u32::try_from(CHANGES)?),
        ..Plan::lasting(period)
    };
    std::thread::scope(|scope| {
        let handing = scope.spawn(|| sit::hand_in(stage, changes, 1, pace, "changes"));
        let (mut tally, _) = read(stage, view, Plan::lasting(period))?;
        let handed = handing.join().ok().context("the hand-ins panicked")??;
        tally.errors += handed.tally.errors;
        tally.first_error = tally.first_error.or(handed.tally.first_error);
        Ok(tally)
    })
}
