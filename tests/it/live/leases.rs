//! Contract of `Leases`.

use super::contracts;
use super::world::World;
use std::sync::Arc;
use std::time::Duration;
use thiluat::live::LiveState;
use tokio::task::JoinSet;

contracts! {
    one_holder_at_a_time,
    a_lease_that_ran_out_is_given_with_a_greater_epoch,
    only_the_holder_renews_and_releases,
    of_many_who_ask_at_once_one_gets_it,
}

const LONG: Duration = Duration::from_hours(1);
const SHORT: Duration = Duration::from_millis(60);

async fn epoch_for(live: &LiveState, holder: &str, ttl: Duration) -> Option<u64> {
    let lease = live.leases.acquire("jobs:deadlines", holder, ttl).await;
    lease.unwrap().map(|lease| {
        assert_eq!(lease.holder, holder);
        lease.epoch
    })
}

async fn one_holder_at_a_time(world: World) {
    let live = &world.live;
    let first = epoch_for(live, "node-1", LONG).await.unwrap();
    assert_eq!(epoch_for(live, "node-2", LONG).await, None);
    assert_eq!(
        epoch_for(live, "node-1", LONG).await,
        Some(first),
        "its own again"
    );
    let other = live.leases.acquire("jobs:close", "node-2", LONG).await;
    assert!(other.unwrap().is_some(), "another job is another lease");
}

async fn a_lease_that_ran_out_is_given_with_a_greater_epoch(world: World) {
    let live = &world.live;
    let first = epoch_for(live, "node-1", SHORT).await.unwrap();
    world.pass(SHORT).await;
    let second = epoch_for(live, "node-2", SHORT).await.unwrap();
    assert!(second > first);
    world.pass(SHORT).await;
    let third = epoch_for(live, "node-2", LONG).await.unwrap();
    assert!(
        third > second,
        "also for the same holder: it may have slept"
    );
}

async fn only_the_holder_renews_and_releases(world: World) {
    let leases = &world.live.leases;
    let old = leases
        .acquire("job", "node-1", SHORT)
        .await
        .unwrap()
        .unwrap();
    assert!(leases.renew(&old, SHORT).await.unwrap());
    world.pass(SHORT).await;
    assert!(!leases.renew(&old, LONG).await.unwrap(), "it ran out");

    let new = leases
        .acquire("job", "node-2", LONG)
        .await
        .unwrap()
        .unwrap();
    assert!(!leases.renew(&old, LONG).await.unwrap());
    assert!(!leases.release(&old).await.unwrap());
    let mut forged = new.clone();
    forged.epoch -= 1;
    assert!(
        !leases.release(&forged).await.unwrap(),
        "an older turn of its own"
    );
    assert!(leases.renew(&new, LONG).await.unwrap());
    assert!(leases.release(&new).await.unwrap());
    assert!(!leases.release(&new).await.unwrap(), "twice");

    let next = leases
        .acquire("job", "node-1", LONG)
        .await
        .unwrap()
        .unwrap();
    assert!(next.epoch > new.epoch, "also after a release");
}

async fn of_many_who_ask_at_once_one_gets_it(world: World) {
    let live = Arc::new(world.live.clone());
    let mut asking = JoinSet::new();
    for number in 0..20 {
        let live = live.clone();
        asking.spawn(async move { epoch_for(&live, &format!("node-{number}"), LONG).await });
    }
    let mut given = 0;
    while let Some(epoch) = asking.join_next().await {
        given += u32::from(epoch.unwrap().is_some());
    }
    assert_eq!(given, 1);
}
