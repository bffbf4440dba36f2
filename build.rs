//! Makes cargo look at the built web application.
//!
//! It never builds it: `cargo build` alone works without Node and embeds a page that says how to.

use std::path::Path;

fn main() {
    let dist = Path::new("contest-ui/dist");
    // A watched path that does not exist would make every build run anew. In a read-only checkout
    // there is nothing to watch, and the embedding does without the folder.
    if dist.is_dir() || std::fs::create_dir_all(dist).is_ok() {
        println!("cargo::rerun-if-changed={}", dist.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
}
