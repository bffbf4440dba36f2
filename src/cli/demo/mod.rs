//! Demonstration data for an empty installation: Hà Tĩnh with its communes, a bank, a contest with
//! a closed, an open and an upcoming round, and simulated people.
//!
//! Everything goes through the use cases that real people use, under a clock that is moved through
//! the past nine days.

mod people;
mod sitting;

use super::Installation;
use crate::app::App;
use crate::app::banks::{BankImport, PlacedDraft};
use crate::app::staff::NewStaff;
use crate::auth::Actor;
use crate::clock::{Clock as _, ManualClock, SystemClock};
use crate::config::Config;
use crate::domain::{Millis, Role, Timestamp};
use crate::entropy::{self, SeededEntropy};
use crate::exchange;
use anyhow::{Context as _, bail};
use std::sync::Arc;

const UNITS: &str = include_str!("../../../demo/units.csv");
const BANK: &str = include_str!("../../../demo/bank.json");
const MAIN_CONTEST: &str = include_str!("../../../demo/contests/phap-luat-quanh-ta.toml");
const NEXT_CONTEST: &str = include_str!("../../../demo/contests/nguoi-lao-dong.toml");
const SLUG: &str = "phap-luat-quanh-ta";
const STAFF_EMAIL: &str = "quantri@thiluat.example";
/// People behave by this number, the same at every filling; secrets do not come from it.
const BEHAVIOUR: u64 = 2026;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// How to get in; told once.
pub struct SignIn {
    email: &'static str,
    password: String,
    phone: String,
    code: String,
}

impl SignIn {
    /// The lines that `serve --demo` prints.
    pub fn lines(&self, address: std::net::SocketAddr) -> String {
        format!(
            "Dữ liệu trình diễn đã sẵn sàng.\n  \
             Trang dự thi:  http://{address}/\n  \
             Thí sinh mẫu:  cuộc thi {SLUG}, số điện thoại {}, mã {}\n  \
             Quản trị viên: {}, mật khẩu {}\n",
            self.phone, self.code, self.email, self.password
        )
    }
}

/// Fills an installation that holds no contest yet; gives none if it holds some.
pub async fn fill(place: &super::Place, config: &Config) -> anyhow::Result<Option<SignIn>> {
    let now = SystemClock::starting_at(Timestamp::from_micros(0)).now();
    let hour = Timestamp::from_millis(now.millis() / (HOUR * 1000) * HOUR * 1000);
    let at = |seconds: i64| hour + Millis::seconds(seconds);
    let clock = Arc::new(ManualClock::at(at(-10 * DAY)));
    let installation = Installation::under(place, config.clone(), Arc::clone(&clock) as _).await?;
    let app = installation.app;
    if !app.store.read().await?.contests().await?.is_empty() {
        app.store.close().await;
        return Ok(None);
    }
    import(&app).await?;
    let text = timed(
        MAIN_CONTEST,
        &[
            ("TUAN_1_OPENS", at(-9 * DAY)),
            ("TUAN_1_CLOSES", at(-2 * DAY)),
            ("TUAN_2_OPENS", at(-36 * HOUR)),
            ("TUAN_2_CLOSES", at(5 * DAY)),
            ("TUAN_3_OPENS", at(6 * DAY)),
            ("TUAN_3_CLOSES", at(13 * DAY)),
        ],
    );
    let applied = app.apply_contest(Actor::Command, &text, false).await?;
    let text = timed(
        NEXT_CONTEST,
        &[("OPENS", at(12 * DAY)), ("CLOSES", at(26 * DAY))],
    );
    app.apply_contest(Actor::Command, &text, false).await?;

    let chance = SeededEntropy::new(BEHAVIOUR);
    let mut crowd = people::crowd(&chance, UNITS)?;
    let first = applied
        .rounds
        .first()
        .context("the first round was applied")?
        .id;
    let second = applied
        .rounds
        .get(1)
        .context("the second round was applied")?
        .id;
    let simulation = sitting::Simulation {
        app: &app,
        clock: &clock,
        chance: &chance,
    };
    let end = at(-2 * DAY) - Millis::seconds(HOUR);
    simulation
        .round(SLUG, first, &mut crowd[..320], (at(-9 * DAY), end))
        .await?;
    clock.set(at(-2 * DAY) + Millis::seconds(HOUR));
    app.advance().await?;
    let end = now - Millis::seconds(HOUR / 2);
    simulation
        .round(SLUG, second, &mut crowd[200..], (at(-36 * HOUR), end))
        .await?;
    clock.set(now - Millis::seconds(60));
    app.advance().await?;

    let sign_in = invite(&app).await?;
    app.store.close().await;
    Ok(Some(sign_in))
}

async fn import(app: &App) -> anyhow::Result<()> {
    let units = match exchange::read_units(UNITS.as_bytes(), "units.csv") {
        Ok(units) => units,
        Err(error) => bail!("the demonstration units: {error:?}"),
    };
    if let [refused, ..] = &units.refused[..] {
        bail!("the demonstration units: {refused:?}");
    }
    let rows = units.rows.into_iter();
    let drafts: Vec<_> = rows.map(|row| (row.at, row.draft)).collect();
    app.import_units(Actor::Command, &drafts).await?;
    let bank = match exchange::read_questions(BANK.as_bytes(), "bank.json", None) {
        Ok(bank) => bank,
        Err(error) => bail!("the demonstration bank: {error:?}"),
    };
    if let [refused, ..] = bank.refused()[..] {
        bail!("the demonstration bank: {refused:?}");
    }
    let questions = bank.entries.into_iter().filter_map(|entry| {
        Some(PlacedDraft {
            at: entry.at.to_string(),
            draft: entry.draft?,
        })
    });
    let import = BankImport {
        bank: bank.code.context("the demonstration bank has a code")?,
        title: bank.title,
        questions: questions.collect(),
        refused_before: 0,
        as_drafts: false,
        strict: true,
        dry_run: false,
        of: None,
    };
    app.import_questions(Actor::Command, import).await?;
    Ok(())
}

/// A contest file with its instants put in.
fn timed(text: &str, instants: &[(&str, Timestamp)]) -> String {
    let mut text = text.to_owned();
    for (name, instant) in instants {
        text = text.replace(&format!("@{name}@"), &instant.to_string());
    }
    text
}

/// The two who can sign in.
async fn invite(app: &App) -> anyhow::Result<SignIn> {
    let password = entropy::token(&*app.entropy, b"abcdefghjkmnpqrstuvwxyz23456789", 12);
    let administrator = NewStaff {
        email: STAFF_EMAIL.to_owned(),
        name: "Quản trị viên trình diễn".to_owned(),
        role: Role::Administrator,
        unit: None,
        password: password.clone(),
    };
    app.add_staff(Actor::Command, &administrator).await?;
    let person = people::Simulated::guest();
    let registered = app.register(SLUG, &person.form(), None, None).await?;
    Ok(SignIn {
        email: STAFF_EMAIL,
        password,
        phone: person.phone,
        code: registered.sign_in_code,
    })
}
