//! What a round of a million attempts costs: ranked, proved, verified.
//!
//! `cargo run --release --example million_attempts -- make FILE [ATTEMPTS]` makes up a round, ranks it and
//! writes its bundle; `… -- verify FILE` verifies that file in a process of its own, whose memory is
//! then that of a verifier. Both print times and the greatest memory.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints, and one that can't go on fails where it stands"
)]

use std::borrow::Cow;
use std::fs::File;
use thiluat::app::Keys;
use thiluat::app::proofs::{ArchiveWriter, seal, verify_file};
use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::contest::RoundRules;
use thiluat::domain::{
    Answer, AttemptId, Key, Millis, ParticipantId, QuestionContent, QuestionKind, QuestionOption,
    Timestamp,
};
use thiluat::engine::digest::{Digest, hex};
use thiluat::engine::draw::{
    Drawer, EpochKey, Manifest, ManifestQuestion, commitment, content_value, question_digest,
};
use thiluat::engine::jcs::canonical;
use thiluat::engine::marking::{Marking, mark_paper};
use thiluat::engine::merkle::{leaf, root};
use thiluat::engine::prediction::actual;
use thiluat::engine::proof::{
    AttemptRow, Bundle, FORMAT, Outside, Participant, Question, ROWS_PER_FILE, ResponseRow,
    ResultPart, StandingPart,
};
use thiluat::engine::ranking::{Entry, Ranking, recognise, standings};
use thiluat::engine::receipt::{Answered, Payload, answers_root};
use uuid::Uuid;

const ROUND: &str = "019aa000-0000-7000-8000-000000000001";
const SEED: [u8; 32] = [7; 32];
const SALT: [u8; 32] = [9; 32];
/// Questions of the bank and of a paper.
const BANK: u128 = 600;
const PAPER: u32 = 20;
/// Every second person sits twice.
const PER_PEOPLE: (i64, i64) = (3, 2);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", file] => make(file, 1_000_000),
        ["make", file, attempts] => make(file, attempts.parse().unwrap()),
        ["verify", file] => {
            let verified = timed("verified", || {
                verify_file(file.as_ref(), &Outside::default()).unwrap()
            });
            println!("{verified:?}");
            memory();
        }
        _ => println!("make FILE [ATTEMPTS] | verify FILE"),
    }
}

/// Runs it and prints how long it took.
fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let clock = SystemClock::starting_at(Timestamp::default());
    let began = clock.now();
    let made = run();
    println!("{what}: {} ms", clock.now().since(began).0);
    made
}

fn memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    println!("{peak}");
}

fn content(number: u128) -> QuestionContent {
    let option = |at: u128| QuestionOption {
        id: format!("q{number:04}{at}"),
        text: format!("Phương án {at} của câu {number}"),
        pinned: false,
    };
    QuestionContent {
        kind: QuestionKind::Single,
        stem: format!("Câu hỏi số {number} về pháp luật"),
        options: (0..4).map(option).collect(),
        level: 1,
        media: Vec::new(),
    }
}

struct Made {
    rules: RoundRules,
    drawer: Drawer,
    manifest: String,
    commitment: String,
    contents: Vec<QuestionContent>,
}

fn round() -> Made {
    let rules: RoundRules = serde_json::from_value(serde_json::json!({
        "code": "v1", "title": "Vòng 1", "time_limit_s": 900,
        "opens_at": "2026-12-01T00:00:00.000Z", "closes_at": "2026-12-08T00:00:00.000Z",
        "blueprint": [{ "bank": "b", "count": PAPER, "points": 1 }],
        "prediction": { "prompt": "Bao nhiêu người?", "target": "people_all_correct" },
        "ranking": { "individual":
            ["correct desc", "prediction_distance asc", "duration asc", "submitted_at asc"] },
    }))
    .unwrap();
    let contents: Vec<QuestionContent> = (0..BANK).map(content).collect();
    let listed = (0..BANK)
        .zip(&contents)
        .map(|(number, content)| {
            let id = Uuid::from_u128(number).to_string();
            let key = Key::Options(vec![content.options[0].id.clone()]);
            let digest = question_digest(ROUND, &id, 1, content, &key, &SALT).unwrap();
            ManifestQuestion {
                id,
                version: 1,
                digest,
            }
        })
        .collect();
    let manifest = Manifest::of_round(ROUND, &rules, vec![listed]);
    let at = |id: &str| usize::try_from(id.parse::<Uuid>().unwrap().as_u128()).unwrap();
    let drawer = Drawer::new(&manifest, |id, _| contents.get(at(id))).unwrap();
    let manifest = manifest.canonical().unwrap();
    Made {
        commitment: hex(&commitment(ROUND, &SEED, &manifest)),
        manifest,
        rules,
        drawer,
        contents,
    }
}

/// A small generator: the same round every time, and no cost to speak of.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % n
    }
}

fn make(file: &str, attempts: i64) {
    let made = round();
    let epoch = EpochKey::new(&SEED, ROUND, "");
    let out = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(file)
        .unwrap();
    let mut archive = ArchiveWriter::new(out);
    let mut random = Random(1);
    let (mut entries, mut leaves): (Vec<Entry>, Vec<Digest>) = (Vec::new(), Vec::new());
    timed("made up and packed", || {
        let (mut lines, mut rows) = (String::new(), 0);
        let (mut number, mut ordinal) = (1, 0);
        for _ in 0..attempts {
            let sits = 1 + i64::from(number % 2 == 0);
            if ordinal == sits {
                (number, ordinal) = (number + 1, 0);
            }
            ordinal += 1;
            let (line, entry, leaf) = attempt(&made, &epoch, number, ordinal, &mut random);
            lines.push_str(&line);
            lines.push('\n');
            rows += 1;
            entries.push(entry);
            leaves.push(leaf);
            if rows == ROWS_PER_FILE {
                archive.add(rows, &lines).unwrap();
                lines.clear();
                rows = 0;
            }
        }
        if rows > 0 {
            archive.add(rows, &lines).unwrap();
        }
    });
    println!("about {} people", attempts * PER_PEOPLE.1 / PER_PEOPLE.0);
    let (ranked, value) = timed("ranked", || {
        let ranking = Ranking::new(&made.rules.ranking).unwrap();
        let recognised = recognise(&entries, &ranking, made.rules.attempts.recognised);
        let value = actual(
            made.rules.prediction.as_ref().unwrap(),
            &entries,
            &recognised,
        );
        let ranked = standings(&recognised, &ranking, Some(value));
        let rows: Vec<StandingPart<'_>> = ranked
            .iter()
            .map(|row| StandingPart {
                group: None,
                number: row.number,
                ordinal: row.ordinal,
                place: row.place,
                values: ranking.values(&row.key).iter().copied().collect(),
            })
            .collect();
        (rows, value)
    });
    let receipts_root = timed("tree of receipts", || hex(&root(&leaves)));
    let sealed = timed("header and signature", || {
        header(&made, &archive, &entries, ranked, value, receipts_root)
    });
    timed("packed", || archive.finish(&sealed).unwrap());
    println!("{} bytes", std::fs::metadata(file).unwrap().len());
    memory();
}

/// A row, what ranking sees of it, and its leaf.
fn attempt(
    made: &Made,
    epoch: &EpochKey,
    number: i64,
    ordinal: i64,
    random: &mut Random,
) -> (String, Entry, Digest) {
    let paper = made.drawer.paper(epoch, number, ordinal, None);
    // A third knows everything, as in real contests.
    let knows = if random.below(3) == 0 {
        100
    } else {
        50 + random.below(50)
    };
    let mut answers = Vec::with_capacity(paper.questions.len());
    for asked in &paper.questions {
        let options = &made.contents[asked.question as usize].options;
        let right = random.below(100) < knows;
        let option = if right {
            0
        } else {
            1 + usize::try_from(random.below(3)).unwrap()
        };
        answers.push(Answer::Options(vec![options[option].id.clone()]));
    }
    let keys: Vec<Key> = paper
        .questions
        .iter()
        .map(|asked| {
            let options = &made.contents[asked.question as usize].options;
            Key::Options(vec![options[0].id.clone()])
        })
        .collect();
    let asked = answers.iter().zip(&keys).map(|(answer, key)| Marking {
        kind: QuestionKind::Single,
        key,
        answer: Some(answer),
        points: 1,
        voided: None,
        disqualifying: false,
    });
    let score = mark_paper(asked, false);
    let texts: Vec<String> = answers.iter().map(Answer::as_text).collect();
    let answered = paper
        .questions
        .iter()
        .zip(&texts)
        .map(|(asked, answer)| Answered {
            question: &made.drawer.question(asked).id,
            version: 1,
            answer,
        });
    let answers_root = hex(&answers_root(answered));
    let paper_hash = hex(&paper.hash);
    let opened = made.rules.opens_at.millis();
    let started_at =
        Timestamp::from_millis(opened + i64::try_from(random.below(600_000_000)).unwrap());
    let duration = Millis(60_000 + i64::try_from(random.below(800_000)).unwrap());
    let submitted_at = started_at + duration;
    let prediction = Some(i64::try_from(random.below(400_000)).unwrap());
    let payload = Payload {
        round: ROUND,
        commitment: &made.commitment,
        number,
        ordinal,
        paper_hash: &paper_hash,
        answers_root: &answers_root,
        prediction,
        submitted_at,
        forced: false,
    };
    let leaf = leaf(payload.canonical().unwrap().as_bytes());
    let responses = (1..)
        .zip(paper.questions.iter().zip(&texts))
        .map(|(slot, (asked, answer))| ResponseRow {
            number: None,
            options: Some(std::iter::once(answer.as_str()).collect()),
            question_id: &made.drawer.question(asked).id,
            slot,
            text: None,
            version: 1,
        })
        .collect();
    let row = AttemptRow {
        correct: score.correct,
        duration_ms: duration.0,
        essay: None,
        forced: false,
        number,
        ordinal,
        paper_hash: Cow::Borrowed(&paper_hash),
        prediction,
        responses,
        score: score.score,
        started_at,
        state: "submitted".into(),
        submitted_at,
    };
    let entry = Entry {
        participant: ParticipantId(Uuid::from_u128(u128::from(number.unsigned_abs()))),
        number,
        attempt: AttemptId(Uuid::nil()),
        ordinal,
        correct: score.correct,
        questions: score.questions,
        score: score.score,
        duration_ms: duration.0,
        submitted_at,
        prediction,
        attempts_used: ordinal,
        essay: None,
        failed: false,
    };
    (serde_json::to_string(&row).unwrap(), entry, leaf)
}

fn header(
    made: &Made,
    archive: &ArchiveWriter,
    entries: &[Entry],
    standings: Vec<StandingPart<'_>>,
    value: i64,
    receipts_root: String,
) -> String {
    let raw = |text: String| serde_json::value::RawValue::from_string(text).unwrap();
    let (manifest, none) = (raw(made.manifest.clone()), raw("[]".to_owned()));
    let contents: Vec<_> = made
        .contents
        .iter()
        .map(|content| raw(canonical(&content_value(content)).unwrap()))
        .collect();
    let questions = (0..BANK)
        .zip(made.contents.iter().zip(&contents))
        .map(|(number, (plain, content))| Question {
            content,
            id: Uuid::from_u128(number).to_string().into(),
            key: plain.options[0].id.clone().into(),
            salt: hex(&SALT).into(),
            version: 1,
        })
        .collect();
    let mut numbers: Vec<i64> = entries.iter().map(|entry| entry.number).collect();
    numbers.dedup();
    let bundle = Bundle {
        amendments: &none,
        attempt_files: Some(archive.files()),
        attempts: None,
        beacon: "".into(),
        commitment: made.commitment.clone().into(),
        committed_at: Some(made.rules.opens_at),
        decisions: Vec::new(),
        digest: "".into(),
        format: FORMAT.into(),
        key_id: "".into(),
        keys: Vec::new(),
        lot: None,
        manifest: &manifest,
        participants: numbers
            .into_iter()
            .map(|number| Participant {
                alias: format!("Bút danh {number}").into(),
                number,
            })
            .collect(),
        questions,
        receipts_root: receipts_root.into(),
        result: ResultPart {
            actual_prediction: Some(value),
            standings,
            version: 1,
            voided: Vec::new(),
        },
        round_id: ROUND.into(),
        seed: hex(&SEED).into(),
        signature: "".into(),
    };
    seal(bundle, &Keys::from_master(&[1; 32])).text
}
