//! What a bank of twenty thousand questions costs: `cargo run --release --example bank_speed`.
//!
//! Brings them in, looks for words as a member of staff does, changes a question and looks again, and
//! lists near-duplicates; on SQLite in a temporary folder, and on the PostgreSQL that
//! `TEST_DATABASE_URL` names, which has to be empty.

use std::sync::Arc;
use std::time::Duration;
use thiluat::app::banks::{BankImport, PlacedDraft, QuestionQuery};
use thiluat::app::questions::VersionOf;
use thiluat::app::staff::NewStaff;
use thiluat::app::{App, Keys, Limits};
use thiluat::auth::Actor;
use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::{DraftOption, LawReference, QuestionDraft, QuestionKind, Role, Timestamp};
use thiluat::entropy::{Entropy, SeededEntropy};
use thiluat::live::LiveState;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::{Store, TimeSource};
use tokio::time::Instant;

const QUESTIONS: usize = 20_000;
const SEED: u64 = 7;
const BANK: &str = "lon";

#[tokio::main]
async fn main() {
    println!("seed {SEED}; {QUESTIONS} questions, milliseconds");
    let clock = Arc::new(SystemClock::starting_at(Timestamp::from_millis(0)));
    let asked = clock.clone();
    let time: TimeSource = Arc::new(move || asked.now());
    let folder = std::env::temp_dir().join(format!("thiluat-bank-speed-{}", std::process::id()));
    std::fs::create_dir(&folder).expect("a temporary folder");
    let file = folder.join("thiluat.sqlite");
    let sqlite = SqliteStore::open(&file, time.clone()).await;
    measure(
        "sqlite",
        Arc::new(sqlite.expect("a new file")),
        clock.clone(),
    )
    .await;
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        let postgres = PostgresStore::connect(&url, Some(time)).await;
        measure("postgres", Arc::new(postgres.expect("a server")), clock).await;
    }
}

async fn measure(name: &str, store: Arc<dyn Store>, clock: Arc<SystemClock>) {
    let live = LiveState::memory(clock.clone());
    let entropy = Arc::new(SeededEntropy::new(SEED));
    let app = App::new(
        store,
        live,
        clock,
        entropy.clone(),
        Keys::from_master(&[9; 32]),
        Limits::default(),
    );
    let words = Words(entropy);
    let drafts: Vec<PlacedDraft> = (0..QUESTIONS)
        .map(|at| PlacedDraft {
            at: at.to_string(),
            draft: words.question(at),
        })
        .collect();
    let import = BankImport {
        bank: BANK.into(),
        title: None,
        questions: drafts,
        refused_before: 0,
        as_drafts: false,
        strict: true,
        dry_run: false,
        of: None,
    };
    let line = |what: &str, took: Duration| {
        println!("{name:<9} {what:<34} {:>9.2}", took.as_secs_f64() * 1e3);
    };
    let begun = now();
    let taken = app.import_questions(Actor::Command, import).await;
    assert_eq!(taken.expect("a bank").accepted, QUESTIONS);
    line("import", now() - begun);
    let begun = now();
    let found = look(&app, "").await;
    line("first look after that", now() - begun);
    let first = found.expect("a question");
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..200 {
        let word = VOCABULARY[round % VOCABULARY.len()];
        let begun = now();
        look(&app, word).await;
        times.push(now() - begun);
    }
    times.sort_unstable();
    line("search, median of 200", times[100]);
    line("search, slowest of 200", times[199]);
    let staff = NewStaff {
        email: "an@example.vn".into(),
        name: "An".into(),
        role: Role::Author,
        unit: None,
        password: "bốn con trâu của an".into(),
    };
    let an = app.add_staff(Actor::Command, &staff).await.expect("staff");
    let actor = Actor::Staff {
        id: an.id,
        role: an.role,
        unit: None,
    };
    let mut times: Vec<Duration> = Vec::new();
    for version in 1..=5 {
        let of = VersionOf {
            base_version: version,
            note: None,
            draft: words.question(usize::try_from(version).unwrap_or(0)),
        };
        app.add_version(actor, first, of).await.expect("a version");
        let begun = now();
        look(&app, "luật").await;
        times.push(now() - begun);
    }
    times.sort_unstable();
    line("search after a change, median of 5", times[2]);
    let begun = now();
    let quality = app.bank_quality(Actor::Command, BANK).await;
    let pairs = quality.expect("a bank").duplicates.len();
    line(&format!("quality ({pairs} pairs alike)"), now() - begun);
}

async fn look(app: &App, words: &str) -> Option<thiluat::domain::QuestionId> {
    let query = QuestionQuery {
        q: Some(words.to_owned()),
        ..QuestionQuery::default()
    };
    let found = app.find_questions(Actor::Command, BANK, &query).await;
    found.expect("a bank").items.first().map(|item| item.id)
}

fn now() -> Instant {
    Instant::now()
}

/// Words of laws, of which questions are made.
const VOCABULARY: [&str; 64] = [
    "luật",
    "người",
    "điều",
    "khiển",
    "xe",
    "đường",
    "bộ",
    "phạt",
    "tiền",
    "giấy",
    "phép",
    "lái",
    "quyền",
    "nghĩa",
    "vụ",
    "công",
    "dân",
    "nhà",
    "nước",
    "cơ",
    "quan",
    "tổ",
    "chức",
    "hành",
    "chính",
    "vi",
    "phạm",
    "xử",
    "lý",
    "khiếu",
    "nại",
    "tố",
    "cáo",
    "đất",
    "đai",
    "sử",
    "dụng",
    "hợp",
    "đồng",
    "lao",
    "động",
    "bảo",
    "hiểm",
    "xã",
    "hội",
    "trẻ",
    "em",
    "hôn",
    "nhân",
    "gia",
    "đình",
    "thừa",
    "kế",
    "bầu",
    "cử",
    "quốc",
    "phòng",
    "an",
    "ninh",
    "môi",
    "trường",
    "thuế",
    "doanh",
    "nghiệp",
];

struct Words(Arc<SeededEntropy>);

impl Words {
    fn number(&self, below: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_be_bytes(bytes) as usize % below
    }

    fn text(&self, least: usize, more: usize) -> String {
        let words = least + self.number(more);
        let word = |_| VOCABULARY[self.number(VOCABULARY.len())];
        (0..words).map(word).collect::<Vec<_>>().join(" ")
    }

    /// A question about as long as real ones, with a number that makes it another than all others.
    fn question(&self, at: usize) -> QuestionDraft {
        let option = |place: usize| DraftOption {
            id: None,
            text: format!("{} {place}", self.text(6, 14)),
            correct: place == at % 4,
            pinned: false,
        };
        QuestionDraft {
            media: Vec::new(),
            code: Some(format!("C{at}-{}", self.number(1 << 30))),
            kind: QuestionKind::Single,
            stem: format!("{} khoản {}?", self.text(15, 20), self.number(1 << 20)),
            options: (0..4).map(option).collect(),
            number: None,
            accepted: Vec::new(),
            topic: Some(format!("Chủ đề {}", at % 20)),
            level: u8::try_from(at % 6).unwrap_or(0),
            explanation: Some(self.text(20, 30)),
            laws: vec![LawReference {
                document: format!("{}/2024/QH15", at % 40),
                title: "Luật thử".into(),
                article: Some((at % 90).to_string()),
                clause: None,
                point: None,
                valid_from: None,
                valid_to: None,
            }],
        }
    }
}
