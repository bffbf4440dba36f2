//! One node of the platform as a process of its own, on a port that it keeps.

use crate::services::daemon::{Daemon, Farewell, Recipe};
use crate::services::{Environment, Service, page, port};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long a start may take; after a crash it reads what was acknowledged first.
const PATIENCE: Duration = Duration::from_mins(2);

/// The platform's program with its settings; each node has a data folder of its own.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program.
    pub binary: PathBuf,
    /// Settings shared by all nodes.
    pub config: PathBuf,
    /// Where the data folders lie.
    pub folder: PathBuf,
    /// Where the nodes say what goes wrong.
    pub log: PathBuf,
}

impl Program {
    fn arguments(&self, number: usize) -> Vec<OsString> {
        vec![
            "--data".into(),
            self.folder.join(format!("data-{number}")).into(),
            "--config".into(),
            self.config.clone().into(),
        ]
    }

    /// Runs one command of the first node's to its end and gives what it printed; a failure shows
    /// what it said.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new(&self.binary)
            .args(self.arguments(0))
            .args(arguments)
            .output()?;
        anyhow::ensure!(
            output.status.success(),
            "thiluat {} failed: {}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// A running node.
#[derive(Debug)]
pub struct Node {
    daemon: Daemon,
    /// Where it serves, also after it was started again.
    pub address: SocketAddr,
    /// Where it tells its figures.
    pub metrics: SocketAddr,
}

impl Node {
    /// Starts the node of that number and waits until it answers.
    pub fn start(program: &Program, number: usize, environment: Environment) -> Result<Self> {
        let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let address = local(port::free()?);
        let metrics = local(port::free()?);
        let mut arguments = program.arguments(number);
        arguments.extend([
            "serve".into(),
            "--listen".into(),
            address.to_string().into(),
        ]);
        let mut environment = environment;
        environment.push(("THILUAT__METRICS__LISTEN".into(), metrics.to_string()));
        let daemon = Daemon::spawn(Recipe {
            program: absolute(&program.binary)?,
            arguments,
            environment,
            account: None,
            folder: program.folder.clone(),
            log: program.log.clone(),
            farewell: Farewell::Terminate,
        })?;
        let mut node = Self {
            daemon,
            address,
            metrics,
        };
        node.await_ready()?;
        Ok(node)
    }

    /// Its process id; an error while it is down.
    pub fn id(&self) -> Result<u32> {
        self.daemon.id()
    }
}

impl Service for Node {
    fn daemon(&mut self) -> &mut Daemon {
        &mut self.daemon
    }

    fn await_ready(&mut self) -> Result<()> {
        let address = self.address;
        self.daemon
            .wait_until(PATIENCE, || page::answers(address, "/healthz"))
    }
}

/// The same path seen from any working folder.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).with_context(|| format!("{} does not exist", path.display()))
}
