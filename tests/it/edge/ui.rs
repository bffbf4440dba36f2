//! The web application as it is served, whether or not it was built into this binary.

use super::house::House;

#[tokio::test]
async fn addresses_of_the_application_get_its_page() {
    let house = House::open(&[]).await;
    for target in ["/", "/contests/giao-thong-2026", "/verify?receipt=abc"] {
        let reply = house.get(target).await;
        assert_eq!(reply.status, 200, "{target}");
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(reply.header("cache-control"), "no-cache");
    }
    for target in [
        "/assets/none.js",
        "/none.png",
        "/api/v1/none",
        "/api/none",
        "/api",
    ] {
        assert_eq!(
            house.get(target).await.problem(),
            "404 not_found",
            "{target}"
        );
    }
    assert_eq!(
        house.ask("POST", "/", "", "").await.problem(),
        "405 method.not_allowed"
    );
}

#[tokio::test]
async fn the_entry_page_runs_nothing_inline() {
    let house = House::open(&[]).await;
    let page = String::from_utf8(house.get("/").await.body).unwrap();
    for piece in page.split("<script").skip(1) {
        let (attributes, rest) = piece.split_once('>').unwrap();
        assert!(attributes.contains("src=\"/"), "{attributes}");
        assert!(rest.starts_with("</script>"), "{rest}");
    }
    assert!(
        !page.contains("style=\"") && !page.contains("<style"),
        "{page}"
    );
}

#[tokio::test]
async fn a_built_file_comes_compressed_tagged_and_for_ever() {
    let house = House::open(&[]).await;
    let page = String::from_utf8(house.get("/").await.body).unwrap();
    let Some(at) = page.find("/assets/") else {
        eprintln!("the web application is not built into this binary: only its page was tried");
        return;
    };
    let asset = page[at..].split('"').next().unwrap();
    let plain = house.get(asset).await;
    assert_eq!(plain.status, 200);
    assert_eq!(
        plain.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(plain.header("vary"), "accept-encoding");
    assert_eq!(plain.header("content-encoding"), "");
    let brotli = house
        .ask("GET", asset, "accept-encoding: gzip, br\r\n", "")
        .await;
    assert_eq!(brotli.header("content-encoding"), "br");
    assert_eq!(brotli.header("content-type"), plain.header("content-type"));
    assert!(brotli.body.len() < plain.body.len());
    let gzip = house
        .ask("GET", asset, "accept-encoding: gzip, br;q=0\r\n", "")
        .await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let tag = brotli.header("etag").to_owned();
    assert_ne!(tag, plain.header("etag"), "each form has its own tag");
    let head = format!("accept-encoding: br\r\nif-none-match: \"x\", {tag}\r\n");
    let again = house.ask("GET", asset, &head, "").await;
    assert_eq!((again.status, again.header("etag")), (304, tag.as_str()));
}
