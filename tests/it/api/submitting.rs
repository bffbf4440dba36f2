//! Handing in.

use crate::support::database::{TestStore, every_profile};
use crate::support::platform::{Platform, option};
use serde_json::{Value, json};
use std::collections::BTreeSet;

every_profile! {
    fifty_parallel_submissions_give_one_receipt,
    the_clock_hands_in_what_is_stored,
    what_has_not_arrived_is_asked_for,
    rules_about_blanks_and_guesses_are_held,
    receipts_are_public_and_signed,
}

async fn fifty_parallel_submissions_give_one_receipt(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    for person in 0..3 {
        let token = platform.register("thi", person).await;
        let attempt = platform.start(&round, &token, "d").await;
        for slot in 1..=7 {
            let right = option(&attempt, slot, true);
            platform
                .save(&attempt, &token, slot, i64::try_from(slot).unwrap(), &right)
                .await;
        }
        platform.clock.advance(60_500);
        let submits = (0..50).map(|_| platform.submit(&attempt, &token, 7));
        let replies = futures_util::future::join_all(submits).await;
        let bodies: BTreeSet<String> = replies.iter().map(|r| r.json().to_string()).collect();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        let body = replies[0].json();
        assert_eq!(
            body["result"],
            json!({ "score": 7, "max_score": 10, "correct": 7, "questions": 10 })
        );
        assert_eq!(body["submission"]["duration_ms"], 60_500);
        assert_eq!(body["submission"]["forced"], false);
        let late = platform
            .save(&attempt, &token, 8, 8, &option(&attempt, 8, true))
            .await;
        assert_eq!(late.problem(), "409 attempt.closed");
        platform.clock.advance(3_600_000);
        assert_eq!(
            platform.submit(&attempt, &token, 7).await.json(),
            body,
            "also much later"
        );
    }
}

async fn the_clock_hands_in_what_is_stored(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    for slot in 1..=4 {
        let right = option(&attempt, slot, true);
        platform
            .save(&attempt, &token, slot, i64::try_from(slot).unwrap(), &right)
            .await;
    }
    assert_eq!(
        platform.app.advance().await.unwrap().handed_in,
        0,
        "not before its time"
    );
    platform.clock.advance(900_000 + 5_001);
    assert_eq!(platform.app.advance().await.unwrap().handed_in, 1);
    assert_eq!(platform.app.advance().await.unwrap().handed_in, 0, "once");
    let reply = platform.submit(&attempt, &token, 4).await.json();
    assert_eq!(reply["submission"]["forced"], true);
    assert_eq!(
        reply["submission"]["submitted_at"],
        attempt["attempt"]["deadline"]
    );
    assert_eq!(reply["submission"]["duration_ms"], 900_000);
    assert_eq!(reply["result"]["correct"], 4);
}

async fn what_has_not_arrived_is_asked_for(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    platform
        .save(&attempt, &token, 1, 1, &option(&attempt, 1, true))
        .await;
    let missing = platform.submit(&attempt, &token, 3).await;
    assert_eq!(missing.problem(), "409 attempt.missing_answers");
    assert_eq!(missing.json()["slots"], json!([]));
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let body = json!({ "epoch": 1, "final_seq": 3, "last": [{ "slot": 1, "seq": 1 }, { "slot": 4, "seq": 3 }] });
    let path = format!("/attempts/{id}/submission");
    let missing = platform.call("POST", &path, &token, &body).await;
    assert_eq!(missing.json()["slots"], json!([4]));
    platform
        .save(&attempt, &token, 4, 3, &option(&attempt, 4, true))
        .await;
    assert_eq!(
        platform.call("POST", &path, &token, &body).await.status,
        200
    );
    let mut foreign = body.clone();
    foreign["epoch"] = json!(2);
    // Handed in: whatever is asked, the reply is the same.
    assert_eq!(
        platform.call("POST", &path, &token, &foreign).await.json()["result"]["correct"],
        2
    );
}

async fn rules_about_blanks_and_guesses_are_held(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({
        "paper": { "require_all": true },
        "prediction": { "prompt": "Có bao nhiêu người?", "target": "people", "required": true },
    });
    let round = platform.contest("thi", rules).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let id = attempt["attempt"]["id"].as_str().unwrap();
    assert_eq!(
        platform.submit(&attempt, &token, 0).await.problem(),
        "422 prediction.required"
    );
    let path = format!("/attempts/{id}/answers/prediction");
    let guess = |number: Value| json!({ "epoch": 1, "seq": 1, "answer": { "number": number } });
    assert_eq!(
        platform
            .call("PUT", &path, &token, &guess(json!(-5)))
            .await
            .problem(),
        "422 field.range"
    );
    assert_eq!(
        platform
            .call("PUT", &path, &token, &guess(json!(120)))
            .await
            .status,
        200
    );
    let blank = platform.submit(&attempt, &token, 1).await;
    assert_eq!(blank.problem(), "422 answers.incomplete");
    assert_eq!(blank.json()["slots"].as_array().unwrap().len(), 10);
    for slot in 1..=10 {
        let right = option(&attempt, slot, true);
        platform
            .save(
                &attempt,
                &token,
                slot,
                i64::try_from(slot).unwrap() + 1,
                &right,
            )
            .await;
    }
    let done = platform.submit(&attempt, &token, 11).await.json();
    assert_eq!(done["receipt"]["payload"]["prediction"], 120);
}

async fn receipts_are_public_and_signed(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let done = platform.sit(&round, &token, 9).await.json();
    let code = done["receipt"]["code"].as_str().unwrap();
    assert_eq!(code.len(), 16);
    let typed = format!("/receipts/{}-{}", &code[..8], code[8..].to_lowercase());
    let found = platform.call("GET", &typed, "", &Value::Null).await.json();
    assert_eq!(found["payload"], done["receipt"]["payload"]);
    assert_eq!(found["payload"]["format"], "thiluat-receipt/1");
    assert_eq!(found["round"]["code"], "v1");
    assert!(found.get("result").is_none() && !found.to_string().contains("Nguyễn"));
    let keys = platform.call("GET", "/keys", "", &Value::Null).await.json();
    let key = &keys["items"][0];
    assert_eq!(key["key_id"], found["key_id"]);
    assert!(signed(key, &found["payload"], &found["signature"]));
    let mut forged = found["payload"].clone();
    forged["answers_root"] = json!("00");
    assert!(!signed(key, &forged, &found["signature"]));
    let contest = platform
        .call("GET", "/contests/thi", "", &Value::Null)
        .await
        .json();
    assert_eq!(
        contest["rounds"][0]["commitment"],
        found["payload"]["commitment"]
    );
    let unknown = platform
        .call("GET", "/receipts/0000000000000000", "", &Value::Null)
        .await;
    assert_eq!(unknown.problem(), "404 not_found");
}

/// Whether the signature is of the payload, by what anybody has: the public key and RFC 8785.
fn signed(key: &Value, payload: &Value, signature: &Value) -> bool {
    use ed25519_dalek::{Signature, VerifyingKey};
    let bytes = |text: &Value| -> Vec<u8> {
        let text = text.as_str().unwrap();
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect()
    };
    let key = VerifyingKey::try_from(&bytes(&key["public_key"])[..]).unwrap();
    let signature = Signature::from_slice(&bytes(signature)).unwrap();
    let text = thiluat::engine::jcs::canonical(payload).unwrap();
    key.verify_strict(text.as_bytes(), &signature).is_ok()
}
