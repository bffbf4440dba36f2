//! One byte changed anywhere in a bundle is found.

use super::world::{Given, World, keys, ours};
use crate::support::database::TestStore;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use std::fs::File;
use thiluat::app::proofs::{ArchiveWriter, seal};
use thiluat::engine::proof;

/// Changes tried on each file by the verifier of the program, and by the other one.
const OURS: usize = 450;
const THEIRS: usize = 18;

fn seed() -> u64 {
    let seed = std::env::var("THILUAT_TEST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(41);
    println!("seed {seed}; another one by THILUAT_TEST_SEED");
    seed
}

/// The same bundle as a ZIP, a few rows a file.
fn packed(world: &World, text: &str, rows_per_file: usize) -> Vec<u8> {
    let path = world.path("packed.zip");
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path)
        .unwrap();
    let mut archive = ArchiveWriter::new(file);
    let mut bundle = proof::read(text).unwrap();
    for rows in bundle.attempts.take().unwrap().chunks(rows_per_file) {
        let lines: String = rows
            .iter()
            .map(|row| serde_json::to_string(row).unwrap() + "\n")
            .collect();
        archive.add(rows.len(), &lines).unwrap();
    }
    bundle.attempt_files = Some(archive.files());
    archive.finish(&seal(bundle, &keys()).text).unwrap();
    std::fs::read(path).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_changed_byte_is_found_wherever_it_is() {
    let world = World::closed(TestStore::sqlite().await, &json!({})).await;
    let text = world.export().await;
    let archive = packed(&world, &text, 5);
    let given = Given::default();
    assert_eq!(
        world.verdict(&archive, &given),
        "ok",
        "a ZIP is verified too"
    );
    let mut rng = ChaCha12Rng::seed_from_u64(seed());
    for honest in [text.as_bytes(), &archive] {
        for turn in 0..OURS {
            let mut told = honest.to_vec();
            // The ends of the file, where a format keeps its own affairs, are tried byte by byte.
            let at = match turn {
                0..60 => turn,
                60..240 => honest.len() - 240 + turn,
                _ => rng.random_range(0..honest.len()),
            };
            told[at] = match turn % 3 {
                0 => told[at] ^ (1 << rng.random_range(0..8)),
                1 => told[at].wrapping_add(rng.random_range(1..=255)),
                _ => told[at] ^ 0x20,
            };
            let path = world.path("told");
            std::fs::write(&path, &told).unwrap();
            assert_ne!(ours(&path, &given), "ok", "byte {at} of {}", honest.len());
            if turn % (OURS / THEIRS) == 0 {
                let theirs = world.theirs(&path, &given);
                assert_ne!(theirs, "ok", "byte {at} of {}", honest.len());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_attempts_that_was_changed_is_named() {
    let world = World::closed(TestStore::sqlite().await, &json!({})).await;
    let text = world.export().await;
    let bundle = proof::read(&text).unwrap();
    let path = world.path("swapped.zip");
    let file = File::create(&path).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    // Packed by somebody else: the second file holds what the first one did.
    let packed = packed(&world, &text, 5);
    let mut honest = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
    let names: Vec<String> = honest
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(names.len(), 1 + bundle.attempts.unwrap().len().div_ceil(5));
    for name in &names {
        let source = if name == "attempts-00002.jsonl" {
            "attempts-00001.jsonl"
        } else {
            name
        };
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut honest.by_name(source).unwrap(), &mut content).unwrap();
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, &content).unwrap();
    }
    zip.finish().unwrap();
    let named = world.verdict(&std::fs::read(&path).unwrap(), &Given::default());
    assert_eq!(named, "file attempts-00002.jsonl");
}
