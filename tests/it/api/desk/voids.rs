//! Voids and objections.

use super::world::World;
use super::{FIRST, WITHOUT_4, prizes, rows, void_4};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::domain::Millis;

both_databases! {
    a_void_moves_the_next_up_and_changes_what_the_prediction_was,
}

/// Sessions of staff end after half an hour.
async fn signed_in_again(mut world: World) -> World {
    let body = json!({ "email": "an@example.vn", "password": "bốn con trâu của an" });
    let reply = world
        .platform
        .call("POST", "/staff/session", "", &body)
        .await;
    reply.json()["token"]
        .as_str()
        .unwrap()
        .clone_into(&mut world.an);
    world
}

async fn a_void_moves_the_next_up_and_changes_what_the_prediction_was(store: TestStore) {
    let world = World::closed(store).await;
    let made = void_4(&world).await;
    assert_eq!(made["round"]["result_version"], 2);
    assert_eq!(world.result(2).await, rows(&WITHOUT_4));
    assert_eq!(
        world.result(1).await,
        rows(&FIRST),
        "the first result stays as it was"
    );
    assert_eq!(
        world.prizes(&world.binh).await,
        prizes([&[2], &[3, 1], &[7, 8]])
    );
    let told = world.get("/prizes", &world.an).await;
    let second = &told["prizes"][1];
    assert_eq!(second["passed"][0]["subject"]["number"], 4);
    assert_eq!(
        (&second["passed"][0]["why"], &second["passed"][0]["place"]),
        (&json!("void"), &json!(2))
    );
    assert_ne!(second["winners"][0]["moved_up"], Value::Null);
    assert_eq!(told["prizes"][0]["winners"][0]["moved_up"], Value::Null);
    let list = world.get("/results", "").await;
    let actual: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["actual_prediction"].as_i64().unwrap())
        .collect();
    assert_eq!(actual, [8, 7]);
    // Nothing is left to make void.
    let body = json!({ "participant": world.person(4), "reason": "Nữa" });
    assert_eq!(
        world.refused("/voids", &world.an, body).await,
        "409 void.nothing"
    );

    let void = format!("/voids/{}", made["voiding"]["id"].as_str().unwrap());
    let decide = format!("{void}/decision");
    let upheld = json!({ "decision": "upheld", "reason": "Không có gì mới" });
    assert_eq!(
        world.refused(&decide, &world.an, upheld.clone()).await,
        "409 appeal.none"
    );
    let said = json!({ "text": "Tôi là em của người kia" });
    world
        .post(&format!("{void}/appeal"), &world.an, said.clone())
        .await;
    let again = world
        .refused(&format!("{void}/appeal"), &world.an, said.clone())
        .await;
    assert_eq!(again, "409 appeal.exists");
    let own = world.refused(&decide, &world.binh, upheld).await;
    assert_eq!(own, "403 two_people.same");
    let reinstated = json!({ "decision": "reinstated", "reason": "Đúng là hai chị em" });
    let done = world.post(&decide, &world.an, reinstated).await;
    assert_eq!(done["voiding"]["in_force"], false);
    assert_eq!(done["voiding"]["appeal"]["decided_by"]["name"], "Cán bộ an");
    assert_eq!(done["round"]["result_version"], 3);
    assert_eq!(world.result(3).await, rows(&FIRST));
    // Too late for a second void of the same person.
    let made = void_4(&world).await;
    let void = made["voiding"]["id"].as_str().unwrap();
    world
        .platform
        .clock
        .advance(Millis::seconds(3 * 86_400 + 1).0);
    let world = signed_in_again(world).await;
    let late = world
        .refused(&format!("/voids/{void}/appeal"), &world.an, said)
        .await;
    assert_eq!(late, "409 appeal.late");
}
