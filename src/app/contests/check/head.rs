//! Section `[contest]`.

use super::super::finding::Findings;
use super::is_code;
use crate::domain::contest::ContestHead;
use time::Date;
use time::macros::format_description;

/// The address of the list of staff, under which no contest would be found.
const RESERVED: &str = "managed";

pub(super) fn check(head: &ContestHead, findings: &mut Findings) {
    findings.note(
        !is_code(&head.slug, 80) || head.slug.len() < 2,
        "contest.slug",
        "contest.value",
        "Tên trong địa chỉ gồm 2 đến 80 ký tự a-z, 0-9 và gạch nối ở giữa, ví dụ giao-thong-2026.",
    );
    findings.note(
        head.slug == RESERVED,
        "contest.slug",
        "contest.value",
        format!("Địa chỉ «{RESERVED}» dành cho hệ thống; hãy chọn tên khác."),
    );
    title(&head.title, "contest.title", findings);
    findings.note(
        head.organiser.is_empty(),
        "contest.organiser",
        "contest.key",
        "Cần mã đơn vị tổ chức.",
    );
    for (at, group) in head.groups.iter().enumerate() {
        let key = format!("contest.groups[{at}]");
        let shaped = is_code(&group.code, 40);
        findings.note(
            !shaped,
            format!("{key}.code"),
            "contest.value",
            "Mã bảng gồm a-z, 0-9 và gạch nối, tối đa 40 ký tự.",
        );
        let again = head.groups[..at]
            .iter()
            .any(|before| before.code == group.code);
        findings.note(
            again,
            format!("{key}.code"),
            "contest.value",
            format!("Mã bảng «{}» đã dùng ở trên.", group.code),
        );
        title(&group.title, &format!("{key}.title"), findings);
    }
    for (at, basis) in head.legal_basis.iter().enumerate() {
        let key = format!("contest.legal_basis[{at}]");
        findings.note(
            basis.number.is_empty(),
            format!("{key}.number"),
            "contest.key",
            "Cần số, ký hiệu văn bản.",
        );
        let day =
            |text: &str| Date::parse(text, format_description!("[year]-[month]-[day]")).is_ok();
        let wrong = basis.date.as_deref().is_some_and(|text| !day(text));
        findings.note(
            wrong,
            format!("{key}.date"),
            "contest.value",
            "Ngày viết dạng YYYY-MM-DD.",
        );
    }
}

/// A name for people: 1 to 200 characters.
pub(super) fn title(text: &str, key: &str, findings: &mut Findings) {
    let length = text.chars().count();
    findings.note(
        length == 0,
        key,
        "contest.key",
        "Cần tên gọi cho người đọc.",
    );
    findings.note(
        length > 200,
        key,
        "contest.value",
        "Tên gọi tối đa 200 ký tự.",
    );
}
