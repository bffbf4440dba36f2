//! Predicates over people: sections `eligible` of the registration and of groups, and exclusions.

use super::super::finding::Findings;
use super::is_code;
use crate::domain::contest::{ContestFile, Eligibility};

const CODE: &str = "contest.eligible";

pub(super) fn check(file: &ContestFile, findings: &mut Findings) {
    let registration = &file.registration;
    if let Some(eligible) = &registration.eligible {
        let key = "registration.eligible";
        predicates(file, eligible, key, findings);
        findings.note(
            eligible.asks_for_age(),
            key,
            CODE,
            "Tuổi của cả cuộc thi ghi ở registration.min_age và registration.max_age.",
        );
    }
    for (at, group) in file.contest.groups.iter().enumerate() {
        if let Some(eligible) = &group.eligible {
            let key = format!("contest.groups[{at}].eligible");
            predicates(file, eligible, &key, findings);
        }
    }
    for (at, exclusion) in registration.exclusions.iter().enumerate() {
        let key = format!("registration.exclusions[{at}]");
        findings.note(
            !is_code(&exclusion.code, 40),
            format!("{key}.code"),
            "contest.value",
            "Mã danh sách gồm a-z, 0-9 và gạch nối, tối đa 40 ký tự.",
        );
        let again = registration.exclusions[..at]
            .iter()
            .any(|before| before.code == exclusion.code);
        let roster = file.rosters().any(|roster| roster == exclusion.code);
        findings.note(
            again || roster,
            format!("{key}.code"),
            "contest.value",
            format!("Mã danh sách «{}» đã dùng.", exclusion.code),
        );
        super::head::title(&exclusion.title, &format!("{key}.title"), findings);
    }
}

fn predicates(file: &ContestFile, eligible: &Eligibility, key: &str, findings: &mut Findings) {
    let crossed = eligible
        .min_age
        .zip(eligible.max_age)
        .is_some_and(|(least, greatest)| least > greatest);
    findings.note(
        crossed,
        format!("{key}.max_age"),
        CODE,
        "max_age không được nhỏ hơn min_age.",
    );
    let asked = |wanted: &str| {
        let field = file
            .registration
            .fields
            .iter()
            .find(|field| field.key == wanted);
        field.is_some_and(|field| field.required)
    };
    findings.note(
        eligible.asks_for_age() && !asked("birth_date"),
        format!("{key}.min_age"),
        CODE,
        "Điều kiện về tuổi cần mục birth_date bắt buộc trong registration.fields.",
    );
    findings.note(
        eligible.asks_for_unit() && !asked("unit"),
        format!("{key}.units"),
        CODE,
        "Điều kiện về đơn vị cần mục unit bắt buộc trong registration.fields.",
    );
    for (field, values) in &eligible.fields {
        findings.note(
            !asked(field) || values.is_empty(),
            format!("{key}.fields.{field}"),
            CODE,
            "Cần một mục bắt buộc của registration.fields và ít nhất một giá trị được nhận.",
        );
    }
    if let Some(roster) = &eligible.roster {
        findings.note(
            !is_code(roster, 40),
            format!("{key}.roster"),
            "contest.value",
            "Mã danh sách gồm a-z, 0-9 và gạch nối, tối đa 40 ký tự.",
        );
    }
}
