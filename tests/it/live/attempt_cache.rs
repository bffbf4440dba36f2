//! Contract of `AttemptCache`.

use super::contracts;
use super::world::{World, attempt};
use bytes::Bytes;
use std::time::Duration;

contracts! {
    what_was_put_last_comes_back,
    a_snapshot_runs_out,
}

const LONG: Duration = Duration::from_hours(1);
const SHORT: Duration = Duration::from_millis(60);

async fn what_was_put_last_comes_back(world: World) {
    let cache = &world.live.attempts;
    assert_eq!(cache.get(attempt(1)).await.unwrap(), None);
    let bytes = Bytes::from_static(&[0, 255, b'\r', b'\n', 0x80]);
    cache
        .put(attempt(1), Bytes::from_static(b"old"), LONG)
        .await
        .unwrap();
    cache.put(attempt(1), bytes.clone(), LONG).await.unwrap();
    cache.put(attempt(2), Bytes::new(), LONG).await.unwrap();
    assert_eq!(cache.get(attempt(1)).await.unwrap(), Some(bytes));
    assert_eq!(cache.get(attempt(2)).await.unwrap(), Some(Bytes::new()));
    cache.remove(attempt(1)).await.unwrap();
    cache.remove(attempt(1)).await.unwrap();
    assert_eq!(cache.get(attempt(1)).await.unwrap(), None);
    world.live.sweep();
    assert!(cache.get(attempt(2)).await.unwrap().is_some());
}

async fn a_snapshot_runs_out(world: World) {
    let cache = &world.live.attempts;
    cache
        .put(attempt(1), Bytes::from_static(b"x"), SHORT)
        .await
        .unwrap();
    world.pass(SHORT).await;
    assert_eq!(cache.get(attempt(1)).await.unwrap(), None);
    cache
        .put(attempt(1), Bytes::from_static(b"y"), LONG)
        .await
        .unwrap();
    world.live.sweep();
    assert!(cache.get(attempt(1)).await.unwrap().is_some());
}
