//! The hub: what a follower gets, and when the source is asked.

use super::topics::Topics;
use serde_json::{Value, json};
use std::time::Duration;
use thiluat::ws::hub::Feed;
use thiluat::ws::{Hub, TopicRefusal};
use tokio::task::JoinSet;

const TOPIC: &str = "public:board";

/// The next frame as (type, offset, data).
async fn next(feed: &mut Feed) -> (String, u64, Value) {
    loop {
        feed.changed().await;
        if let Some(text) = feed.take() {
            let frame: Value = serde_json::from_str(text.as_str()).unwrap();
            assert_eq!(frame["topic"], TOPIC);
            let kind = frame["type"].as_str().unwrap().to_owned();
            return (
                kind,
                frame["offset"].as_u64().unwrap(),
                frame["data"].clone(),
            );
        }
    }
}

fn frame(kind: &str, offset: u64, number: u64) -> (String, u64, Value) {
    (kind.to_owned(), offset, json!({ "n": number }))
}

fn publish(hub: &Hub, number: u64) {
    hub.publish(TOPIC, format!(r#"{{"n":{number}}}"#)).unwrap();
}

#[tokio::test]
async fn a_follower_begins_with_a_snapshot_and_goes_on_with_updates() {
    let (topics, hub) = Topics::hub(r#"{"n":1}"#);
    let mut feed = hub.follow(TOPIC, true).await.unwrap();
    assert_eq!(next(&mut feed).await, frame("snapshot", 1, 1));
    publish(&hub, 2);
    assert_eq!(next(&mut feed).await, frame("update", 2, 2));
    publish(&hub, 2);
    publish(&hub, 3);
    assert_eq!(
        next(&mut feed).await,
        frame("update", 3, 3),
        "the same state is no news"
    );
    assert_eq!(topics.asked(), 1);

    let mut second = hub.follow(TOPIC, true).await.unwrap();
    assert_eq!(next(&mut second).await, frame("snapshot", 3, 3));
    assert_eq!(
        topics.asked(),
        1,
        "somebody listens, so the newest frame is the state"
    );
}

#[tokio::test]
async fn who_missed_frames_gets_the_newest_as_a_snapshot() {
    let (_, hub) = Topics::hub(r#"{"n":1}"#);
    let mut feed = hub.follow(TOPIC, true).await.unwrap();
    next(&mut feed).await;
    for number in 2..=9 {
        publish(&hub, number);
    }
    assert_eq!(next(&mut feed).await, frame("snapshot", 9, 9));
    assert!(feed.take().is_none(), "only once");
}

#[tokio::test]
async fn after_a_time_without_listeners_the_source_is_asked_again() {
    let (topics, hub) = Topics::hub(r#"{"n":1}"#);
    publish(&hub, 0);
    drop(hub.follow(TOPIC, true).await.unwrap());
    assert_eq!(hub.listeners(TOPIC), 0);
    topics.set(r#"{"n":5}"#);
    let mut feed = hub.follow(TOPIC, true).await.unwrap();
    assert_eq!(hub.listeners(TOPIC), 1);
    assert_eq!(
        next(&mut feed).await,
        frame("snapshot", 2, 5),
        "offsets go on"
    );
    assert_eq!(topics.asked(), 2);
}

#[tokio::test]
async fn a_publish_while_the_source_answers_is_not_undone_by_the_answer() {
    let (topics, hub) = Topics::hub(r#"{"n":1}"#);
    let gate = topics.close_gate();
    let following = tokio::spawn({
        let hub = hub.clone();
        async move { hub.follow(TOPIC, true).await }
    });
    while topics.asked() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(hub.listeners(TOPIC), 1, "the publisher sees it already");
    publish(&hub, 2);
    gate.notify_one();
    let mut feed = following.await.unwrap().unwrap();
    assert_eq!(next(&mut feed).await, frame("snapshot", 1, 2));
}

#[tokio::test]
async fn a_crowd_that_arrives_at_once_asks_the_source_once() {
    let (topics, hub) = Topics::hub(r#"{"n":1}"#);
    let mut crowd = JoinSet::new();
    for _ in 0..500 {
        let hub = hub.clone();
        crowd.spawn(async move { hub.follow(TOPIC, true).await.unwrap() });
    }
    let mut feeds = crowd.join_all().await;
    assert_eq!(topics.asked(), 1);
    let texts: Vec<_> = feeds.iter_mut().filter_map(Feed::take).collect();
    assert_eq!(texts.len(), 500);
    let address = |at: usize| texts[at].as_str().as_ptr();
    assert_eq!(address(0), address(499), "one frame in memory for everyone");
}

#[tokio::test(start_paused = true)]
async fn a_source_that_hangs_delays_only_those_who_ask_it() {
    let (topics, hub) = Topics::hub(r#"{"n":1}"#);
    let mut there = hub.follow(TOPIC, true).await.unwrap();
    next(&mut there).await;
    let _never = topics.close_gate();
    let other = tokio::time::timeout(Duration::from_secs(5), hub.follow("public:other", true));
    assert!(other.await.is_err());
    publish(&hub, 2);
    assert_eq!(next(&mut there).await, frame("update", 2, 2));
}

#[tokio::test]
async fn refused_topics_leave_nothing_behind() {
    let (topics, hub) = Topics::hub("{}");
    for name in ["nothing", "public", ""] {
        let refused = hub.follow(name, false).await.err();
        assert_eq!(refused, Some(TopicRefusal::Unknown), "{name}");
    }
    let asked = topics.asked();
    let refused = hub.follow("private:desk", true).await.err();
    assert_eq!(refused, Some(TopicRefusal::NotPublic));
    assert_eq!(topics.asked(), asked, "not even asked");
    assert!(hub.follow("private:desk", false).await.is_ok());
}

#[tokio::test]
async fn what_is_not_json_is_not_published() {
    let (topics, hub) = Topics::hub("{\"n\":1}");
    let mut feed = hub.follow(TOPIC, true).await.unwrap();
    next(&mut feed).await;
    for bad in ["", "{", r#"{"n":1}{"n":2}"#] {
        assert!(hub.publish(TOPIC, bad).is_err(), "{bad}");
    }
    publish(&hub, 2);
    assert_eq!(next(&mut feed).await, frame("update", 2, 2));
    topics.set("not JSON");
    let refused = hub.follow("public:other", true).await.err();
    assert_eq!(refused, Some(TopicRefusal::Unavailable));
}

#[tokio::test]
async fn sweeping_spares_who_is_followed() {
    let (topics, hub) = Topics::hub(r#"{"n":1}"#);
    let mut feed = hub.follow(TOPIC, true).await.unwrap();
    next(&mut feed).await;
    drop(hub.follow("public:left", true).await.unwrap());
    hub.sweep();
    publish(&hub, 2);
    assert_eq!(next(&mut feed).await, frame("update", 2, 2));
    drop(hub.follow("public:left", true).await.unwrap());
    assert_eq!(topics.asked(), 3);
}
