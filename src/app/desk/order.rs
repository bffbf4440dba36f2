//! Orders among equals that two people agreed on.

use crate::domain::desk::{Proposal, Proposed};
use crate::engine::prizes::{Contender, Subject};
use std::collections::HashMap;
use uuid::Uuid;

/// Orders of one ranking, the newest first.
pub(super) struct Orders(Vec<HashMap<Uuid, i64>>);

impl Orders {
    /// The approved ones among proposals, of a ranking beyond a round or of the round itself.
    pub fn of(proposals: &[Proposal], wanted: Option<&str>) -> Self {
        let mut approved: Vec<(&Proposal, &[Uuid])> = proposals
            .iter()
            .filter(|proposal| proposal.is_approved())
            .filter_map(|proposal| match &proposal.what {
                Proposed::Order { ranking, subjects } if ranking.as_deref() == wanted => {
                    Some((proposal, subjects.as_slice()))
                }
                _ => None,
            })
            .collect();
        let closed_at = |proposal: &Proposal| proposal.closing.as_ref().map(|closing| closing.at);
        approved.sort_by_key(|(proposal, _)| std::cmp::Reverse(closed_at(proposal)));
        Self(
            approved
                .into_iter()
                .map(|(_, subjects)| subjects.iter().copied().zip(1..).collect())
                .collect(),
        )
    }

    /// Gives equals their turns. An order counts only where it names all who are equal: what it says
    /// of some of them tells nothing about the others.
    pub fn apply(&self, contenders: &mut [Contender]) {
        if self.0.is_empty() {
            return;
        }
        contenders.sort_unstable_by_key(|c| (c.place, c.subject));
        for equals in contenders.chunk_by_mut(|a, b| a.place == b.place) {
            let named = |order: &&HashMap<Uuid, i64>| {
                let mut valid = equals.iter().filter(|c| !c.is_void);
                valid.all(|c| order.contains_key(&id(c.subject)))
            };
            let Some(order) = self.0.iter().find(named) else {
                continue;
            };
            for contender in equals {
                contender.turn = order.get(&id(contender.subject)).copied();
            }
        }
    }
}

pub(super) fn id(subject: Subject) -> Uuid {
    match subject {
        Subject::Person(id) => id.0,
        Subject::Unit(id) => id.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ParticipantId;

    fn contenders(places: &[(u128, i64)]) -> Vec<Contender> {
        places
            .iter()
            .map(|(who, place)| Contender {
                subject: Subject::Person(ParticipantId(Uuid::from_u128(*who))),
                place: *place,
                turn: None,
                is_void: false,
            })
            .collect()
    }

    fn orders(lists: &[&[u128]]) -> Orders {
        let of = |list: &&[u128]| list.iter().map(|n| Uuid::from_u128(*n)).zip(1..).collect();
        Orders(lists.iter().map(of).collect())
    }

    fn turns(contenders: &[Contender]) -> Vec<Option<i64>> {
        contenders.iter().map(|c| c.turn).collect()
    }

    #[test]
    fn an_order_counts_where_it_names_all_equals() {
        let mut all = contenders(&[(1, 1), (2, 1), (3, 3), (4, 3), (5, 3)]);
        orders(&[&[2, 1], &[4, 3]]).apply(&mut all);
        assert_eq!(turns(&all), [Some(2), Some(1), None, None, None]);
        // A newer order of all three takes the place of the older one.
        let mut all = contenders(&[(3, 3), (4, 3), (5, 3)]);
        orders(&[&[5, 3, 4], &[3, 4, 5]]).apply(&mut all);
        assert_eq!(turns(&all), [Some(2), Some(3), Some(1)]);
    }

    #[test]
    fn who_is_void_needs_no_turn() {
        let mut all = contenders(&[(1, 1), (2, 1), (3, 1)]);
        all[2].is_void = true;
        orders(&[&[2, 1]]).apply(&mut all);
        assert_eq!(turns(&all), [Some(2), Some(1), None]);
    }
}
