//! What staff of a unit may bring in: the own unit, as it stands in the tree, and what is below it.

use crate::app::ImportNote;
use crate::domain::UnitDraft;
use std::collections::BTreeMap;

/// Rows that touch what is not below `own`, the code of the unit for which somebody acts: a unit that
/// stands elsewhere, now or by the list, or the own one moved. Circles were looked for before.
pub(super) fn beyond(
    own: &str,
    drafts: &[(String, UnitDraft)],
    there: &BTreeMap<&str, &UnitDraft>,
) -> Vec<ImportNote> {
    let listed: BTreeMap<&str, &UnitDraft> = drafts
        .iter()
        .map(|(_, draft)| (draft.code.as_str(), draft))
        .collect();
    let parent_now = |code: &str| there.get(code).and_then(|unit| unit.parent.as_deref());
    let parent_then = |code: &str| match listed.get(code) {
        Some(draft) => draft.parent.as_deref(),
        None => parent_now(code),
    };
    let is_wrong = |draft: &UnitDraft| {
        let code = draft.code.as_str();
        if code == own {
            return draft.parent.as_deref() != parent_now(own);
        }
        let stood = !there.contains_key(code) || is_below(code, own, there.len(), parent_now);
        let stands = is_below(code, own, there.len() + listed.len(), parent_then);
        !stood || !stands
    };
    drafts
        .iter()
        .filter(|(_, draft)| is_wrong(draft))
        .map(|(at, draft)| ImportNote {
            at: at.clone(),
            code: "import.unit_beyond",
            detail: format!(
                "Đơn vị «{}» không nằm dưới đơn vị của bạn (mã «{own}»); bạn chỉ nhập được đơn vị của mình và các đơn vị bên dưới.",
                draft.code
            ),
        })
        .collect()
}

/// Whether a unit stands below that one; no way up is longer than there are units.
fn is_below<'a>(
    code: &str,
    top: &str,
    most: usize,
    parent: impl Fn(&str) -> Option<&'a str>,
) -> bool {
    std::iter::successors(parent(code), |above| parent(above))
        .take(most)
        .any(|above| above == top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnitType;

    fn unit(code: &str, parent: Option<&str>) -> UnitDraft {
        UnitDraft {
            code: code.to_owned(),
            name: format!("Đơn vị {code}"),
            kind: UnitType::Xa,
            parent: parent.map(str::to_owned),
            area_type: None,
            headcount: None,
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
        }
    }

    /// Codes of the refused rows, for staff of `xa` below `tinh`, beside `khac` with `truong-khac`.
    fn refused(rows: &[(&str, Option<&str>)]) -> Vec<String> {
        let stored = [
            unit("tinh", None),
            unit("xa", Some("tinh")),
            unit("truong", Some("xa")),
            unit("khac", Some("tinh")),
            unit("truong-khac", Some("khac")),
        ];
        let there = stored
            .iter()
            .map(|unit| (unit.code.as_str(), unit))
            .collect();
        let drafts: Vec<(String, UnitDraft)> = rows
            .iter()
            .map(|(code, parent)| ((*code).to_owned(), unit(code, *parent)))
            .collect();
        let notes = beyond("xa", &drafts, &there);
        notes.into_iter().map(|note| note.at).collect()
    }

    #[test]
    fn the_own_unit_and_what_is_below_it() {
        let none: [String; 0] = [];
        let own = [
            ("xa", Some("tinh")),
            ("truong", Some("xa")),
            ("lop", Some("truong")),
            ("moi", Some("xa")),
            ("lop-moi", Some("moi")),
        ];
        assert_eq!(refused(&own), none);
    }

    #[test]
    fn nothing_above_beside_or_moved_there() {
        assert_eq!(refused(&[("tinh", None)]), ["tinh"]);
        assert_eq!(refused(&[("khac", Some("tinh"))]), ["khac"]);
        assert_eq!(refused(&[("moi", None)]), ["moi"]);
        assert_eq!(refused(&[("moi", Some("tinh"))]), ["moi"]);
        assert_eq!(refused(&[("moi", Some("khac"))]), ["moi"]);
        // The own unit stays where it is, and nothing is given away or taken from others.
        assert_eq!(refused(&[("xa", None)]), ["xa"]);
        assert_eq!(refused(&[("xa", Some("khac"))]), ["xa"]);
        assert_eq!(refused(&[("truong", Some("khac"))]), ["truong"]);
        assert_eq!(refused(&[("truong-khac", Some("xa"))]), ["truong-khac"]);
        let through_another = [("truong-khac", Some("xa")), ("lop", Some("truong-khac"))];
        assert_eq!(refused(&through_another), ["truong-khac"]);
    }
}
