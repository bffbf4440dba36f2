//! A Redis server of a run's own, with a password.

use super::daemon::{Daemon, Farewell, Recipe};
use super::folder::Folder;
use super::postgres::run;
use super::{Environment, Service, port, word};
use anyhow::Result;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running server. It keeps nothing on disk: what is in it may be lost at any instant.
#[derive(Debug)]
pub struct Redis {
    // Ended before its folder is removed.
    daemon: Daemon,
    _folder: Folder,
    port: u16,
    password: String,
}

impl Redis {
    /// An empty server that answers; `environment` is for its process.
    pub fn start(environment: Environment) -> Result<Self> {
        Self::with(&word::secret()?, "", environment)
    }

    /// The same with this password and further lines of its configuration.
    pub(super) fn with(password: &str, more: &str, environment: Environment) -> Result<Self> {
        let folder = Folder::new("redis")?;
        let port = port::free()?;
        let config = folder.write_secret(
            "redis.conf",
            &format!(
                "bind 127.0.0.1\nport {port}\ndir {}\nrequirepass {password}\n\
                 masterauth {password}\nsave \"\"\nappendonly no\n{more}",
                folder.path().display()
            ),
        )?;
        let daemon = Daemon::spawn(Recipe {
            program: "redis-server".into(),
            arguments: vec![config.into_os_string()],
            environment,
            account: None,
            folder: folder.path().to_owned(),
            log: folder.path().join("log"),
            farewell: Farewell::Terminate,
        })?;
        let mut server = Self {
            daemon,
            _folder: folder,
            port,
            password: password.to_owned(),
        };
        server.await_ready()?;
        Ok(server)
    }

    /// Address with the password, as `live.url` takes it.
    pub fn url(&self) -> String {
        format!("redis://default:{}@{}", self.password, self.address())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Its process id.
    pub fn id(&self) -> Result<u32> {
        self.daemon.id()
    }

    /// Runs one command, such as `["FLUSHALL"]`, and gives what `redis-cli` prints.
    pub fn command(&self, words: &[&str]) -> Result<String> {
        Ok(run(self.cli().args(words))?.trim_end().to_owned())
    }

    /// `redis-cli` for this server, with the password out of sight of the list of processes.
    pub(super) fn cli(&self) -> Command {
        let mut cli = Command::new("redis-cli");
        cli.args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            .env("REDISCLI_AUTH", &self.password);
        cli
    }
}

impl Service for Redis {
    fn daemon(&mut self) -> &mut Daemon {
        &mut self.daemon
    }

    fn await_ready(&mut self) -> Result<()> {
        let mut ask = self.cli();
        ask.arg("PING");
        self.daemon.wait_until(PATIENCE, || {
            let answer = ask.output();
            answer.is_ok_and(|answer| answer.stdout.starts_with(b"PONG"))
        })
    }
}
