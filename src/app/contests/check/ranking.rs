//! Section `[rounds.ranking]`.

use super::super::finding::Findings;
use crate::domain::contest::{Comparator, Measure, RoundRules};

const CODE: &str = "contest.ranking";

pub(super) fn check(round: &RoundRules, key: &str, findings: &mut Findings) {
    let ranking = &round.ranking;
    let individual = format!("{key}.ranking.individual");
    list(&ranking.individual, &individual, findings);
    for (at, comparator) in ranking.individual.iter().enumerate() {
        findings.note(
            comparator.measure == Measure::PredictionDistance && round.prediction.is_none(),
            format!("{individual}[{at}]"),
            CODE,
            "Tiêu chí prediction_distance cần câu dự đoán [rounds.prediction].",
        );
    }
    let Some(recognised) = &ranking.recognised_by else {
        return;
    };
    let key = format!("{key}.ranking.recognised_by");
    list(recognised, &key, findings);
    for (at, comparator) in recognised.iter().enumerate() {
        findings.note(
            comparator.measure == Measure::PredictionDistance,
            format!("{key}[{at}]"),
            CODE,
            "Lượt được công nhận không thể chọn theo điều chỉ biết sau khi đóng vòng.",
        );
    }
}

fn list(comparators: &[Comparator], key: &str, findings: &mut Findings) {
    findings.note(
        comparators.is_empty(),
        key,
        CODE,
        "Cần ít nhất một tiêu chí.",
    );
    findings.note(comparators.len() > 6, key, CODE, "Tối đa 6 tiêu chí.");
    for (at, comparator) in comparators.iter().enumerate() {
        let again = comparators[..at]
            .iter()
            .any(|before| before.measure == comparator.measure);
        let word = comparator.measure.word();
        findings.note(
            again,
            format!("{key}[{at}]"),
            CODE,
            format!("Tiêu chí {word} đã có ở trên."),
        );
        let unavailable = matches!(comparator.measure, Measure::Essay | Measure::Lot);
        findings.note(
            unavailable,
            format!("{key}[{at}]"),
            "contest.unavailable",
            format!("Tiêu chí {word} chưa có trong bản này."),
        );
    }
}
