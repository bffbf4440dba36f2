//! Shares: the picture, and the head of the contest's page.

use super::world::{ask, page, titled};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use serde_json::{Value, json};

both_databases! {
    a_picture_says_what_the_public_pages_say,
    the_page_of_a_contest_says_what_it_is_about,
}

async fn a_picture_says_what_the_public_pages_say(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = titled(
        &platform,
        "thi",
        "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ",
    )
    .await;
    let path = "/api/v1/contests/thi/share.png";
    let get = async |query: &str, head: &str| {
        ask(&platform, "GET", &format!("{path}{query}"), head).await
    };
    let plain = get("", "").await;
    assert_eq!(plain.header("content-type"), "image/png");
    assert_eq!(plain.header("cache-control"), "public, max-age=300");
    assert_eq!(plain.header("cross-origin-resource-policy"), "cross-origin");
    let picture = image::load_from_memory(&plain.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (1200, 630));

    let known = format!("if-none-match: {}\r\n", plain.header("etag"));
    let again = get("", &known).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(get("", "").await.body, plain.body);
    let of_unit = get("?unit=18073", &known).await;
    assert_eq!(of_unit.status, 200);
    assert_ne!(of_unit.body, plain.body);
    assert_ne!(get("?lang=en", "").await.body, plain.body);

    // Who took part shows once the public board of units tells it.
    let token = platform.register("thi", 1).await;
    assert_eq!(platform.sit(&round, &token, 3).await.status, 200);
    platform.clock.advance(2_000);
    assert_ne!(
        get("?unit=18073", "").await.header("etag"),
        of_unit.header("etag")
    );
    // The day after, one day less is left.
    let today = get("", "").await.header("etag").to_owned();
    platform.clock.advance(86_400_000);
    assert_ne!(get("", "").await.header("etag"), today);

    for (query, problem) in [
        ("?unit=khong-co", "404 not_found"),
        ("?lang=fr", "422 field.choice"),
        ("?size=9", "422 query.unknown"),
    ] {
        assert_eq!(get(query, "").await.problem(), problem, "{query}");
    }
    let nowhere = platform
        .call("GET", "/contests/khong/share.png", "", &Value::Null)
        .await;
    assert_eq!(nowhere.problem(), "404 not_found");

    // A prediction hides how many there are, on a picture as everywhere: one more changes nothing.
    let hidden = json!({
        "prediction": { "prompt": "Bao nhiêu người?", "target": "people", "required": false },
    });
    let round = platform.contest("kin", hidden).await;
    let tag = async || {
        let reply = ask(
            &platform,
            "GET",
            "/api/v1/contests/kin/share.png?unit=18073",
            "",
        )
        .await;
        reply.header("etag").to_owned()
    };
    let before = tag().await;
    let token = platform.register("kin", 1).await;
    assert_eq!(platform.sit(&round, &token, 3).await.status, 200);
    platform.clock.advance(2_000);
    assert_eq!(tag().await, before);
}

async fn the_page_of_a_contest_says_what_it_is_about(store: TestStore) {
    let platform = Platform::on(store).await;
    titled(
        &platform,
        "thi",
        "An toàn \"</title><script>alert(1)</script>' & hơn",
    )
    .await;
    let html = page(&platform, "/cuoc-thi/thi?utm_source=zalo").await;
    let safe = "An toàn &quot;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39; &amp; hơn";
    assert!(
        html.contains(&format!("<title>{safe} – Thi Luật</title>")),
        "{html}"
    );
    let says = |property: &str, content: &str| {
        let tag = format!("<meta property=\"{property}\" content=\"{content}\" />");
        assert!(html.contains(&tag), "{tag} is not in {html}");
    };
    says("og:title", safe);
    says("og:url", "http://localhost/cuoc-thi/thi");
    says("og:image", "http://localhost/api/v1/contests/thi/share.png");
    says(
        "og:description",
        "Tỉnh Hà Tĩnh · Còn 6 ngày · 01/12/2026 – 06/12/2026",
    );
    // The application is in it as ever, and nothing of it is inline.
    let plain = page(&platform, "/").await;
    let scripts = |page: &str| page.matches("<script").count();
    assert_eq!(scripts(&html), scripts(&plain));

    let shared = page(&platform, "/cuoc-thi/thi?don-vi=18073").await;
    assert!(
        shared.contains("content=\"http://localhost/api/v1/contests/thi/share.png?unit=18073\"")
    );
    assert!(shared.contains("· Phường Thành Sen"), "{shared}");
    let unknown = page(&platform, "/cuoc-thi/thi?don-vi=khong-co").await;
    assert_eq!(unknown, html);
    // A contest that is not there has the page that says so.
    assert_eq!(page(&platform, "/cuoc-thi/khong-co").await, plain);

    let reply = ask(&platform, "GET", "/cuoc-thi/thi", "").await;
    assert_eq!(reply.header("cache-control"), "no-cache");
    let known = format!("if-none-match: {}\r\n", reply.header("etag"));
    assert_eq!(
        ask(&platform, "GET", "/cuoc-thi/thi", &known).await.status,
        304
    );
    assert_eq!(
        ask(&platform, "HEAD", "/cuoc-thi/thi", "").await.status,
        200
    );
    let posted = ask(&platform, "POST", "/cuoc-thi/thi", "").await;
    assert_eq!(posted.problem(), "405 method.not_allowed");
}
