//! Hosts, addresses and other sites.

use super::house::House;

const GOOD: &str = r#"{"epoch":1,"options":[]}"#;

#[tokio::test]
async fn only_names_of_this_place_are_served() {
    let house = House::open(&[
        ("HTTP__HOSTS", "thi.hatinh.vn, noi-bo"),
        ("HTTP__PUBLIC_URL", "https://thi.example.vn"),
    ])
    .await;
    let status = async |head: &str| house.ask("GET", "/healthz", head, "").await;
    let port = house.address.port();
    for host in [
        "localhost",
        "LOCALHOST:1234",
        "127.0.0.1",
        "127.8.9.1:80",
        "[::1]",
        "[::1]:8080",
        "thi.hatinh.vn",
        "Thi.Hatinh.VN.",
        "noi-bo:81",
        "thi.example.vn",
        &format!("127.0.0.1:{port}"),
    ] {
        assert_eq!(
            status(&format!("host: {host}\r\n")).await.status,
            200,
            "{host}"
        );
    }
    for host in [
        "evil.vn",
        "thi.hatinh.vn.evil.vn",
        "evil-thi.hatinh.vn",
        "localhost.evil.vn",
        "192.168.1.1",
        "",
        "thi.hatinh.vn, evil.vn",
        "user@localhost",
    ] {
        let reply = status(&format!("host: {host}\r\n")).await;
        assert_eq!(reply.problem(), "421 host.unknown", "{host}");
    }
    let twice = status("host: localhost\r\nhost: localhost\r\n").await;
    assert_eq!(twice.problem(), "421 host.unknown");
    let absolute = house.ask("GET", "http://evil.vn/healthz", "", "").await;
    assert_eq!(absolute.problem(), "421 host.unknown");
    let mut wire = house.wire().await;
    wire.send("GET /healthz HTTP/1.0\r\n\r\n").await;
    assert_eq!(wire.reply().await.problem(), "421 host.unknown");
}

#[tokio::test]
async fn an_address_of_this_machine_is_served_when_it_listens_on_all() {
    let house = House::open(&[("HTTP__LISTEN", "0.0.0.0:0")]).await;
    assert_eq!(
        house
            .ask("GET", "/healthz", "host: 127.0.0.1\r\n", "")
            .await
            .status,
        200
    );
    assert_eq!(
        house
            .ask("GET", "/healthz", "host: 0.0.0.0\r\n", "")
            .await
            .status,
        421
    );
}

#[tokio::test]
async fn addresses_that_readers_read_differently_are_refused() {
    let house = House::open(&[]).await;
    for target in [
        "/%00",
        "/a%00b",
        "/%2e%2e/etc/passwd",
        "/a/%2E/b",
        "/a%2fb",
        "/a%5cb",
        "/../etc/passwd",
        "/a/./b",
        "/%",
        "/%4",
        "/%zz",
        "/%ff%fe",
        "/?q=%00",
        "/?q=%f",
    ] {
        assert_eq!(
            house.get(target).await.problem(),
            "400 url.invalid",
            "{target}"
        );
    }
    for target in [
        "/contests/k%E1%BB%B3-anh",
        "/?q=%C4%91&x=%2e",
        "/a.b",
        "/.well-known",
    ] {
        let status = house.get(target).await.status;
        assert!(status == 200 || status == 404, "{target}: {status}");
    }
    let long = format!("/?q={}", "a".repeat(20 * 1024));
    let reply = house.get(&long).await;
    assert_eq!(reply.problem(), "414 url.too_long");
    assert_eq!(reply.json()["limit_bytes"], 8192);
    assert_eq!(
        house.ask("TRACE", "/", "", "").await.problem(),
        "405 method.not_allowed"
    );
}

#[tokio::test]
async fn what_another_site_makes_a_browser_send_is_refused() {
    let house = House::open(&[("HTTP__PUBLIC_URL", "https://thi.vn")]).await;
    let port = house.address.port();
    for head in [
        "sec-fetch-site: cross-site\r\n",
        "sec-fetch-site: same-site\r\n",
        "sec-fetch-site: none\r\n",
        "sec-fetch-site: cross-site\r\ncookie: thiluat=tok\r\n",
        "sec-fetch-site: same-origin\r\norigin: https://evil.vn\r\n",
        "origin: null\r\n",
        "origin: https://site.evil\r\n",
        "origin: https://thi.vn.evil.vn\r\n",
        "origin: http://thi.vn\r\n",
        "origin: https://thi.vn:8443\r\n",
        "origin: file://localhost\r\n",
        "origin: \r\n",
        "origin: localhost\r\n",
    ] {
        assert_eq!(
            house.post("echo", head, GOOD).await.problem(),
            "403 csrf.cross_site",
            "{head}"
        );
    }
    let own = format!("host: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n");
    for head in [
        "",
        "authorization: Bearer tok\r\n",
        "cookie: thiluat=tok\r\n",
        "sec-fetch-site: same-origin\r\n",
        "sec-fetch-site: same-origin\r\norigin: https://thi.vn\r\n",
        "origin: https://thi.vn\r\n",
        "host: thi.vn:443\r\norigin: https://thi.vn\r\n",
        "origin: http://localhost\r\n",
        own.as_str(),
    ] {
        assert_eq!(house.post("echo", head, GOOD).await.status, 200, "{head}");
    }
    // Following a link from another site is reading, and allowed.
    let link = house
        .ask("GET", "/", "sec-fetch-site: cross-site\r\n", "")
        .await;
    assert_eq!(link.status, 200);
}

#[tokio::test]
async fn a_forged_forwarded_for_changes_nothing() {
    let forged = "x-forwarded-for: 9.9.9.9\r\n";
    let plain = House::open(&[]).await;
    let reply = plain.ask("GET", "/api/v1/test/address", forged, "").await;
    assert_eq!(reply.body, b"127.0.0.1");
    let behind = House::open(&[("HTTP__TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let head = "x-forwarded-for: 9.9.9.9, 5.6.7.8\r\n";
    let reply = behind.ask("GET", "/api/v1/test/address", head, "").await;
    assert_eq!(reply.body, b"5.6.7.8");
}
