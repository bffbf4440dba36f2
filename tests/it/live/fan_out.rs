//! Contract of `FanOut`.

use super::contracts;
use super::world::World;

contracts! {
    every_subscriber_hears_what_is_published_afterwards,
    topics_do_not_touch,
    a_slow_subscriber_sees_that_it_missed_something,
    publishing_without_subscribers_is_no_error,
}

async fn every_subscriber_hears_what_is_published_afterwards(world: World) {
    let fan_out = &world.live.fan_out;
    let mut first = fan_out.subscribe("bảng").await.unwrap();
    let mut second = fan_out.subscribe("bảng").await.unwrap();
    for (number, payload) in ["{\"một\":1}", "", "ba:3:c"].into_iter().enumerate() {
        let offset = fan_out.publish("bảng", payload).await.unwrap();
        assert_eq!(offset, number as u64 + 1);
        let message = first.next().await.unwrap();
        assert_eq!((message.offset, &*message.payload), (offset, payload));
        assert_eq!(second.next().await.unwrap(), message);
    }
    let mut late = fan_out.subscribe("bảng").await.unwrap();
    fan_out.publish("bảng", "bốn").await.unwrap();
    assert_eq!(late.next().await.unwrap().offset, 4, "nothing is replayed");
}

async fn topics_do_not_touch(world: World) {
    let fan_out = &world.live.fan_out;
    let mut here = fan_out.subscribe("here").await.unwrap();
    let mut there = fan_out.subscribe("there").await.unwrap();
    fan_out.publish("there", "1").await.unwrap();
    fan_out.publish("here", "2").await.unwrap();
    assert_eq!(&*here.next().await.unwrap().payload, "2");
    assert_eq!(&*there.next().await.unwrap().payload, "1");
}

async fn a_slow_subscriber_sees_that_it_missed_something(world: World) {
    let fan_out = &world.live.fan_out;
    let mut slow = fan_out.subscribe("t").await.unwrap();
    let mut prompt = fan_out.subscribe("t").await.unwrap();
    let mut epoch = None;
    for number in 1..=500_u64 {
        fan_out.publish("t", &number.to_string()).await.unwrap();
        let heard = prompt.next().await.unwrap();
        assert_eq!(heard.offset, number, "who keeps up misses nothing");
        assert_eq!(*epoch.get_or_insert(heard.epoch), heard.epoch);
    }
    let first = slow.next().await.unwrap();
    assert!(first.offset > 1, "the gap is visible");
    let mut last = first;
    while last.offset < 500 {
        let next = slow.next().await.unwrap();
        assert!(next.offset > last.offset);
        last = next;
    }
    assert_eq!(&*last.payload, "500", "the newest state is what it gets");
}

async fn publishing_without_subscribers_is_no_error(world: World) {
    let fan_out = &world.live.fan_out;
    assert_eq!(fan_out.publish("t", "a").await.unwrap(), 1);
    drop(fan_out.subscribe("t").await.unwrap());
    assert_eq!(fan_out.publish("t", "b").await.unwrap(), 2);
}
