//! What nodes run on: files of their own, or a database and live state that they share.

use crate::services::Environment;
use crate::services::postgres::{self, Postgres};
use crate::services::redis::Redis;
use crate::services::redis_cluster::RedisCluster;
use anyhow::Result;
use clap::ValueEnum;
use std::fmt;

/// The two ways to run the platform (architecture), the second also with a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// One node over `SQLite` and its own memory
    Unit,
    /// Nodes over `PostgreSQL` and one Redis
    Province,
    /// Nodes over `PostgreSQL` and a Redis Cluster of three
    ProvinceCluster,
}

impl Profile {
    /// Its name as the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Province => "province",
            Self::ProvinceCluster => "province-cluster",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The servers behind the nodes.
#[derive(Debug, Default)]
pub struct Backing {
    /// The database, if it is not a file of the node.
    pub postgres: Option<Postgres>,
    /// One Redis.
    pub redis: Option<Redis>,
    /// Or three of them.
    pub redis_cluster: Option<RedisCluster>,
}

impl Backing {
    /// Starts what the profile needs.
    pub fn start(profile: Profile, database: &postgres::Options) -> Result<Self> {
        let mut backing = Self::default();
        if profile != Profile::Unit {
            backing.postgres = Some(Postgres::start(database)?);
        }
        match profile {
            Profile::Unit => {}
            Profile::Province => backing.redis = Some(Redis::start(Environment::new())?),
            Profile::ProvinceCluster => {
                backing.redis_cluster = Some(RedisCluster::start(&Environment::new())?);
            }
        }
        Ok(backing)
    }

    /// The settings by which so many nodes find it.
    pub fn settings(&self, nodes: usize) -> String {
        let one = self.redis.as_ref().map(Redis::url);
        let cluster = self.redis_cluster.as_ref().map(RedisCluster::url);
        let database = self.postgres.as_ref().map_or_else(String::new, |postgres| {
            format!("\n[database]\nurl = \"{}\"\n", postgres.url())
        });
        let live = one.or(cluster).map_or_else(String::new, |url| {
            format!("\n[live]\nurl = \"{url}\"\nnodes = {nodes}\n")
        });
        database + &live
    }

    /// Process ids of all servers that run.
    pub fn processes(&self) -> Vec<u32> {
        let postgres = self.postgres.iter().map(Postgres::id);
        let redis = self.redis.iter().map(Redis::id);
        let cluster = self.redis_cluster.iter().flat_map(|all| &all.masters);
        postgres
            .chain(redis)
            .chain(cluster.map(Redis::id))
            .flatten()
            .collect()
    }
}
