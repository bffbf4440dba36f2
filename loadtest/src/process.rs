//! A server as a child process that says itself where it listens.

use crate::services::starter;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running server, killed when it goes out of scope.
pub struct Server {
    child: Child,
    /// Kept open, so that a server that prints more does not find a broken pipe.
    _stdout: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a server whose first line on stdout is `listening on http://HOST:PORT`, and waits
    /// for that line. What it logs goes to `log`.
    pub fn spawn(program: &Path, arguments: &[&str], log: &Path) -> Result<Self> {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]);
        command.arg(program).args(arguments);
        Self::by(command, log)
    }

    /// The same by a command that is put together already, and sees to the server's end should this
    /// program be killed.
    #[expect(clippy::missing_panics_doc, reason = "stdout was asked to be a pipe")]
    pub fn by(mut command: Command, log: &Path) -> Result<Self> {
        let log_file = File::options().create(true).append(true).open(log)?;
        let program = command.get_program().to_owned();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log_file);
        let mut child = starter::start(command)
            .with_context(|| format!("cannot start {}", program.display()))?;
        let stdout = child.stdout.take().expect("stdout was asked to be a pipe");
        let mut stdout = BufReader::new(stdout);
        let mut first = String::new();
        stdout.read_line(&mut first)?;
        let address = first
            .trim()
            .strip_prefix("listening on http://")
            .and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            let said = fs::read_to_string(log).unwrap_or_default();
            bail!("the server did not say where it listens but '{first}'; its log: {said}");
        };
        Ok(Self {
            child,
            _stdout: stdout,
            address,
        })
    }

    /// Kills it outright, as a power cut would.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Waits until it has ended by itself.
    pub fn wait(&mut self) -> Result<()> {
        self.child.wait()?;
        Ok(())
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
