//! The times of a round: nothing may cross.

use super::super::finding::Findings;
use crate::domain::contest::RoundRules;

pub(super) fn check(round: &RoundRules, key: &str, findings: &mut Findings) {
    const CODE: &str = "contest.window";
    let limit = (10..=86_400).contains(&round.time_limit_s);
    findings.note(
        !limit,
        format!("{key}.time_limit_s"),
        "contest.value",
        "Thời gian làm bài từ 10 đến 86.400 giây.",
    );
    let (opens, closes) = (round.opens_at, round.closes_at);
    if findings.note(
        opens >= closes,
        format!("{key}.closes_at"),
        CODE,
        "closes_at phải sau opens_at.",
    ) {
        return;
    }
    if let Some(last) = round.last_start_at {
        let within = opens < last && last <= closes;
        findings.note(
            !within,
            format!("{key}.last_start_at"),
            CODE,
            "last_start_at phải sau opens_at và không sau closes_at.",
        );
    }
    if let Some(end) = round.hard_end_at {
        let last = round.last_start_at.unwrap_or(closes);
        findings.note(
            end < last,
            format!("{key}.hard_end_at"),
            CODE,
            "hard_end_at không được trước last_start_at (nếu không đặt thì là closes_at).",
        );
    }
    for (at, window) in round.windows.iter().enumerate() {
        let key = format!("{key}.windows[{at}]");
        findings.note(
            window.from >= window.to,
            format!("{key}.to"),
            CODE,
            "Khung giờ phải có to sau from.",
        );
        let outside = window.from < opens || window.to > closes;
        findings.note(
            outside,
            &key,
            CODE,
            "Khung giờ phải nằm trong opens_at và closes_at.",
        );
        let crossed = at > 0 && window.from < round.windows[at - 1].to;
        findings.note(
            crossed,
            format!("{key}.from"),
            CODE,
            "Các khung giờ xếp theo thứ tự và không chồng lên nhau.",
        );
    }
    if let Some(freeze) = round.publish.freeze_at {
        findings.note(
            freeze <= opens,
            format!("{key}.publish.freeze_at"),
            CODE,
            "freeze_at phải sau opens_at.",
        );
    }
    if let Some(beacon) = &round.beacon {
        findings.note(
            beacon.due >= closes,
            format!("{key}.beacon.due"),
            CODE,
            "Giá trị công khai phải biết được trước closes_at.",
        );
    }
}
