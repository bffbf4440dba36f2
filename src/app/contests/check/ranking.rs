//! Section `[rounds.ranking]`: the engine says what can't be ranked by, this file puts it into words.

use super::super::finding::Findings;
use crate::domain::contest::{Comparable, Measure, RoundRules};
use crate::engine::ranking::{NotRankable, faults};

const CODE: &str = "contest.ranking";

pub(super) fn check(round: &RoundRules, key: &str, findings: &mut Findings) {
    for fault in faults(&round.ranking) {
        note(&fault, key, findings);
    }
    for (at, comparator) in round.ranking.individual.iter().enumerate() {
        findings.note(
            comparator.measure == Measure::PredictionDistance && round.prediction.is_none(),
            format!("{key}.ranking.individual[{at}]"),
            CODE,
            "Tiêu chí prediction_distance cần câu dự đoán [rounds.prediction].",
        );
    }
}

fn note(fault: &NotRankable, key: &str, findings: &mut Findings) {
    let (at, code, detail) = match fault {
        NotRankable::Empty { list } => {
            let detail = "Cần ít nhất một tiêu chí.".to_owned();
            ((*list).to_owned(), CODE, detail)
        }
        NotRankable::LotNotLast { list, at } => (
            format!("{list}[{at}]"),
            CODE,
            "Bốc thăm là cách cuối cùng: viết «lot asc» ở cuối danh sách.".to_owned(),
        ),
        NotRankable::Repeated { list, at, measure } => (
            format!("{list}[{at}]"),
            CODE,
            format!("Tiêu chí {} đã có ở trên.", measure.word()),
        ),
        NotRankable::TooLate { at, .. } => (
            format!("recognised_by[{at}]"),
            CODE,
            "Lượt được công nhận không thể chọn theo điều chỉ biết sau khi đóng vòng.".to_owned(),
        ),
    };
    findings.push(format!("{key}.ranking.{at}"), code, detail);
}
