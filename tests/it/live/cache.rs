//! Contract of `Cache`.

use super::contracts;
use super::world::{World, attempt};
use bytes::Bytes;
use std::time::Duration;
use thiluat::live::{CacheKey, Known};

contracts! {
    what_was_put_last_comes_back,
    a_value_runs_out,
}

const LONG: Duration = Duration::from_hours(1);
const SHORT: Duration = Duration::from_millis(60);

fn known(key: CacheKey, value: &'static [u8], ttl: Duration) -> Known {
    Known {
        key,
        value: Bytes::from_static(value),
        ttl,
    }
}

async fn what_was_put_last_comes_back(world: World) {
    let cache = &world.live.cache;
    let (one, two) = (CacheKey::Attempt(attempt(1)), CacheKey::Session([0xA5; 32]));
    assert_eq!(cache.get(one).await.unwrap(), None);
    let bytes: &[u8] = &[0, 255, b'\r', b'\n', 0x80];
    cache.put(vec![known(one, b"old", LONG)]).await.unwrap();
    let both = vec![known(one, bytes, LONG), known(two, b"", LONG)];
    cache.put(both).await.unwrap();
    assert_eq!(cache.get(one).await.unwrap().as_deref(), Some(bytes));
    assert_eq!(cache.get(two).await.unwrap(), Some(Bytes::new()));
    cache.remove(one).await.unwrap();
    cache.remove(one).await.unwrap();
    assert_eq!(cache.get(one).await.unwrap(), None);
    world.live.sweep();
    assert!(cache.get(two).await.unwrap().is_some());
}

async fn a_value_runs_out(world: World) {
    let cache = &world.live.cache;
    let key = CacheKey::Attempt(attempt(1));
    cache.put(vec![known(key, b"x", SHORT)]).await.unwrap();
    world.pass(SHORT).await;
    assert_eq!(cache.get(key).await.unwrap(), None);
    cache.put(vec![known(key, b"y", LONG)]).await.unwrap();
    world.live.sweep();
    assert!(cache.get(key).await.unwrap().is_some());
}
