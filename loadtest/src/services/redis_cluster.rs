//! Three Redis servers that share the keys between them.

use super::postgres::run;
use super::redis::Redis;
use super::{Environment, Service, port, word};
use crate::stopwatch::Stopwatch;
use anyhow::{Result, ensure};
use std::time::Duration;

/// The fewest that `redis-cli --cluster create` takes.
const MASTERS: usize = 3;
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(50);

/// A running cluster without replicas; each master can be stopped, killed or paused by itself.
#[derive(Debug)]
pub struct RedisCluster {
    /// Its masters.
    pub masters: Vec<Redis>,
    password: String,
}

impl RedisCluster {
    /// An empty cluster whose masters all know each other.
    pub fn start(environment: &Environment) -> Result<Self> {
        let password = word::secret()?;
        let mut masters = Vec::with_capacity(MASTERS);
        for _ in 0..MASTERS {
            let more = format!(
                "cluster-enabled yes\ncluster-port {}\ncluster-node-timeout 2000\n",
                port::free()?
            );
            masters.push(Redis::with(&password, &more, environment.clone())?);
        }
        let cluster = Self { masters, password };
        let mut create = cluster.masters[0].cli();
        create.args(["--cluster", "create"]);
        create.args(cluster.addresses());
        create.args(["--cluster-replicas", "0", "--cluster-yes"]);
        run(&mut create)?;
        cluster.await_agreement()?;
        Ok(cluster)
    }

    /// Address of all masters with the password, as `live.url` takes it.
    pub fn url(&self) -> String {
        let addresses = self.addresses().join(",");
        format!("redis-cluster://default:{}@{addresses}", self.password)
    }

    /// Waits until every master finds the whole cluster well.
    pub fn await_agreement(&self) -> Result<()> {
        let watch = Stopwatch::start();
        for master in &self.masters {
            loop {
                let info = master.command(&["CLUSTER", "INFO"]).unwrap_or_default();
                if info.contains("cluster_state:ok") {
                    break;
                }
                ensure!(
                    watch.elapsed() < PATIENCE,
                    "the cluster is not well after {PATIENCE:?}: {info}"
                );
                std::thread::sleep(LOOK);
            }
        }
        Ok(())
    }

    /// Starts those masters again that were stopped or killed, and waits until all agree.
    pub fn heal(&mut self) -> Result<()> {
        for master in &mut self.masters {
            if master.daemon().has_ended() {
                // One that died by itself still has to be waited for.
                master.kill()?;
                master.start_again()?;
            }
        }
        self.await_agreement()
    }

    fn addresses(&self) -> Vec<String> {
        let masters = self.masters.iter();
        masters.map(|one| one.address().to_string()).collect()
    }
}
