//! How often a question version was approved, and by whom it may be reviewed.
//!
//! A version stands on the verdicts on itself and on those versions before it that say the same: a
//! version that only sorts a question anew (topic, level) names the first of them as its root.

use crate::domain::{StaffId, Verdict};
use std::collections::BTreeSet;

/// A verdict on a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The version.
    pub version: i64,
    /// Who gave it.
    pub by: StaffId,
    /// What.
    pub verdict: Verdict,
}

/// Who approved a version: everybody once, and only what came after its last rejection.
///
/// `given` are the verdicts on the question, oldest first.
pub fn approvers(root: i64, version: i64, given: &[Given]) -> BTreeSet<StaffId> {
    let mut approved = BTreeSet::new();
    for given in given
        .iter()
        .filter(|given| (root..=version).contains(&given.version))
    {
        match given.verdict {
            Verdict::Reject => approved.clear(),
            Verdict::Approve => {
                approved.insert(given.by);
            }
            Verdict::Check => {}
        }
    }
    approved
}

/// Whether the last word on a version was a rejection; gives its place in the list.
pub fn rejected(root: i64, version: i64, given: &[Given]) -> Option<usize> {
    let last = given
        .iter()
        .rposition(|given| (root..=version).contains(&given.version))?;
    (given[last].verdict == Verdict::Reject).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Approve, Check, Reject};
    use uuid::Uuid;

    fn given(verdicts: &[(i64, u128, Verdict)]) -> Vec<Given> {
        verdicts
            .iter()
            .map(|(version, by, verdict)| Given {
                version: *version,
                by: StaffId(Uuid::from_u128(*by)),
                verdict: *verdict,
            })
            .collect()
    }

    fn count(root: i64, version: i64, verdicts: &[(i64, u128, Verdict)]) -> usize {
        approvers(root, version, &given(verdicts)).len()
    }

    #[test]
    fn one_person_counts_once_and_a_check_is_no_approval() {
        assert_eq!(count(1, 1, &[(1, 7, Check), (1, 8, Approve)]), 1);
        assert_eq!(count(1, 1, &[(1, 7, Approve), (1, 7, Approve)]), 1);
        assert_eq!(count(1, 1, &[(1, 7, Approve), (1, 8, Approve)]), 2);
    }

    #[test]
    fn a_rejection_takes_back_what_was_approved_before() {
        let verdicts = [(1, 7, Approve), (1, 8, Reject), (1, 9, Approve)];
        assert_eq!(count(1, 1, &verdicts), 1);
        assert_eq!(rejected(1, 1, &given(&verdicts)), None);
        assert_eq!(rejected(1, 1, &given(&verdicts[..2])), Some(1));
    }

    #[test]
    fn a_new_text_stands_on_its_own_reviews_and_a_new_topic_on_those_before() {
        let verdicts = [(1, 7, Approve), (2, 8, Approve), (3, 9, Approve)];
        assert_eq!(count(1, 2, &verdicts), 2);
        assert_eq!(count(2, 2, &verdicts), 1);
        assert_eq!(count(3, 3, &verdicts), 1);
    }
}
