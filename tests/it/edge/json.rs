//! Bodies over a real connection; the many ways a text is wrong are told beside the reader itself.

use super::house::House;

const GOOD: &str = r#"{"epoch":1,"options":["a"]}"#;

#[tokio::test]
async fn a_good_body_comes_back() {
    let house = House::open(&[]).await;
    let reply = house.post("echo", "", GOOD).await;
    assert_eq!(
        (reply.status, reply.body.as_slice()),
        (200, GOOD.as_bytes())
    );
}

#[tokio::test]
async fn only_json_is_taken_as_json() {
    let house = House::open(&[]).await;
    let send = async |head: &str| house.ask("POST", "/api/v1/test/echo", head, GOOD).await;
    for kind in [
        "",
        "content-type: text/plain\r\n",
        "content-type: application/x-www-form-urlencoded\r\n",
        "content-type: multipart/form-data; boundary=x\r\n",
        "content-type: application/jsonp\r\n",
        "content-type: application/json; charset=utf-16\r\n",
        "content-type: application/json\r\ncontent-type: text/plain\r\n",
    ] {
        assert_eq!(send(kind).await.problem(), "415 content_type", "{kind}");
    }
    for kind in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;",
    ] {
        assert_eq!(
            send(&format!("content-type: {kind}\r\n")).await.status,
            200,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_refused_body_says_where_and_why() {
    let house = House::open(&[]).await;
    for (body, problem, pointer) in [
        (r#"{"epoch":1"#, "400 json.syntax", None),
        (r#"{"epoch":1,"epoch":1}"#, "400 json.duplicate_key", None),
        (
            r#"{"epoch":1,"options":[],"score":9}"#,
            "422 json.unknown_field",
            Some("/score"),
        ),
        (
            r#"{"epoch":"1","options":[]}"#,
            "422 field.type",
            Some("/epoch"),
        ),
        (
            r#"{"epoch":-1,"options":[]}"#,
            "422 field.range",
            Some("/epoch"),
        ),
        (
            r#"{"epoch":1,"options":["\u0000"]}"#,
            "422 text.invalid",
            Some("/options/0"),
        ),
    ] {
        let reply = house.post("echo", "", body).await;
        assert_eq!(reply.problem(), problem, "{body}");
        let errors = reply.json()["errors"].clone();
        match pointer {
            None => assert!(errors.is_null(), "{errors}"),
            Some(pointer) => {
                assert_eq!(errors[0]["pointer"], pointer);
                assert!(errors[0]["code"].is_string() && errors[0]["detail"].is_string());
            }
        }
    }
    let reply = house.post("echo", "", "{\n  nope").await;
    assert_eq!(
        (
            reply.json()["line"].as_u64(),
            reply.json()["column"].as_u64()
        ),
        (Some(2), Some(3))
    );
}

#[tokio::test]
async fn too_large_is_said_even_to_who_sends_it_all_first() {
    let house = House::open(&[]).await;
    let long = format!(r#"{{"epoch":1,"options":["{}"]}}"#, "a".repeat(100));
    let reply = house.post("small", "", &long).await;
    assert_eq!(reply.problem(), "413 body.too_large");
    assert_eq!(reply.json()["limit_bytes"], 100);
    let huge = format!(r#"{{"epoch":1,"options":["{}"]}}"#, "a".repeat(3_000_000));
    assert_eq!(
        house.post("echo", "", &huge).await.problem(),
        "413 body.too_large"
    );
    // Without a length, by chunks.
    let mut wire = house.wire().await;
    wire.send("POST /api/v1/test/small HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n").await;
    for _ in 0..20 {
        wire.send("A\r\n          \r\n").await;
    }
    wire.send("0\r\n\r\n").await;
    assert_eq!(wire.reply().await.problem(), "413 body.too_large");
}
