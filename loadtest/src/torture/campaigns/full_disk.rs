//! F8: the disk under the data folder is full, then freed: saves are refused with 507 and without an
//! acknowledgement, and go on within seconds, without a restart.

use super::PEOPLE;
use crate::histogram::Histogram;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::{Habits, Tally};
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::run::Run;
use crate::torture::truth::Truth;
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

/// Size of the disk: the filled platform, its log of changes, and some room.
const DISK: &str = "64m";
/// How soon saves have to go on after there is room (security.md 3.3).
const GO_ON: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_mins(1);

/// A small disk in memory, taken away again at the end.
struct Disk(PathBuf);

impl Disk {
    fn at(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        let options = format!("size={DISK},mode=0700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "thiluat-torture"]);
        let output = mount.arg(&folder).output()?;
        ensure!(
            output.status.success(),
            "a small disk can't be mounted, which needs the rights of root: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        Ok(Self(folder))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let disk = Disk::at(run.folder.join("disk"))?;
    let ground = Arc::clone(&run.ground);
    let mut site = run.site()?;
    let data = disk.0.join("data");
    copy(&site.recipe.data, &data)?;
    site.recipe = site.recipe.on(&data);
    site.truth = Truth::Sqlite(data.join("thiluat.db"));
    let node = Node::start(site.recipe.clone())?;
    let habits = Habits {
        pause: Duration::from_millis(2),
        ..Habits::usual(&ground.rounds.long)
    };
    let crowd = run.crowd(&ground, vec![node.door.clone()], habits, PEOPLE)?;
    crowd.more_acks(100, PATIENCE)?;
    let mut back = Histogram::default();
    for _ in 0..run.count {
        let ballast = disk.0.join("ballast");
        let before = crowd.so_far(|tally| tally.count("save 507 storage_full"));
        let watch = Stopwatch::start();
        while crowd.so_far(|tally| tally.count("save 507 storage_full")) == before {
            fill(&ballast)?;
            if watch.elapsed() > PATIENCE {
                bail!(
                    "nobody was told that the disk is full; heard: {}",
                    crowd.so_far(Tally::heard)
                );
            }
            if run.has_enough() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(run.some_time(Duration::ZERO, Duration::from_millis(500)));
        fs::remove_file(&ballast)?;
        let watch = Stopwatch::start();
        crowd.more_acks(10, PATIENCE)?;
        let took = watch.elapsed();
        back.record(took);
        if took > GO_ON {
            run.book.find(format!(
                "late: saves went on {took:?} after there was room again"
            ));
        }
        run.hold(&site.truth, Extent::Touched)?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    run.hold(&site.truth, Extent::All)?;
    for damage in run.block_on(site.truth.damage())? {
        run.book
            .find(format!("wrong: the file is damaged: {damage}"));
    }
    run.times("from room to ten acknowledgements", &back);
    run.tell(&tally);
    drop(node);
    Ok(())
}

/// Takes whatever room is left.
fn fill(ballast: &Path) -> Result<()> {
    let mut file = File::options().create(true).append(true).open(ballast)?;
    for block in [vec![0; 1 << 20], vec![0; 4096]] {
        // Until there is none: the error is the aim.
        while file.write_all(&block).is_ok() {}
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        fs::copy(entry.path(), &target).with_context(|| format!("to {}", target.display()))?;
    }
    Ok(())
}
