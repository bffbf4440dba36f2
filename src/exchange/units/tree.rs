//! What only shows when all rows are seen: codes that stand twice, parents in a circle.

use crate::domain::UnitDraft;
use crate::exchange::finding::{At, Finding};
use std::collections::{HashMap, HashSet};

/// Faults between rows, by row.
pub(super) fn faults(drafts: &[(At, UnitDraft)]) -> Vec<Finding> {
    let mut first: HashMap<&str, &At> = HashMap::new();
    let mut found = Vec::new();
    for (at, draft) in drafts.iter().filter(|(_, draft)| !draft.code.is_empty()) {
        if let Some(before) = first.get(draft.code.as_str()) {
            let detail = format!("Mã {} đã có ở {before}.", draft.code);
            found.push(Finding::new(at, "units.duplicate", detail));
        } else {
            first.insert(&draft.code, at);
        }
    }
    found.extend(circles(drafts));
    found
}

/// One finding for every unit that is its own ancestor. Each unit is walked over once: what is
/// known to lead out of the file, or into a circle, is not followed again.
fn circles(drafts: &[(At, UnitDraft)]) -> Vec<Finding> {
    let units: HashMap<&str, &UnitDraft> = drafts
        .iter()
        .map(|(_, draft)| (draft.code.as_str(), draft))
        .collect();
    let mut settled: HashSet<&str> = HashSet::new();
    let mut in_circle: HashSet<&str> = HashSet::new();
    for start in drafts.iter().map(|(_, draft)| draft.code.as_str()) {
        let mut path: Vec<&str> = Vec::new();
        let mut on_path: HashSet<&str> = HashSet::new();
        let mut next = Some(start);
        while let Some(code) = next.filter(|code| units.contains_key(code)) {
            if settled.contains(code) {
                break;
            }
            if !on_path.insert(code) {
                let from = path.iter().position(|seen| *seen == code).unwrap_or(0);
                in_circle.extend(&path[from..]);
                break;
            }
            path.push(code);
            next = units[code].parent.as_deref();
        }
        settled.extend(path);
    }
    let closed = drafts
        .iter()
        .filter(|(_, draft)| in_circle.contains(draft.code.as_str()));
    closed
        .map(|(at, draft)| {
            let parent = draft.parent.as_deref().unwrap_or("");
            let detail = format!(
                "Đơn vị {} nằm trong vòng lặp qua đơn vị cấp trên {parent}.",
                draft.code
            );
            Finding::new(at, "units.cycle", detail)
        })
        .collect()
}
