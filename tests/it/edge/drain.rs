//! Hanging up and shutting down: what was begun is finished.

use super::house::House;
use tokio::net::TcpStream;

const WAIT: &str = "GET /api/v1/test/wait HTTP/1.1\r\nhost: localhost\r\n\r\n";

#[tokio::test]
async fn a_drain_finishes_what_is_under_way_and_takes_nothing_new() {
    let house = House::open(&[]).await;
    let mut under_way = house.wire().await;
    under_way.send(WAIT).await;
    house.begun.notified().await;
    let mut idle = house.wire().await;
    idle.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    idle.reply().await;
    let silent = house.wire().await;
    house.drain.cancel();
    idle.until_closed().await;
    silent.until_closed().await;
    assert!(
        TcpStream::connect(house.address).await.is_err(),
        "the door is shut"
    );
    house.finish.notify_one();
    let reply = under_way.reply().await;
    assert_eq!((reply.status, reply.body.as_slice()), (200, &b"done"[..]));
    assert!(house.served.await.unwrap(), "everything was finished");
}

#[tokio::test]
async fn a_drain_does_not_wait_for_ever() {
    let house = House::open(&[("HTTP__DRAIN_MS", "100")]).await;
    let mut stuck = house.wire().await;
    stuck.send(WAIT).await;
    house.begun.notified().await;
    house.drain.cancel();
    assert!(!house.served.await.unwrap(), "something was left");
    assert_eq!(stuck.until_closed().await, b"");
}

#[tokio::test]
async fn a_client_that_hangs_up_cancels_nothing() {
    let house = House::open(&[]).await;
    for _ in 0..20 {
        let mut wire = house.wire().await;
        wire.send(WAIT).await;
        house.begun.notified().await;
        drop(wire);
        house.finish.notify_one();
        house.finished.notified().await;
    }
    // The drain waits for work whose client is gone, too.
    let mut wire = house.wire().await;
    wire.send(WAIT).await;
    house.begun.notified().await;
    drop(wire);
    house.drain.cancel();
    house.finish.notify_one();
    house.finished.notified().await;
    assert!(house.served.await.unwrap());
}
