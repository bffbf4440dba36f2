//! Section `[[prizes]]`.

use super::super::finding::Findings;
use crate::domain::contest::ContestFile;

pub(super) fn check(file: &ContestFile, findings: &mut Findings) {
    const CODE: &str = "contest.prize";
    for (at, prize) in file.prizes.iter().enumerate() {
        let key = format!("prizes[{at}]");
        if let Some(code) = &prize.round {
            let known = file.rounds.iter().any(|round| round.code == *code);
            findings.note(
                !known,
                format!("{key}.round"),
                CODE,
                format!("Không có vòng «{code}»."),
            );
        }
        if let Some(code) = &prize.group {
            let known = file.contest.groups.iter().any(|group| group.code == *code);
            findings.note(
                !known,
                format!("{key}.group"),
                CODE,
                format!("Không có bảng «{code}» trong contest.groups."),
            );
        }
        if let Some(code) = &prize.ranking {
            let of_people = file.overall.iter().any(|ranking| ranking.code == *code);
            let of_units = file.collectives.iter().any(|ranking| ranking.code == *code);
            findings.note(
                !of_people && !of_units,
                format!("{key}.ranking"),
                CODE,
                format!("Không có bảng xếp hạng «{code}» trong overall hoặc collectives."),
            );
            findings.note(
                prize.round.is_some() || (of_units && prize.group.is_some()),
                format!("{key}.ranking"),
                CODE,
                "Giải theo bảng xếp hạng chung không thuộc một vòng; giải tập thể không thuộc một bảng.",
            );
        }
        findings.note(
            prize.tier.is_empty(),
            format!("{key}.tier"),
            CODE,
            "Cần tên giải.",
        );
        let count = (1..=10_000).contains(&prize.count);
        findings.note(
            !count,
            format!("{key}.count"),
            CODE,
            "Số giải từ 1 đến 10.000.",
        );
        let worth = prize
            .value_vnd
            .is_none_or(|worth| (0..=1_000_000_000_000).contains(&worth));
        findings.note(
            !worth,
            format!("{key}.value_vnd"),
            CODE,
            "Giá trị tính bằng đồng, từ 0 đến một nghìn tỷ.",
        );
    }
}
