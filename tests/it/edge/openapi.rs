//! The committed document is the one the code describes.

use super::house::House;
use serde_json::Value;
use std::path::Path;
use thiluat::http::openapi;

#[test]
fn the_committed_document_is_what_the_code_describes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
    let described = openapi::document();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &described).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == described,
        "docs/openapi.json is behind the routes; run `UPDATE=1 cargo test --test it edge::openapi` and commit it"
    );
}

#[tokio::test]
async fn the_served_document_is_the_same() {
    let house = House::open(&[]).await;
    let reply = house.get("/api/v1/openapi.json").await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.body, openapi::document().into_bytes());
    let document: Value = reply.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    for path in ["/healthz", "/readyz", "/api/v1/openapi.json"] {
        assert!(document["paths"][path]["get"].is_object(), "{path}");
    }
}
