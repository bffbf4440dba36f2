//! The platform to be measured: one that a run starts for itself, or one that is running.

pub mod installation;
pub mod node;
pub mod profile;

use crate::client::{Client, path};
use crate::material::{SLUG, UNIT};
use crate::meter::Meter;
use crate::services::Service as _;
use crate::services::postgres::Postgres;
use anyhow::{Context, Result, bail, ensure};
use hyper::{Method, StatusCode};
use installation::{Installation, Plan};
use serde::Deserialize;
use serde_json::Value;
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

/// A platform with an open round.
#[derive(Debug)]
pub struct Platform {
    /// Where it is to be reached: its balancer, or each of its nodes.
    pub entries: Vec<SocketAddr>,
    /// Slug of its contest.
    pub contest: String,
    /// Id of the open round.
    pub round: String,
    /// Code of the unit that people give when they register.
    pub unit: String,
    /// Its processes, if this run started them.
    pub installation: Option<Installation>,
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
    /// Starts one; it is removed when the value is dropped.
    pub fn start(plan: &Plan) -> Result<Self> {
        let installation = Installation::start(plan)?;
        let balancer = installation.nginx.as_ref();
        let entries = balancer.map_or_else(
            || installation.addresses(),
            |balancer| vec![balancer.address()],
        );
        let mut platform = Self {
            entries,
            contest: SLUG.to_owned(),
            round: String::new(),
            unit: UNIT.to_owned(),
            installation: Some(installation),
        };
        platform.round = platform.open_round()?;
        Ok(platform)
    }

    /// Looks at one that is running on this machine.
    pub fn running(target: &str, contest: &str) -> Result<Self> {
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
            entries: vec![address],
            contest: contest.to_owned(),
            round: String::new(),
            unit: String::new(),
            installation: None,
        };
        platform.round = platform.open_round()?;
        platform.unit = platform.first_unit()?;
        Ok(platform)
    }

    /// Where the client of that number goes: clients are spread evenly over the entries.
    pub fn entry(&self, client: usize) -> SocketAddr {
        self.entries[client % self.entries.len()]
    }

    /// A connection for the client of that number.
    pub fn client(&self, number: usize) -> Client {
        Client::new(self.entry(number))
    }

    /// Processor time and memory of its servers; nothing is measured of one that was running.
    pub fn meter(&self) -> Meter {
        self.installation
            .as_ref()
            .map_or_else(Meter::default, |own| {
                let pages = own.nodes.iter().map(|node| node.metrics);
                Meter::of(own.processes(), own.node_processes()).telling(pages.collect())
            })
    }

    /// Its database server, if this run started one.
    pub fn postgres(&self) -> Option<&Postgres> {
        self.installation.as_ref()?.backing.postgres.as_ref()
    }

    /// Kills its first node outright after `delay`, while `work` runs, and starts it again; gives
    /// also how long it took to answer.
    pub fn killed_during<T: Send>(
        &mut self,
        delay: Duration,
        work: impl FnOnce() -> T + Send,
    ) -> Result<(T, Duration)> {
        let node = self
            .installation
            .as_mut()
            .and_then(|own| own.nodes.first_mut());
        let Some(node) = node else {
            bail!("only a node that this run started can be killed");
        };
        let came = std::thread::scope(|scope| {
            let working = scope.spawn(work);
            std::thread::sleep(delay);
            node.kill()?;
            let came = working.join();
            came.map_err(|_| anyhow::anyhow!("the work panicked"))
        })?;
        let watch = crate::stopwatch::Stopwatch::start();
        node.start_again()?;
        Ok((came, watch.elapsed()))
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
            let mut client = self.client(0);
            let sent = client.send(Method::GET, &path(from)?, None, "").await?;
            sent.expect(StatusCode::OK)
                .with_context(|| format!("GET {from}"))?
                .json()
        })
    }
}
