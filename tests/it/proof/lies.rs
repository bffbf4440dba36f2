//! Planted lies: each is found and named, by both verifiers.

use super::world::{Given, World, handed_on, keys, sealed};
use crate::support::database::TestStore;
use serde_json::{Value, json};
use thiluat::app::Keys;
use thiluat::engine::digest::hex;
use thiluat::engine::draw::commitment;
use thiluat::engine::jcs::canonical;
use thiluat::engine::proof;

/// Index of the attempt of that number and ordinal.
fn at(bundle: &Value, number: i64, ordinal: i64) -> usize {
    let rows = bundle["attempts"].as_array().unwrap();
    rows.iter()
        .position(|row| row["number"] == number && row["ordinal"] == ordinal)
        .unwrap()
}

/// The slot of a response and another option of its question: one whose being right is as wished.
fn other_option(bundle: &Value, row: usize, was_right: bool, is_right: bool) -> (usize, String) {
    let responses = bundle["attempts"][row]["responses"].as_array().unwrap();
    for (slot, response) in responses.iter().enumerate() {
        let questions = bundle["questions"].as_array().unwrap();
        let question = questions
            .iter()
            .find(|question| question["id"] == response["question_id"])
            .unwrap();
        let chosen = &response["options"][0];
        if chosen.is_null() || (*chosen == question["key"]) != was_right {
            continue;
        }
        for option in question["content"]["options"].as_array().unwrap() {
            if option["id"] != *chosen && (option["id"] == question["key"]) == is_right {
                return (slot, option["id"].as_str().unwrap().to_owned());
            }
        }
    }
    panic!("no such response");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_lie_is_found_and_named() {
    let world = World::closed(TestStore::sqlite().await, &json!({})).await;
    let text = world.export().await;
    handed_on("round", &text);
    let honest: Value = serde_json::from_str(&text).unwrap();
    let commitment_given = Given {
        commitment: Some(honest["commitment"].as_str().unwrap().to_owned()),
        receipts: world.receipts.clone(),
    };
    assert_eq!(world.verdict(text.as_bytes(), &Given::default()), "ok");
    assert_eq!(world.verdict(text.as_bytes(), &commitment_given), "ok");
    let pretty = serde_json::to_string_pretty(&honest).unwrap();
    assert_eq!(world.verdict(pretty.as_bytes(), &Given::default()), "ok");

    let none = Given::default();
    let tell = |lie: &dyn Fn(&mut Value)| {
        let mut bundle = honest.clone();
        lie(&mut bundle);
        assert_ne!(bundle, honest, "nothing was changed");
        bundle
    };
    // A lie is told twice: by a reader who changes the file, and by whoever holds the platform's key.
    let found = |name: &str, lie: &dyn Fn(&mut Value), expected: &str| {
        let bundle = tell(lie);
        for bytes in [bundle.to_string().into_bytes(), sealed(bundle)] {
            assert_eq!(world.verdict(&bytes, &none), expected, "{name}");
        }
    };
    let row = |number, ordinal| at(&honest, number, ordinal);

    let (slot, option) = other_option(&honest, row(2, 1), true, false);
    found(
        "a right answer made wrong",
        &|b| b["attempts"][row(2, 1)]["responses"][slot]["options"] = json!([option]),
        "attempt 2 1 correct",
    );
    let (slot, option) = other_option(&honest, row(2, 1), false, false);
    let swapped = |b: &mut Value| {
        b["attempts"][row(2, 1)]["responses"][slot]["options"] = json!([option]);
    };
    found(
        "a wrong answer made another wrong one",
        &swapped,
        "receipts_root",
    );
    let held = world
        .receipts
        .iter()
        .find(|receipt| receipt["payload"]["number"] == 2)
        .unwrap();
    let bytes = sealed(tell(&swapped));
    let named = world.verdict(&bytes, &Given::receipt(held));
    assert_eq!(
        named, "attempt 2 1 answers_root",
        "the person's receipt names it"
    );
    found(
        "an option of another question",
        &|b| b["attempts"][row(2, 1)]["responses"][4]["options"] = json!(["abcdef"]),
        "attempt 2 1 slot 5",
    );
    found(
        "a response left out",
        &|b| {
            b["attempts"][row(3, 2)]["responses"]
                .as_array_mut()
                .unwrap()
                .pop();
        },
        "attempt 3 2 slot 10",
    );
    found(
        "another question in a slot",
        &|b| {
            let other = b["attempts"][row(2, 1)]["responses"][1]["question_id"].clone();
            b["attempts"][row(2, 1)]["responses"][0]["question_id"] = other;
        },
        "attempt 2 1 slot 1",
    );

    found(
        "a mark",
        &|b| b["attempts"][row(4, 1)]["correct"] = json!(10),
        "attempt 4 1 correct",
    );
    found(
        "points",
        &|b| b["attempts"][row(4, 1)]["score"] = json!(1),
        "attempt 4 1 score",
    );
    found(
        "time used",
        &|b| b["attempts"][row(7, 1)]["duration_ms"] = json!(1),
        "attempt 7 1 duration_ms",
    );
    found(
        "how it ended",
        &|b| b["attempts"][row(7, 1)]["state"] = json!("expired"),
        "attempt 7 1 state",
    );
    found(
        "a paper",
        &|b| b["attempts"][row(5, 2)]["paper_hash"] = json!("0".repeat(64)),
        "attempt 5 2 paper_hash",
    );
    found(
        "somebody else's number",
        &|b| b["attempts"][row(4, 1)]["number"] = json!(5),
        "attempt 5 1 paper_hash",
    );
    found(
        "an attempt that does not count",
        &|b| b["result"]["voided"] = json!([{ "number": 1, "ordinal": 1, "reason": "…" }]),
        "attempt 1 1 state",
    );
    found(
        "rows out of order",
        &|b| {
            let (one, two) = (row(5, 1), row(5, 2));
            b["attempts"].as_array_mut().unwrap().swap(one, two);
        },
        "attempt 5 1 missing",
    );

    let gone = |b: &mut Value, number, ordinal| {
        let row = at(b, number, ordinal);
        b["attempts"].as_array_mut().unwrap().remove(row);
    };
    found(
        "the only attempt dropped",
        &|b| gone(b, 4, 1),
        "participant 4",
    );
    found(
        "the middle one dropped",
        &|b| gone(b, 5, 2),
        "attempt 5 2 missing",
    );
    found(
        "the first one dropped",
        &|b| gone(b, 6, 1),
        "attempt 6 1 missing",
    );
    found("the last one dropped", &|b| gone(b, 6, 2), "receipts_root");
    let mut dropped = honest.clone();
    gone(&mut dropped, 6, 2);
    let last = world
        .receipts
        .iter()
        .find(|r| r["payload"]["number"] == 6 && r["payload"]["ordinal"] == 2)
        .unwrap();
    let named = world.verdict(&sealed(dropped), &Given::receipt(last));
    assert_eq!(
        named, "attempt 6 2 missing",
        "the person's receipt names it"
    );

    let first = honest["result"]["standings"][0]["number"].as_i64().unwrap();
    let second = honest["result"]["standings"][1]["number"].as_i64().unwrap();
    found(
        "a place",
        &|b| b["result"]["standings"][1]["place"] = json!(1),
        &format!("standing 2 {second} place"),
    );
    found(
        "the order of places",
        &|b| {
            let rows = b["result"]["standings"].as_array_mut().unwrap();
            rows.swap(0, 1);
            rows[0]["place"] = json!(1);
            rows[1]["place"] = json!(2);
        },
        &format!("standing 1 {first} number"),
    );
    found(
        "a value",
        &|b| b["result"]["standings"][0]["values"][1] = json!(77),
        &format!("standing 1 {first} values"),
    );
    found(
        "which attempt is recognised",
        &|b| b["result"]["standings"][0]["ordinal"] = json!(9),
        &format!("standing 1 {first} ordinal"),
    );
    found(
        "a place dropped",
        &|b| {
            b["result"]["standings"].as_array_mut().unwrap().pop();
        },
        &format!(
            "standing 7 {} missing",
            honest["result"]["standings"][6]["number"]
        ),
    );
    found(
        "a place added",
        &|b| {
            let extra = b["result"]["standings"][6].clone();
            b["result"]["standings"].as_array_mut().unwrap().push(extra);
        },
        &format!(
            "standing 8 {} extra",
            honest["result"]["standings"][6]["number"]
        ),
    );
    let other = |group: &Value| {
        if *group == "can-bo" {
            "hoc-sinh"
        } else {
            "can-bo"
        }
    };
    found(
        "a group",
        &|b| {
            let group = other(&b["result"]["standings"][0]["group"]);
            b["result"]["standings"][0]["group"] = json!(group);
        },
        &format!("attempt {first} 1 group"),
    );
    found(
        "the actual value",
        &|b| b["result"]["actual_prediction"] = json!(40),
        "actual_prediction",
    );
    found(
        "a guess",
        &|b| b["attempts"][row(first, 1)]["prediction"] = json!(90),
        &format!("standing 1 {second} number"),
    );

    let question = |b: &Value| (b["questions"][3]["id"].as_str().unwrap().to_owned(), 1);
    let named = format!("question {} {}", question(&honest).0, question(&honest).1);
    found(
        "a key",
        &|b| {
            let options = b["questions"][3]["content"]["options"].clone();
            let key = b["questions"][3]["key"].clone();
            let wrong = options
                .as_array()
                .unwrap()
                .iter()
                .find(|o| o["id"] != key)
                .unwrap();
            b["questions"][3]["key"] = wrong["id"].clone();
        },
        &named,
    );
    found(
        "a question's text",
        &|b| b["questions"][3]["content"]["stem"] = json!("Khác"),
        &named,
    );
    found(
        "a seed",
        &|b| b["seed"] = json!("7".repeat(64)),
        "commitment",
    );
    found(
        "a rule",
        &|b| b["manifest"]["rules"]["ranking"]["individual"] = json!(["duration asc"]),
        "commitment",
    );
    // A seed with a commitment of its own: papers do not follow from it, and it is not what was published.
    let another = tell(&|b| {
        b["seed"] = json!("7".repeat(64));
        let manifest = canonical(&b["manifest"]).unwrap();
        let round = b["round_id"].as_str().unwrap().to_owned();
        b["commitment"] = hex(&commitment(&round, &[0x77; 32], &manifest)).into();
    });
    let another = sealed(another);
    assert_eq!(world.verdict(&another, &none), "attempt 1 1 paper_hash");
    assert_eq!(world.verdict(&another, &commitment_given), "commitment");
    found(
        "the root",
        &|b| b["receipts_root"] = json!("1".repeat(64)),
        "receipts_root",
    );

    // What only the digest covers is found without its seal; and no other key can seal.
    let renamed = tell(&|b| b["participants"][0]["alias"] = json!("Khác"));
    let bytes = renamed.to_string().into_bytes();
    assert_eq!(world.verdict(&bytes, &none), "digest");
    let digest = proof::digest(&renamed.to_string()).unwrap();
    let mut forged = renamed.clone();
    forged["digest"] = hex(&digest).into();
    forged["signature"] = Keys::from_master(&[8; 32]).sign(&digest).into();
    assert_eq!(
        world.verdict(forged.to_string().as_bytes(), &none),
        "signature"
    );
    forged["keys"][0]["public_key"] = Keys::from_master(&[8; 32]).public_key().into();
    assert_eq!(
        world.verdict(forged.to_string().as_bytes(), &none),
        "signature"
    );

    // A receipt that was changed is not one.
    let mut receipt = world.receipts[3].clone();
    receipt["payload"]["prediction"] = json!(2);
    let code = receipt["code"].as_str().unwrap().to_owned();
    let named = world.verdict(text.as_bytes(), &Given::receipt(&receipt));
    assert_eq!(named, format!("receipt {code}"));
    receipt["payload"] = world.receipts[3]["payload"].clone();
    receipt["signature"] = keys().sign(b"something else").into();
    let named = world.verdict(text.as_bytes(), &Given::receipt(&receipt));
    assert_eq!(named, format!("receipt {code}"));
}
