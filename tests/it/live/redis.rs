//! What only a Redis can do: be away, be slow, forget, break a connection.

use super::world::{World, attempt, connect, entry, open_board, person, redis_connection, round};
use crate::support::services::{PATIENCE, own_prefix, redis_url};
use redis::AsyncCommands as _;
use redis::aio::MultiplexedConnection;
use std::num::NonZeroU32;
use std::time::Duration;
use thiluat::live::{
    BoardFilter, CacheKey, Content, Known, LiveError, LiveState, Quota, Replace, Totals,
};
use tokio::net::TcpListener;
use tokio::time::Instant;

/// Asks for one thing of each trait and expects to be told quickly that it can't be had.
async fn nothing_can_be_had(live: &LiveState) {
    let quota = Quota {
        burst: NonZeroU32::MIN,
        per: Duration::from_secs(1),
    };
    let second = Duration::from_secs(1);
    let begin = Instant::now();
    let answers = [
        live.scoreboards.mark(round(1)).await.err(),
        live.scoreboards
            .put(round(1), vec![(entry(1, [0; 6]), Replace::Always)])
            .await
            .err(),
        live.fan_out.publish("t", "x").await.err(),
        live.fan_out.subscribe("t").await.err(),
        live.limits.check("k", quota).await.err(),
        live.leases.acquire("l", "h", second).await.err(),
        live.cache.get(CacheKey::Attempt(attempt(1))).await.err(),
    ];
    // The first call waits for its patience; all others find the breaker open.
    assert!(begin.elapsed() <= PATIENCE, "{:?}", begin.elapsed());
    for answer in answers {
        assert!(
            matches!(answer, Some(LiveError::Unavailable(_))),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn a_redis_that_is_away_is_told_at_once() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    let live = connect(&format!("redis://{address}"), "test");
    nothing_can_be_had(&live).await;
}

#[tokio::test(start_paused = true)]
async fn a_redis_that_takes_connections_and_says_nothing_holds_nobody_up() {
    let deaf = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = deaf.local_addr().unwrap();
    let live = connect(&format!("redis://{address}"), "test");
    nothing_can_be_had(&live).await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_its_password() {
    for url in [
        "postgres://u:geheim@h/d",
        "redis//h",
        "",
        "redis-cluster://u:geheim@h:port",
    ] {
        let refused = thiluat::live::redis::connect(url, "test", PATIENCE);
        let refused = refused.err().unwrap().to_string();
        assert!(!refused.contains("geheim"), "{refused}");
    }
}

/// Every key of a prefix, and how long it stays, in seconds.
async fn keys(connection: &mut MultiplexedConnection, prefix: &str) -> Vec<(String, i64)> {
    let names: Vec<String> = connection.keys(format!("{prefix}:*")).await.unwrap();
    let mut out = Vec::new();
    for name in names {
        let ttl = connection.ttl(&name).await.unwrap();
        out.push((name, ttl));
    }
    out.sort();
    out
}

#[tokio::test]
async fn a_flushed_board_is_rebuilt_with_a_greater_version() {
    let Some(url) = redis_url() else { return };
    let prefix = own_prefix();
    let live = connect(&url, &prefix);
    let boards = &live.scoreboards;
    open_board(&live, round(1)).await;
    let put = boards.put(round(1), vec![(entry(1, [0; 6]), Replace::Always)]);
    let before = put.await.unwrap().version;

    let mut connection = redis_connection(&url).await;
    for (name, _) in keys(&mut connection, &prefix).await {
        let _: () = connection.del(name).await.unwrap();
    }
    let everybody = BoardFilter::default();
    let lost = boards.top(round(1), &everybody, 9).await.unwrap();
    assert_eq!((lost.version, lost.entries.len()), (0, 0));

    let entries: Vec<_> = (0..2500)
        .map(|number| entry(number, [i64::from(number), 0, 0, 0, 0, 0]))
        .collect();
    let filled = boards.replace_all(round(1), Content::Attempts, entries, 2600);
    let filling = filled.await.unwrap();
    assert!(boards.confirm(round(1), filling).await.unwrap());
    let after = boards.mark(round(1)).await.unwrap();
    assert!(after.version > before);
    assert_eq!(after.content, Some(Content::Attempts));
    let totals = Totals {
        people: 2500,
        attempts: 2600,
    };
    assert_eq!(after.totals, totals);
    let last = boards
        .place(round(1), &everybody, person(2499))
        .await
        .unwrap();
    assert_eq!(last.unwrap().place, 2500);
}

#[tokio::test]
async fn every_key_goes_by_itself_and_has_a_tag_where_keys_belong_together() {
    let Some(url) = redis_url() else { return };
    let prefix = own_prefix();
    let live = connect(&url, &prefix);
    let minute = Duration::from_mins(1);
    let quota = Quota {
        burst: NonZeroU32::MIN,
        per: minute,
    };
    let boards = &live.scoreboards;
    open_board(&live, round(1)).await;
    boards
        .put(round(1), vec![(entry(1, [0; 6]), Replace::Always)])
        .await
        .unwrap();
    let rows = vec![entry(1, [0; 6])];
    boards
        .replace_all(round(2), Content::Result(1), rows, 1)
        .await
        .unwrap();
    live.fan_out.publish("t", "x").await.unwrap();
    live.limits.check("k", quota).await.unwrap();
    live.leases.acquire("l", "h", minute).await.unwrap();
    let value = Known {
        key: CacheKey::Attempt(attempt(1)),
        value: vec![1].into(),
        ttl: minute,
    };
    let session = Known {
        key: CacheKey::Session([0x1F; 32]),
        ..value.clone()
    };
    live.cache.put(vec![value, session]).await.unwrap();

    let mut connection = redis_connection(&url).await;
    let found = keys(&mut connection, &prefix).await;
    let mut names = vec![
        format!("{prefix}:attempt:{}", attempt(1)),
        format!("{prefix}:fan:{{t}}"),
        format!("{prefix}:lease:l"),
        format!("{prefix}:session:{}", "1f".repeat(32)),
        format!("{prefix}:limit:1:60000000:k"),
    ];
    for round in [round(1), round(2)] {
        names.extend(["board", "meta", "rows"].map(|part| format!("{prefix}:{{{round}}}:{part}")));
    }
    names.sort();
    assert_eq!(
        found.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        names.iter().collect::<Vec<_>>()
    );
    for (name, ttl) in found {
        assert!(ttl > 0, "{name} stays for ever");
    }
}

#[tokio::test]
async fn a_broken_connection_comes_back_with_its_subscriptions() {
    let Some(url) = redis_url() else { return };
    let prefix = own_prefix();
    // A database of its own, by which the server's list of clients tells this test's from others'.
    let own = format!("{}/9", url.trim_end_matches('/'));
    let live = connect(&own, &prefix);
    let mut heard = live.fan_out.subscribe("t").await.unwrap();
    live.fan_out.publish("t", "before").await.unwrap();
    assert_eq!(&*heard.next().await.unwrap().payload, "before");

    let mut connection = redis_connection(&url).await;
    let channel = format!("{prefix}:fan:{{t}}");
    let listeners = async |connection: &mut MultiplexedConnection| -> u64 {
        let counts: Vec<(String, u64)> = redis::cmd("PUBSUB")
            .arg("NUMSUB")
            .arg(&channel)
            .query_async(connection)
            .await
            .unwrap();
        counts[0].1
    };
    assert_eq!(listeners(&mut connection).await, 1);
    let clients: String = redis::cmd("CLIENT")
        .arg("LIST")
        .query_async(&mut connection)
        .await
        .unwrap();
    let own_listeners = clients
        .lines()
        .filter(|line| line.contains(" db=9 ") && !line.contains(" sub=0 "));
    for line in own_listeners {
        let id = line.split([' ', '=']).nth(1).unwrap();
        let _: i64 = redis::cmd("CLIENT")
            .arg("KILL")
            .arg("ID")
            .arg(id)
            .query_async(&mut connection)
            .await
            .unwrap();
    }
    while listeners(&mut connection).await == 0 {
        tokio::task::yield_now().await;
    }
    let offset = live.fan_out.publish("t", "after").await.unwrap();
    let message = heard.next().await.unwrap();
    assert_eq!((&*message.payload, message.offset), ("after", offset));
}

#[tokio::test]
async fn two_nodes_share_what_they_keep() {
    let Some(url) = redis_url() else { return };
    let prefix = own_prefix();
    let here = connect(&url, &prefix);
    let there = connect(&url, &prefix);
    let elsewhere = World::redis().await.unwrap().live;

    let mut heard = there.fan_out.subscribe("t").await.unwrap();
    here.fan_out.publish("t", "tin").await.unwrap();
    assert_eq!(&*heard.next().await.unwrap().payload, "tin");

    let key = [0; 6];
    open_board(&here, round(1)).await;
    let put = there
        .scoreboards
        .put(round(1), vec![(entry(1, key), Replace::Always)]);
    assert!(put.await.unwrap().taken);
    let people = async |live: &LiveState| {
        let mark = live.scoreboards.mark(round(1)).await.unwrap();
        mark.totals.people
    };
    assert_eq!((people(&here).await, people(&elsewhere).await), (1, 0));

    let minute = Duration::from_mins(1);
    assert!(
        here.leases
            .acquire("l", "a", minute)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        there
            .leases
            .acquire("l", "b", minute)
            .await
            .unwrap()
            .is_none()
    );
    let other = elsewhere.leases.acquire("l", "b", minute).await.unwrap();
    assert!(other.is_some(), "another installation");
}
