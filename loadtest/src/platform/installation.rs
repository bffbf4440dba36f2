//! A platform that a run starts for itself: its nodes, what they run on, and a balancer if wanted.

use super::node::{Node, Program, absolute};
use super::profile::{Backing, Profile};
use crate::material::{BANK, Material, QUESTIONS};
use crate::services::nginx::Nginx;
use crate::services::{Environment, Service, postgres};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What is to be started.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The platform's program.
    pub binary: PathBuf,
    /// Folder for the data of this installation; removed at the end.
    pub folder: PathBuf,
    /// Where the nodes say what goes wrong.
    pub log: PathBuf,
    /// What they run on.
    pub profile: Profile,
    /// How many nodes; only one of the unit profile.
    pub nodes: usize,
    /// Whether nginx stands in front of them.
    pub balanced: bool,
    /// Variables of the nodes' processes.
    pub environment: Environment,
    /// The database, where it is a server.
    pub database: postgres::Options,
    /// More settings of the platform, as TOML.
    pub settings: String,
    /// Another contest file than the one of `material.rs`; its slug and bank stay the same.
    pub contest: Option<String>,
}

impl Plan {
    /// One node of a profile.
    pub fn new(binary: &Path, folder: PathBuf, log: &Path, profile: Profile) -> Self {
        Self {
            binary: binary.to_owned(),
            folder,
            log: log.to_owned(),
            profile,
            nodes: 1,
            balanced: false,
            environment: Environment::new(),
            database: postgres::Options::default(),
            settings: String::new(),
            contest: None,
        }
    }
}

/// A running installation with an open round and nobody in it.
#[derive(Debug)]
pub struct Installation {
    // In the order in which they are to end.
    /// In front of the nodes, if it was asked for.
    pub nginx: Option<Nginx>,
    /// The nodes; each can be killed and started again by itself.
    pub nodes: Vec<Node>,
    /// What they run on.
    pub backing: Backing,
    /// Its program, for commands.
    pub program: Program,
}

impl Installation {
    /// Starts everything and fills in units, bank and contest.
    pub fn start(plan: &Plan) -> Result<Self> {
        ensure!(
            plan.binary.is_file(),
            "{} does not exist; build it with: cargo build --release",
            plan.binary.display()
        );
        fs::create_dir_all(&plan.folder)?;
        let folder = absolute(&plan.folder)?;
        let backing = Backing::start(plan.profile, &plan.database)?;
        let settings = format!(
            "{}\n[keys]\nfile = \"{}/keys.toml\"\n{}",
            backing.settings(plan.nodes),
            folder.display(),
            plan.settings
        );
        let material = Material::write(&folder, &settings, plan.contest.as_deref())?;
        fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&plan.log)?;
        let mut installation = Self {
            nginx: None,
            nodes: Vec::new(),
            backing,
            program: Program {
                binary: absolute(&plan.binary)?,
                config: material.config.clone(),
                folder,
                log: absolute(&plan.log)?,
            },
        };
        installation.fill(&material)?;
        for _ in 0..plan.nodes {
            installation.add_node(plan.environment.clone())?;
        }
        if plan.balanced {
            installation.nginx = Some(Nginx::start(&installation.addresses())?);
        }
        Ok(installation)
    }

    fn fill(&self, material: &Material) -> Result<()> {
        let program = &self.program;
        program.run(&["units", "import", text(&material.units)?])?;
        let bank = text(&material.bank)?;
        let said = program.run(&["bank", "import", bank, "--bank", BANK, "--json"])?;
        let report: Value = serde_json::from_str(&said).context("bank import --json")?;
        ensure!(
            report["accepted"] == QUESTIONS,
            "the bank was not taken whole: {said}"
        );
        program.run(&["contest", "apply", text(&material.contest)?])?;
        Ok(())
    }

    /// Starts one more node.
    pub fn add_node(&mut self, environment: Environment) -> Result<()> {
        let node = Node::start(&self.program, self.nodes.len(), environment)?;
        self.nodes.push(node);
        Ok(())
    }

    /// Where the nodes serve.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.nodes.iter().map(|node| node.address).collect()
    }

    /// Process ids of all servers that run: nodes, balancer, database, live state.
    pub fn processes(&self) -> Vec<u32> {
        let nodes = self.nodes.iter().map(Node::id);
        let nginx = self.nginx.iter().map(Nginx::id);
        let mut all: Vec<u32> = nodes.chain(nginx).flatten().collect();
        all.extend(self.backing.processes());
        all
    }

    /// Bytes that the durable store takes on disk.
    pub fn stored_bytes(&self) -> Result<u64> {
        if let Some(postgres) = &self.backing.postgres {
            let size = postgres.sql("SELECT pg_database_size(current_database())")?;
            return Ok(size.parse()?);
        }
        let mut bytes = 0;
        for entry in fs::read_dir(self.program.folder.join("data-0"))? {
            bytes += entry?.metadata()?.len();
        }
        Ok(bytes)
    }

    /// Process ids of the nodes that run.
    pub fn node_processes(&self) -> Vec<u32> {
        self.nodes.iter().flat_map(Node::id).collect()
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.nginx = None;
        for node in &mut self.nodes {
            let _ = node.kill();
        }
        let _ = fs::remove_dir_all(&self.program.folder);
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str()
        .with_context(|| format!("{} is not UTF-8", path.display()))
}
