//! `thiluat doctor`: looks whether everything is in order, and says what to do where it is not.

use super::installation::Installation;
use super::{Failure, Place, output};
use crate::app::App;
use crate::clock::{Clock as _, SystemClock};
use crate::config::{Config, DatabaseKind};
use crate::domain::{Millis, RoundState, Timestamp};
use crate::engine::window::state_at;
use crate::store::StoreError;
use std::fmt::Write as _;

/// Less free room than this is too little for a contest.
const LEAST_ROOM: u64 = 1 << 30;

/// One thing that was looked at.
struct Check {
    what: &'static str,
    found: Result<String, String>,
}

pub(super) async fn run(place: &Place) -> Result<(), Failure> {
    let config = Config::load(place.config.as_deref(), &place.data)?;
    let mut checks = vec![Check {
        what: "settings",
        found: Ok(config.database.url.to_string()),
    }];
    match Installation::with(place, config).await {
        Err(error) => checks.push(Check {
            what: "installation",
            found: Err(error.to_string()),
        }),
        Ok(installation) => {
            checks.push(Check {
                what: "installation",
                found: Ok("folder, key, schema".to_owned()),
            });
            checks.push(Check {
                what: "room",
                found: room(place, &installation),
            });
            checks.push(Check {
                what: "clock",
                found: clock(&installation).await,
            });
            checks.push(Check {
                what: "integrity",
                found: integrity(&installation).await,
            });
            checks.push(Check {
                what: "audit log",
                found: audit(&installation).await,
            });
            checks.push(Check {
                what: "live state",
                found: live(&installation).await,
            });
            checks.push(Check {
                what: "rounds",
                found: rounds(&installation).await,
            });
            installation.app.store.close().await;
        }
    }
    let mut text = String::new();
    for check in &checks {
        let (mark, found) = match &check.found {
            Ok(found) => ("ok  ", found),
            Err(found) => ("FAIL", found),
        };
        writeln!(text, "{mark} {}: {found}", check.what).expect("a String takes all");
    }
    output::print(&text)?;
    match checks.iter().filter(|check| check.found.is_err()).count() {
        0 => Ok(()),
        n => Err(Failure::coded(
            "doctor.failed",
            format!("Có {n} mục cần xử lý (xem các dòng FAIL)."),
        )),
    }
}

fn room(place: &Place, installation: &Installation) -> Result<String, String> {
    if installation.config.database.kind() == DatabaseKind::Postgres {
        return Ok("kept by PostgreSQL".to_owned());
    }
    let volume = rustix::fs::statvfs(&place.data).map_err(|error| error.to_string())?;
    let free = volume.f_bavail.saturating_mul(volume.f_frsize);
    let told = format!("{} MiB free", free >> 20);
    if free < LEAST_ROOM {
        return Err(format!(
            "{told}: free at least {} MiB, or answers will be refused",
            LEAST_ROOM >> 20
        ));
    }
    Ok(told)
}

async fn clock(installation: &Installation) -> Result<String, String> {
    let told = |error: StoreError| error.to_string();
    let mut work = installation.app.store.read().await.map_err(told)?;
    let seen = App::high_water(&mut *work).await.map_err(told)?;
    let wall = SystemClock::starting_at(Timestamp::from_micros(0)).now();
    let behind = seen.since(wall);
    if behind > Millis::seconds(2) {
        return Err(format!(
            "the machine's clock is {} s behind what the store has seen: set it right, or contests run on the later time",
            behind.0 / 1000
        ));
    }
    Ok(wall.to_string())
}

async fn integrity(installation: &Installation) -> Result<String, String> {
    match installation.app.store.integrity().await {
        Ok(faults) if faults.is_empty() => Ok("sound".to_owned()),
        Ok(faults) => Err(format!("{}: restore the last backup", faults.join("; "))),
        Err(error) => Err(error.to_string()),
    }
}

async fn audit(installation: &Installation) -> Result<String, String> {
    match installation.app.look_at_audit(&[]).await {
        Ok(Ok(whole)) => Ok(format!(
            "{} rows, whole; {} signed checkpoints",
            whole.rows, whole.checkpoints
        )),
        Ok(Err(broken)) => Err(format!(
            "{broken}: somebody wrote to it by hand; compare with a backup"
        )),
        Err(error) => Err(error.to_string()),
    }
}

async fn live(installation: &Installation) -> Result<String, String> {
    let url = &installation.config.live.url;
    if installation.app.live.answers().await {
        Ok(url.to_string())
    } else {
        Err(format!(
            "{url} does not answer: saving goes on, boards are late"
        ))
    }
}

/// Rounds that could not be sat: published, but without a manifest or secrets that open.
async fn rounds(installation: &Installation) -> Result<String, String> {
    let told = |error: StoreError| error.to_string();
    let app = &installation.app;
    let mut work = app.store.read().await.map_err(told)?;
    let under_way = work.rounds_under_way().await.map_err(told)?;
    drop(work);
    let now = app.now();
    let (mut open, mut bad) = (0, Vec::new());
    for round in &under_way {
        open += usize::from(state_at(round, now) == RoundState::Open);
        if let Err(error) = app.material(round.id).await {
            bad.push(format!("{} ({}): {error}", round.rules.code, round.id));
        }
    }
    if bad.is_empty() {
        Ok(format!("{} under way, {open} open", under_way.len()))
    } else {
        Err(bad.join("; "))
    }
}
