//! An office with units and a bank, ready to run a contest.

use crate::support::database::TestStore;
use serde_json::{Value, json};
use std::sync::Arc;
use thiluat::app::banks::{BankImport, PlacedDraft};
use thiluat::app::contests::Applied;
use thiluat::app::participants::{Registered, Registering};
use thiluat::app::{App, Keys, Limits, SignedIn};
use thiluat::auth::Actor;
use thiluat::clock::ManualClock;
use thiluat::domain::{
    DraftOption, LawReference, Millis, QuestionDraft, QuestionKind, UnitDraft, UnitType,
};
use thiluat::entropy::SeededEntropy;

/// What every secret of these tests comes from; printed with each office.
const SEED: u64 = 20_261_121;

/// An application over a fresh store.
pub struct Office {
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    fresh: TestStore,
}

impl Office {
    /// Nothing in it yet.
    pub fn empty(fresh: TestStore) -> Self {
        Self::with(fresh, Limits::default())
    }

    /// Nothing in it yet, with limits.
    pub fn with(fresh: TestStore, limits: Limits) -> Self {
        println!("seed {SEED}");
        let clock = Arc::clone(&fresh.clock);
        let app = App::new(
            Arc::clone(&fresh.store),
            fresh.live(),
            clock.clone(),
            Arc::new(SeededEntropy::new(SEED)),
            Keys::from_master(&[9; 32]),
            limits,
        );
        Self {
            app: Arc::new(app),
            clock,
            fresh,
        }
    }

    /// With a province, two communes, and a bank `b` of 30 questions.
    pub async fn furnished(fresh: TestStore) -> Self {
        let office = Self::empty(fresh);
        office.furnish().await;
        office
    }

    pub async fn furnish(&self) {
        let units = [
            unit("42", "Tỉnh Hà Tĩnh", None),
            unit("18073", "Phường Thành Sen", Some("42")),
        ];
        self.app.import_units(Actor::Command, &units).await.unwrap();
        self.bank("b", 0..30).await;
    }

    /// Adds questions of these numbers to a bank.
    pub async fn bank(&self, code: &str, numbers: std::ops::Range<u32>) {
        let wanted = numbers.len();
        let done = self
            .app
            .import_questions(Actor::Command, bank_import(code, numbers))
            .await
            .unwrap();
        assert_eq!(done.accepted, wanted);
    }

    /// Applies a contest file given as JSON.
    pub async fn apply(&self, file: &Value) -> Applied {
        self.app
            .apply_contest(Actor::Command, &file.to_string(), false)
            .await
            .unwrap()
    }

    /// Keys told when a contest file is refused.
    pub async fn refused(&self, file: &Value) -> Vec<String> {
        let error = self
            .app
            .apply_contest(Actor::Command, &file.to_string(), false)
            .await
            .unwrap_err();
        error
            .findings()
            .iter()
            .map(|finding| finding.key.clone())
            .collect()
    }

    /// Registers somebody with this number in the contest `thi`.
    pub async fn register(&self, number: u32) -> Registered {
        self.app
            .register("thi", &form(number), None, None)
            .await
            .unwrap()
    }

    /// Registers somebody and gives his session.
    pub async fn person(&self, number: u32) -> SignedIn {
        let token = self.register(number).await.token;
        self.app.signed_in(&token).await.unwrap()
    }

    /// Lets so many seconds pass.
    pub fn pass(&self, seconds: i64) {
        self.clock.advance(Millis::seconds(seconds).0);
    }

    /// A second node over the same store, which remembers nothing yet.
    pub fn another_node(&self) -> App {
        App::new(
            Arc::clone(&self.fresh.store),
            self.fresh.live(),
            self.clock.clone(),
            Arc::new(SeededEntropy::new(SEED + 1)),
            Keys::from_master(&[9; 32]),
            Limits::default(),
        )
    }
}

/// A unit with its place in a list.
pub fn unit(code: &str, name: &str, parent: Option<&str>) -> (String, UnitDraft) {
    let draft = UnitDraft {
        parent: parent.map(str::to_owned),
        ..UnitDraft::new(code, name, UnitType::Xa)
    };
    (format!("dòng {code}"), draft)
}

/// A question whose first option is right.
pub fn question(number: u32) -> QuestionDraft {
    let option = |letter: &str| DraftOption {
        id: None,
        text: format!("Phương án {letter} của câu {number}"),
        correct: letter == "A",
        pinned: false,
    };
    QuestionDraft {
        code: Some(format!("c{number}")),
        kind: QuestionKind::Single,
        stem: format!("Câu hỏi số {number}?"),
        options: ["A", "B", "C", "D"].map(option).into(),
        number: None,
        accepted: Vec::new(),
        topic: Some(
            if number.is_multiple_of(2) {
                "Chẵn"
            } else {
                "Lẻ"
            }
            .to_owned(),
        ),
        level: 1,
        explanation: None,
        laws: vec![LawReference {
            document: "36/2024/QH15".into(),
            title: "Luật Trật tự, an toàn giao thông đường bộ 2024".into(),
            article: None,
            clause: None,
            point: None,
            valid_from: Some(time::macros::date!(2025 - 01 - 01)),
            valid_to: None,
        }],
        media: Vec::new(),
    }
}

/// Questions of these numbers on their way into a bank.
pub fn bank_import(code: &str, numbers: std::ops::Range<u32>) -> BankImport {
    let placed = |number| PlacedDraft {
        at: format!("questions[{number}]"),
        draft: question(number),
    };
    BankImport {
        bank: code.into(),
        title: None,
        questions: numbers.map(placed).collect(),
        refused_before: 0,
        as_drafts: false,
        strict: false,
        dry_run: false,
        of: None,
    }
}

/// A contest `thi` with one round that opens when the clock starts, and lasts a week.
pub fn contest() -> Value {
    json!({
        "contest": { "slug": "thi", "title": "Thi", "organiser": "42" },
        "rounds": [{
            "code": "tuan-1", "title": "Tuần 1", "time_limit_s": 900,
            "opens_at": "2026-12-01T00:00:00Z", "closes_at": "2026-12-08T00:00:00Z",
            "blueprint": [{ "bank": "b", "count": 10 }],
        }],
        "prizes": [{ "round": "tuan-1", "tier": "Giải Nhất", "value_vnd": 3_000_000 }],
    })
}

/// The same with one value changed, by its JSON pointer.
pub fn contest_with(pointer: &str, value: Value) -> Value {
    let mut file = contest();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    file.pointer_mut(parent).unwrap()[name] = value;
    file
}

/// The form of a grown-up of that number.
pub fn form(number: u32) -> Registering {
    serde_json::from_value(json!({
        "fields": {
            "full_name": format!("Trần Văn {number}"),
            "birth_date": "1990-05-01",
            "phone": phone(number),
            "unit": "18073",
        },
        "consents": ["take_part"],
    }))
    .unwrap()
}

pub fn phone(number: u32) -> String {
    format!("09{number:08}")
}
