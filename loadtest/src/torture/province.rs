//! The ground over PostgreSQL and Redis, with as many nodes as a campaign wants.

use super::ground::Ground;
use super::node::Recipe;
use super::run::Run;
use super::truth::Truth;
use crate::services::postgres::{Options, Postgres};
use crate::services::redis::Redis;
use anyhow::Result;
use std::fs;
use std::net::SocketAddr;

/// A filled platform over servers of its own.
pub struct Province {
    /// The truth.
    pub postgres: Postgres,
    /// What may be lost at any instant.
    pub redis: Redis,
    /// Who takes part in what.
    pub ground: Ground,
    folder: std::path::PathBuf,
}

impl Province {
    /// Starts the servers and fills the platform by a program that keeps its promises.
    pub fn prepare(run: &Run<'_>) -> Result<Self> {
        let postgres = Postgres::start(&Options::default())?;
        let redis = Redis::start(Vec::new())?;
        let folder = run.folder.join("province");
        let recipe = |recipe: Recipe| recipe.with("THILUAT__DATABASE__URL", postgres.url());
        let ground = run.ground.again(&folder, recipe)?;
        Ok(Self {
            postgres,
            redis,
            ground,
            folder,
        })
    }

    /// How the node of that number is started, with what it leans on at these addresses.
    pub fn node(
        &self,
        run: &Run<'_>,
        number: usize,
        (postgres, redis): (SocketAddr, SocketAddr),
    ) -> Result<Recipe> {
        let data = self.folder.join(format!("node-{number}"));
        fs::create_dir_all(&data)?;
        // All nodes of an installation have its keys.
        let recipe = self.ground.recipe();
        fs::copy(recipe.data.join("keys.toml"), data.join("keys.toml"))?;
        let recipe = run
            .broken(recipe.on(&data))
            .with("THILUAT__DATABASE__URL", at(&self.postgres.url(), postgres))
            .with("THILUAT__LIVE__URL", at(&self.redis.url(), redis))
            .with("THILUAT__LIVE__NODES", "2");
        Ok(recipe)
    }

    /// The same with the servers themselves.
    pub fn plain_node(&self, run: &Run<'_>, number: usize) -> Result<Recipe> {
        let servers = (self.postgres.address(), self.redis.address());
        self.node(run, number, servers)
    }

    /// What its store holds.
    pub fn truth(&self) -> Truth {
        Truth::Postgres(self.postgres.url())
    }
}

/// The same address of a server with another host and port.
pub fn at(url: &str, address: SocketAddr) -> String {
    let (before, rest) = url.rsplit_once('@').unwrap_or(("", url));
    let path = rest.find('/').map_or("", |slash| &rest[slash..]);
    format!("{before}@{address}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_host_and_port_of_an_address_change() {
        let address = "127.0.0.1:9".parse().unwrap();
        assert_eq!(
            at("postgres://a:b@127.0.0.1:5432/postgres", address),
            "postgres://a:b@127.0.0.1:9/postgres"
        );
        assert_eq!(
            at("redis://default:b@127.0.0.1:6379", address),
            "redis://default:b@127.0.0.1:9"
        );
    }
}
