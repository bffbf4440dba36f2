//! What the units of a country cost: `cargo run --release --example unit_speed`.
//!
//! Imports the provinces and communes of ../shared/data/vn-admin-units if they are there, then schools
//! below them until there are 10,000 units, and lists them as the console does; on SQLite in a temporary
//! folder, and on the PostgreSQL that `TEST_DATABASE_URL` names, which has to be empty.

use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thiluat::app::units::{Former, UnitSort, UnitsAsked};
use thiluat::app::{App, Keys, Language, Limits};
use thiluat::auth::Actor;
use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::{Timestamp, UnitColumn, UnitDraft, UnitFile, UnitRow, UnitType};
use thiluat::entropy::SeededEntropy;
use thiluat::live::LiveState;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::{Store, TimeSource};
use tokio::time::Instant;

/// Units of the larger tree.
const UNITS: usize = 10_000;
/// Lists of each kind.
const TIMES: usize = 50;

#[tokio::main]
async fn main() {
    let country = country();
    println!("{} units of the country; milliseconds", country.len());
    let clock = Arc::new(SystemClock::starting_at(Timestamp::from_millis(0)));
    let asked = clock.clone();
    let time: TimeSource = Arc::new(move || asked.now());
    let folder = std::env::temp_dir().join(format!("thiluat-unit-speed-{}", std::process::id()));
    std::fs::create_dir(&folder).expect("a temporary folder");
    let file = folder.join("thiluat.sqlite");
    let sqlite = SqliteStore::open(&file, time.clone()).await;
    let sqlite = Arc::new(sqlite.expect("a new file"));
    measure("sqlite", sqlite, clock.clone(), &country).await;
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        let postgres = PostgresStore::connect(&url, Some(time)).await;
        let postgres = Arc::new(postgres.expect("a server"));
        measure("postgres", postgres, clock, &country).await;
    }
}

async fn measure(
    name: &str,
    store: Arc<dyn Store>,
    clock: Arc<SystemClock>,
    country: &[UnitDraft],
) {
    let app = App::new(
        store,
        LiveState::memory(clock.clone()),
        clock,
        Arc::new(SeededEntropy::new(7)),
        Keys::from_master(&[9; 32]),
        Limits::default(),
    );
    let line = |what: &str, took: Duration| {
        println!("{name:<9} {what:<46} {:>9.2}", took.as_secs_f64() * 1e3);
    };
    import(&app, country, &line, "import the country").await;
    let schools = schools(country);
    import(
        &app,
        &schools,
        &line,
        "import schools until there are 10,000",
    )
    .await;
    import(&app, &schools, &line, "the same again, nothing to change").await;
    let first = country.first().map(|unit| unit.code.clone());
    let cursor = country.get(country.len() / 2).map(|unit| unit.code.clone());
    let all = UnitsAsked {
        limit: Some(200),
        ..UnitsAsked::default()
    };
    for (what, asked) in [
        ("200 units by name", all.clone()),
        (
            "200 units by head-count, from the middle",
            UnitsAsked {
                sort: UnitSort::HeadcountDown,
                cursor,
                ..all.clone()
            },
        ),
        (
            "words",
            UnitsAsked {
                q: Some("thcs minh".into()),
                ..all.clone()
            },
        ),
        (
            "all below a province",
            UnitsAsked {
                below: first,
                ..all
            },
        ),
    ] {
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = Instant::now();
            let page = app.list_units(Actor::Command, &asked).await;
            page.expect("a page");
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        line(&format!("{what}, median of {TIMES}"), times[TIMES / 2]);
        line(&format!("{what}, slowest"), times[TIMES - 1]);
    }
    let begun = Instant::now();
    let former = Former::Name("duc minh".into());
    let found = app.resolve_unit(Actor::Command, &former, None).await;
    found.expect("units");
    line("resolve a name", begun.elapsed());
}

async fn import(app: &App, units: &[UnitDraft], line: &impl Fn(&str, Duration), what: &str) {
    let rows = (1..).zip(units).map(|(row, draft): (usize, _)| UnitRow {
        at: format!("dòng {row}"),
        draft: draft.clone(),
    });
    let file = UnitFile {
        rows: rows.collect(),
        columns: UnitColumn::ALL.to_vec(),
        ..UnitFile::default()
    };
    let begun = Instant::now();
    let done = app.take_units(Actor::Command, file, false, Language::Vietnamese);
    let done = done.await.expect("units");
    assert!(done.stored, "{:?}", done.refused);
    line(what, begun.elapsed());
}

/// The provinces and communes as they are published, or made-up ones.
fn country() -> Vec<UnitDraft> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/vn-admin-units/units_2026-07-25_full.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        return made_up();
    };
    let country: Value = serde_json::from_str(&text).expect("JSON");
    let unit = |value: &Value, parent: Option<&str>, kind| {
        let text = |key: &str| value[key].as_str().expect("a text").to_owned();
        UnitDraft {
            parent: parent.map(str::to_owned),
            ..UnitDraft::new(text("Code"), text("FullName"), kind)
        }
    };
    let mut units = Vec::new();
    for province in country.as_array().expect("provinces") {
        units.push(unit(province, None, UnitType::Tinh));
        for ward in province["Wards"].as_array().expect("communes") {
            units.push(unit(ward, province["Code"].as_str(), UnitType::Xa));
        }
    }
    units
}

fn made_up() -> Vec<UnitDraft> {
    let province = |number: usize| {
        UnitDraft::new(
            format!("t{number}"),
            format!("Tỉnh {number}"),
            UnitType::Tinh,
        )
    };
    let commune = |number: usize| UnitDraft {
        parent: Some(format!("t{}", number % 34)),
        ..UnitDraft::new(format!("x{number}"), format!("Xã {number}"), UnitType::Xa)
    };
    let provinces = (0..34).map(province);
    provinces.chain((0..3_321).map(commune)).collect()
}

/// Schools below the communes, as many as are missing.
fn schools(country: &[UnitDraft]) -> Vec<UnitDraft> {
    let names = ["Nguyễn Du", "Lê Lợi", "Trần Phú", "Minh Khai"];
    let school = |number: usize| {
        let above = &country[number % country.len()];
        let name = format!("Trường THCS {} {number}", names[number % names.len()]);
        UnitDraft {
            parent: Some(above.code.clone()),
            headcount: i64::try_from(number % 900).ok(),
            ..UnitDraft::new(format!("{}-s{number}", above.code), name, UnitType::Truong)
        }
    };
    (0..UNITS.saturating_sub(country.len()))
        .map(school)
        .collect()
}
