//! The platform to be measured: one that a run starts for itself, or one that is running.

use crate::client::{Client, path};
use crate::material::{BANK, Material, QUESTIONS, SLUG, UNIT};
use crate::process::Server;
use crate::settings::Settings;
use anyhow::{Context, Result, bail, ensure};
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A platform with an open round.
pub struct Platform {
    /// Where it listens.
    pub address: SocketAddr,
    /// Slug of its contest.
    pub contest: String,
    /// Id of the open round.
    pub round: String,
    /// Code of the unit that people give when they register.
    pub unit: String,
    own: Option<Own>,
}

/// What a run started itself, and removes at the end.
struct Own {
    server: Server,
    binary: PathBuf,
    folder: PathBuf,
    config: PathBuf,
}

#[derive(Deserialize)]
struct ContestPage {
    rounds: Vec<RoundLine>,
}

#[derive(Deserialize)]
struct RoundLine {
    id: String,
    state: String,
}

impl Platform {
    /// Starts one, or looks at the one that runs.
    pub fn of(settings: &Settings, log: &Path) -> Result<Self> {
        match (&settings.target, &settings.contest) {
            (Some(target), Some(contest)) => Self::running(target, contest),
            _ => Self::started(settings, log),
        }
    }

    fn started(settings: &Settings, log: &Path) -> Result<Self> {
        ensure!(
            settings.binary.is_file(),
            "{} does not exist; build it with: cargo build --release",
            settings.binary.display()
        );
        let folder = settings.out.join(format!("data-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let material = Material::write(&folder)?;
        let mut own = Preparation {
            binary: &settings.binary,
            folder: &folder,
            config: &material.config,
        };
        own.run(&["units", "import", text(&material.units)?])?;
        let said = own.run(&[
            "bank",
            "import",
            text(&material.bank)?,
            "--bank",
            BANK,
            "--json",
        ])?;
        let report: Value = serde_json::from_str(&said).context("bank import --json")?;
        ensure!(
            report["accepted"] == QUESTIONS,
            "the bank was not taken whole: {said}"
        );
        own.run(&["contest", "apply", text(&material.contest)?])?;
        let server = own.serve(log)?;
        let mut platform = Self {
            address: server.address,
            contest: SLUG.to_owned(),
            round: String::new(),
            unit: UNIT.to_owned(),
            own: Some(Own {
                server,
                binary: settings.binary.clone(),
                folder: folder.clone(),
                config: material.config,
            }),
        };
        platform.round = platform.open_round()?;
        Ok(platform)
    }

    fn running(target: &str, contest: &str) -> Result<Self> {
        let authority = target
            .strip_prefix("http://")
            .with_context(|| format!("--target {target}: only http:// is driven"))?
            .trim_end_matches('/');
        let address = authority
            .to_socket_addrs()
            .with_context(|| format!("--target {target}: an address with a port is needed"))?
            .next()
            .with_context(|| format!("--target {target}: no such host"))?;
        ensure!(
            address.ip().is_loopback(),
            "--target {target}: load is only put on this machine, over its loopback address"
        );
        let mut platform = Self {
            address,
            contest: contest.to_owned(),
            round: String::new(),
            unit: String::new(),
            own: None,
        };
        platform.round = platform.open_round()?;
        platform.unit = platform.first_unit()?;
        Ok(platform)
    }

    /// Process id of the server, if this run started it.
    pub fn process(&self) -> Option<u32> {
        self.own.as_ref().map(|own| own.server.id())
    }

    /// Folder with its data, if this run started it.
    pub fn data(&self) -> Option<&Path> {
        self.own.as_ref().map(|own| own.folder.as_path())
    }

    /// Kills the server outright after `delay`, while `work` runs, and starts it again.
    pub fn killed_during<T>(
        &mut self,
        delay: std::time::Duration,
        log: &Path,
        work: impl FnOnce() -> T + Send,
    ) -> Result<T>
    where
        T: Send,
    {
        let Some(own) = self.own.as_mut() else {
            bail!("only a server that this run started can be killed");
        };
        let Own {
            server,
            binary,
            folder,
            config,
        } = own;
        let came = std::thread::scope(|scope| {
            let working = scope.spawn(work);
            std::thread::sleep(delay);
            server.kill()?;
            let came = working.join();
            came.map_err(|_| anyhow::anyhow!("the work panicked"))
        })?;
        *server = Preparation {
            binary,
            folder,
            config,
        }
        .serve(log)?;
        self.address = server.address;
        Ok(came)
    }

    fn open_round(&self) -> Result<String> {
        let page: ContestPage = self.get(&format!("/api/v1/contests/{}", self.contest))?;
        page.rounds
            .into_iter()
            .find(|round| round.state == "open")
            .map(|round| round.id)
            .with_context(|| format!("contest '{}' has no open round", self.contest))
    }

    fn first_unit(&self) -> Result<String> {
        let found: Value = self.get(&format!("/api/v1/contests/{}/units", self.contest))?;
        let code = found["items"][0]["code"].as_str();
        Ok(code.context("the contest has no unit to pick")?.to_owned())
    }

    /// One answer of the platform, outside any measurement.
    pub fn get<T: serde::de::DeserializeOwned>(&self, from: &str) -> Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let mut client = Client::new(self.address);
            let sent = client.send(Method::GET, &path(from)?, None, "").await?;
            sent.expect(StatusCode::OK)
                .with_context(|| format!("GET {from}"))?
                .json()
        })
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The platform's program with the folder and the settings of this run.
struct Preparation<'a> {
    binary: &'a Path,
    folder: &'a Path,
    config: &'a Path,
}

impl Preparation<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(self.binary);
        command.arg("--data").arg(self.folder.join("data"));
        command.arg("--config").arg(self.config);
        command
    }

    /// Runs one command to its end and gives what it printed; a failure shows what it said.
    fn run(&mut self, arguments: &[&str]) -> Result<String> {
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

    fn serve(&self, log: &Path) -> Result<Server> {
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        Server::spawn(&mut command, log)
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str()
        .with_context(|| format!("{} is not UTF-8", path.display()))
}
