//! The parts of a paper (sections of the contest file).
//!
//! They extend step 6 of algorithms.md 1, and change nothing where a round names none: parts stand in
//! the order of the file, each holds the picks of its cells, and the one stream of `K_order` is read
//! through the parts in that order, each part by its own `order`.

use super::drawer::NotDrawable;
use super::layout::arrange;
use super::manifest::Manifest;
use super::picks::Pick;
use super::stream::Stream;
use crate::domain::contest::{Order, Section};
use serde::Deserialize;
use serde_json::Value;

/// In which parts a paper is laid out.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// The order within each part; at least one.
    orders: Vec<Order>,
    /// The part of each cell.
    of_cell: Vec<u16>,
}

impl Parts {
    /// Of a manifest whose paper has this order unless a part says otherwise.
    pub fn of(manifest: &Manifest, order: Order) -> Result<Self, NotDrawable> {
        let sections = match manifest.rules.get("sections") {
            Some(sections) => {
                Vec::<Section>::deserialize(sections).map_err(|why| NotDrawable::Rules {
                    at: "rules.sections".to_owned(),
                    why: why.to_string(),
                })?
            }
            None => Vec::new(),
        };
        if sections.is_empty() {
            return Ok(Self {
                orders: vec![order],
                of_cell: vec![0; manifest.blueprint.len()],
            });
        }
        let part = |(at, cell): (usize, &Value)| {
            let named = cell.get("section").and_then(Value::as_str);
            (0..)
                .zip(&sections)
                .find(|(_, section)| Some(section.code.as_str()) == named)
                .map(|(part, _)| part)
                .ok_or_else(|| NotDrawable::Rules {
                    at: format!("blueprint[{at}].section"),
                    why: "names no section of the paper".to_owned(),
                })
        };
        Ok(Self {
            of_cell: manifest
                .blueprint
                .iter()
                .enumerate()
                .map(part)
                .collect::<Result<_, _>>()?,
            orders: sections.iter().map(|s| s.order.unwrap_or(order)).collect(),
        })
    }

    /// Puts the picks into the order of the slots. The stream is made only if it is read.
    pub fn arrange(
        &self,
        picks: &mut [Pick],
        stream: impl FnOnce() -> Stream,
        level: impl Fn(&Pick) -> u8,
    ) {
        let part = |pick: &Pick| self.of_cell[usize::from(pick.cell)];
        if self.orders.len() > 1 {
            picks.sort_by_key(part);
        }
        if self.orders.iter().all(|order| *order == Order::AsListed) {
            return;
        }
        let mut stream = stream();
        for picks in picks.chunk_by_mut(|a, b| part(a) == part(b)) {
            let order = self.orders[usize::from(part(&picks[0]))];
            arrange(picks, order, &mut stream, &level);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::digest::Fields;
    use proptest::prelude::*;
    use serde_json::json;

    fn manifest(sections: &Value, of_cell: &[Option<&str>]) -> Manifest {
        Manifest {
            round: "r".to_owned(),
            rules: json!({ "sections": sections }),
            blueprint: of_cell
                .iter()
                .map(|section| json!({ "count": 1, "group": null, "section": section }))
                .collect(),
            cells: Vec::new(),
            beacon_rule: String::new(),
        }
    }

    fn stream(seed: &[u8; 32]) -> Stream {
        Stream::of(&Fields::of("parts").append(seed).hash())
    }

    #[test]
    fn a_cell_without_a_section_is_refused_where_there_are_sections() {
        let sections = json!([{ "code": "a", "title": "A" }]);
        for wrong in [None, Some("b")] {
            let error = Parts::of(&manifest(&sections, &[wrong]), Order::Shuffled).unwrap_err();
            assert!(
                error.to_string().contains("blueprint[0].section"),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn parts_stand_in_their_order_and_keep_their_picks(
            cells in prop::collection::vec((0_usize..3, 0_usize..6), 1..8), seed: [u8; 32],
        ) {
            let codes = ["a", "b", "c"];
            let sections = json!([
                { "code": "a", "title": "A" },
                { "code": "b", "title": "B", "order": "as_listed" },
                { "code": "c", "title": "C", "order": "easy_to_hard" },
            ]);
            let named: Vec<_> = cells.iter().map(|(part, _)| Some(codes[*part])).collect();
            let parts = Parts::of(&manifest(&sections, &named), Order::Shuffled).unwrap();
            let mut next = 0;
            let listed: Vec<Pick> = (0_u16..).zip(&cells).flat_map(|(cell, (_, count))| {
                let from = next;
                next += u32::try_from(*count).unwrap();
                (from..next).map(move |question| Pick { question, cell })
            }).collect();
            let level = |pick: &Pick| u8::try_from(pick.question * 7 % 5).unwrap();
            let mut picks = listed.clone();
            parts.arrange(&mut picks, || stream(&seed), level);

            let part = |pick: &Pick| cells[usize::from(pick.cell)].0;
            prop_assert!(picks.is_sorted_by_key(part));
            let mut sorted = picks.clone();
            sorted.sort_by_key(|pick| pick.question);
            prop_assert_eq!(sorted, listed.clone());
            let of = |all: &[Pick], wanted| -> Vec<Pick> {
                all.iter().copied().filter(|pick| part(pick) == wanted).collect()
            };
            prop_assert_eq!(of(&picks, 1), of(&listed, 1), "as listed");
            prop_assert!(of(&picks, 2).is_sorted_by_key(level), "easy to hard");
            // The first part is what it would be as a paper of its own.
            let mut alone = of(&listed, 0);
            arrange(&mut alone, Order::Shuffled, &mut stream(&seed), level);
            prop_assert_eq!(of(&picks, 0), alone);
        }
    }
}
