//! Units and banks for a contest file, and the people that it is for.

use crate::support::platform::bank_of;
use serde_json::{Value, json};
use thiluat::app::{App, Keys, Limits};
use thiluat::auth::Actor;
use thiluat::domain::{DraftOption, QuestionDraft, QuestionKind, Timestamp, UnitDraft, UnitType};
use thiluat::entropy::SeededEntropy;

/// What every secret and every choice of these tests comes from; printed with each contest.
pub const SEED: u64 = 20_261_126;

/// Numbers that look random and are always the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// From 0 to below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    /// Whether something happens that happens so often in a hundred times.
    pub fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }
}

/// Units below an organiser: code behind the organiser's, type, head-count, parent.
pub const UNITS: [(&str, UnitType, Option<i64>); 10] = [
    ("x1", UnitType::Xa, Some(40)),
    ("x2", UnitType::Xa, Some(30)),
    ("x3", UnitType::Phuong, Some(17)),
    ("x4", UnitType::Xa, None),
    ("t1", UnitType::Truong, Some(60)),
    ("t2", UnitType::Truong, Some(45)),
    ("t3", UnitType::Truong, Some(20)),
    ("s1", UnitType::SoNganh, Some(25)),
    ("s2", UnitType::SoNganh, Some(33)),
    ("s3", UnitType::SoNganh, Some(12)),
];

fn unit(
    code: String,
    kind: UnitType,
    parent: Option<String>,
    headcount: Option<i64>,
) -> (String, UnitDraft) {
    let draft = UnitDraft {
        parent,
        headcount,
        ..UnitDraft::new(code.clone(), format!("Đơn vị {code}"), kind)
    };
    (code, draft)
}

/// The organiser with its units, a village below the first of them, and a commune elsewhere.
pub async fn units(app: &App, organiser: &str) {
    let below = |code: &str| format!("{organiser}-{code}");
    let mut all = vec![
        unit(organiser.to_owned(), UnitType::Tinh, None, None),
        unit("99".to_owned(), UnitType::Tinh, None, None),
        unit(
            "99-x1".to_owned(),
            UnitType::Xa,
            Some("99".to_owned()),
            Some(10),
        ),
    ];
    for (code, kind, headcount) in UNITS {
        all.push(unit(
            below(code),
            kind,
            Some(organiser.to_owned()),
            headcount,
        ));
    }
    all.push(unit(
        below("x1-v1"),
        UnitType::Thon,
        Some(below("x1")),
        Some(9),
    ));
    app.import_units(Actor::Command, &all).await.unwrap();
}

/// A bank whose right options begin with "đúng"; `most_right` is the greatest number of them.
async fn bank(app: &App, code: &str, count: usize, most_right: usize) {
    let question = |n: usize| {
        let right = 1 + n % most_right;
        let option = |at: usize| DraftOption {
            id: None,
            text: format!(
                "{} {code} {n} {at}",
                if at < right { "đúng" } else { "sai" }
            ),
            correct: at < right,
            pinned: false,
        };
        QuestionDraft {
            media: Vec::new(),
            code: None,
            kind: if most_right > 1 {
                QuestionKind::Multiple
            } else {
                QuestionKind::Single
            },
            stem: format!("Câu {n} của {code}"),
            options: (0..4.max(right + 1)).map(option).collect(),
            number: None,
            accepted: Vec::new(),
            topic: Some(format!("Chủ đề {}", n / 3 % 3 + 1)),
            level: u8::try_from(n % 3 + 1).unwrap(),
            explanation: None,
            laws: Vec::new(),
        }
    };
    let import = bank_of(code, (0..count).map(question));
    let done = app.import_questions(Actor::Command, import).await.unwrap();
    assert_eq!(done.accepted, count);
}

pub async fn banks(app: &App) {
    bank(app, "luat", 120, 1).await;
    bank(app, "cong-dan", 60, 1).await;
    bank(app, "nhieu-dap-an", 40, 4).await;
}

/// An application over a fresh store.
pub fn app(fresh: &crate::support::database::TestStore) -> App {
    App::new(
        std::sync::Arc::clone(&fresh.store),
        fresh.live(),
        fresh.clock.clone(),
        std::sync::Arc::new(SeededEntropy::new(SEED)),
        Keys::from_master(&[9; 32]),
        Limits::default(),
    )
}

/// The file with all its instants moved by whole weeks, so that its first round opens after `now`.
pub fn moved(text: &str, now: Timestamp) -> String {
    let instants: Vec<(usize, Timestamp)> = text
        .match_indices('"')
        .filter_map(|(at, _)| {
            let inside = text.get(at + 1..at + 26)?;
            (text.get(at + 26..=at + 26)? == "\"").then_some(())?;
            Some((at + 1, inside.parse().ok()?))
        })
        .collect();
    let first = instants.iter().map(|(_, at)| *at).min().unwrap();
    let week = 7 * 86_400_000;
    let weeks = (now.millis() - first.millis()).div_euclid(week) + 1;
    let mut out = text.to_owned();
    for (at, instant) in instants {
        let moved = Timestamp::from_millis(instant.millis() + weeks * week);
        out.replace_range(at..at + 25, &in_vietnam(moved));
    }
    out
}

fn in_vietnam(at: Timestamp) -> String {
    let local = at.to_vietnam();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00",
        local.year(),
        u8::from(local.month()),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

/// The form of person number `n`, born in that year.
pub fn form(n: usize, born: u16, unit: &str) -> Value {
    json!({
        "full_name": format!("Nguyễn Thị Số {n}"),
        "birth_date": format!("{born}-05-19"),
        "phone": format!("09{n:08}"),
        "unit": unit,
    })
}
