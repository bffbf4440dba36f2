//! Settings and kept replies.

use super::world::hash;
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::Millis;
use thiluat::store::{Replay, StoreError};

both_databases! {
    a_setting_is_what_was_set_last,
    a_reply_is_kept_once_and_forgotten_in_time,
}

async fn a_setting_is_what_was_set_last(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.setting("khoa").await.unwrap(), None);
    work.put_setting("khoa", "một").await.unwrap();
    work.put_setting("khoa", "hai").await.unwrap();
    work.put_setting("khac", "").await.unwrap();
    assert_eq!(work.setting("khoa").await.unwrap().as_deref(), Some("hai"));
    assert_eq!(work.setting("khac").await.unwrap().as_deref(), Some(""));
}

async fn a_reply_is_kept_once_and_forgotten_in_time(fresh: TestStore) {
    let replay = |number: u32, second| Replay {
        key: hash(number),
        body: hash(number + 100),
        reply: vec![0, 255, 1],
        at: start() + Millis::seconds(second),
    };
    let mut work = fresh.store.begin().await.unwrap();
    work.put_replay(&replay(1, 1)).await.unwrap();
    work.put_replay(&replay(2, 2)).await.unwrap();
    assert_eq!(work.replay(&hash(1)).await.unwrap(), Some(replay(1, 1)));
    assert_eq!(work.replay(&hash(3)).await.unwrap(), None);
    let refused = work.put_replay(&replay(1, 9)).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    let before = start() + Millis::seconds(2);
    assert_eq!(work.forget_replays(before).await.unwrap(), 1);
    assert_eq!(work.replay(&hash(1)).await.unwrap(), None);
    assert_eq!(work.replay(&hash(2)).await.unwrap(), Some(replay(2, 2)));
    work.commit().await.unwrap();
}
