//! What every reply wears, and what a refusal says.

use super::house::House;
use super::wire::Reply;

/// Holds a reply against security.md 1.35.
pub fn wears_everything(reply: &Reply) {
    let csp = reply.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(
            csp.split("; ").any(|known| known == part),
            "{part}: {reply:?}"
        );
    }
    assert!(!csp.contains("unsafe"), "{csp}");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    assert!(reply.header("permissions-policy").contains("camera=()"));
    assert!(!reply.header("cache-control").is_empty());
    assert_eq!(reply.all("x-request-id").len(), 1, "{reply:?}");
    assert!(reply.header("x-request-id").len() > 8);
}

#[tokio::test]
async fn every_reply_wears_the_security_headers() {
    let house = House::open(&[]).await;
    for (method, target, status) in [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("POST", "/healthz", 405),
        ("DELETE", "/", 405),
        ("GET", "/readyz", 200),
        ("GET", "/api/v1/openapi.json", 200),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api", 404),
        ("GET", "/assets/nothing.js", 404),
        ("GET", "/api/v1/test/me", 401),
        ("GET", "/api/v1/test/broken", 500),
        ("GET", "/api/v1/test/panic", 500),
        ("POST", "/api/v1/test/echo", 415),
        ("GET", "/%00", 400),
        ("TRACE", "/", 405),
        ("OPTIONS", "/api/v1/test/echo", 405),
        ("BREW", "/api/v1/test/echo", 405),
    ] {
        let reply = house.ask(method, target, "", "").await;
        assert_eq!(reply.status, status, "{method} {target}: {reply:?}");
        wears_everything(&reply);
        if status >= 400 && method != "HEAD" {
            reply.problem();
        }
    }
    let refused = house.ask("DELETE", "/healthz", "", "").await;
    assert_eq!(refused.header("allow"), "GET,HEAD");
    assert_eq!(
        house.get("/api/v1/test/key").await.header("cache-control"),
        "no-store"
    );
}

#[tokio::test]
async fn a_fault_of_ours_says_nothing_of_its_cause() {
    let house = House::open(&[]).await;
    for target in ["/api/v1/test/broken", "/api/v1/test/panic"] {
        let reply = house.get(target).await;
        assert_eq!(reply.problem(), "500 internal");
        assert!(
            !String::from_utf8_lossy(&reply.body).contains("secret"),
            "{reply:?}"
        );
    }
}

#[tokio::test]
async fn refusals_speak_the_readers_language() {
    let house = House::open(&[]).await;
    let title = async |head: &str| {
        let reply = house.ask("GET", "/api/v1/none", head, "").await;
        reply.json()["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(title("").await, "Không tìm thấy");
    assert_eq!(
        title("accept-language: en-GB, vi;q=0.5\r\n").await,
        "Not Found"
    );
    assert_eq!(title("accept-language: fr\r\n").await, "Không tìm thấy");
}

#[tokio::test]
async fn request_ids_differ_on_one_connection() {
    let house = House::open(&[]).await;
    let mut wire = house.wire().await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        wire.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .await;
        seen.insert(wire.reply().await.header("x-request-id").to_owned());
    }
    assert_eq!(seen.len(), 5);
}

#[tokio::test]
async fn an_id_that_can_not_be_one_looks_like_one_that_nobody_has() {
    let house = House::open(&[]).await;
    let known = "0192f0c1a2b37c4d8e5f60718293a4b5";
    assert_eq!(
        house
            .get(&format!("/api/v1/test/rounds/{known}"))
            .await
            .body,
        known.as_bytes()
    );
    let strip = |reply: Reply| {
        assert_eq!(reply.problem(), "404 not_found");
        let mut body = reply.json();
        body["request_id"].take();
        body
    };
    let nowhere = strip(house.get("/api/v1/none").await);
    for id in [
        "1",
        "x",
        "0192f0c1a2b37c4d8e5f60718293a4bg",
        "%E1%BA%A1",
        "'%20OR%201=1",
    ] {
        assert_eq!(
            strip(house.get(&format!("/api/v1/test/rounds/{id}")).await),
            nowhere
        );
    }
}

#[tokio::test]
async fn sessions_travel_by_bearer_or_one_cookie() {
    let house = House::open(&[]).await;
    let me = async |head: &str| house.ask("GET", "/api/v1/test/me", head, "").await;
    assert_eq!(me("authorization: Bearer tok\r\n").await.body, b"tok");
    assert_eq!(me("cookie: a=b; thiluat=tok\r\n").await.body, b"tok");
    let anonymous = me("").await;
    assert_eq!(anonymous.problem(), "401 auth.required");
    assert!(anonymous.all("set-cookie").is_empty());
    for cookie in ["thiluat=a; thiluat=b", "thiluat=", "thiluat=%20"] {
        let refused = me(&format!("cookie: {cookie}\r\n")).await;
        assert_eq!(refused.problem(), "401 auth.required", "{cookie}");
        assert_eq!(
            refused.all("set-cookie"),
            ["thiluat=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"],
            "{cookie}"
        );
    }
    let tls = House::open(&[("HTTP__PUBLIC_URL", "https://thi.vn")]).await;
    let refused = tls
        .ask("GET", "/api/v1/test/me", "cookie: __Host-thiluat=\r\n", "")
        .await;
    assert!(
        refused
            .header("set-cookie")
            .starts_with("__Host-thiluat=; "),
        "{refused:?}"
    );
    assert!(
        refused.header("set-cookie").ends_with("; Secure"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_idempotency_key_is_visible_text() {
    let house = House::open(&[]).await;
    let key = async |head: &str| house.ask("GET", "/api/v1/test/key", head, "").await;
    assert_eq!(key("idempotency-key: 8e03-a\r\n").await.body, b"8e03-a");
    assert_eq!(key("").await.body, b"");
    let long = "k".repeat(129);
    for bad in ["a b", "é", "", long.as_str()] {
        let reply = key(&format!("idempotency-key: {bad}\r\n")).await;
        assert_eq!(reply.problem(), "422 idempotency.key", "{bad:?}");
    }
    let twice = key("idempotency-key: a\r\nidempotency-key: b\r\n").await;
    assert_eq!(twice.problem(), "422 idempotency.key");
}

#[tokio::test]
async fn a_node_without_its_store_is_up_but_not_ready() {
    let house = House::with(&[], false).await;
    assert_eq!(house.get("/healthz").await.status, 200);
    let reply = house.get("/readyz").await;
    assert_eq!(reply.status, 503);
    assert_eq!(reply.json()["store"], false);
    wears_everything(&reply);
}
