//! Connections that say nothing, half a thing, or two things at once.

use super::house::House;

const QUICK: [(&str, &str); 3] = [
    ("HTTP__HEADER_TIMEOUT_MS", "200"),
    ("HTTP__IDLE_TIMEOUT_MS", "300"),
    ("HTTP__BODY_TIMEOUT_MS", "200"),
];

#[tokio::test]
async fn silent_half_said_and_idle_connections_are_cut() {
    let house = House::open(&QUICK).await;
    let silent = house.wire().await;
    let mut half = house.wire().await;
    half.send("GET / HTTP/1.1\r\nhost: loc").await;
    let mut idle = house.wire().await;
    idle.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    assert_eq!(idle.reply().await.status, 200);
    let mut second_half = house.wire().await;
    second_half
        .send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    assert_eq!(second_half.reply().await.status, 200);
    second_half.send("GET /healthz HT").await;
    for wire in [silent, half, idle, second_half] {
        assert_eq!(
            wire.until_closed().await,
            b"",
            "nothing is said to who says nothing"
        );
    }
}

#[tokio::test]
async fn a_head_that_dribbles_does_not_win_time() {
    let house = House::open(&QUICK).await;
    let mut wire = house.wire().await;
    let begun = tokio::time::Instant::now();
    // A byte at a time, each as soon as the last was taken, until the other end closes.
    let head = format!("GET / HTTP/1.1\r\nx: {}", "a".repeat(2000));
    let mut pause = tokio::time::interval(std::time::Duration::from_millis(20));
    for byte in head.bytes() {
        pause.tick().await;
        wire.push([byte]).await;
        if begun.elapsed().as_millis() > 1000 {
            break;
        }
    }
    wire.until_closed().await;
    assert!(begun.elapsed().as_secs() < 10);
}

#[tokio::test]
async fn a_request_that_is_worked_on_is_not_cut() {
    let house = House::open(&QUICK).await;
    let mut wire = house.wire().await;
    wire.send("GET /api/v1/test/wait HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    house.begun.notified().await;
    // Another connection lives through all the limits meanwhile.
    house.wire().await.until_closed().await;
    let mut idle = house.wire().await;
    idle.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    idle.reply().await;
    idle.until_closed().await;
    house.finish.notify_one();
    assert_eq!(wire.reply().await.body, b"done");
    // And after its reply it is an idle one.
    wire.until_closed().await;
}

#[tokio::test]
async fn a_slow_body_is_refused_in_time() {
    let house = House::open(&QUICK).await;
    let mut wire = house.wire().await;
    wire.send("POST /api/v1/test/echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"epo").await;
    assert_eq!(wire.reply().await.problem(), "408 body.timeout");
    wire.until_closed().await;
    let mut chunked = house.wire().await;
    chunked.send("POST /api/v1/test/echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n").await;
    assert_eq!(chunked.reply().await.problem(), "408 body.timeout");
}

#[tokio::test]
async fn two_lengths_are_refused_and_the_connection_closed() {
    let house = House::open(&[]).await;
    for lengths in [
        "content-length: 3\r\ntransfer-encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
    ] {
        let mut wire = house.wire().await;
        // Cut within a name: the packets a head comes in must not matter.
        let head = format!(
            "POST /api/v1/test/echo HTTP/1.1\r\nhost: localhost\r\n{lengths}content-type: application/json\r\n\r\n"
        );
        let (first, second) = head.split_at(head.len() - 60);
        wire.send(first).await;
        wire.send(second).await;
        wire.send("0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .await;
        assert_eq!(wire.reply().await.problem(), "400 http.ambiguous_length");
        assert_eq!(
            wire.until_closed().await,
            b"",
            "nothing smuggled is answered"
        );
    }
    // A chunked body by itself is fine, as are requests one after the other.
    let mut wire = house.wire().await;
    for _ in 0..3 {
        wire.send("POST /api/v1/test/echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n18\r\n{\"epoch\":1,\"options\":[]}\r\n0\r\n\r\n").await;
        assert_eq!(wire.reply().await.status, 200);
        wire.send("POST /api/v1/test/echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 24\r\n\r\n{\"epoch\":1,\"options\":[]}").await;
        assert_eq!(wire.reply().await.status, 200);
    }
}

#[tokio::test]
async fn what_is_no_http_gets_a_whole_reply_too() {
    let house = House::open(&[]).await;
    for (bytes, problem) in [
        ("\u{1}\u{2}\u{3}\r\n\r\n".to_owned(), "400 http.bad_request"),
        (
            "GET / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n".to_owned(),
            "400 http.bad_request",
        ),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"
                .to_owned(),
            "400 http.bad_request",
        ),
        (
            format!("GET / HTTP/1.1\r\nx: {}", "a".repeat(60_000)),
            "431 http.head_too_large",
        ),
    ] {
        let mut wire = house.wire().await;
        wire.push(bytes).await;
        let reply = wire.reply().await;
        assert_eq!(reply.problem(), problem);
        super::replies::wears_everything(&reply);
        wire.until_closed().await;
    }
}

#[tokio::test]
async fn beyond_the_cap_connections_wait_for_a_place() {
    let house = House::open(&[("HTTP__MAX_CONNECTIONS", "2")]).await;
    let [mut first, mut second] = [house.wire().await, house.wire().await];
    for wire in [&mut first, &mut second] {
        wire.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .await;
        assert_eq!(wire.reply().await.status, 200);
    }
    let mut third = house.wire().await;
    third
        .send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    drop(first);
    assert_eq!(third.reply().await.status, 200);
}
