//! The draw, written down as slowly and as closely to the text of algorithms.md 1 as can be.

use super::{Asked, Cell};
use crate::engine::digest::{Digest, Fields, MacKey};
use crate::engine::draw::EpochKey;

/// A round and a person.
pub(super) struct Setting<'a> {
    pub(super) seed: [u8; 32],
    pub(super) round: &'a str,
    pub(super) number: i64,
    pub(super) group: Option<&'a str>,
    pub(super) order: &'a str,
    pub(super) shuffle_options: bool,
    pub(super) cells: &'a [Cell],
    pub(super) questions: &'a [Asked],
}

/// (question id, options shown) in slot order, and the hash.
pub(super) type Drawn = (Vec<(String, Vec<String>)>, Digest);

struct Numbers(MacKey, u32, Vec<u32>);

impl Numbers {
    fn below(&mut self, n: u64) -> usize {
        if n == 1 {
            return 0;
        }
        loop {
            if self.2.is_empty() {
                let block = self.0.mac(&self.1.to_be_bytes());
                self.1 += 1;
                let words = block.chunks(4).rev();
                self.2
                    .extend(words.map(|w| u32::from_be_bytes(w.try_into().unwrap())));
            }
            let x = u64::from(self.2.pop().unwrap());
            if x < (1 << 32) - (1 << 32) % n {
                return usize::try_from(x % n).unwrap();
            }
        }
    }

    fn shuffle<T: Clone>(&mut self, list: &[T], k: usize) -> Vec<T> {
        let mut list = list.to_vec();
        let mut j = 0;
        while j < k && j + 1 < list.len() {
            let other = j + self.below((list.len() - j) as u64);
            list.swap(j, other);
            j += 1;
        }
        list.truncate(k);
        list
    }
}

impl Setting<'_> {
    /// The paper of that ordinal, after papers that held `earlier`.
    pub(super) fn draw(&self, ordinal: i64, earlier: &[String]) -> Drawn {
        let epoch = MacKey::new(&EpochKey::bytes(&self.seed, self.round, ""));
        let numbers = |tag: &str| {
            let mut fields = Fields::of(tag);
            let key = epoch.mac(fields.number(self.number).number(ordinal).as_bytes());
            Numbers(MacKey::new(&key), 0, Vec::new())
        };

        let mut stream = numbers("thiluat/pick/1");
        let mut picks: Vec<String> = Vec::new();
        for cell in self.cells {
            if cell.group.is_some() && cell.group.as_deref() != self.group {
                continue;
            }
            let free = cell.questions.iter().filter(|q| !picks.contains(q));
            let (seen, fresh): (Vec<String>, Vec<String>) =
                free.cloned().partition(|q| earlier.contains(q));
            let mut taken = stream.shuffle(&fresh, cell.count);
            if taken.len() < cell.count {
                taken.extend(stream.shuffle(&seen, cell.count - taken.len()));
            }
            picks.extend(taken);
        }

        let question = |id: &String| self.questions.iter().find(|q| q.id == *id).unwrap();
        let mut slots = picks;
        if self.order != "as_listed" {
            slots = numbers("thiluat/order/1").shuffle(&slots, slots.len());
        }
        if self.order == "easy_to_hard" {
            slots.sort_by_key(|id| question(id).level);
        }

        let mut stream = numbers("thiluat/option/1");
        let mut fields = Fields::of("thiluat/paper/1");
        fields.text(self.round).number(self.number).number(ordinal);
        let mut paper = Vec::new();
        for id in slots {
            let asked = question(&id);
            let mut shown = asked.options.clone();
            if self.shuffle_options {
                let free: Vec<String> = shown
                    .iter()
                    .filter(|o| !asked.pinned.contains(o))
                    .cloned()
                    .collect();
                let mut shuffled = stream.shuffle(&free, free.len()).into_iter();
                for option in &mut shown {
                    if !asked.pinned.contains(option) {
                        *option = shuffled.next().unwrap();
                    }
                }
            }
            fields
                .text(&id)
                .number(asked.version)
                .text(&shown.join(","));
            paper.push((id, shown));
        }
        (paper, fields.hash())
    }
}
