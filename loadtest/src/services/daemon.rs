//! One server process: how it is started, and what can be done to it.

use super::{Environment, family, starter};
use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result, bail};
use rustix::process::{Signal, geteuid};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long a server may take to end when it is asked to.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often is looked whether something has come about.
const LOOK: Duration = Duration::from_millis(10);
/// How much of a log an error shows.
const TAIL: usize = 2000;

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Its program.
    pub program: PathBuf,
    /// What it is told.
    pub arguments: Vec<OsString>,
    /// Variables on top of this program's own.
    pub environment: Environment,
    /// The account it runs under when this program runs as root.
    pub account: Option<&'static str>,
    /// Its working folder.
    pub folder: PathBuf,
    /// Where what it says goes.
    pub log: PathBuf,
    /// What asks it to end; the kernel sends the same when this program is killed.
    pub farewell: Farewell,
}

/// The signal by which a server is asked to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell {
    /// SIGTERM.
    Terminate,
    /// SIGINT.
    Interrupt,
}

impl Farewell {
    fn signal(self) -> Signal {
        match self {
            Self::Terminate => Signal::TERM,
            Self::Interrupt => Signal::INT,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Terminate => "TERM",
            Self::Interrupt => "INT",
        }
    }
}

/// A server as a process; killed when it goes out of scope.
#[derive(Debug)]
pub struct Daemon {
    recipe: Recipe,
    child: Option<Child>,
}

impl Daemon {
    /// Starts it. Whether it answers yet is for the caller to find out ([`Daemon::wait_until`]).
    pub fn spawn(recipe: Recipe) -> Result<Self> {
        let mut daemon = Self {
            recipe,
            child: None,
        };
        daemon.start()?;
        Ok(daemon)
    }

    /// Starts it again the same way; it must not be running.
    pub fn start(&mut self) -> Result<()> {
        if self.child.is_some() {
            bail!("{} is running already", self.name());
        }
        let recipe = &self.recipe;
        let log = File::options().create(true).append(true).open(&recipe.log);
        let log = log.with_context(|| format!("cannot write {}", recipe.log.display()))?;
        let mut command = as_account(recipe.account);
        command
            .args(["--pdeathsig", recipe.farewell.word(), "--"])
            .arg(&recipe.program)
            .args(&recipe.arguments)
            .envs(recipe.environment.iter().map(|(key, value)| (key, value)))
            .current_dir(&recipe.folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let started = starter::start(command);
        self.child = Some(started.with_context(|| format!("cannot start {}", self.name()))?);
        Ok(())
    }

    /// Its variables, from its next start on.
    pub fn environment(&mut self) -> &mut Environment {
        &mut self.recipe.environment
    }

    /// Other variables from its next start on.
    pub fn set_environment(&mut self, environment: Environment) {
        self.recipe.environment = environment;
    }

    /// Other arguments from its next start on.
    pub fn arguments(&mut self) -> &mut Vec<OsString> {
        &mut self.recipe.arguments
    }

    /// Its process id; an error if it does not run.
    pub fn id(&self) -> Result<u32> {
        let child = self.child.as_ref();
        let child = child.with_context(|| format!("{} is not running", self.name()))?;
        Ok(child.id())
    }

    /// Whether it has ended, by itself or because it was told to.
    pub fn has_ended(&mut self) -> bool {
        self.child
            .as_mut()
            .is_none_or(|child| !matches!(child.try_wait(), Ok(None)))
    }

    /// Polls `done` until it holds; fails when the process is gone or after that long.
    pub fn wait_until(&mut self, patience: Duration, mut done: impl FnMut() -> bool) -> Result<()> {
        let watch = Stopwatch::start();
        while !done() {
            if self.has_ended() {
                bail!("{} ended; its log: {}", self.name(), self.log_tail());
            }
            if watch.elapsed() > patience {
                bail!(
                    "{} does not answer after {patience:?}; its log: {}",
                    self.name(),
                    self.log_tail()
                );
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Asks it to end and waits; one that takes too long is killed, which is an error.
    pub fn stop(&mut self) -> Result<()> {
        let id = self.id()?;
        family::signal(id, self.recipe.farewell.signal())?;
        let watch = Stopwatch::start();
        while !self.has_ended() {
            if watch.elapsed() > PATIENCE {
                self.kill()?;
                bail!("{} did not end within {PATIENCE:?}", self.name());
            }
            std::thread::sleep(LOOK);
        }
        self.child = None;
        Ok(())
    }

    /// Kills it and its children outright, and waits until all of them are gone.
    pub fn kill(&mut self) -> Result<()> {
        let Some(child) = self.child.as_mut() else {
            return Ok(());
        };
        let mut family = Vec::new();
        if matches!(child.try_wait(), Ok(None)) {
            // Frozen first, so that it neither has more children nor tidies up after them.
            family::signal(child.id(), Signal::STOP)?;
            family = family::descendants(child.id());
            child.kill()?;
            for id in &family {
                // It may have ended by itself in the meantime.
                let _ = family::signal(*id, Signal::KILL);
            }
        }
        child.wait()?;
        self.child = None;
        let watch = Stopwatch::start();
        while family.iter().any(|id| family::lives(*id)) {
            if watch.elapsed() > PATIENCE {
                bail!("children of {} outlived it: {family:?}", self.name());
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Freezes it and its children.
    pub fn pause(&self) -> Result<()> {
        let id = self.id()?;
        family::signal(id, Signal::STOP)?;
        for child in family::descendants(id) {
            let _ = family::signal(child, Signal::STOP);
        }
        Ok(())
    }

    /// Lets it and its children go on.
    pub fn resume(&self) -> Result<()> {
        let id = self.id()?;
        for child in family::descendants(id) {
            let _ = family::signal(child, Signal::CONT);
        }
        family::signal(id, Signal::CONT)
    }

    /// How often a text is in what it said so far.
    pub fn said(&self, text: &str) -> usize {
        let bytes = fs::read(&self.recipe.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).matches(text).count()
    }

    /// The end of what it said.
    pub fn log_tail(&self) -> String {
        let bytes = fs::read(&self.recipe.log).unwrap_or_default();
        let from = bytes.len().saturating_sub(TAIL);
        String::from_utf8_lossy(&bytes[from..]).into_owned()
    }

    fn name(&self) -> String {
        let name = self.recipe.program.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// `setpriv`, behind another one that changes the account if there is one to change to; what it
/// is to run comes after.
pub fn as_account(account: Option<&str>) -> Command {
    let mut command = Command::new("setpriv");
    if let Some(account) = account.filter(|_| geteuid().is_root()) {
        command.args([
            &format!("--reuid={account}"),
            &format!("--regid={account}"),
            "--init-groups",
            "--",
            "setpriv",
        ]);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::super::folder::Folder;
    use super::*;

    fn sleeper(folder: &Folder) -> Daemon {
        Daemon::spawn(Recipe {
            program: "sh".into(),
            arguments: vec!["-c".into(), "sleep 60 & sleep 60 & wait".into()],
            environment: Environment::new(),
            account: None,
            folder: folder.path().to_owned(),
            log: folder.path().join("log"),
            farewell: Farewell::Terminate,
        })
        .unwrap()
    }

    fn state(id: u32) -> char {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        let (_, rest) = stat.rsplit_once(") ").unwrap();
        rest.chars().next().unwrap()
    }

    #[test]
    fn a_kill_takes_the_children_along_and_it_can_start_again() {
        let folder = Folder::new("daemon").unwrap();
        let mut daemon = sleeper(&folder);
        for _ in 0..2 {
            let id = daemon.id().unwrap();
            daemon
                .wait_until(PATIENCE, || family::descendants(id).len() == 2)
                .unwrap();
            let family = family::descendants(id);
            assert!(daemon.start().is_err());
            daemon.kill().unwrap();
            assert!(daemon.has_ended() && daemon.id().is_err());
            assert!(family.iter().all(|child| !family::lives(*child)));
            daemon.start().unwrap();
        }
    }

    #[test]
    fn a_pause_freezes_everyone_and_a_resume_wakes_them() {
        let folder = Folder::new("daemon").unwrap();
        let mut daemon = sleeper(&folder);
        let id = daemon.id().unwrap();
        daemon
            .wait_until(PATIENCE, || family::descendants(id).len() == 2)
            .unwrap();
        let everyone = [vec![id], family::descendants(id)].concat();
        daemon.pause().unwrap();
        daemon
            .wait_until(PATIENCE, || everyone.iter().all(|one| state(*one) == 'T'))
            .unwrap();
        daemon.resume().unwrap();
        daemon
            .wait_until(PATIENCE, || everyone.iter().all(|one| state(*one) != 'T'))
            .unwrap();
        daemon.stop().unwrap();
    }

    #[test]
    fn one_that_ends_by_itself_is_said_with_its_log() {
        let folder = Folder::new("daemon").unwrap();
        let mut daemon = Daemon::spawn(Recipe {
            program: "sh".into(),
            arguments: vec!["-c".into(), "echo no room left; exit 1".into()],
            environment: Environment::new(),
            account: None,
            folder: folder.path().to_owned(),
            log: folder.path().join("log"),
            farewell: Farewell::Terminate,
        })
        .unwrap();
        let error = daemon.wait_until(PATIENCE, || false).unwrap_err();
        assert!(error.to_string().contains("no room left"), "{error}");
    }
}
