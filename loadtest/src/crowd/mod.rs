//! People who each follow a script of their own: come, start, answer, hand in, at times that do not
//! wait for the platform (open loop, so that waiting counts).
//!
//! One thread per processor, as in `drive`. Connections are shared by the people of a thread, as
//! few as were asked for: waiting for a free one counts too.

pub mod arrivals;
mod deed;
mod person;
mod report;
#[cfg(test)]
mod tests;

use crate::client::Client;
use crate::ledger::Ledger;
use crate::platform::Platform;
use crate::stopwatch::Stopwatch;
use anyhow::Result;
use hyper::{Method, Uri};
use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Barrier};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::LocalSet;

pub use deed::{Deed, Way};
pub use person::{Script, Step};
pub use report::Report;

/// How long after the last step of all a person is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// A connection that was not used for so long is opened anew: the platform closes one that rests for
/// 75 seconds, and whoever uses it at that very moment is refused.
const STALE: Duration = Duration::from_mins(1);

/// The connections of one thread, each with the time of its last use.
struct Pool {
    free: RefCell<Vec<(Client, Duration)>>,
    permits: Semaphore,
}

/// What a thread's people share.
struct Scene {
    pool: Pool,
    way: Way,
    /// The part of the time that is reported apart.
    window: Option<Range<Duration>>,
    watch: Stopwatch,
    report: RefCell<Report>,
    ledger: RefCell<Ledger>,
}

impl Scene {
    /// Has the connection for as long as `work` takes.
    async fn connected<T>(&self, work: impl AsyncFnOnce(&mut Client) -> T) -> T {
        let permit = self.pool.permits.acquire().await;
        let permit = permit.expect("the semaphore is never closed");
        let client = self.pool.free.borrow_mut().pop();
        let (mut client, used) = client.expect("as many clients as permits");
        if self.watch.elapsed().saturating_sub(used) > STALE {
            client.hang_up();
        }
        let done = work(&mut client).await;
        let now = self.watch.elapsed();
        self.pool.free.borrow_mut().push((client, now));
        drop(permit);
        done
    }
}

/// Where a play is given, and how.
pub struct Setting<'a> {
    /// The platform.
    pub platform: &'a Platform,
    /// Where acknowledgements are written down.
    pub ledgers: &'a Path,
    /// Decides who newcomers are.
    pub seed: u64,
    /// Connections that all people share.
    pub connections: usize,
    /// The part of the time that is reported apart.
    pub window: Option<Range<Duration>>,
    /// Name of the play, with which its ledgers begin.
    pub name: &'a str,
}

/// Plays all scripts to their end, and gives them back with what was measured; whatever was
/// acknowledged is in the ledgers.
pub fn play(setting: &Setting<'_>, scripts: Vec<Script>) -> Result<(Vec<Script>, Report)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut shares: Vec<Vec<Script>> = (0..threads).map(|_| Vec::new()).collect();
    for (place, script) in scripts.into_iter().enumerate() {
        shares[place % threads].push(script);
    }
    let way = Way::of(setting.platform, setting.seed)?;
    let bell = Arc::new(Barrier::new(threads));
    let each = setting.connections.div_ceil(threads);
    let mut running = Vec::new();
    for (thread, share) in shares.into_iter().enumerate() {
        let ledger = Ledger::open(setting.ledgers, &format!("{}-{thread}", setting.name))?;
        let clients = (0..each).map(|number| setting.platform.client(thread + number * threads));
        let clients: Vec<Client> = clients.collect();
        let (way, window) = (way.clone(), setting.window.clone());
        let bell = Arc::clone(&bell);
        running.push(std::thread::spawn(move || {
            play_share(share, clients, (way, window), ledger, &bell)
        }));
    }
    let (mut scripts, mut report) = (Vec::new(), Report::default());
    for thread in running {
        let came = thread
            .join()
            .map_err(|_| anyhow::anyhow!("a thread of people panicked"))?;
        let (share, part) = came?;
        scripts.extend(share);
        report.absorb(part);
    }
    scripts.sort_by_key(|script| script.person);
    Ok((scripts, report))
}

fn play_share(
    share: Vec<Script>,
    mut clients: Vec<Client>,
    (way, window): (Way, Option<Range<Duration>>),
    ledger: Ledger,
    bell: &Barrier,
) -> Result<(Vec<Script>, Report)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let local = LocalSet::new();
    // Connecting is not what a bell measures; whoever can't connect now tries again when needed. A
    // connection on which nothing was ever asked would be closed after a few seconds.
    let page = Uri::from_static("/healthz");
    local.block_on(&runtime, async {
        for client in &mut clients {
            let _ = client.send(Method::GET, &page, None, "").await;
        }
    });
    let last = share.iter().flat_map(|script| &script.steps);
    let last = last.map(|step| step.at).max().unwrap_or_default();
    bell.wait();
    let scene = Rc::new(Scene {
        pool: Pool {
            permits: Semaphore::new(clients.len()),
            free: RefCell::new(
                clients
                    .into_iter()
                    .map(|one| (one, Duration::ZERO))
                    .collect(),
            ),
        },
        way,
        window,
        watch: Stopwatch::start(),
        report: RefCell::default(),
        ledger: RefCell::new(ledger),
    });
    let people: Vec<_> = share
        .into_iter()
        .map(|script| {
            let scene = Rc::clone(&scene);
            local.spawn_local(async move {
                let acting = person::act(&scene, script);
                tokio::time::timeout(last + PATIENCE, acting).await
            })
        })
        .collect();
    let mut share = Vec::with_capacity(people.len());
    for person in people {
        let acted = local.block_on(&runtime, person);
        match acted.expect("a person's task is neither aborted nor panics") {
            Ok(script) => share.push(script),
            Err(_) => scene.report.borrow_mut().gave_up(),
        }
    }
    for script in &share {
        script.close(&mut scene.ledger.borrow_mut())?;
    }
    scene.ledger.borrow_mut().flush()?;
    scene.pool.free.borrow_mut().clear();
    let mut report = scene.report.take();
    report.elapsed = scene.watch.elapsed();
    Ok((share, report))
}
