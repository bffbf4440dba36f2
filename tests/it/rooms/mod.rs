//! The house: which room may use which, held against what the code says.
//!
//! The table is that of docs/architecture.md, section 2. Whoever needs a new line in it moves a
//! wall, which is a decision with an ADR.

mod source;

use source::{Source, sources};

/// A room, what of the house it may use beside itself, and what not even then.
struct Room {
    name: &'static str,
    uses: &'static [&'static str],
    never: &'static [&'static str],
}

const fn room(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room {
        name,
        uses,
        never: &[],
    }
}

/// `clock` and `entropy` stand where a room takes them as a parameter; `auth`, `config`, `telemetry`
/// and `ui` are small rooms beside the table of the architecture.
const HOUSE: &[Room] = &[
    room("domain", &[]),
    room("engine", &["domain"]),
    room("store", &["domain"]),
    room("live", &["domain", "clock"]),
    room("exchange", &["domain"]),
    room("reports", &["domain"]),
    room("auth", &["domain", "entropy"]),
    Room {
        name: "app",
        uses: &[
            "domain", "engine", "store", "live", "clock", "entropy", "auth",
        ],
        // The traits of store and live, never what stands behind them.
        never: &[
            "store::sqlite",
            "store::postgres",
            "live::memory",
            "live::redis",
        ],
    },
    room(
        "http",
        &[
            "app",
            "domain",
            "auth",
            "config",
            "entropy",
            // Bodies that hold questions and lists are read as files are (docs/adr/0008).
            "exchange",
            // What is printed on the spot (docs/adr/0012, docs/adr/0013).
            "reports",
            "telemetry",
            "ui",
        ],
    ),
    room("post", &["app"]),
    room("reading", &["app", "domain", "exchange"]),
    room("ws", &["app", "domain"]),
    room("jobs", &["app", "domain", "clock"]),
    room("ui", &[]),
    room("config", &[]),
    room("telemetry", &["config"]),
    room("clock", &["domain"]),
    room("entropy", &["domain"]),
];

/// Rooms that see everything: the command line puts the house together, the roots only name it.
const OPEN: &[&str] = &["cli", "lib", "main"];

/// Crates that only some places may name.
const CRATES: &[(&str, &[&str])] = &[
    ("sqlx", &["src/store/"]),
    // In `live/mod.rs` the word is the name of the module beside it.
    ("redis", &["src/live/redis/", "src/live/mod.rs"]),
    (
        "axum",
        &["src/http/", "src/ws/", "src/ui/", "src/cli/serve"],
    ),
    ("utoipa_axum", &["src/http/"]),
    // What speaks with strangers outside.
    ("lettre", &["src/post/"]),
    ("tokio_rustls", &["src/post/"]),
    ("krilla", &["src/reports/pdf/"]),
    ("tiny_skia", &["src/reports/card/"]),
];

/// What reads the machine's clock or its randomness, and the one file that may.
const AMBIENT: &[(&str, &str)] = &[
    ("SystemTime::now", "src/clock.rs"),
    ("std::time::Instant", "src/clock.rs"),
    ("OffsetDateTime::now_utc", "src/clock.rs"),
    ("OffsetDateTime::now_local", "src/clock.rs"),
    ("Uuid::now_v7", "src/clock.rs"),
    ("Uuid::new_v4", "src/entropy.rs"),
    ("SysRng", "src/entropy.rs"),
    ("OsRng", "src/entropy.rs"),
    ("rand::rng(", "src/entropy.rs"),
    ("rand::random", "src/entropy.rs"),
    ("SystemRandom", "src/entropy.rs"),
    ("getrandom::", "src/entropy.rs"),
];

/// Longest file, in lines.
const LONGEST: usize = 600;

#[test]
fn rooms_use_only_what_the_table_allows() {
    let mut faults = Vec::new();
    for source in sources() {
        let name = source.room();
        if OPEN.contains(&name) {
            continue;
        }
        let Some(room) = HOUSE.iter().find(|room| room.name == name) else {
            faults.push(format!("{}: a room that no table knows", source.path));
            continue;
        };
        for used in source.uses_of_the_house() {
            let other = used.path.split("::").next().unwrap();
            if other == name {
                continue;
            }
            let barred = room.never.iter().any(|path| used.path.starts_with(path));
            if barred || !room.uses.contains(&other) {
                faults.push(format!(
                    "{}:{}: {name} may not use {}",
                    source.path, used.line, used.path
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for source in sources() {
        for (name, homes) in CRATES {
            if homes.iter().any(|home| source.path.starts_with(home)) {
                continue;
            }
            for line in source.lines_naming_crate(name) {
                faults.push(format!(
                    "{}:{line}: {name} belongs to {homes:?}",
                    source.path
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn time_and_randomness_come_in_as_parameters() {
    let mut faults = Vec::new();
    for source in sources() {
        for (word, home) in AMBIENT {
            if source.path == *home {
                continue;
            }
            for (number, text) in source.code() {
                if text.contains(word) {
                    faults.push(format!(
                        "{}:{number}: {word} belongs to {home}",
                        source.path
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_file_is_longer_than_anyone_reads() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.lines > LONGEST)
        .map(|source| format!("{}: {} lines", source.path, source.lines))
        .collect();
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
}

/// The reader of the code finds what is hidden in groups, comments and tests, or the tests above
/// would hold for want of finding anything.
#[test]
fn the_reader_sees_what_a_file_uses() {
    let source = Source::of(
        "src/engine/draw/mod.rs",
        "//! Not crate::http.\n\
         use crate::domain::{Answer, Slot};\n\
         use crate::{\n    app,\n    store::{sqlite::SqliteStore, Store as _},\n};\n\
         let words = \"crate::live\"; // crate::ws\n\
         fn f() -> crate::clock::Time { super::super::jobs::run() }\n\
         use ::sqlx::query; use redis; sqlx::query(); mysqlx::query(); crate::redis::x();\n\
         #[cfg(test)]\n\
         mod tests {\n    use crate::ui;\n}\n",
    );
    let used: Vec<(usize, String)> = source
        .uses_of_the_house()
        .into_iter()
        .map(|used| (used.line, used.path))
        .collect();
    let expected = [
        (2, "domain::Answer"),
        (2, "domain::Slot"),
        (3, "app"),
        (3, "store::sqlite"),
        (3, "store::Store"),
        (8, "clock::Time"),
        (8, "jobs::run"),
        (9, "redis::x"),
    ]
    .map(|(line, path)| (line, path.to_owned()));
    assert_eq!(used, expected);
    assert_eq!(source.lines_naming_crate("sqlx"), [9, 9]);
    assert_eq!(source.lines_naming_crate("redis"), [9]);
    assert!(sources().len() > 100, "the whole of src is read");
}
