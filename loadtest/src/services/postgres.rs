//! A PostgreSQL server of a run's own, durable at every commit.

use super::daemon::{Daemon, Farewell, Recipe, as_account};
use super::folder::Folder;
use super::standby;
use super::{Environment, Service, port, word};
use anyhow::{Context, Result, ensure};
use rustix::process::geteuid;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// PostgreSQL refuses to run as root; this is the account of Debian's package.
const ACCOUNT: &str = "postgres";
/// The role that the platform uses; it may do everything, as it is alone here.
pub const ROLE: &str = "thiluat";
/// How long a start may take; after a crash it replays its log first.
const PATIENCE: Duration = Duration::from_mins(1);
/// The oldest version that the platform supports.
const OLDEST: u32 = 15;

/// What can be chosen about a server.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections it allows at once.
    pub max_connections: u32,
    /// More settings, such as `("shared_buffers", "256MB")`; they win over the ones set here.
    pub settings: Vec<(String, String)>,
    /// Variables of its processes.
    pub environment: Environment,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_connections: 300,
            settings: Vec::new(),
            environment: Environment::new(),
        }
    }
}

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    // Ended before its folder is removed.
    daemon: Daemon,
    folder: Folder,
    port: u16,
    password: String,
}

impl Postgres {
    /// A new, empty database that answers.
    pub fn start(options: &Options) -> Result<Self> {
        let folder = Folder::new("postgres")?;
        let password = word::secret()?;
        let file = folder.write_secret("password", &format!("{password}\n"))?;
        let data = folder.path().join("data");
        fs::create_dir(&data)?;
        give(&data)?;
        give(&file)?;
        let mut initdb = tool("initdb", &data)?;
        initdb
            .arg(format!("--pgdata={}", data.display()))
            .arg(format!("--username={ROLE}"))
            .arg(format!("--pwfile={}", file.display()))
            .args(["--auth=password", "--encoding=UTF8", "--locale=C.UTF-8"])
            // Only the making is not flushed; the server flushes all that matters.
            .arg("--no-sync");
        run(&mut initdb)?;
        Self::over(folder, password, options)
    }

    /// Starts a server over `folder/data`, which has that password already.
    pub(super) fn over(folder: Folder, password: String, options: &Options) -> Result<Self> {
        let port = port::free()?;
        let data = folder.path().join("data");
        let mut arguments = vec!["-D".into(), data.clone().into_os_string()];
        arguments.extend(["-p".into(), port.to_string().into()]);
        let settings = [
            ("listen_addresses", "127.0.0.1"),
            ("unix_socket_directories", ""),
            ("fsync", "on"),
            ("synchronous_commit", "on"),
            ("log_min_messages", "warning"),
            ("max_connections", &options.max_connections.to_string()),
        ];
        let chosen = options
            .settings
            .iter()
            .map(|(key, value)| (&**key, &**value));
        for (key, value) in settings.into_iter().chain(chosen) {
            arguments.extend(["-c".into(), format!("{key}={value}").into()]);
        }
        let daemon = Daemon::spawn(Recipe {
            program: binaries()?.join("postgres"),
            arguments,
            environment: options.environment.clone(),
            account: Some(ACCOUNT),
            folder: data,
            log: folder.path().join("log"),
            farewell: Farewell::Interrupt,
        })?;
        let mut server = Self {
            daemon,
            folder,
            port,
            password,
        };
        server.await_ready()?;
        Ok(server)
    }

    /// Address with role and password, as `database.url` takes it.
    pub fn url(&self) -> String {
        let Self { port, password, .. } = self;
        format!("postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres")
    }

    /// The same for another database, which is made empty.
    pub fn empty_database(&self, name: &str) -> Result<String> {
        self.sql(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        self.sql(&format!("CREATE DATABASE {name}"))?;
        let url = self.url();
        let server = url.trim_end_matches("postgres");
        Ok(format!("{server}{name}"))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Password of [`ROLE`].
    pub(super) fn password(&self) -> &str {
        &self.password
    }

    /// The folder with its data.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// How often a text is in what the server logged so far.
    pub fn said(&self, text: &str) -> usize {
        self.daemon.said(text)
    }

    /// Process id of the server, whose children do the work.
    pub fn id(&self) -> Result<u32> {
        self.daemon.id()
    }

    /// Runs one SQL statement and gives what it prints: a line a row, columns parted by `|`.
    pub fn sql(&self, statement: &str) -> Result<String> {
        let mut psql = self.psql()?;
        psql.arg("-c").arg(statement);
        Ok(run(&mut psql)?.trim_end().to_owned())
    }

    fn psql(&self) -> Result<Command> {
        let mut psql = Command::new(binaries()?.join("psql"));
        psql.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "127.0.0.1",
        ])
        .args(["-p", &self.port.to_string(), "-U", ROLE, "-d", "postgres"])
        .env("PGPASSWORD", &self.password)
        .env("PGCONNECT_TIMEOUT", "5");
        Ok(psql)
    }

    /// A copy of this server that follows it (streaming replication); with `synchronous`, this one
    /// acknowledges a commit only when the copy has flushed it too.
    pub fn standby(&self, options: &Options, synchronous: bool) -> Result<Self> {
        standby::follow(self, options, synchronous)
    }

    /// Makes a standby a server of its own that takes writes, and waits until it does.
    pub fn promote(&mut self) -> Result<()> {
        let data = self.data();
        let mut promote = tool("pg_ctl", &data)?;
        promote.args(["promote", "-w", "-D"]).arg(&data);
        run(&mut promote)?;
        Ok(())
    }
}

impl Service for Postgres {
    fn daemon(&mut self) -> &mut Daemon {
        &mut self.daemon
    }

    fn await_ready(&mut self) -> Result<()> {
        let mut ask = self.psql()?;
        ask.args(["-c", "SELECT 1"]);
        self.daemon.wait_until(PATIENCE, || {
            ask.output().is_ok_and(|answer| answer.status.success())
        })
    }
}

/// Folder with the programs of the newest installed version.
pub(super) fn binaries() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let newest = versions
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|version: &u32| *version >= OLDEST)
        .max();
    let newest = newest.with_context(|| {
        format!("PostgreSQL {OLDEST} or newer is needed: apt-get install postgresql")
    })?;
    Ok(PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin")))
}

/// One of its programs, run once under its account in that folder.
pub(super) fn tool(name: &str, folder: &Path) -> Result<Command> {
    let mut command = as_account(Some(ACCOUNT));
    command
        .args(["--pdeathsig", "KILL", "--"])
        .arg(binaries()?.join(name))
        // It looks at its working folder, which the other account may not be allowed to enter.
        .current_dir(folder);
    Ok(command)
}

/// Runs a command to its end and gives what it printed; a failure shows what it said.
pub(super) fn run(command: &mut Command) -> Result<String> {
    let output = command.output();
    let program = command.get_program().display().to_string();
    let output = output.with_context(|| format!("cannot run {program}"))?;
    ensure!(
        output.status.success(),
        "{program} failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// Gives a file or folder to the account under which PostgreSQL runs, if it is another one.
pub(super) fn give(path: &Path) -> Result<()> {
    if geteuid().is_root() {
        run(Command::new("chown").arg(format!("{ACCOUNT}:")).arg(path))?;
    }
    Ok(())
}
