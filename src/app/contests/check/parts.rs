//! What a round's paper and entry may ask for: sections, time per question, essay, promotion, code.

use super::super::finding::Findings;
use super::is_code;
use crate::domain::contest::{AttemptScope, ContestFile, Measure, RoundKind, RoundRules};

const BLUEPRINT: &str = "contest.blueprint";
const VALUE: &str = "contest.value";

pub(super) fn check(file: &ContestFile, round: &RoundRules, key: &str, findings: &mut Findings) {
    sections(round, key, findings);
    by_level(round, key, findings);
    per_question(round, key, findings);
    essay(round, key, findings);
    promotion(file, round, key, findings);
    practice(file, round, key, findings);
    if let Some(entry) = &round.entry {
        let length = entry
            .code
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .count();
        findings.note(
            !(4..=40).contains(&length),
            format!("{key}.entry.code"),
            VALUE,
            "Mã vào thi từ 4 đến 40 ký tự.",
        );
    }
}

fn sections(round: &RoundRules, key: &str, findings: &mut Findings) {
    for (at, section) in round.sections.iter().enumerate() {
        let key = format!("{key}.sections[{at}]");
        let again = round.sections[..at]
            .iter()
            .any(|before| before.code == section.code);
        findings.note(
            !is_code(&section.code, 40) || again,
            format!("{key}.code"),
            VALUE,
            "Mã phần thi gồm a-z, 0-9 và gạch nối, tối đa 40 ký tự, không trùng nhau.",
        );
        super::head::title(&section.title, &format!("{key}.title"), findings);
        let used = round
            .blueprint
            .iter()
            .any(|c| c.section.as_ref() == Some(&section.code));
        findings.note(
            !used,
            format!("{key}.code"),
            BLUEPRINT,
            format!("Không ô nào của ma trận đề thuộc phần «{}».", section.code),
        );
    }
    for (at, cell) in round.blueprint.iter().enumerate() {
        let known = match &cell.section {
            Some(code) => round.sections.iter().any(|section| section.code == *code),
            None => round.sections.is_empty(),
        };
        findings.note(
            !known,
            format!("{key}.blueprint[{at}].section"),
            BLUEPRINT,
            "Khi đề chia phần, mỗi ô phải nêu mã của một phần trong rounds.sections.",
        );
    }
}

fn by_level(round: &RoundRules, key: &str, findings: &mut Findings) {
    let points = round.paper.points_by_level;
    findings.note(
        points.is_some_and(|points| points.iter().any(|points| *points > 1000)),
        format!("{key}.paper.points_by_level"),
        VALUE,
        "Điểm mỗi câu tối đa 1000.",
    );
}

fn per_question(round: &RoundRules, key: &str, findings: &mut Findings) {
    let Some(seconds) = round.per_question_s else {
        return;
    };
    findings.note(
        !(5..=3_600).contains(&seconds),
        format!("{key}.per_question_s"),
        VALUE,
        "Thời gian mỗi câu từ 5 đến 3.600 giây.",
    );
    let groups = round.blueprint.iter().map(|cell| cell.group.as_deref());
    let most = groups
        .chain([None])
        .map(|group| round.questions_for(group))
        .max()
        .unwrap_or(0);
    let needed = u64::from(most) * u64::from(seconds);
    findings.note(
        needed > u64::from(round.time_limit_s),
        format!("{key}.time_limit_s"),
        VALUE,
        format!("Theo per_question_s, {most} câu cần ít nhất {needed} giây."),
    );
    findings.note(
        round.paper.require_all,
        format!("{key}.paper.require_all"),
        VALUE,
        "Khi tính giờ từng câu, câu đã qua không trả lời lại được, nên không bắt buộc trả lời hết được.",
    );
}

fn essay(round: &RoundRules, key: &str, findings: &mut Findings) {
    let Some(essay) = &round.essay else {
        for (at, comparator) in round.ranking.individual.iter().enumerate() {
            findings.note(
                matches!(comparator.measure, Measure::Essay | Measure::Total),
                format!("{key}.ranking.individual[{at}]"),
                "contest.ranking",
                "Tiêu chí essay và total cần câu tự luận [rounds.essay].",
            );
        }
        let least = round.ranking.least.unwrap_or_default();
        findings.note(
            least.essay.is_some() || least.total.is_some(),
            format!("{key}.ranking.least"),
            "contest.ranking",
            "Ngưỡng essay và total cần câu tự luận [rounds.essay].",
        );
        return;
    };
    let key = format!("{key}.essay");
    findings.note(
        essay.prompt.is_empty(),
        format!("{key}.prompt"),
        "contest.key",
        "Cần nội dung câu tự luận.",
    );
    let words = (1..=3_000).contains(&essay.max_words) && essay.min_words <= essay.max_words;
    findings.note(
        !words,
        format!("{key}.max_words"),
        VALUE,
        "Số từ tối đa từ 1 đến 3.000 và không ít hơn min_words.",
    );
    findings.note(
        !(1..=1_000).contains(&essay.max_points),
        format!("{key}.max_points"),
        VALUE,
        "Điểm tự luận tối đa từ 1 đến 1.000.",
    );
    findings.note(
        !(1..=9).contains(&essay.judges),
        format!("{key}.judges"),
        VALUE,
        "Số giám khảo mỗi bài từ 1 đến 9.",
    );
}

fn promotion(file: &ContestFile, round: &RoundRules, key: &str, findings: &mut Findings) {
    let Some(rules) = &round.promotion else {
        return;
    };
    let key = format!("{key}.promotion");
    let before = file
        .rounds
        .iter()
        .take_while(|other| other.code != round.code)
        .find(|other| other.code == rules.from);
    findings.note(
        before.is_none(),
        format!("{key}.from"),
        VALUE,
        format!("Không có vòng «{}» đứng trước vòng này.", rules.from),
    );
    findings.note(
        rules.top.is_none() && rules.least.is_none(),
        format!("{key}.top"),
        "contest.key",
        "Cần top (số người mỗi nơi) hoặc least (ngưỡng).",
    );
    findings.note(
        rules.top == Some(0),
        format!("{key}.top"),
        VALUE,
        "Số người vào vòng sau từ 1 trở lên.",
    );
    if let Some(before) = before {
        findings.note(
            round.opens_at < before.closes_at,
            format!("{key}.from"),
            "contest.window",
            "Vòng này phải mở sau khi vòng trước đóng.",
        );
    }
}

fn practice(file: &ContestFile, round: &RoundRules, key: &str, findings: &mut Findings) {
    if round.kind != RoundKind::Practice {
        return;
    }
    findings.note(
        round.attempts.per == AttemptScope::Contest,
        format!("{key}.attempts.per"),
        VALUE,
        "Thi thử không tính vào số lượt của cuộc thi.",
    );
    findings.note(
        round.prediction.is_some(),
        format!("{key}.prediction"),
        VALUE,
        "Thi thử không có câu dự đoán.",
    );
    for (at, prize) in file.prizes.iter().enumerate() {
        findings.note(
            prize.round.as_ref() == Some(&round.code),
            format!("prizes[{at}].round"),
            "contest.prize",
            "Thi thử không có giải.",
        );
    }
}
