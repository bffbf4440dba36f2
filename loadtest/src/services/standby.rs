//! A PostgreSQL server that follows another one.

use super::folder::Folder;
use super::postgres::{Options, Postgres, ROLE, give, run, tool};
use crate::stopwatch::Stopwatch;
use anyhow::{Result, ensure};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

/// Name under which the copy reports to the one it follows.
const NAME: &str = "standby";
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(20);

/// Copies `primary` and starts the copy, which follows it from then on.
pub fn follow(primary: &Postgres, options: &Options, synchronous: bool) -> Result<Postgres> {
    let folder = Folder::new("standby")?;
    let data = folder.path().join("data");
    fs::create_dir(&data)?;
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700))?;
    give(&data)?;
    let address = primary.address();
    let password = primary.password().to_owned();
    let mut copy = tool("pg_basebackup", &data)?;
    copy.args([
        "--write-recovery-conf",
        "--wal-method=stream",
        "--checkpoint=fast",
    ])
    .args(["--no-sync", "--no-password", "--pgdata"])
    .arg(&data)
    .arg(format!(
        "--dbname=host={} port={} user={ROLE} application_name={NAME}",
        address.ip(),
        address.port()
    ))
    // Out of sight of the list of processes; it writes it into the copy's settings.
    .env("PGPASSWORD", &password);
    run(&mut copy)?;
    let standby = Postgres::over(folder, password, options)?;
    if synchronous {
        primary.sql(&format!(
            "ALTER SYSTEM SET synchronous_standby_names = '{NAME}'"
        ))?;
        primary.sql("SELECT pg_reload_conf()")?;
    }
    let wanted = if synchronous { "sync" } else { "async" };
    let watch = Stopwatch::start();
    loop {
        let state = primary.sql(&format!(
            "SELECT sync_state FROM pg_stat_replication \
             WHERE application_name = '{NAME}' AND state = 'streaming'"
        ))?;
        if state == wanted {
            return Ok(standby);
        }
        ensure!(
            watch.elapsed() < PATIENCE,
            "the standby is '{state}', not '{wanted}', after {PATIENCE:?}"
        );
        std::thread::sleep(LOOK);
    }
}
