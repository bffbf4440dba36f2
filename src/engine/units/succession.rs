//! What became of units that ended: the chain of their successors.

use crate::domain::UnitDraft;
use std::collections::BTreeSet;
use time::Date;

/// Codes of the units that, on that day, stand in the place of the one of that code: itself while it
/// lives, else those that took its place, and theirs, in the order in which they are named. A unit that
/// ended without successor leaves nothing; a circle of successors is walked once.
pub fn successors<'a>(
    code: &str,
    on: Date,
    unit: impl Fn(&str) -> Option<&'a UnitDraft>,
) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut waiting = vec![code.to_owned()];
    while let Some(code) = waiting.pop() {
        if !seen.insert(code.clone()) {
            continue;
        }
        let Some(draft) = unit(&code) else { continue };
        if draft.ended_before(on) {
            waiting.extend(draft.replaced_by.iter().rev().cloned());
        } else {
            found.push(code);
        }
    }
    found
}

/// Whether the chain of successors that begins at `from` leads to `code`.
pub fn leads_back<'a>(
    from: &str,
    code: &str,
    unit: impl Fn(&str) -> Option<&'a UnitDraft>,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![from.to_owned()];
    while let Some(next) = waiting.pop() {
        if next == code {
            return true;
        }
        if seen.insert(next.clone())
            && let Some(draft) = unit(&next)
        {
            waiting.extend(draft.replaced_by.iter().cloned());
        }
    }
    false
}
