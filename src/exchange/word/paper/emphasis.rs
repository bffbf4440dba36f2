//! Whether the look of options is the key. One file uses one way, so all of it decides: a mark is
//! the key if in most questions exactly one option has it.

use super::super::text::Look;
use super::block::{Choice, Key, Reading, Said};
use super::letters::named;
use crate::exchange::finding::{At, Finding};
use std::collections::HashMap;

/// A way to mark the right option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::exchange::word) enum Mark {
    Bold,
    Underline,
    Colour,
    Highlight,
    Star,
}

/// On which part of the option it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum On {
    Text,
    Letter,
}

const WAYS: [(Mark, On); 9] = [
    (Mark::Star, On::Letter),
    (Mark::Highlight, On::Text),
    (Mark::Highlight, On::Letter),
    (Mark::Colour, On::Text),
    (Mark::Colour, On::Letter),
    (Mark::Underline, On::Text),
    (Mark::Underline, On::Letter),
    (Mark::Bold, On::Text),
    (Mark::Bold, On::Letter),
];

impl Mark {
    fn name(self) -> &'static str {
        match self {
            Self::Bold => "in đậm",
            Self::Underline => "gạch chân",
            Self::Colour => "tô màu chữ",
            Self::Highlight => "tô nền",
            Self::Star => "có dấu sao",
        }
    }
}

/// The marks that are the key of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::exchange::word) struct Marks {
    ways: Vec<(Mark, On)>,
    /// Colour of most options.
    usual: u32,
}

impl Marks {
    /// Whether looks are the key.
    pub fn any(&self) -> bool {
        !self.ways.is_empty()
    }

    /// The look of an option without what tells the key.
    pub fn without(&self, look: Look) -> Look {
        let has = |mark| self.ways.iter().any(|(way, _)| *way == mark);
        Look {
            bold: look.bold && !has(Mark::Bold),
            underline: look.underline && !has(Mark::Underline),
            ..look
        }
    }

    /// What the marks say of one question, each way by itself.
    pub fn keys(&self, reading: &Reading) -> Vec<Key> {
        let said = self.ways.iter().filter_map(|way| {
            let places = self.marked(*way, &reading.choices);
            let tells = !places.is_empty() && places.len() < reading.choices.len();
            tells.then(|| Key {
                source: format!("phương án {} {}", named(&places), way.0.name()),
                said: Said::Options(places),
            })
        });
        let mut keys: Vec<Key> = Vec::new();
        for key in said {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// Names of the marks, for a message.
    pub fn names(&self) -> String {
        let mut names: Vec<&str> = self.ways.iter().map(|(mark, _)| mark.name()).collect();
        names.dedup();
        names.join(", ")
    }

    fn marked(&self, (mark, on): (Mark, On), choices: &[Choice]) -> Vec<usize> {
        let has = |look: Look| match mark {
            Mark::Bold => look.bold,
            Mark::Underline => look.underline,
            Mark::Colour => look.colour != self.usual,
            Mark::Highlight => look.highlight,
            Mark::Star => false,
        };
        let is_marked = |choice: &Choice| match (mark, on) {
            (Mark::Star, _) => choice.starred,
            (_, On::Text) => choice.text.looks(has),
            (_, On::Letter) => has(choice.letter),
        };
        let marked = choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| is_marked(choice));
        marked.map(|(place, _)| place).collect()
    }
}

/// Decides which marks are the key. `stated` are the keys that stand elsewhere in the file, by
/// question; where all questions have one, a mark has to agree with them.
pub(in crate::exchange::word) fn decide(
    readings: &[Reading],
    stated: &[Option<Vec<usize>>],
    remarks: &mut Vec<Finding>,
) -> Marks {
    let mut marks = Marks {
        ways: Vec::new(),
        usual: usual_colour(readings),
    };
    let asked: Vec<(&Reading, Option<&Vec<usize>>)> = readings
        .iter()
        .zip(stated)
        .filter(|(reading, _)| reading.choices.len() >= 2)
        .map(|(reading, stated)| (reading, stated.as_ref()))
        .collect();
    let open: Vec<_> = asked
        .iter()
        .filter(|(_, stated)| stated.is_none())
        .collect();
    let mut ways = Vec::new();
    for way in WAYS {
        let fits = |(reading, _): &(&Reading, Option<&Vec<usize>>)| {
            marks.marked(way, &reading.choices).len() == 1
        };
        let (hits, all) = if open.is_empty() {
            (asked.iter().filter(|one| fits(one)).count(), asked.len())
        } else {
            (open.iter().filter(|one| fits(one)).count(), open.len())
        };
        // A star is put before an option for nothing else.
        let starred = way.0 == Mark::Star && hits > 0;
        if hits * 2 <= all && !starred {
            continue;
        }
        if let Some(remark) = is_decoration(way, &marks, &asked) {
            remarks.push(remark);
        } else {
            ways.push(way);
        }
    }
    marks.ways = ways;
    marks
}

/// Always the same letter, while the keys that are stated differ: the look of a template.
fn is_decoration(
    way: (Mark, On),
    marks: &Marks,
    asked: &[(&Reading, Option<&Vec<usize>>)],
) -> Option<Finding> {
    let both = asked.iter().filter_map(|(reading, stated)| {
        let marked = marks.marked(way, &reading.choices);
        (marked.len() == 1).then_some(())?;
        Some((marked, *stated.as_ref()?))
    });
    let both: Vec<(Vec<usize>, &Vec<usize>)> = both.collect();
    let agree = both
        .iter()
        .filter(|(marked, stated)| marked == *stated)
        .count();
    let constant = both.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if both.len() < 4 || !constant || agree * 2 >= both.len() {
        return None;
    }
    let detail = format!(
        "Ở mọi câu phương án {} {}; coi đó là trình bày, không phải đáp án.",
        named(&both[0].0),
        way.0.name()
    );
    Some(Finding::new(&At::File, "import.mark_ignored", detail))
}

fn usual_colour(readings: &[Reading]) -> u32 {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for choice in readings.iter().flat_map(|reading| &reading.choices) {
        for (text, look) in choice.text.stretches() {
            *counts.entry(look.colour).or_default() += text.len();
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(colour, count)| (*count, u32::MAX - colour));
    most.map_or(0, |(colour, _)| colour)
}
