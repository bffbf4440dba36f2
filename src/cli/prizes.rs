//! `thiluat prizes`: who gets which prize of a closed round.

use super::round::Address;
use super::{Failure, output};
use crate::app::App;
use crate::app::desk::{PrizeView, SubjectCard};
use crate::auth::Actor;
use std::fmt::Write as _;

/// A line a person: tier, place, number, name, unit, and what is to be said.
pub(super) async fn run(app: &App, address: &Address) -> Result<(), Failure> {
    let at = |error| {
        Failure::from(error).at([format!("vòng / round: {} {}", address.slug, address.round)])
    };
    let round = app
        .round_named(&address.slug, &address.round)
        .await
        .map_err(at)?;
    let prizes = app
        .prizes_of_round(Actor::Command, round)
        .await
        .map_err(at)?;
    let mut lines = String::new();
    for prize in &prizes.prizes {
        told(prize, &mut lines);
    }
    output::remark(&format!(
        "kết quả / result {}, {}",
        prizes.result_version,
        prizes.state.word()
    ));
    output::print(&lines)
}

fn told(prize: &PrizeView, lines: &mut String) {
    let mut line = |place: i64, subject: &SubjectCard, remark: &str| {
        let (number, name, unit) = match subject {
            SubjectCard::Person(person) => (
                person.number.to_string(),
                person.full_name.as_str(),
                person.unit.as_ref().map_or("", |unit| unit.name.as_str()),
            ),
            SubjectCard::Unit { unit, .. } => (unit.code.clone(), unit.name.as_str(), ""),
        };
        let tier = &prize.tier;
        writeln!(lines, "{tier}\t{place}\t{number}\t{name}\t{unit}\t{remark}")
            .expect("a String takes all");
    };
    for winner in &prize.winners {
        let remark = winner.moved_up.as_ref().map_or("", |both| both.vi.as_str());
        line(winner.place, &winner.subject, remark);
    }
    for tie in &prize.undecided {
        for subject in &tie.subjects {
            let remark = format!(
                "chưa phân định: {} giải cho {} người / undecided",
                tie.seats,
                tie.subjects.len()
            );
            line(tie.place, subject, &remark);
        }
    }
    for passed in &prize.passed {
        line(
            passed.place,
            &passed.subject,
            &format!("không xét / passed over: {}", passed.reason.vi),
        );
    }
}
