//! Ten rule sets of real contests (domain.md 1A), each played to its end by a few hundred people, with
//! everybody's place, every winner and every unit's place found in another way.

mod crowd;
mod expected;
mod world;

use crate::support::database::{TestStore, both_databases};
use crowd::{Person, Sat, enter, play, register};
use expected::{Rules, Tally, check_rounds, check_units, distance, people, tallies};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use thiluat::app::{App, Refusal as _};
use thiluat::auth::Actor;
use thiluat::clock::Clock as _;
use thiluat::domain::ParticipantId;
use thiluat::domain::contest::ContestFile;

both_databases! {
    elections_2021,
    gia_lai_pupils_2025,
    land_law_2024,
    vcnet_2021,
    coast_guard_2021,
    hue_reform_2025,
    thai_nguyen_2026,
    quang_nam_2014,
    bac_tra_my_2021,
    lang_son_2023,
}

/// A contest that is ready to be sat.
struct Stage {
    app: App,
    fresh: TestStore,
    file: ContestFile,
}

impl Stage {
    async fn of(fresh: TestStore, name: &str) -> Self {
        println!("seed {}", world::SEED);
        let app = world::app(&fresh);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/contests")
            .join(name);
        let source = world::moved(&std::fs::read_to_string(path).unwrap(), fresh.clock.now());
        let organiser = source
            .split("organiser = \"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        world::units(&app, organiser).await;
        world::banks(&app).await;
        let applied = app.apply_contest(Actor::Command, &source, false).await;
        let applied = applied.unwrap_or_else(|error| panic!("{:?}", error.findings()));
        let file = app
            .published(&applied.slug)
            .await
            .unwrap()
            .contest
            .file
            .clone();
        Self { app, fresh, file }
    }

    /// Puts somebody on a list of people by phone number, and by identity number if that is asked for.
    async fn list(&self, list: &str, n: usize) {
        let mut row = BTreeMap::from([("phone".to_owned(), format!("09{n:08}"))]);
        if self.file.registration.identity.len() > 1 {
            row.insert("id_number".to_owned(), format!("0{n:011}"));
        }
        let slug = &self.file.contest.slug;
        let rows = [("dòng 2".to_owned(), row)];
        self.app
            .put_people_list(Actor::Command, slug, list, &rows)
            .await
            .unwrap();
    }

    /// The code with which a form is refused, or the pointers of its faults.
    async fn refused(&self, fields: &serde_json::Value, group: Option<&str>) -> Vec<String> {
        let error = enter(&self.app, &self.file, fields, group)
            .await
            .err()
            .expect("the form is refused");
        let faults = error.fields();
        if faults.is_empty() {
            vec![error.code().to_owned()]
        } else {
            faults.into_iter().map(|fault| fault.pointer).collect()
        }
    }

    async fn play(&self, people: &[Person]) -> Vec<Sat> {
        play(&self.app, &self.fresh, &self.file, people).await
    }

    fn unit(&self, code: &str) -> String {
        format!("{}-{code}", self.file.contest.organiser)
    }
}

/// Correct, then distance, then hand-in: the commonest order.
fn by_distance(sat: &Sat, actual: i64) -> Vec<i64> {
    vec![-sat.correct, distance(sat, actual), sat.submitted]
}

async fn elections_2021(fresh: TestStore) {
    let stage = Stage::of(fresh, "03-bau-cu-2021.toml").await;
    let crowd = register(&stage.app, &stage.file, 250, |_, _| {
        (json!({}), None, vec![])
    })
    .await;
    let sat = stage.play(&crowd).await;
    assert!(sat.iter().all(|sat| sat.questions == 19));
    let rules = Rules {
        by: |sat, actual| {
            vec![
                -sat.correct,
                distance(sat, actual),
                sat.seconds,
                sat.submitted,
            ]
        },
        recognised: |sat| vec![-sat.correct, sat.seconds, sat.submitted],
        ranked: |_| true,
        actual: Some(people),
    };
    let winners = check_rounds(&stage.app, &stage.file, &sat, &rules).await;
    assert!(winners["chung"].len() >= 36);
}

async fn gia_lai_pupils_2025(fresh: TestStore) {
    let stage = Stage::of(fresh, "07-gia-lai-thpt-2025.toml").await;
    let form = |class: &str, unit: &str| {
        let mut form = world::form(9_999, 2009, &stage.unit(unit));
        form["lop"] = json!(class);
        form
    };
    assert_eq!(stage.refused(&form("9", "t1"), None).await, ["/fields/lop"]);
    assert_eq!(
        stage.refused(&form("GDTX", "t1"), None).await,
        ["/fields/lop"]
    );
    assert_eq!(
        stage.refused(&form("11", "x1"), None).await,
        ["/fields/unit"]
    );
    let crowd = register(&stage.app, &stage.file, 250, |n, _| {
        let class = ["10", "11", "12"][n % 3];
        (
            json!({ "lop": class, "birth_date": "2009-01-02" }),
            None,
            vec!["t"],
        )
    })
    .await;
    let sat = stage.play(&crowd).await;
    let rules = Rules {
        by: |sat, _| vec![-sat.score, sat.seconds, sat.submitted],
        recognised: |sat| vec![-sat.score, sat.seconds, sat.submitted],
        ranked: |_| true,
        actual: None,
    };
    let winners = check_rounds(&stage.app, &stage.file, &sat, &rules).await;
    let tallies = tallies(&sat, &rules, &winners, &["t"]);
    let more_people = |a: &Tally, b: &Tally| a.people.len() > b.people.len();
    check_units(
        &stage.app,
        &stage.file,
        "nhieu-nguoi",
        &tallies,
        more_people,
    )
    .await;
    let more_winners = |a: &Tally, b: &Tally| a.winners > b.winners;
    check_units(
        &stage.app,
        &stage.file,
        "nhieu-giai",
        &tallies,
        more_winners,
    )
    .await;
}

async fn land_law_2024(fresh: TestStore) {
    let stage = Stage::of(fresh, "08-luat-dat-dai-2024.toml").await;
    let crowd = register(&stage.app, &stage.file, 150, |_, _| {
        (json!({}), None, vec![])
    })
    .await;
    let sat = stage.play(&crowd).await;
    assert!(sat.iter().any(|sat| sat.left));
    let rules = Rules {
        by: by_distance,
        // Points count here as everywhere; who left is recognised only if he has nothing better.
        recognised: |sat| vec![-sat.correct, sat.submitted],
        ranked: |sat| !sat.left,
        actual: Some(|sat| i64::try_from(sat.iter().filter(|sat| sat.perfect()).count()).unwrap()),
    };
    check_rounds(&stage.app, &stage.file, &sat, &rules).await;
}

async fn vcnet_2021(fresh: TestStore) {
    let stage = Stage::of(fresh, "10-vcnet-2021.toml").await;
    stage.list("to-thu-ky", 9_999).await;
    let form = world::form(9_999, 1990, &stage.unit("x1"));
    assert_eq!(stage.refused(&form, None).await, ["participant.excluded"]);
    let crowd = register(&stage.app, &stage.file, 120, |_, _| {
        (json!({}), None, vec![])
    })
    .await;
    let sat = stage.play(&crowd).await;
    let rules = Rules {
        by: |sat, _| vec![-sat.correct, sat.submitted],
        recognised: |sat| vec![-sat.correct, sat.submitted],
        ranked: |_| true,
        actual: None,
    };
    check_rounds(&stage.app, &stage.file, &sat, &rules).await;
}

async fn coast_guard_2021(fresh: TestStore) {
    let stage = Stage::of(fresh, "11-canh-sat-bien-2021.toml").await;
    stage.list("phan-mem", 9_999).await;
    let mut form = world::form(9_999, 1990, &stage.unit("s1"));
    form["id_number"] = json!(format!("0{:011}", 9_999));
    assert_eq!(
        stage.refused(&form, Some("quan-doi")).await,
        ["participant.excluded"]
    );
    let crowd = register(&stage.app, &stage.file, 120, |n, dice| {
        let group = ["quan-doi", "ngoai-quan-doi"][dice.below(2)];
        (
            json!({ "id_number": format!("0{n:011}") }),
            Some(group.to_owned()),
            vec![],
        )
    })
    .await;
    let sat = stage.play(&crowd).await;
    let rules = Rules {
        by: |sat, actual| vec![distance(sat, actual), sat.submitted],
        recognised: |sat| vec![-sat.correct, sat.submitted],
        ranked: Sat::perfect,
        actual: Some(people),
    };
    let winners = check_rounds(&stage.app, &stage.file, &sat, &rules).await;
    let tallies = tallies(&sat, &rules, &winners, &["x1", "x2", "x4", "s", "t"]);
    let before = |a: &Tally, b: &Tally| (a.people.len(), a.points) > (b.people.len(), b.points);
    check_units(&stage.app, &stage.file, "tap-the", &tallies, before).await;
}

async fn hue_reform_2025(fresh: TestStore) {
    let stage = Stage::of(fresh, "13-hue-cchc-2025.toml").await;
    let young = world::form(9_999, 2012, &stage.unit("x1"));
    let refused = stage.refused(&young, Some("cong-dan")).await;
    assert!(
        refused.contains(&"/fields/birth_date".to_owned()),
        "{refused:?}"
    );
    let crowd = register(&stage.app, &stage.file, 140, |_, dice| {
        if dice.percent(60) {
            (json!({}), Some("can-bo".to_owned()), vec!["s"])
        } else {
            (
                json!({ "birth_date": "1980-01-01" }),
                Some("cong-dan".to_owned()),
                vec!["x"],
            )
        }
    })
    .await;
    let sat = stage.play(&crowd).await;
    let rules = Rules {
        by: |sat, actual| {
            vec![
                -sat.correct,
                distance(sat, actual),
                sat.seconds,
                sat.submitted,
            ]
        },
        recognised: |sat| vec![-sat.correct, sat.seconds, sat.submitted],
        ranked: |_| true,
        actual: Some(people),
    };
    let winners = check_rounds(&stage.app, &stage.file, &sat, &rules).await;
    // Shares and means as fractions over a common whole, in which every division comes out even.
    let ratio = |t: &Tally| {
        t.headcount
            .map(|head| 1_000_000_007_i128 * t.people.len() as i128 * 40_000_000 / i128::from(head))
    };
    let mean = |t: &Tally| 1_000_000_007_i128 * i128::from(t.points) / t.people.len() as i128;
    let before = |a: &Tally, b: &Tally| match (ratio(a), ratio(b)) {
        (x, y) if x == y => mean(a) > mean(b),
        (x, y) => x > y,
    };
    for (code, kinds) in [("so-nganh", &["s"][..]), ("xa-phuong", &["x"])] {
        let tallies = tallies(&sat, &rules, &winners, kinds);
        check_units(&stage.app, &stage.file, code, &tallies, before).await;
    }
}

async fn thai_nguyen_2026(fresh: TestStore) {
    let stage = Stage::of(fresh, "14-thai-nguyen-2026.toml").await;
    let form = |born, unit: &str| world::form(9_999, born, unit);
    assert_eq!(
        stage.refused(&form(1990, "99-x1"), None).await,
        ["/fields/unit"]
    );
    let young = stage.refused(&form(2013, &stage.unit("x1")), None).await;
    assert!(
        young.contains(&"/fields/birth_date".to_owned()),
        "{young:?}"
    );
    stage.list("ky-thuat", 9_999).await;
    assert_eq!(
        stage.refused(&form(1990, &stage.unit("x1")), None).await,
        ["participant.excluded"]
    );
    let crowd = register(&stage.app, &stage.file, 250, |_, _| {
        (json!({}), None, vec![])
    })
    .await;
    let sat = stage.play(&crowd).await;
    let rules = Rules {
        by: by_distance,
        recognised: |sat| vec![-sat.correct, sat.submitted],
        ranked: |_| true,
        actual: Some(people),
    };
    let winners = check_rounds(&stage.app, &stage.file, &sat, &rules).await;
    let mut tallies = tallies(&sat, &rules, &winners, &["x"]);
    tallies.retain(|_, tally| tally.people.len() >= 3);
    let before = |a: &Tally, b: &Tally| {
        let part = |t: &Tally| {
            t.headcount
                .map(|head| (i64::try_from(t.people.len()).unwrap(), head))
        };
        match (part(a), part(b)) {
            (Some((p, h)), Some((q, k))) if p * k != q * h => p * k > q * h,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            _ => a.people.len() > b.people.len(),
        }
    };
    check_units(&stage.app, &stage.file, "tap-the", &tallies, before).await;
}

async fn quang_nam_2014(fresh: TestStore) {
    let stage = Stage::of(fresh, "16-quang-nam-2014.toml").await;
    let crowd = register(&stage.app, &stage.file, 200, |_, _| {
        (json!({}), None, vec![])
    })
    .await;
    let sat = stage.play(&crowd).await;
    assert!(sat.iter().all(|sat| sat.questions == 15));
    let rules = Rules {
        by: |sat, actual| vec![distance(sat, actual), sat.submitted],
        recognised: |sat| vec![sat.submitted],
        ranked: Sat::perfect,
        actual: Some(|sat| {
            let perfect: BTreeSet<i64> = sat
                .iter()
                .filter(|sat| sat.perfect())
                .map(|sat| sat.number)
                .collect();
            i64::try_from(perfect.len()).unwrap()
        }),
    };
    check_rounds(&stage.app, &stage.file, &sat, &rules).await;
}

async fn bac_tra_my_2021(fresh: TestStore) {
    let stage = Stage::of(fresh, "17-bac-tra-my-2021.toml").await;
    let crowd = register(&stage.app, &stage.file, 220, |_, dice| {
        let group = ["thcs", "tieu-hoc"][dice.below(2)];
        (json!({}), Some(group.to_owned()), vec!["t"])
    })
    .await;
    let sat = stage.play(&crowd).await;
    let rules = Rules {
        by: |sat, actual| vec![-sat.correct, sat.seconds, distance(sat, actual)],
        recognised: |sat| vec![-sat.correct, sat.seconds],
        ranked: |sat| !sat.left,
        actual: Some(people),
    };
    check_rounds(&stage.app, &stage.file, &sat, &rules).await;
}

async fn lang_son_2023(fresh: TestStore) {
    let stage = Stage::of(fresh, "20-lang-son-2023.toml").await;
    let crowd = register(&stage.app, &stage.file, 100, |_, _| {
        (json!({}), None, vec![])
    })
    .await;
    let sat = stage.play(&crowd).await;
    assert!(sat.iter().any(|sat| sat.score == 150));
    let rules = Rules {
        by: |sat, actual| vec![distance(sat, actual), sat.submitted],
        recognised: |sat| vec![-sat.score, sat.submitted],
        ranked: Sat::perfect,
        actual: Some(|sat| i64::try_from(sat.len()).unwrap()),
    };
    let winners = check_rounds(&stage.app, &stage.file, &sat, &rules).await;
    let tallies = tallies(&sat, &rules, &winners, &["x1", "x2", "x4", "s", "t"]);
    let before = |a: &Tally, b: &Tally| (a.winners, a.attempts) > (b.winners, b.attempts);
    check_units(&stage.app, &stage.file, "don-vi", &tallies, before).await;

    // Over all weeks: the points of the weeks in which somebody was ranked.
    let mut overall: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for round in &stage.file.rounds {
        let here: Vec<&Sat> = sat.iter().filter(|sat| sat.round == round.code).collect();
        for one in expected::recognised(&here, &rules)
            .into_values()
            .filter(|sat| sat.perfect())
        {
            let sum = overall.entry(one.number).or_default();
            *sum = (sum.0 + one.score, sum.1.max(one.submitted));
        }
    }
    let mut expected: Vec<(i64, i64)> = overall
        .iter()
        .map(|(number, mine)| {
            let before = |other: &&(i64, i64)| (-other.0, other.1) < (-mine.0, mine.1);
            let above = overall.values().filter(before).count();
            (i64::try_from(above).unwrap() + 1, *number)
        })
        .collect();
    expected.sort_unstable();
    let known = stage.app.published("lang-son-2023").await.unwrap();
    let mut work = stage.app.store.read().await.unwrap();
    let rows = work
        .ranking_rows(known.contest.id, "ca-cuoc-thi", 1, 1_000)
        .await
        .unwrap();
    let mut told = Vec::new();
    for row in rows {
        let person = work
            .participant(ParticipantId(row.subject))
            .await
            .unwrap()
            .unwrap();
        told.push((row.place, person.number));
    }
    told.sort_unstable();
    assert_eq!(told, expected);
}
