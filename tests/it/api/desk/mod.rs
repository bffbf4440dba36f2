//! The desk of a closed round, walked through by two members of staff. All that is expected is
//! computed by hand from the sittings in `world`.

mod looking;
mod publication;
mod ranks;
mod rulings;
mod voids;
mod world;

use serde_json::{Value, json};
use world::World;

/// The places of result 1: by the key that says a for question 12, eight people took part.
const FIRST: [(i64, i64, [i64; 3]); 8] = [
    (1, 2, [12, 0, 70]),
    (2, 4, [11, 0, 50]),
    (3, 1, [11, 1, 60]),
    (3, 3, [11, 1, 60]),
    (5, 7, [9, 0, 65]),
    (6, 8, [8, 0, 66]),
    (7, 5, [5, 0, 90]),
    (8, 6, [5, 0, 91]),
];

/// Person 4 is void: seven took part, so 3 guessed right, 1 is two off, the others one.
const WITHOUT_4: [(i64, i64, [i64; 3]); 7] = [
    (1, 2, [12, 1, 70]),
    (2, 3, [11, 0, 60]),
    (3, 1, [11, 2, 60]),
    (4, 7, [9, 1, 65]),
    (5, 8, [8, 1, 66]),
    (6, 5, [5, 1, 90]),
    (7, 6, [5, 1, 91]),
];

/// The same under the true key of question 12: 1, 3 and 8 gain it, 2, 5 and 6 lose it.
const MARKED_ANEW: [(i64, i64, [i64; 3]); 7] = [
    (1, 3, [12, 0, 60]),
    (2, 1, [12, 2, 60]),
    (3, 2, [11, 1, 70]),
    (4, 7, [9, 1, 65]),
    (5, 8, [9, 1, 66]),
    (6, 5, [4, 1, 90]),
    (7, 6, [4, 1, 91]),
];

fn rows(expected: &[(i64, i64, [i64; 3])]) -> Vec<(i64, i64, Vec<Option<i64>>)> {
    let of = |(place, number, values): &(i64, i64, [i64; 3])| {
        (*place, *number, values.map(Some).to_vec())
    };
    expected.iter().map(of).collect()
}

fn prizes(expected: [&[i64]; 3]) -> Vec<(String, Vec<i64>)> {
    ["Nhất", "Nhì", "Ba"]
        .iter()
        .zip(expected)
        .map(|(tier, numbers)| ((*tier).to_owned(), numbers.to_vec()))
        .collect()
}

fn numbers(subjects: &Value) -> Vec<i64> {
    let subjects = subjects.as_array().unwrap().iter();
    subjects.map(|s| s["number"].as_i64().unwrap()).collect()
}

async fn void_4(world: &World) -> Value {
    let body = json!({ "participant": world.person(4), "reason": "Hai tài khoản một người" });
    world.post("/voids", &world.binh, body).await
}

/// Question 12 of a person's paper.
async fn question_12(world: &World, number: usize) -> Value {
    let path = format!("/people/{}", world.person(number));
    let dossier = world.get(&path, &world.binh).await;
    let questions = dossier["attempts"][0]["questions"].as_array().unwrap();
    let found = questions
        .iter()
        .find(|question| question["html"] == "Câu 12");
    found.unwrap().clone()
}

/// The ruling that sets the key of question 12 right.
async fn true_key(world: &World) -> Value {
    let question = question_12(world, 1).await;
    let options = question["options"].as_array().unwrap();
    let right = options
        .iter()
        .find(|option| option["html"].as_str().unwrap().starts_with("đúng"))
        .unwrap();
    json!({ "remark": {
        "question": question["question"], "version": question["version"],
        "ruling": { "new_key": { "options": [right["id"]] } },
    } })
}
