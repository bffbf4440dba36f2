//! Where Redis is: one server or a cluster, and what a connection to either looks like.

use super::link::unavailable;
use crate::live::LiveError;
use redis::aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig};
use redis::cluster::{ClusterClient, ClusterClientBuilder, ClusterConfig};
use redis::cluster_async::ClusterConnection;
use redis::io::tcp::TcpSettings;
use redis::{
    Client, Cmd, ConnectionInfo, IntoConnectionInfo, Pipeline, ProtocolVersion, PushInfo,
    RedisFuture, RedisResult, Value,
};
use std::convert::Infallible;
use std::time::Duration;

/// The longest that one reply, or one attempt to connect, may take.
const STEP_WITHIN: Duration = Duration::from_millis(400);

/// A redirection or two; whoever waits is not kept for more.
const CLUSTER_TRIES: u32 = 3;

/// Where Redis is.
pub(super) enum Address {
    /// One server.
    One(Box<Client>),
    /// Some servers of a cluster; it tells about the others.
    Cluster(Vec<ConnectionInfo>),
}

impl Address {
    /// Reads `redis://…`, `rediss://…` or `redis-cluster://user:password@host:port,host:port`.
    pub(super) fn read(url: &str) -> Result<Self, LiveError> {
        let Some(rest) = url.strip_prefix("redis-cluster://") else {
            let info = url.into_connection_info().map_err(|e| unavailable(&e))?;
            let settings = info
                .redis_settings()
                .clone()
                .set_protocol(ProtocolVersion::RESP3);
            let info = info
                .set_redis_settings(settings)
                .set_tcp_settings(without_delay());
            let client = Client::open(info).map_err(|e| unavailable(&e))?;
            return Ok(Self::One(Box::new(client)));
        };
        let (account, hosts) = match rest.rsplit_once('@') {
            Some((account, hosts)) => (format!("{account}@"), hosts),
            None => (String::new(), rest),
        };
        let nodes = hosts
            .trim_end_matches('/')
            .split(',')
            .map(|host| format!("redis://{account}{host}").into_connection_info())
            .collect::<RedisResult<Vec<_>>>()
            .map_err(|e| unavailable(&e))?;
        Ok(Self::Cluster(nodes))
    }

    /// A connection for commands. It connects when it is first used, and again after it broke.
    pub(super) fn commands(&self) -> Result<Connection, LiveError> {
        match self {
            Self::One(client) => {
                // No retries inside a call: whoever waits is told at once.
                let config = patience().set_number_of_retries(0);
                manager(client, config)
            }
            Self::Cluster(nodes) => cluster(Self::builder(nodes)),
        }
    }

    /// A connection that hears what is published, and comes back with its subscriptions.
    pub(super) fn listener(
        &self,
        on_push: impl Fn(PushInfo) + Send + Sync + 'static,
    ) -> Result<Connection, LiveError> {
        let hear = move |push| {
            on_push(push);
            Ok::<(), Infallible>(())
        };
        match self {
            Self::One(client) => {
                let config = patience()
                    // Nobody asks this connection for anything that would notice that it is
                    // broken, so it does not give up.
                    .set_number_of_retries(usize::MAX)
                    .set_max_delay(Duration::from_millis(500))
                    .set_automatic_resubscription()
                    .set_push_sender(hear);
                manager(client, config)
            }
            Self::Cluster(nodes) => cluster(Self::builder(nodes).push_sender(hear)),
        }
    }

    fn builder(nodes: &[ConnectionInfo]) -> ClusterClientBuilder {
        ClusterClient::builder(nodes.to_vec())
            .use_protocol(ProtocolVersion::RESP3)
            .tcp_settings(without_delay())
            .connection_timeout(STEP_WITHIN)
            .response_timeout(STEP_WITHIN)
            .retries(CLUSTER_TRIES)
    }
}

/// Small commands and small replies: waiting for more to send only delays them.
fn without_delay() -> TcpSettings {
    TcpSettings::default().set_nodelay(true)
}

fn patience() -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_response_timeout(Some(STEP_WITHIN))
        .set_connection_timeout(Some(STEP_WITHIN))
}

fn manager(client: &Client, config: ConnectionManagerConfig) -> Result<Connection, LiveError> {
    ConnectionManager::new_lazy_with_config(client.clone(), config)
        .map(Connection::One)
        .map_err(|e| unavailable(&e))
}

fn cluster(builder: ClusterClientBuilder) -> Result<Connection, LiveError> {
    let client = builder.build().map_err(|e| unavailable(&e))?;
    let connection = client.get_pending_async_connection_with_config(ClusterConfig::new());
    Ok(Connection::Cluster(connection))
}

/// A multiplexed connection: callers share it, commands go out in one stream.
#[derive(Clone)]
pub(super) enum Connection {
    /// To one server.
    One(ConnectionManager),
    /// To a cluster: each command goes to the server that has its keys.
    Cluster(ClusterConnection),
}

impl Connection {
    pub(super) async fn subscribe(&mut self, channel: &str) -> RedisResult<()> {
        match self {
            Self::One(one) => one.subscribe(channel).await,
            Self::Cluster(cluster) => cluster.subscribe(channel).await,
        }
    }

    pub(super) async fn unsubscribe(&mut self, channels: &[Vec<u8>]) -> RedisResult<()> {
        match self {
            Self::One(one) => one.unsubscribe(channels).await,
            Self::Cluster(cluster) => cluster.unsubscribe(channels).await,
        }
    }
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(one) => one.req_packed_command(cmd),
            Self::Cluster(cluster) => cluster.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(one) => one.req_packed_commands(pipeline, offset, count),
            Self::Cluster(cluster) => cluster.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(one) => one.get_db(),
            Self::Cluster(cluster) => cluster.get_db(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_an_account_and_some_hosts() {
        let Ok(Address::Cluster(nodes)) =
            Address::read("redis-cluster://default:bí%20mật@10.0.0.1:7000,10.0.0.2:7001")
        else {
            panic!("not read as a cluster");
        };
        let seen: Vec<_> = nodes
            .iter()
            .map(|node| (node.addr().to_string(), node.redis_settings().password()))
            .collect();
        assert_eq!(
            seen,
            [
                ("10.0.0.1:7000".to_owned(), Some("bí mật")),
                ("10.0.0.2:7001".to_owned(), Some("bí mật")),
            ]
        );
        assert!(Address::read("redis-cluster://").is_err());
        assert!(matches!(Address::read("redis://h:1"), Ok(Address::One(_))));
    }
}
