//! Every real file beside the checkout: read, or refused with a reason, and never a panic, whole or
//! damaged. What comes of each stands in docs/question-files-table.md.

use super::xlsx::fixture::package;
use super::{Format, QuestionFile, read_questions};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 5] = [
    "gift-conformance",
    "moodle-fixtures",
    "qti-samples",
    "question-files-vi",
    "question-packages-vi",
];

/// Not read here: what it has to say stands in a table of its own.
const ELSEWHERE: &str = ".docx";

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
}

/// All files below the folders, by their paths there, in order.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = FOLDERS.iter().map(|folder| data().join(folder)).collect();
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            println!("skipped: {} is not beside the checkout", folder.display());
            return Vec::new();
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path
                .strip_prefix(data())
                .expect("below")
                .to_string_lossy()
                .into_owned();
            if !name.ends_with(ELSEWHERE) {
                found.push((name, std::fs::read(&path).expect("readable")));
            }
        }
    }
    found.sort();
    found
}

/// How many findings there are of each code: `import.duplicate × 2`.
fn counted<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    let counts = counts
        .iter()
        .map(|(code, count)| format!("{code} × {count}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// The reasons of refused questions, each once, in the order of the file.
fn reasons(file: &QuestionFile) -> String {
    let mut told: Vec<String> = Vec::new();
    for refused in file.refused() {
        // Which other question it repeats says nothing here.
        let detail = refused
            .detail
            .split(" với câu ")
            .next()
            .unwrap_or("")
            .replace('|', "\\|");
        let line = format!("`{}` {detail}", refused.code);
        if !told.contains(&line) {
            told.push(line);
        }
    }
    told.join("<br>")
}

fn row(name: &str, bytes: &[u8]) -> String {
    match read_questions(bytes, name, None) {
        Ok(file) => {
            let (all, taken) = (file.entries.len(), file.drafts().len());
            let warned = file.warnings().into_iter().map(|warning| warning.code);
            let warned = counted(warned.filter(|code| *code != "import.no_citation"));
            assert!(
                file.entries
                    .iter()
                    .all(|entry| !entry.source.trim().is_empty()),
                "{name}: an entry without its source"
            );
            format!(
                "| {name} | {} | {taken} | {} | {} | {warned} |",
                file.format,
                all - taken,
                reasons(&file)
            )
        }
        Err(why) => {
            let detail = why.detail.replace('|', "\\|");
            format!("| {name} | – | – | – | `{}` {detail} | |", why.code)
        }
    }
}

/// A folder of the samples as the package that it was unpacked from.
fn sample_package(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    const INSIDE: &str = "qti-samples/citolab/sample-package/";
    let inside = files
        .iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix(INSIDE)?, bytes.as_slice())));
    package(&inside.collect::<Vec<_>>())
}

#[test]
fn every_real_file_is_read_or_refused_as_the_table_says() {
    let files = files();
    if files.is_empty() {
        return;
    }
    let mut table = String::from(
        "# What comes of real question files\n\n\
         Written by a test (`UPDATE=1`), which holds it against what happens now. Each file of the shared data but\n\
         Word's: its format, questions taken and refused, why, and what is warned of (missing citations aside).\n\n\
         | file | format | taken | refused | reasons | warnings |\n|---|---|---|---|---|---|\n",
    );
    for (name, bytes) in &files {
        let _ = writeln!(table, "{}", row(name, bytes));
    }
    let zipped = sample_package(&files);
    let _ = writeln!(
        table,
        "{}",
        row("qti-samples/citolab/sample-package (zipped)", &zipped)
    );
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/question-files-table.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&place, &table).expect("writable");
    }
    let kept = std::fs::read_to_string(&place).expect("the table");
    for (now, kept) in table.lines().zip(kept.lines()) {
        assert_eq!(now, kept, "UPDATE=1 writes the table anew");
    }
    assert_eq!(table.lines().count(), kept.lines().count());
}

/// The packages that independent programs wrote of the same questions give the same questions.
#[test]
fn packages_of_the_same_questions_agree() {
    /// A stem, and the options with whether they are right.
    type Question = (String, Vec<(String, bool)>);
    let folder = data().join("question-packages-vi");
    let names = [
        ("canvas_qti12_text2qti.zip", Format::Qti12),
        ("canvas_qti12_qtipackagemaker.zip", Format::Qti12),
        ("blackboard_qti21_qtipackagemaker.zip", Format::Qti21),
        ("blackboard_pool_export.zip", Format::Qti12),
        ("aiken_html_entities.txt", Format::Aiken),
    ];
    let mut first: Option<Vec<Question>> = None;
    for (name, format) in names {
        let Ok(bytes) = std::fs::read(folder.join(name)) else {
            println!("skipped: {name} is not beside the checkout");
            return;
        };
        let file = read_questions(&bytes, name, None).expect("readable");
        assert_eq!(file.format, format, "{name}");
        assert!(file.refused().is_empty(), "{name}: {:?}", file.refused());
        // One of the programs sets quotation marks by rules of its own.
        let even = |html: &str| html.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
        let questions = file.drafts().into_iter().map(|draft| {
            let options = draft.options.iter();
            let options = options.map(|option| (even(&option.text), option.correct));
            (even(&draft.stem), options.collect())
        });
        let questions: Vec<_> = questions.collect();
        assert_eq!(questions.len(), 40, "{name}");
        match &first {
            None => first = Some(questions),
            Some(first) => {
                for (question, other) in questions.iter().zip(first) {
                    assert_eq!(question, other, "{name}");
                }
            }
        }
    }
}

/// One change to the bytes of a file.
#[derive(Debug, Clone)]
enum Damage {
    Cut(usize, usize),
    Repeat(usize, usize),
    Put(usize, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || any::<usize>();
    prop_oneof![
        (place(), 1..400_usize).prop_map(|(at, long)| Damage::Cut(at, long)),
        (place(), 1..400_usize).prop_map(|(at, long)| Damage::Repeat(at, long)),
        (
            place(),
            prop::sample::select(b"<>/&;={}~#%\\:\"'\0\xFF\n0".to_vec())
        )
            .prop_map(|(at, byte)| Damage::Put(at, byte)),
    ]
}

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        let count = bytes.len();
        let span = |at: usize, long: usize| (at % count, (at % count + long).min(count));
        match *damage {
            Damage::Cut(at, long) => {
                let (from, to) = span(at, long);
                bytes.drain(from..to);
            }
            Damage::Repeat(at, long) => {
                let (from, to) = span(at, long);
                let again = bytes[from..to].to_vec();
                bytes.splice(from..from, again);
            }
            Damage::Put(at, byte) => bytes[at % count] = byte,
        }
    }
    bytes
}

#[test]
fn damaged_real_files_never_panic() {
    let files: Vec<_> = files()
        .into_iter()
        .filter(|(_, bytes)| bytes.len() < 300_000)
        .collect();
    if files.is_empty() {
        return;
    }
    let mut runner = proptest::test_runner::TestRunner::new(super::seeded(600));
    let which = (
        any::<prop::sample::Index>(),
        prop::collection::vec(damage(), 1..6),
    );
    let outcome = runner.run(&which, |(which, damages)| {
        let (name, bytes) = which.get(&files);
        let bytes = damaged(bytes, &damages);
        let _ = read_questions(&bytes, name, None);
        for format in Format::ALL {
            let _ = format.read(&bytes);
        }
        Ok(())
    });
    outcome.expect("no panic");
}
