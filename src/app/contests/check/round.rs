//! A round, but for its times and its ranking.

use super::super::finding::Findings;
use super::{head, is_code, parts, ranking, window};
use crate::domain::contest::{ContestFile, RoundRules, ScoreboardMode};

/// Most questions on a paper.
const MOST_QUESTIONS: u32 = 500;

pub(super) fn check(file: &ContestFile, round: &RoundRules, key: &str, findings: &mut Findings) {
    findings.note(
        !is_code(&round.code, 40),
        format!("{key}.code"),
        "contest.value",
        "Mã vòng gồm a-z, 0-9 và gạch nối, tối đa 40 ký tự.",
    );
    head::title(&round.title, &format!("{key}.title"), findings);
    window::check(round, key, findings);
    ranking::check(round, key, findings);
    blueprint(file, round, key, findings);
    parts::check(file, round, key, findings);
    let group_key = |at: usize| format!("{key}.groups[{at}]");
    for (at, group) in round.groups.iter().enumerate() {
        findings.note(
            !has_group(file, group),
            group_key(at),
            "contest.value",
            no_group(group),
        );
    }
    let attempts = &round.attempts;
    findings.note(
        attempts.max > 10_000,
        format!("{key}.attempts.max"),
        "contest.value",
        "Tối đa 10.000 lượt; 0 là không giới hạn.",
    );
    if let Some(prediction) = &round.prediction {
        findings.note(
            prediction.prompt.is_empty(),
            format!("{key}.prediction.prompt"),
            "contest.key",
            "Cần nội dung câu dự đoán.",
        );
    }
    let frozen = round.publish.scoreboard == ScoreboardMode::Frozen;
    findings.note(
        frozen && round.publish.freeze_at.is_none(),
        format!("{key}.publish.freeze_at"),
        "contest.key",
        "Bảng xếp hạng đóng băng (frozen) cần thời điểm freeze_at.",
    );
    if let Some(beacon) = &round.beacon {
        findings.note(
            beacon.rule.is_empty(),
            format!("{key}.beacon.rule"),
            "contest.key",
            "Cần nói rõ giá trị công khai nào.",
        );
    }
    let implausible = round
        .min_plausible_s
        .is_some_and(|least| least >= round.time_limit_s);
    findings.note(
        implausible,
        format!("{key}.min_plausible_s"),
        "contest.value",
        "Phải ít hơn time_limit_s.",
    );
}

fn blueprint(file: &ContestFile, round: &RoundRules, key: &str, findings: &mut Findings) {
    let empty = round.blueprint.is_empty();
    findings.note(
        empty,
        format!("{key}.blueprint"),
        "contest.blueprint",
        "Cần ma trận đề: ít nhất một ô [[rounds.blueprint]].",
    );
    for (at, cell) in round.blueprint.iter().enumerate() {
        let key = format!("{key}.blueprint[{at}]");
        let count = (1..=MOST_QUESTIONS).contains(&cell.count);
        findings.note(
            !count,
            format!("{key}.count"),
            "contest.blueprint",
            format!("Số câu từ 1 đến {MOST_QUESTIONS}."),
        );
        let points = (1..=1000).contains(&cell.points);
        findings.note(
            !points,
            format!("{key}.points"),
            "contest.blueprint",
            "Điểm mỗi câu từ 1 đến 1000.",
        );
        let level = cell.level.is_none_or(|level| (1..=5).contains(&level));
        findings.note(
            !level,
            format!("{key}.level"),
            "contest.blueprint",
            "Mức độ từ 1 đến 5.",
        );
        if let Some(group) = cell
            .group
            .as_deref()
            .filter(|group| !has_group(file, group))
        {
            findings.push(format!("{key}.group"), "contest.value", no_group(group));
        }
    }
    let groups = file.contest.groups.iter().map(|group| group.code.as_str());
    let sitting =
        groups.filter(|code| round.groups.is_empty() || round.groups.iter().any(|own| own == code));
    for group in sitting {
        let questions: u64 = round
            .cells_for(Some(group))
            .map(|(_, cell)| u64::from(cell.count))
            .sum();
        findings.note(
            !empty && questions == 0,
            format!("{key}.blueprint"),
            "contest.blueprint",
            format!("Bảng «{group}» được dự thi nhưng không ô nào dành cho bảng này."),
        );
        let most = u64::from(MOST_QUESTIONS);
        findings.note(
            questions > most,
            format!("{key}.blueprint"),
            "contest.blueprint",
            format!("Đề thi tối đa {most} câu."),
        );
    }
    let questions: u64 = round
        .cells_for(None)
        .map(|(_, cell)| u64::from(cell.count))
        .sum();
    findings.note(
        questions > u64::from(MOST_QUESTIONS),
        format!("{key}.blueprint"),
        "contest.blueprint",
        format!("Đề thi tối đa {MOST_QUESTIONS} câu."),
    );
}

fn has_group(file: &ContestFile, code: &str) -> bool {
    file.contest.groups.iter().any(|group| group.code == code)
}

fn no_group(code: &str) -> String {
    format!("Không có bảng «{code}» trong contest.groups.")
}
