//! Sections `[[overall]]` and `[[collectives]]`.

use super::super::finding::Findings;
use super::is_code;
use crate::app::rounds::not_rankable;
use crate::domain::contest::{ContestFile, Measure, OverallRule, RoundKind};

const CODE: &str = "contest.ranking";

pub(super) fn check(file: &ContestFile, findings: &mut Findings) {
    let mut codes: Vec<&str> = Vec::new();
    let named = |code: &str, key: &str, findings: &mut Findings| {
        findings.note(
            !is_code(code, 40),
            format!("{key}.code"),
            "contest.value",
            "Mã bảng xếp hạng gồm a-z, 0-9 và gạch nối, tối đa 40 ký tự.",
        );
    };
    for (at, overall) in file.overall.iter().enumerate() {
        let key = format!("overall[{at}]");
        named(&overall.code, &key, findings);
        again(&mut codes, &overall.code, &key, findings);
        super::head::title(&overall.title, &format!("{key}.title"), findings);
        rounds(file, &overall.rounds, &key, findings);
        if let Some(fault) = not_rankable(overall) {
            findings.push(
                format!("{key}.by"),
                CODE,
                format!("Không xếp hạng được theo các tiêu chí này: {fault}."),
            );
        }
        for (step, comparator) in overall.by.iter().enumerate() {
            let known = matches!(
                comparator.measure,
                Measure::Score
                    | Measure::Correct
                    | Measure::Duration
                    | Measure::SubmittedAt
                    | Measure::AttemptsUsed
            );
            findings.note(
                !known,
                format!("{key}.by[{step}]"),
                CODE,
                "Xếp hạng qua các vòng dùng score, correct, duration, submitted_at hoặc attempts_used.",
            );
        }
        let by_place = overall.rule == OverallRule::RankPoints;
        findings.note(
            by_place == overall.points.is_empty(),
            format!("{key}.points"),
            CODE,
            "points (điểm theo hạng) đi cùng rule = \"rank_points\", và chỉ khi đó.",
        );
        let finals = file.rounds.iter().filter(|round| {
            round.kind == RoundKind::Final
                && (overall.rounds.is_empty() || overall.rounds.contains(&round.code))
        });
        findings.note(
            overall.rule == OverallRule::FinalOnly && finals.count() != 1,
            format!("{key}.rule"),
            CODE,
            "final_only cần đúng một vòng có kind = \"final\".",
        );
        findings.note(
            overall.per_group && file.contest.groups.is_empty(),
            format!("{key}.per_group"),
            CODE,
            "Cuộc thi không chia bảng (contest.groups).",
        );
    }
    for (at, collective) in file.collectives.iter().enumerate() {
        let key = format!("collectives[{at}]");
        named(&collective.code, &key, findings);
        again(&mut codes, &collective.code, &key, findings);
        super::head::title(&collective.title, &format!("{key}.title"), findings);
        rounds(file, &collective.rounds, &key, findings);
        findings.note(
            collective.block.is_empty(),
            format!("{key}.block"),
            "contest.key",
            "Cần ít nhất một loại đơn vị, ví dụ xa.",
        );
        let repeated = |step: &usize| {
            let measure = collective.keys[*step].measure;
            collective.keys[..*step]
                .iter()
                .any(|key| key.measure == measure)
        };
        let repeated = (0..collective.keys.len()).find(repeated);
        findings.note(
            collective.keys.is_empty(),
            format!("{key}.keys"),
            CODE,
            "Cần ít nhất một tiêu chí.",
        );
        if let Some(step) = repeated {
            findings.push(
                format!("{key}.keys[{step}]"),
                CODE,
                "Tiêu chí này đã có ở trên.",
            );
        }
        findings.note(
            collective
                .least_ratio_percent
                .is_some_and(|percent| percent > 100),
            format!("{key}.least_ratio_percent"),
            "contest.value",
            "Tỷ lệ tối thiểu từ 0 đến 100 phần trăm.",
        );
        let asks_for_unit = file
            .registration
            .fields
            .iter()
            .any(|field| field.key == "unit");
        findings.note(
            !asks_for_unit,
            &key,
            CODE,
            "Xếp hạng tập thể cần mục unit trong registration.fields.",
        );
    }
}

fn again<'a>(codes: &mut Vec<&'a str>, code: &'a str, key: &str, findings: &mut Findings) {
    findings.note(
        codes.contains(&code),
        format!("{key}.code"),
        "contest.value",
        format!("Mã «{code}» đã dùng ở trên."),
    );
    codes.push(code);
}

fn rounds(file: &ContestFile, named: &[String], key: &str, findings: &mut Findings) {
    for (at, code) in named.iter().enumerate() {
        let round = file.rounds.iter().find(|round| round.code == *code);
        findings.note(
            round.is_none_or(|round| !round.kind.counts()),
            format!("{key}.rounds[{at}]"),
            "contest.value",
            format!("Không có vòng «{code}», hoặc đó là vòng thi thử."),
        );
    }
    let counts = |code: &&String| file.rounds.iter().any(|round| round.code == **code);
    findings.note(
        named.is_empty() && !file.rounds.iter().any(|round| round.kind.counts())
            || !named.is_empty() && named.iter().filter(counts).count() == 0,
        format!("{key}.rounds"),
        "contest.key",
        "Cần ít nhất một vòng không phải thi thử.",
    );
}
