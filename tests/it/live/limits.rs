//! Contract of `Limits`.

use super::contracts;
use super::world::World;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use thiluat::live::{LiveState, Quota, Verdict};
use tokio::task::JoinSet;

contracts! {
    a_burst_passes_and_no_more,
    tokens_come_back_one_by_one,
    keys_and_quotas_do_not_touch,
    concurrent_checks_never_pass_more_than_the_burst,
}

fn quota(burst: u32, per: Duration) -> Quota {
    Quota {
        burst: NonZeroU32::new(burst).unwrap(),
        per,
    }
}

async fn check(live: &LiveState, key: &str, quota: Quota) -> Verdict {
    live.limits.check(key, quota).await.unwrap()
}

async fn a_burst_passes_and_no_more(world: World) {
    let slow = quota(5, Duration::from_hours(1));
    for remaining in (0..5).rev() {
        assert_eq!(
            check(&world.live, "a", slow).await,
            Verdict::Allowed { remaining }
        );
    }
    // 3600 s for five: the next one comes after 720 s, less what passed since the first.
    match check(&world.live, "a", slow).await {
        Verdict::RetryAfter(ms) => assert!((700_000..=720_000).contains(&ms), "{ms}"),
        allowed @ Verdict::Allowed { .. } => panic!("{allowed:?}"),
    }
}

async fn tokens_come_back_one_by_one(world: World) {
    let brisk = quota(3, Duration::from_millis(300));
    for _ in 0..3 {
        assert!(matches!(
            check(&world.live, "a", brisk).await,
            Verdict::Allowed { .. }
        ));
    }
    let verdict = check(&world.live, "a", brisk).await;
    let Verdict::RetryAfter(wait) = verdict else {
        // On a clock that can't be stopped, a token may have come back by now.
        assert!(!world.time_is_told(), "{verdict:?}");
        return;
    };
    assert!((1..=100).contains(&wait), "{wait}");
    world.pass(Duration::from_millis(wait)).await;
    let Verdict::Allowed { remaining } = check(&world.live, "a", brisk).await else {
        panic!("it did not pass when it was told to come back");
    };
    if world.time_is_told() {
        assert_eq!(remaining, 0);
        let next = check(&world.live, "a", brisk).await;
        assert_eq!(next, Verdict::RetryAfter(100));
    }
    world.pass(Duration::from_millis(400)).await;
    assert_eq!(
        check(&world.live, "a", brisk).await,
        Verdict::Allowed { remaining: 2 },
        "full again, and never more than full"
    );
}

async fn keys_and_quotas_do_not_touch(world: World) {
    let hour = Duration::from_hours(1);
    for key in ["a", "b", "người", ""] {
        assert_eq!(
            check(&world.live, key, quota(1, hour)).await,
            Verdict::Allowed { remaining: 0 }
        );
    }
    assert!(matches!(
        check(&world.live, "a", quota(1, hour)).await,
        Verdict::RetryAfter(_)
    ));
    assert_eq!(
        check(&world.live, "a", quota(2, hour)).await,
        Verdict::Allowed { remaining: 1 }
    );
    world.live.sweep();
    assert!(matches!(
        check(&world.live, "a", quota(1, hour)).await,
        Verdict::RetryAfter(_)
    ));
}

async fn concurrent_checks_never_pass_more_than_the_burst(world: World) {
    let live = Arc::new(world.live.clone());
    let mut checks = JoinSet::new();
    for _ in 0..60 {
        let live = live.clone();
        checks.spawn(async move { check(&live, "a", quota(10, Duration::from_hours(1))).await });
    }
    let mut passed = 0;
    while let Some(verdict) = checks.join_next().await {
        passed += u32::from(matches!(verdict.unwrap(), Verdict::Allowed { .. }));
    }
    assert_eq!(passed, 10);
}
