//! The page `docs/draw-vectors.md`, held against the code.

use super::{Asked, Cell, drawer};
use crate::domain::{Key, QuestionContent};
use crate::engine::digest::{Fields, hash, hex, unhex};
use crate::engine::draw::{EpochKey, Manifest, Paper, commitment, key_text, question_digest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

const PAGE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/draw-vectors.md"));

/// The blocks of that kind on the page.
fn blocks<T: DeserializeOwned>(kind: &str) -> Vec<T> {
    let opening = format!("```json {kind}\n");
    let texts = PAGE.split(&opening).skip(1);
    texts
        .map(|rest| {
            let text = rest.split("```").next().unwrap();
            serde_json::from_str(text).unwrap_or_else(|e| panic!("{kind}: {e}\n{text}"))
        })
        .collect()
}

#[derive(Deserialize)]
struct Case {
    name: String,
    seed: String,
    round: String,
    beacon: String,
    participant: i64,
    group: Option<String>,
    order: String,
    shuffle_options: bool,
    epoch_key: String,
    cells: Vec<Cell>,
    questions: Vec<Asked>,
    papers: Vec<Expected>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Expected {
    ordinal: i64,
    picks: Vec<String>,
    slots: Vec<String>,
    options: Vec<String>,
    hash: String,
}

#[test]
fn papers() {
    let cases: Vec<Case> = blocks("draw");
    assert_eq!(cases.len(), 4);
    for case in cases {
        let seed = unhex(&case.seed).unwrap();
        let drawer = drawer(
            &case.round,
            &case.order,
            case.shuffle_options,
            &case.cells,
            &case.questions,
        )
        .unwrap();
        assert_eq!(
            hex(&EpochKey::bytes(&seed, &case.round, &case.beacon)),
            case.epoch_key
        );
        let key = EpochKey::new(&seed, &case.round, &case.beacon);
        let group = case.group.as_deref();
        let mut earlier: Vec<Paper> = Vec::new();
        for expected in case.papers {
            let ordinal = expected.ordinal;
            let mut known: Vec<u32> = earlier
                .iter()
                .flat_map(|paper| paper.questions.iter().map(|q| q.question))
                .collect();
            known.sort_unstable();
            known.dedup();
            let picks = drawer.picks(&key, case.participant, ordinal, group, &known);
            let paper = drawer.draw(&key, case.participant, ordinal, group, &earlier);
            let id = |question: u32| drawer.questions()[question as usize].id.clone();
            let options = paper.questions.iter().map(|q| {
                let stored = &drawer.question(q).options;
                let shown: Vec<&str> = q
                    .options
                    .iter()
                    .map(|at| stored[usize::from(*at)].as_str())
                    .collect();
                shown.join(",")
            });
            let drawn = Expected {
                ordinal,
                picks: picks.iter().map(|pick| id(pick.question)).collect(),
                slots: paper.questions.iter().map(|q| id(q.question)).collect(),
                options: options.collect(),
                hash: hex(&paper.hash),
            };
            assert_eq!(drawn, expected, "{}", case.name);
            assert_eq!(
                drawer.paper(&key, case.participant, ordinal, group),
                paper,
                "drawn without the papers before it"
            );
            earlier.push(paper);
        }
        assert_eq!(
            drawer.papers_up_to(
                &key,
                case.participant,
                i64::try_from(earlier.len()).unwrap(),
                group
            ),
            earlier
        );
    }
}

#[derive(Deserialize)]
struct Digested {
    round: String,
    id: String,
    version: i64,
    content: QuestionContent,
    key: Key,
    key_text: String,
    salt: String,
    digest: String,
}

#[test]
fn question_digests() {
    let cases: Vec<Digested> = blocks("question");
    assert_eq!(cases.len(), 3);
    for case in cases {
        assert_eq!(key_text(&case.key), case.key_text);
        let digest = question_digest(
            &case.round,
            &case.id,
            case.version,
            &case.content,
            &case.key,
            &unhex(&case.salt).unwrap(),
        );
        assert_eq!(hex(&digest.unwrap()), case.digest, "{}", case.id);
    }
}

#[derive(Deserialize)]
struct Committed {
    seed: String,
    manifest: Manifest,
    jcs: String,
    manifest_hash: String,
    commitment: String,
}

#[test]
fn manifest_and_commitment() {
    let cases: Vec<Committed> = blocks("commitment");
    assert_eq!(cases.len(), 1);
    for case in cases {
        let jcs = case.manifest.canonical().unwrap();
        assert_eq!(jcs, case.jcs);
        assert_eq!(hex(&hash(jcs.as_bytes())), case.manifest_hash);
        let seed = unhex(&case.seed).unwrap();
        assert_eq!(
            hex(&commitment(&case.manifest.round, &seed, &jcs)),
            case.commitment
        );
        let of_nothing = hex(&commitment("r1", &seed, "{}"));
        assert!(PAGE.contains(&format!("`{of_nothing}`")));
    }
}

#[test]
fn the_encoding() {
    let encoded = hex(Fields::of("ab").number(7).as_bytes());
    assert!(PAGE.contains(&format!("`enc(\"ab\", 7)` is `{encoded}`")));
}
