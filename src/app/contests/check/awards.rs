//! Section `[awards]`.

use super::super::finding::Findings;
use crate::domain::contest::Awards;

/// Nobody gets more prizes than this, and nobody waits longer.
const MOST: u32 = 365;

pub(super) fn check(awards: &Awards, findings: &mut Findings) {
    let values = [
        ("per_person_round", awards.per_person_round),
        ("per_person_contest", awards.per_person_contest),
        ("appeal_days", awards.appeal_days),
    ];
    for (key, value) in values {
        findings.note(
            value > MOST,
            format!("awards.{key}"),
            "contest.awards",
            format!("Cần số từ 0 đến {MOST} (0 = không giới hạn; appeal_days = 0: không nhận khiếu nại)."),
        );
    }
    let (round, contest) = (awards.per_person_round, awards.per_person_contest);
    findings.note(
        contest > 0 && round > contest,
        "awards.per_person_round",
        "contest.awards",
        "Số giải mỗi người trong một vòng không thể lớn hơn trong cả cuộc thi.",
    );
}
