//! Section `[registration]`.

use super::super::finding::Findings;
use crate::domain::contest::{Asked, ContestFile, Field, FieldKind, Names, Registration};

/// Keys that the platform knows: their label and form are its own.
const KNOWN: [&str; 10] = [
    "full_name",
    "birth_date",
    "phone",
    "unit",
    "occupation",
    "sex",
    "residence",
    "email",
    "id_number",
    "code",
];

pub(super) fn check(file: &ContestFile, findings: &mut Findings) {
    super::eligibility::check(file, findings);
    let registration = &file.registration;
    identity(registration, findings);
    ages(registration, findings);
    let has = |key: &str| registration.fields.iter().any(|field| field.key == key);
    let by_name = file
        .rounds
        .iter()
        .any(|round| round.publish.names != Names::Alias);
    findings.note(
        by_name && !has("full_name"),
        "registration.fields",
        "contest.registration",
        "Cần mục full_name, vì bảng xếp hạng nêu tên; hoặc đặt publish.names = \"alias\" ở mọi vòng.",
    );
    for (at, field) in registration.fields.iter().enumerate() {
        let key = format!("registration.fields[{at}]");
        let again = registration.fields[..at]
            .iter()
            .any(|before| before.key == field.key);
        findings.note(
            again,
            format!("{key}.key"),
            "contest.registration",
            format!("Mục «{}» đã có ở trên.", field.key),
        );
        own_field(field, &key, findings);
    }
    asked_after(file, by_name, findings);
    for (at, consent) in registration.consents.iter().flatten().enumerate() {
        let key = format!("registration.consents[{at}]");
        let empty = |text: &str| text.is_empty();
        findings.note(
            empty(&consent.purpose),
            format!("{key}.purpose"),
            "contest.key",
            "Cần tên mục đích.",
        );
        findings.note(
            empty(&consent.version),
            format!("{key}.version"),
            "contest.key",
            "Cần số bản của nội dung.",
        );
        findings.note(
            empty(&consent.text),
            format!("{key}.text"),
            "contest.key",
            "Cần nội dung để người dự thi đọc.",
        );
        let before = &registration.consents.as_deref().unwrap_or_default()[..at];
        let again = before
            .iter()
            .any(|before| before.purpose == consent.purpose);
        findings.note(
            again,
            format!("{key}.purpose"),
            "contest.registration",
            "Mục đích này đã có ở trên.",
        );
    }
}

/// What has to be known before a person may begin can't be asked for after answering.
fn asked_after(file: &ContestFile, by_name: bool, findings: &mut Findings) {
    let registration = &file.registration;
    let groups = file.contest.groups.iter();
    let conditions = || {
        let of_groups = groups.clone().filter_map(|group| group.eligible.as_ref());
        registration.eligible.iter().chain(of_groups)
    };
    for (at, field) in registration.fields.iter().enumerate() {
        if field.asked != Asked::After {
            continue;
        }
        let key = field.key.as_str();
        let is_identity = registration.identity.iter().any(|id| id.field() == key);
        let decides = conditions().any(|eligible| {
            eligible.fields.contains_key(key) || key == "unit" && eligible.asks_for_unit()
        });
        let why = if is_identity {
            Some("là mục để nhận ra người dự thi (registration.identity)")
        } else if key == "birth_date" {
            Some("quyết định người dự thi có cần người giám hộ đồng ý hay không")
        } else if decides {
            Some("là điều kiện dự thi (eligible)")
        } else if key == "full_name" && by_name && !field.required {
            Some("được nêu trên bảng xếp hạng nên nếu hỏi sau thì phải bắt buộc (required = true)")
        } else {
            None
        };
        if let Some(why) = why {
            findings.note(
                true,
                format!("registration.fields[{at}].asked"),
                "contest.registration",
                format!("Không hỏi «{key}» sau khi thi (asked = \"after\"): mục này {why}."),
            );
        }
    }
}

fn identity(registration: &Registration, findings: &mut Findings) {
    let key = "registration.identity";
    findings.note(
        registration.identity.is_empty(),
        key,
        "contest.registration",
        "Cần ít nhất một mục để nhận ra mỗi người: phone, id_number, code hoặc email.",
    );
    for (at, identity) in registration.identity.iter().enumerate() {
        let field = identity.field();
        let again = registration.identity[..at].contains(identity);
        findings.note(
            again,
            format!("{key}[{at}]"),
            "contest.registration",
            format!("«{field}» đã có ở trên."),
        );
        let asked = registration.fields.iter().any(|asked| asked.key == field);
        findings.note(
            !asked,
            format!("{key}[{at}]"),
            "contest.registration",
            format!("Nhận ra mỗi người bằng «{field}» thì registration.fields phải có mục này."),
        );
    }
}

fn ages(registration: &Registration, findings: &mut Findings) {
    let (least, greatest) = (registration.min_age, registration.max_age);
    let asked = registration
        .fields
        .iter()
        .any(|field| field.key == "birth_date");
    for (age, key) in [
        (least, "registration.min_age"),
        (greatest, "registration.max_age"),
    ] {
        findings.note(
            age.is_some_and(|age| age > 120),
            key,
            "contest.value",
            "Tuổi tối đa 120.",
        );
        findings.note(
            age.is_some() && !asked,
            key,
            "contest.registration",
            "Giới hạn tuổi thì registration.fields phải có mục birth_date.",
        );
    }
    let crossed = least
        .zip(greatest)
        .is_some_and(|(least, greatest)| least > greatest);
    findings.note(
        crossed,
        "registration.max_age",
        "contest.registration",
        "max_age phải từ min_age trở lên.",
    );
}

fn own_field(field: &Field, key: &str, findings: &mut Findings) {
    let choice = field.kind == Some(FieldKind::Choice);
    findings.note(
        choice && field.options.is_empty(),
        format!("{key}.options"),
        "contest.registration",
        "Mục chọn (kind = \"choice\") cần danh sách options.",
    );
    findings.note(
        !choice && field.kind.is_some() && !field.options.is_empty(),
        format!("{key}.options"),
        "contest.registration",
        "Chỉ mục chọn (kind = \"choice\") có options.",
    );
    if KNOWN.contains(&field.key.as_str()) {
        return;
    }
    let mut bytes = field.key.bytes();
    let shaped = bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && field.key.len() <= 40;
    findings.note(
        !shaped,
        format!("{key}.key"),
        "contest.registration",
        "Tên mục riêng gồm a-z, 0-9 và gạch dưới, bắt đầu bằng chữ, tối đa 40 ký tự.",
    );
    let unnamed = field.label.as_deref().is_none_or(str::is_empty);
    findings.note(
        unnamed,
        format!("{key}.label"),
        "contest.registration",
        "Mục riêng cần label để người dự thi đọc.",
    );
}
