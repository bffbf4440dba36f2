//! Whether a contest file can be run: everything that the file alone tells.

mod awards;
mod eligibility;
mod further;
mod head;
mod parts;
mod prizes;
mod ranking;
mod registration;
mod round;
mod window;

#[cfg(test)]
mod tests;

use super::finding::Findings;
use crate::domain::contest::ContestFile;

/// Checks the whole file.
pub(in crate::app) fn check(file: &ContestFile, findings: &mut Findings) {
    head::check(&file.contest, findings);
    registration::check(file, findings);
    findings.note(
        file.rounds.is_empty(),
        "rounds",
        "contest.key",
        "Cuộc thi cần ít nhất một vòng.",
    );
    for (at, round) in file.rounds.iter().enumerate() {
        let key = format!("rounds[{at}]");
        let again = file.rounds[..at]
            .iter()
            .any(|before| before.code == round.code);
        findings.note(
            again,
            format!("{key}.code"),
            "contest.value",
            format!("Mã vòng «{}» đã dùng ở trên.", round.code),
        );
        round::check(file, round, &key, findings);
    }
    further::check(file, findings);
    prizes::check(file, findings);
    awards::check(&file.awards, findings);
}

/// A code in files and addresses: a-z, 0-9, single hyphens within.
fn is_code(text: &str, longest: usize) -> bool {
    let parts = text.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    parts && text.len() <= longest
}
