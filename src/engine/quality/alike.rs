//! Near-duplicates: the same question in other words, or with its words or options in another order.
//!
//! Two questions are compared only if they share a rare word, so that a bank of 20,000 stays quick:
//! sets whose Jaccard coefficient reaches t share at least one of their n − ⌈t·n⌉ + 1 rarest words
//! (prefix filtering), and then the coefficient is computed exactly.

use super::Sketch;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most pairs that are told: whoever has more has brought a file in twice.
pub const MOST_PAIRS: usize = 10_000;

/// Least likeness of stem and options together, as sets of words, in thousandths.
const WHOLE: usize = 800;
/// Least likeness of stems where the right answers are alike, too.
const STEM: usize = 850;
/// Least likeness of right answers then.
const ANSWER: usize = 600;
/// Fewest different words of a stem that tells something by itself.
const STEM_WORDS: usize = 5;
/// Least likeness of stems where the options are the same.
const STEM_OF_SAME_OPTIONS: usize = 300;
/// Least likeness of neighbouring words for the order to be the same.
const ORDER: usize = 800;

/// Why two questions are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Nearly the same words in nearly the same order.
    SameWords,
    /// The same options under a stem that resembles the other.
    SameOptions,
    /// The same words in another order.
    Reordered,
}

impl Why {
    /// The word for it in replies.
    pub fn word(self) -> &'static str {
        match self {
            Self::SameWords => "same_words",
            Self::SameOptions => "same_options",
            Self::Reordered => "reordered",
        }
    }
}

/// Two questions that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    /// Index of the first one.
    pub first: usize,
    /// Index of the second one, greater.
    pub second: usize,
    /// Why.
    pub why: Why,
    /// Jaccard coefficient of what is alike, in thousandths.
    pub likeness_pm: usize,
}

/// All pairs of near-duplicates, in order of their indices; at most [`MOST_PAIRS`]. What differs in
/// media, in a number or in a word that turns the stem around is no duplicate.
pub fn near_duplicates(sketches: &[&Sketch]) -> Vec<Likeness> {
    let mut pairs: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    let mut keep = |first: usize, second: usize| {
        if let Some(likeness) = compare(sketches, first, second) {
            pairs.insert((first, second), likeness);
        }
        pairs.len() < MOST_PAIRS
    };
    // The rules ask for less than the same frame only in what `compare` looks at again.
    join(sketches, |sketch| &sketch.whole, WHOLE, &mut keep);
    join(sketches, |sketch| &sketch.stem, STEM, &mut keep);
    same_options(sketches, &mut keep);
    pairs.into_values().take(MOST_PAIRS).collect()
}

/// Whether two questions are alike, and why.
pub(super) fn compare(sketches: &[&Sketch], first: usize, second: usize) -> Option<Likeness> {
    let (a, b) = (sketches[first], sketches[second]);
    if a.frame != b.frame {
        return None;
    }
    let whole = jaccard(&a.whole, &b.whole);
    let stem = jaccard(&a.stem, &b.stem);
    let order = jaccard(&a.order, &b.order);
    let telling = a.stem.len().min(b.stem.len()) >= STEM_WORDS;
    let (why, likeness_pm) = if whole >= WHOLE {
        let why = if order >= ORDER {
            Why::SameWords
        } else {
            Why::Reordered
        };
        (why, whole)
    } else if a.options.is_some() && a.options == b.options && stem >= STEM_OF_SAME_OPTIONS {
        (Why::SameOptions, whole)
    } else if telling && stem >= STEM && jaccard(&a.answer, &b.answer) >= ANSWER {
        (Why::SameWords, stem)
    } else {
        return None;
    };
    Some(Likeness {
        first,
        second,
        why,
        likeness_pm,
    })
}

/// Jaccard coefficient of two ascending sets in thousandths, rounded down; of two empty ones 0.
pub(super) fn jaccard(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let all = a.len() + b.len() - both;
    (both * 1_000).checked_div(all).unwrap_or(0)
}

/// Hands on every pair whose sets may reach the likeness, the first index first, until it is told to stop.
fn join(
    sketches: &[&Sketch],
    set: impl Fn(&Sketch) -> &Vec<u32>,
    least_pm: usize,
    keep: &mut impl FnMut(usize, usize) -> bool,
) {
    let mut common: HashMap<u32, usize> = HashMap::new();
    for sketch in sketches {
        for word in set(sketch) {
            *common.entry(*word).or_default() += 1;
        }
    }
    // Where a word stands: questions of the same frame only.
    let mut found: HashMap<(u64, u32), Vec<usize>> = HashMap::new();
    let mut met: HashSet<usize> = HashSet::new();
    for (at, sketch) in sketches.iter().enumerate() {
        let mut words: Vec<(usize, u32)> = set(sketch)
            .iter()
            .map(|word| (common[word], *word))
            .collect();
        words.sort_unstable();
        let needed = (words.len() * least_pm).div_ceil(1_000);
        let prefix = (words.len() + 1 - needed).min(words.len());
        met.clear();
        for (_, word) in &words[..prefix] {
            let holders = found.entry((sketch.frame, *word)).or_default();
            for earlier in holders.iter() {
                let (a, b) = (set(sketches[*earlier]).len(), words.len());
                let may = a.min(b) * 1_000 >= least_pm * a.max(b);
                if may && met.insert(*earlier) && !keep(*earlier, at) {
                    return;
                }
            }
            holders.push(at);
        }
    }
}

fn same_options(sketches: &[&Sketch], keep: &mut impl FnMut(usize, usize) -> bool) {
    let mut holders: HashMap<(u64, u64), Vec<usize>> = HashMap::new();
    for (at, sketch) in sketches.iter().enumerate() {
        let Some(options) = sketch.options else {
            continue;
        };
        let earlier = holders.entry((sketch.frame, options)).or_default();
        for other in earlier.iter() {
            if !keep(*other, at) {
                return;
            }
        }
        earlier.push(at);
    }
}
