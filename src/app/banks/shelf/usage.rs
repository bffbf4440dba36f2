//! What closed rounds tell about a question (algorithms.md 6).

use crate::domain::QuestionVersion;
use crate::engine::statistics::{self, Evidence, alarm};
use crate::store::{ItemSums, StoreError, VersionHead};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// How a question was used in rounds that are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionUse {
    /// Rounds whose papers held it, in whatever version.
    pub rounds: usize,
    /// Papers that held it, in whatever version.
    pub papers: u64,
    /// The version that the figures below are about: the newest one that was on a paper.
    pub version: i64,
    /// Papers on which that version was answered.
    pub answered: u64,
    /// Papers on which it was answered rightly.
    pub correct: u64,
    /// Mean of its marks, as thousandths of the greatest one.
    pub facility_pm: Option<i64>,
    /// Correlation of its marks with the rest of the paper, in thousandths: −1000 to 1000.
    pub discrimination_pm: Option<i64>,
    /// Whether its key looks wrong, and that version is still the newest text.
    pub alarm: bool,
}

/// The sums of a version over all rounds.
pub(in crate::app) fn figures(
    sums: &[ItemSums],
    version: i64,
) -> Result<statistics::ItemSums, StoreError> {
    let mut all = statistics::ItemSums::default();
    for item in sums.iter().filter(|item| item.version == version) {
        all.merge(&read(item)?);
    }
    Ok(all)
}

fn read(item: &ItemSums) -> Result<statistics::ItemSums, StoreError> {
    serde_json::from_str(&item.sums)
        .map_err(|error| StoreError::corrupt("item_statistics", "sums", error))
}

/// What the sums of a question say; none where no paper held it.
pub(in crate::app) fn use_of(
    newest: &QuestionVersion,
    head: &VersionHead,
    sums: &[ItemSums],
) -> Result<Option<QuestionUse>, StoreError> {
    let Some(version) = sums.iter().map(|item| item.version).max() else {
        return Ok(None);
    };
    let rounds: BTreeSet<_> = sums.iter().map(|item| item.round).collect();
    let mut papers = 0;
    for item in sums {
        papers += read(item)?.n;
    }
    let all = figures(sums, version)?;
    // The newest text may stand under a higher number when only topic or level changed; its key is
    // the same then.
    let is_current = (head.reviewed_as..=head.version).contains(&version);
    Ok(Some(QuestionUse {
        rounds: rounds.len(),
        papers,
        version,
        answered: all.answered,
        correct: all.correct,
        facility_pm: all.facility().map(thousandths),
        discrimination_pm: all.discrimination().map(thousandths),
        alarm: is_current && !alarm(&all, &newest.key).is_empty(),
    }))
}

/// A share in thousandths, rounded.
#[expect(
    clippy::cast_possible_truncation,
    reason = "shares lie between −1 and 1"
)]
fn thousandths(share: f64) -> i64 {
    (share * 1_000.0).round() as i64
}

/// What speaks against a key, as people read it.
pub(in crate::app) fn told(evidence: &Evidence, letter: impl Fn(&str) -> String) -> [String; 2] {
    match evidence {
        Evidence::KeyNegative { correlation } => [
            format!(
                "Người làm tốt phần còn lại lại hay sai câu này (tương quan {correlation:.2})."
            ),
            format!(
                "Who does well on the rest tends to miss this question (correlation {correlation:.2})."
            ),
        ],
        Evidence::OptionBetter {
            option,
            correlation,
            key,
        } => [
            format!(
                "Phương án {} hợp với người làm tốt hơn cả đáp án (tương quan {correlation:.2} so với {key:.2}).",
                letter(option)
            ),
            format!(
                "Option {} goes with doing well more than the key does (correlation {correlation:.2} against {key:.2}).",
                letter(option)
            ),
        ],
        Evidence::TopChoosesOther {
            option,
            chose,
            chose_key,
        } => [
            format!(
                "Trong một phần ba làm tốt nhất, {chose} người chọn phương án {}, chỉ {chose_key} người chọn đáp án.",
                letter(option)
            ),
            format!(
                "Of the best third, {chose} chose option {} and only {chose_key} the key.",
                letter(option)
            ),
        ],
    }
}
