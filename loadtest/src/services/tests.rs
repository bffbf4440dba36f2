//! The real programs; where they are not installed the tests have nothing to look at.

use super::nginx::Nginx;
use super::page;
use super::postgres::{self, Options, Postgres};
use super::redis::Redis;
use super::redis_cluster::RedisCluster;
use super::{Environment, Service, family};
use crate::floor::server::{listen, router};

/// Whether the programs are there; with `REQUIRE_SERVICES` their absence is a failure.
fn installed(programs: &[&str]) -> bool {
    let there = programs
        .iter()
        .all(|path| std::path::Path::new(path).exists());
    assert!(
        there || std::env::var_os("REQUIRE_SERVICES").is_none(),
        "{programs:?} are not all installed"
    );
    there
}

fn postgres_is_installed() -> bool {
    let there = postgres::binaries().is_ok();
    assert!(there || std::env::var_os("REQUIRE_SERVICES").is_none());
    there
}

#[test]
fn a_killed_database_keeps_what_it_committed_and_a_standby_has_it_too() {
    if !postgres_is_installed() {
        return;
    }
    let mut primary = Postgres::start(&Options::default()).unwrap();
    assert!(primary.url().starts_with("postgres://thiluat:"));
    primary.sql("CREATE TABLE kept (n int)").unwrap();
    primary.sql("INSERT INTO kept VALUES (7)").unwrap();
    let children = family::descendants(primary.id().unwrap());
    assert!(!children.is_empty());
    primary.kill().unwrap();
    assert!(primary.sql("SELECT 1").is_err());
    assert!(children.iter().all(|child| !family::lives(*child)));
    primary.start_again().unwrap();
    assert_eq!(primary.sql("SELECT n FROM kept").unwrap(), "7");

    let mut standby = primary.standby(&Options::default(), true).unwrap();
    primary.sql("INSERT INTO kept VALUES (8)").unwrap();
    assert!(standby.sql("INSERT INTO kept VALUES (9)").is_err());
    primary.kill().unwrap();
    standby.promote().unwrap();
    standby.sql("INSERT INTO kept VALUES (9)").unwrap();
    let kept = standby.sql("SELECT n FROM kept ORDER BY n").unwrap();
    assert_eq!(kept, "7\n8\n9");
    standby.restart().unwrap();
    assert_eq!(standby.sql("SELECT count(*) FROM kept").unwrap(), "3");
    let folder = standby.data();
    drop(standby);
    assert!(!folder.exists());
}

#[test]
fn a_redis_forgets_what_it_had_when_it_is_killed() {
    if !installed(&["/usr/bin/redis-server", "/usr/bin/redis-cli"]) {
        return;
    }
    let mut redis = Redis::start(Environment::new()).unwrap();
    redis.command(&["SET", "a", "1"]).unwrap();
    assert_eq!(redis.command(&["GET", "a"]).unwrap(), "1");
    redis.kill().unwrap();
    redis.start_again().unwrap();
    assert_eq!(redis.command(&["GET", "a"]).unwrap(), "");
    redis.stop().unwrap();
}

#[test]
fn a_cluster_heals_when_a_master_comes_back() {
    if !installed(&["/usr/bin/redis-server", "/usr/bin/redis-cli"]) {
        return;
    }
    let mut cluster = RedisCluster::start(&Environment::new()).unwrap();
    assert_eq!(cluster.url().matches("127.0.0.1:").count(), 3);
    let slots = |cluster: &RedisCluster| {
        let info = cluster.masters[0].command(&["CLUSTER", "INFO"]).unwrap();
        info.contains("cluster_slots_ok:16384")
    };
    assert!(slots(&cluster));
    cluster.masters[1].kill().unwrap();
    cluster.heal().unwrap();
    assert!(slots(&cluster));
}

#[tokio::test]
async fn the_balancer_answers_for_a_node_and_without_one() {
    if !installed(&["/usr/sbin/nginx"]) {
        return;
    }
    let listener = listen().unwrap();
    let node = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router()).await });
    tokio::task::spawn_blocking(move || {
        let mut nginx = Nginx::start(&[node]).unwrap();
        assert_eq!(page::get(nginx.address(), "/fixed/5").unwrap(), "xxxxx");
        nginx.restart().unwrap();
        assert_eq!(page::get(nginx.address(), "/fixed/4").unwrap(), "xxxx");
    })
    .await
    .unwrap();
}
