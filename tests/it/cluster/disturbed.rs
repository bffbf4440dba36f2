//! Two nodes share a contest; one is killed, Redis forgets everything, Redis is cut off. The result
//! is that of a single node that nothing happened to.

use super::contest::{Person, QUESTIONS, ROUND, SLUG, board_is, places, prepare, round};
use crate::support::database::{PostgresDatabase, TempFolder};
use crate::support::line::Line;
use crate::support::node::{Installation, Node};
use crate::support::services::{own_prefix, redis_url};
use serde_json::{Value, json};

const PEOPLE: usize = 24;

/// What the final board says where nothing happens.
async fn undisturbed() -> Vec<(u64, String, u64)> {
    let folder = TempFolder::new();
    let place = Installation::at(folder.path().join("data"), &[]);
    let keys = prepare(&place, folder.path());
    let node = Node::start(&place);
    let round = round(&node).await;
    for number in 0..PEOPLE {
        let mut person = Person::begin(&node, &round, number).await;
        person.answer(&node, 1..=QUESTIONS, &keys).await;
        person.hand_in(&node).await;
    }
    place.run(&["round", "close", SLUG, ROUND]);
    places(&board_is(&node, &round, |board| board["state"] == "final").await)
}

/// Removes every key of an installation, as a flush would.
async fn forget_everything(url: &str, prefix: &str) -> u64 {
    let client = redis::Client::open(url).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let names: Vec<String> = redis::cmd("KEYS")
        .arg(format!("{prefix}:*"))
        .query_async(&mut connection)
        .await
        .unwrap();
    redis::cmd("DEL")
        .arg(names)
        .query_async(&mut connection)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_node_and_a_lost_redis_change_no_score() {
    let (Some(database), Some(url)) = (PostgresDatabase::create().await, redis_url()) else {
        return;
    };
    let folder = TempFolder::new();
    let line = Line::to(&url).await;
    let prefix = own_prefix();
    let settings = [
        ("THILUAT__DATABASE__URL", &*database.url()),
        ("THILUAT__LIVE__URL", &line.address),
        ("THILUAT__LIVE__PREFIX", &prefix),
        ("THILUAT__LIVE__NODES", "2"),
        // A test machine that is busy is no reason to give Redis up.
        ("THILUAT__LIVE__ANSWER_WITHIN_MS", "2000"),
    ];
    let place = Installation::at(folder.path().join("data"), &settings);
    let keys = prepare(&place, folder.path());
    let first = Node::start(&place);
    let second = Node::start(&place);
    let round = round(&first).await;
    let people_on = |board: &Value| board["totals"]["people"].as_u64().unwrap();

    // Everybody goes from node to node, as behind a load balancer.
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let (here, there) = if number % 2 == 0 {
            (&first, &second)
        } else {
            (&second, &first)
        };
        let mut person = Person::begin(here, &round, number).await;
        person.answer(there, 1..=5, &keys).await;
        person.answer(here, 6..=10, &keys).await;
        people.push(person);
    }

    // A node dies; the other one goes on with its people.
    first.kill();
    for person in &mut people {
        person.resume(&second).await;
        person.answer(&second, 11..=13, &keys).await;
    }
    let first = Node::start(&place);
    let third = PEOPLE / 3;
    for person in &mut people[..third] {
        person.resume(&first).await;
        person.answer(&first, 14..=QUESTIONS, &keys).await;
        person.hand_in(&second).await;
    }
    for node in [&first, &second] {
        board_is(node, &round, |board| people_on(board) == third as u64).await;
    }

    // Redis forgets everything: boards come back from the store.
    assert!(forget_everything(&url, &prefix).await > 0);
    for person in &mut people[third..2 * third] {
        person.answer(&second, 14..=QUESTIONS, &keys).await;
        person.hand_in(&first).await;
    }
    for node in [&second, &first] {
        board_is(node, &round, |board| people_on(board) == 2 * third as u64).await;
    }

    // Redis is cut off: saving goes on, boards say that they are late, and find back.
    line.cut();
    for person in &mut people[2 * third..] {
        person.answer(&first, 14..=17, &keys).await;
        person.answer(&second, 18..=QUESTIONS, &keys).await;
        person.hand_in(&first).await;
    }
    for node in [&first, &second] {
        board_is(node, &round, |board| board["late"] == true).await;
    }
    // A stand-in is filled from the store now and then, so it has what the other node took too.
    board_is(&second, &round, |board| people_on(board) == PEOPLE as u64).await;
    line.mend();
    for node in [&first, &second] {
        let back = |board: &Value| board["late"] == false && people_on(board) == PEOPLE as u64;
        board_is(node, &round, back).await;
    }

    place.run(&["round", "close", SLUG, ROUND]);
    let expected = undisturbed().await;
    for node in [&first, &second] {
        let board = board_is(node, &round, |board| board["state"] == "final").await;
        assert_eq!(places(&board), expected);
        assert_eq!(
            board["totals"],
            json!({ "people": PEOPLE, "attempts": PEOPLE })
        );
    }
}
