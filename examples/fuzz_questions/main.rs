//! Feeds damaged question files to every reader for a while: `cargo run --release --example
//! fuzz_questions -- --seconds 600 --seed 1 [FILE…]`.
//!
//! It begins with files that are whole: one of each format, written from a small bank, and those
//! given on the command line. Each case takes one of them, damages it (inside of its parts, where it
//! is an archive) and reads it in every way. The same seed gives the same cases in the same order.
//!
//! `--from N` begins with case N.
//!
//! Prints seed, cases and the slowest case. An input that makes a reader panic, or keeps it for
//! longer than a limit, is written to `target/fuzz/`, and the program ends with 1.

mod damage;
mod files;

use damage::Random;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use thiluat::exchange::exercise;
use tokio::time::Instant;

/// A case that takes longer is told like a panic.
const SLOW: Duration = Duration::from_secs(10);

struct Arguments {
    seconds: u64,
    seed: u64,
    from: u64,
    files: Vec<PathBuf>,
}

fn arguments() -> Result<Arguments, String> {
    let mut read = Arguments {
        seconds: 10,
        seed: 20_261_121,
        from: 0,
        files: Vec::new(),
    };
    let mut given = std::env::args().skip(1);
    while let Some(word) = given.next() {
        let mut number = || {
            let value = given.next().and_then(|value| value.parse().ok());
            value.ok_or_else(|| format!("{word} needs a number"))
        };
        match word.as_str() {
            "--seconds" => read.seconds = number()?,
            "--seed" => read.seed = number()?,
            "--from" => read.from = number()?,
            _ => read.files.push(word.into()),
        }
    }
    Ok(read)
}

fn main() -> ExitCode {
    let found = arguments().and_then(|arguments| run(&arguments).map_err(|bad| bad.to_string()));
    match found {
        Ok(0) => ExitCode::SUCCESS,
        Ok(bad) => {
            println!("{bad} inputs were written to target/fuzz");
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// Runs for the time; gives the number of inputs that broke a reader.
fn run(arguments: &Arguments) -> io::Result<usize> {
    let mut whole = files::written();
    for path in &arguments.files {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        whole.push((name.unwrap_or_default(), std::fs::read(path)?));
    }
    println!("seed {}, {} whole files", arguments.seed, whole.len());
    // A panic that a reader catches itself is no finding; its message would only be noise.
    std::panic::set_hook(Box::new(|_| {}));
    let begin = Instant::now();
    let (mut case, mut read, mut bad) = (arguments.from, 0, 0);
    let mut slowest = (Duration::ZERO, 0);
    while begin.elapsed() < Duration::from_secs(arguments.seconds) {
        let mut random = Random::of(arguments.seed, case);
        let (name, bytes) = &whole[random.below(whole.len())];
        let bytes = damage::damaged(bytes, &whole, &mut random);
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| exercise(&bytes, name)));
        let took = start.elapsed();
        slowest = slowest.max((took, case));
        match outcome {
            Ok(questions) => read += usize::from(questions > 0),
            Err(_) => bad += keep(&bytes, name, case, "panic", arguments.seed)?,
        }
        if took > SLOW {
            bad += keep(&bytes, name, case, "slow", arguments.seed)?;
        }
        case += 1;
    }
    println!(
        "{} cases, {read} with questions, {bad} bad; slowest {} ms (case {})",
        case - arguments.from,
        slowest.0.as_millis(),
        slowest.1
    );
    Ok(bad)
}

fn keep(bytes: &[u8], name: &str, case: u64, what: &str, seed: u64) -> io::Result<usize> {
    let folder = Path::new("target/fuzz");
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{what}-{seed}-{case}-{name}"));
    std::fs::write(&path, bytes)?;
    println!("{what} in case {case}: {}", path.display());
    Ok(1)
}
