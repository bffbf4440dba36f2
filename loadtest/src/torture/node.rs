//! A node under torture: a process of its own that is killed, stopped, continued and started again.

use crate::process::Server;
use crate::services::family::signal;
use anyhow::{Context, Result, ensure};
use rustix::process::Signal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

/// Where clients find a node at present; it moves when the node is started again.
#[derive(Clone, Debug)]
pub struct Door(Arc<Mutex<SocketAddr>>);

impl Door {
    /// A door at that address.
    pub fn at(address: SocketAddr) -> Self {
        Self(Arc::new(Mutex::new(address)))
    }

    /// Where it is now.
    pub fn address(&self) -> SocketAddr {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moves_to(&self, address: SocketAddr) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = address;
    }
}

/// How a node is started.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The platform's program.
    pub binary: PathBuf,
    /// Its data folder.
    pub data: PathBuf,
    /// Its settings.
    pub config: PathBuf,
    /// Environment: settings, and what breaks a promise on purpose.
    pub environment: Vec<(String, String)>,
    /// A program that runs it, such as strace with its arguments.
    pub under: Vec<String>,
    /// What it logs.
    pub log: PathBuf,
}

/// A node.
pub struct Node {
    /// How it is started again.
    pub recipe: Recipe,
    /// Where it is.
    pub door: Door,
    server: Option<Server>,
}

impl Recipe {
    /// The program with its folder and settings. It goes down with the thread that starts it, so
    /// that nothing is left behind by a run that is broken off.
    pub fn command(&self) -> Command {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "--"])
            .args(&self.under);
        command.arg(&self.binary);
        command.arg("--data").arg(&self.data);
        command.arg("--config").arg(&self.config);
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }

    /// Runs one command of the program to its end and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = self.command().args(arguments).output()?;
        ensure!(
            output.status.success(),
            "thiluat {} failed: {}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The same with one more setting or switch.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// The same for another data folder.
    pub fn on(mut self, data: &Path) -> Self {
        data.clone_into(&mut self.data);
        self
    }
}

impl Node {
    /// Starts one and waits until it listens.
    pub fn start(recipe: Recipe) -> Result<Self> {
        let server = serve(&recipe)?;
        let door = Door::at(server.address);
        Ok(Self {
            recipe,
            door,
            server: Some(server),
        })
    }

    /// Starts it again; clients find it through its door.
    pub fn start_again(&mut self) -> Result<()> {
        self.server = None;
        let server = serve(&self.recipe)?;
        self.door.moves_to(server.address);
        self.server = Some(server);
        Ok(())
    }

    /// Kills it outright and waits until it is gone.
    pub fn kill(&mut self) -> Result<()> {
        match &mut self.server {
            Some(server) => server.kill(),
            None => Ok(()),
        }
    }

    /// Its process id while it runs.
    pub fn id(&self) -> Option<u32> {
        self.server.as_ref().map(Server::id)
    }

    /// Asks it to finish what is under way, and waits until it is gone.
    pub fn drain(&mut self) -> Result<()> {
        self.signal(Signal::TERM)?;
        match self.server.take() {
            Some(mut server) => server.wait(),
            None => Ok(()),
        }
    }

    /// SIGSTOP: it stands still, with its sockets open.
    pub fn stop(&self) -> Result<()> {
        self.signal(Signal::STOP)
    }

    /// SIGCONT.
    pub fn go_on(&self) -> Result<()> {
        self.signal(Signal::CONT)
    }

    fn signal(&self, what: Signal) -> Result<()> {
        signal(self.id().context("the node does not run")?, what)
    }
}

fn serve(recipe: &Recipe) -> Result<Server> {
    let mut command = recipe.command();
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    Server::by(command, &recipe.log)
}
